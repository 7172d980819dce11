"""Show the log of a run as tables, made from the run or read from a folder when used."""

from __future__ import annotations

import html
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Protocol, get_args

from sim.errors import did_you_mean, listed
from sim.scripting.arguments import ArgumentError, named, names
from sim.scripting.storage import Temporary
from sim.scripting.tables import Table
from sim.tables.columns import write_columns
from sim.tables.log_tables import LOG_TABLES, Logged, Whose
from sim.tables.logs import LogForm, tables_of, write_log
from sim.tables.saving import put_log
from sim.tables.written_logs import Written, copy_written, read_written

A_FOLDER = "Give the path of a folder."


class _Source(Protocol):
    """A source of the tables of a log: a run in memory or a folder."""

    whose: Whose
    known: tuple[str, ...]  # tables there are

    def table(self, name: str) -> Table:
        """Return the table with this name."""
        ...

    def write(self, folder: Path, form: LogForm, tables: Sequence[str]) -> None:
        """Write some of the tables into a folder."""
        ...


class NoTableError(ArgumentError, AttributeError):
    """A log has no table of this name."""


class Log:
    """What happened in one run, as tables that are made when they are first used.

    Each table is an attribute; `tables` lists their names. `events` is the event log, with names
    beside its codes. `covers` says which service covers which need, and at which times. `codes`
    explains every code. `settings` holds the seed, the measured window and every resolved setting
    of the arm. `process` and `animation` have the columns that other programs expect. The other
    tables are `people`, `workers`, `services`, `needs` and `group_needs`. Times are minutes since
    the start of the run, which is a Monday 00:00 unless the run has dates.

    Examples
    --------
    >>> import sim
    >>> queue = sim.Scenario.load("scenarios/queue.yaml").with_values({"run.length": "2 years"})
    >>> log = sim.run(queue, replications=1).log("three_chairs")
    >>> query = "SELECT count(*) > 0 AS found FROM this WHERE kind = 'SPELL_STARTED'"
    >>> list(log.events.sql(query))
    [(True,)]
    >>> list(log.covers.sql("SELECT service_name, need_name, whole_run FROM this"))
    []
    """

    def __init__(self, source: _Source) -> None:
        self._source = source

    @property
    def arm(self) -> str:
        """The name of the arm."""
        return self._source.whose.arm

    @property
    def replication(self) -> int:
        """The number of the replication, from 1."""
        return self._source.whose.replication

    @property
    def seed(self) -> int:
        """The seed of all random numbers."""
        return self._source.whose.seed

    @property
    def tables(self) -> list[str]:
        """The names of the tables."""
        return list(self._source.known)

    def table(self, name: str) -> Table:
        """Return a table by its name; raise SimError if there is none of this name."""
        if not isinstance(name, str) or name not in self._source.known:
            raise NoTableError(*self._unknown(name))
        return self._source.table(name)

    def _unknown(self, name: object) -> tuple[str, str, str, str]:
        known = self._source.known
        every = f"Tables: {listed(f'`{each}`' for each in known)}."
        meant = did_you_mean(name, known) if isinstance(name, str) else ""
        if isinstance(name, str) and name in LOG_TABLES:
            meant = f"`{name}` was not written there."
        return "table", f"{named(name)} is not a table of this log.", every, meant

    def __getattr__(self, name: str) -> Table:
        """Return a table as an attribute."""
        if name.startswith("_"):  # what Python and notebooks ask every object for
            raise AttributeError(name)
        if name not in self._source.known:
            raise NoTableError(*self._unknown(name))
        return self.table(name)

    def save(
        self,
        folder: str | os.PathLike[str],
        form: LogForm = "parquet",
        tables: Sequence[str] | None = None,
    ) -> Path:
        """Write the log into a separate folder, as `sim run --log` does, and return its path.

        Parameters
        ----------
        folder
            A folder that does not exist, is empty, or holds the log of this same run, unchanged.
        form
            "parquet", "csv", or "xes" for process-mining programs.
        tables
            The tables to write; all when None.

        Raises
        ------
        SimError
            If the folder holds anything else, or if the form or a table is unknown.
        """
        place = folder_named("folder", folder)
        if not isinstance(form, str) or form not in get_args(LogForm):
            allowed = 'Write "parquet", "csv" or "xes".'
            meant = did_you_mean(form, get_args(LogForm)) if isinstance(form, str) else ""
            raise ArgumentError("form", f"{named(form)} is not a form of logs.", allowed, meant)
        known = [name for name in tables_of(form) if name in self._source.known]
        chosen = names("tables", tables, known) or known
        write = partial(self._source.write, form=form, tables=chosen)
        try:
            put_log(place, self._source.whose, write)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise ArgumentError(
                "folder", f"{named(str(place))} cannot be written to ({reason}).", A_FOLDER
            ) from None
        return place

    def __dir__(self) -> list[str]:
        """Return the attributes of the log, including its tables."""
        own = ("arm", "replication", "save", "seed", "table", "tables")
        return sorted({*own, *self.tables})

    def __repr__(self) -> str:
        """Return the arm, replication and seed, in one line."""
        return f"Log({self.arm}, replication {self.replication}, seed {self.seed})"

    def _repr_html_(self) -> str:
        """Return the arm, replication and seed, and the tables with their columns, as HTML."""
        rows = "".join(
            f'<tr><td style="text-align: left">{html.escape(name)}</td>'
            f'<td style="text-align: right">{len(table):,}</td>'
            f'<td style="text-align: left">{html.escape(", ".join(table.columns))}</td></tr>'
            for name in self.tables
            for table in [self.table(name)]
        )
        head = "".join(f"<th>{each}</th>" for each in ("table", "rows", "columns"))
        return (
            f"<p>{html.escape(repr(self))}</p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )


class Made:
    """Tables of a run in memory. Each is written to a temporary file when it is first used."""

    known = tuple(LOG_TABLES)

    def __init__(self, logged: Logged) -> None:
        self._logged, self._temporary = logged, Temporary()
        self.whose = logged.whose

    def table(self, name: str) -> Table:
        """Return a table; write it to a temporary file the first time."""
        path = self._temporary.folder / f"{name}.parquet"
        if not path.exists():
            write_columns(LOG_TABLES[name](self._logged), path, "parquet")
        return Table.of_file(path, self._temporary)

    def write(self, folder: Path, form: LogForm, tables: Sequence[str]) -> None:
        """Write some tables into a folder."""
        write_log(self._logged, folder, form, tables)


class _Read:
    """The tables of a log that was read from a folder."""

    def __init__(self, written: Written) -> None:
        self._written, self.whose, self.known = written, written.whose, tuple(written.sources)

    def table(self, name: str) -> Table:
        return Table(self._written.sources[name])

    def write(self, folder: Path, form: LogForm, tables: Sequence[str]) -> None:
        if form == "xes":
            raise ArgumentError(
                "form",
                "XES is written from a run, and this log was read from a folder.",
                "Save the log of the run itself, or write parquet or csv.",
            )
        copy_written(self._written, folder, form, tables)


def read_log(folder: str | os.PathLike[str]) -> Log:
    """Read a log that `sim run --log`, `sim log` or `.save()` wrote as Parquet or CSV.

    Parameters
    ----------
    folder
        The folder of one run, such as ``results/queue/log/three_chairs-00001``.

    Returns
    -------
    Log
        Its tables stay in the folder and are read when they are used. This function only compares
        each file with the digest that was written with it.

    Raises
    ------
    SimError
        If the folder holds no log, a log in XES, or a log that was changed.

    Examples
    --------
    >>> import sim, tempfile
    >>> queue = sim.Scenario.load("scenarios/queue.yaml").with_values({"run.length": "2 years"})
    >>> written = sim.run(queue, replications=1).log("three_chairs")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sim.read_log(written.save(folder))
    Log(three_chairs, replication 1, seed 1)
    """
    return Log(_Read(read_written(folder_named("folder", folder))))


def folder_named(argument: str, value: object) -> Path:
    """Return the path of a folder, which need not exist; raise ArgumentError for other types."""
    if not isinstance(value, (str, os.PathLike)) or isinstance(value, bytes) or not str(value):
        raise ArgumentError(argument, f"{named(value)} is not the path of a folder.", A_FOLDER)
    return Path(value)
