"""Export the event log of one run, with the tables that explain it, into a separate folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from sim.events import Run
from sim.resolved import Resolved
from sim.studies.files.reading import file_digest
from sim.studies.files.seals import sealed_bytes
from sim.studies.manifest import EVERY_LOG, LogChoice
from sim.tables.columns import Form, table_writer
from sim.tables.log_tables import LOG_TABLES, Logged, Origin, Whose
from sim.tables.xes import write_xes
from sim.writing import write_whole

LogForm = Literal["csv", "parquet", "xes"]

NOTE = "log.json"
NOTE_KEY, NOTE_FORM = "throughline_log", 1
EVENTS = "events"
NOT_IN_XES = ("process", "animation")
"""Tables that are not written together with XES, which is itself a form for process mining."""


def tables_of(form: LogForm) -> tuple[str, ...]:
    """Return the tables that a log of this form can have, in their order."""
    return tuple(name for name in LOG_TABLES if form != "xes" or name not in NOT_IN_XES)


@dataclass(frozen=True)
class LogExport:
    """The logs that a study writes: their form, their tables, and the runs."""

    form: LogForm
    scenario: str  # digest of the scenario as it is run
    choice: LogChoice = EVERY_LOG

    def wants(self, arm: str, replication: int) -> bool:
        """Return whether the log of this run is written."""
        arms, replications = self.choice.arms, self.choice.replications
        return (arms is None or arm in arms) and (
            replications is None or replication in replications
        )

    def __call__(
        self, run: Run, resolved: Resolved, seed: int, replication: int, folder: Path
    ) -> None:
        """Write the log of one run."""
        origin = Origin(seed, replication, self.scenario)
        write_log(Logged(run, resolved, origin), folder, self.form, self.choice.tables)


def write_log(
    log: Logged, folder: Path, form: LogForm, tables: Iterable[str] | None = None
) -> None:
    """Write the log of one run.

    Parameters
    ----------
    folder
        The folder for the files. It is created if it does not exist.
    form
        With `csv` or `parquet`, one file for each table. With `xes`, the file `events.xes`, and
        the other tables as CSV.
    tables
        Names from `tables_of`. When None, all of them.

    `log.json` is written last. It contains the columns and the digest of every file, and is read by
    `read_written`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    table_form: Form = "parquet" if form == "parquet" else "csv"
    written: dict[str, dict[str, Any]] = {}
    with table_writer() as write:
        for name in tables_of(form) if tables is None else chosen(form, tables):
            if form == "xes" and name == EVENTS:
                path = folder / f"{EVENTS}.xes"
                write_xes(log.run, log.resolved, path)
                written[name] = table_entry(path, len(log.run.log), {})
                continue
            path = folder / f"{name}.{table_form}"
            columns = LOG_TABLES[name](log)
            types = write(columns, path, table_form)
            written[name] = table_entry(path, len(next(iter(columns.values()))), types)
    write_note(folder, form, log.whose, version("throughline"), written)


def chosen(form: LogForm, tables: Iterable[str]) -> list[str]:
    """Return the chosen tables of a log, in their order."""
    names = set(tables)
    return [name for name in tables_of(form) if name in names]


def write_note(
    folder: Path,
    form: LogForm,
    whose: Whose,
    made_by: str,
    tables: Mapping[str, Mapping[str, Any]],
) -> None:
    """Write `log.json`: which run the log belongs to, and the description of each file."""
    content = {
        NOTE_KEY: NOTE_FORM,
        "form": form,
        **whose._asdict(),
        "version": made_by,
        "tables": tables,
    }
    write_whole(folder / NOTE, sealed_bytes(content))


def table_entry(path: Path, rows: int, types: Mapping[str, str]) -> dict[str, Any]:
    """Return the entry of `log.json` for one file."""
    return {"file": path.name, "sha256": file_digest(path), "rows": rows, "columns": dict(types)}
