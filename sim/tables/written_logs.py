"""Read a log from a folder that `sim.tables.logs` wrote, after checking that it is complete."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, ValidationError

from sim.errors import SimError, listed
from sim.studies.files.naming import printable
from sim.studies.files.reading import digest_below, read_json
from sim.studies.files.seals import is_sealed
from sim.studies.marks import Digest, Part, Text, first_problem
from sim.tables.columns import copy_query
from sim.tables.log_tables import Whose
from sim.tables.logs import NOTE, NOTE_FORM, NOTE_KEY, chosen, table_entry, write_note

KINDS = ("BIGINT", "INTEGER", "SMALLINT", "TINYINT", "DOUBLE", "BOOLEAN", "VARCHAR", "TIMESTAMP")
"""The types that the columns of a log can have."""


class _Table(Part):
    file: Text
    sha256: Digest
    rows: Annotated[int, Field(ge=0)]
    columns: dict[Text, Literal[KINDS]]  # type: ignore[valid-type]


class _Note(Part):
    throughline_log: Literal[1]
    form: Literal["csv", "parquet", "xes"]
    arm: Text
    seed: Annotated[int, Field(ge=0)]
    replication: Annotated[int, Field(ge=0)]
    scenario: Text
    arm_digest: Digest
    version: Text
    tables: dict[Text, _Table]
    digest_of_the_rest: Digest


class Written(NamedTuple):
    """A log that was written to a folder."""

    whose: Whose
    version: str  # of the program that made it
    sources: dict[str, str]  # of each table, what SQL reads its rows from
    rows: dict[str, int]


class WrittenLogError(SimError):
    """A folder contains no readable log."""

    def __init__(self, folder: Path, problem: str, remedy: str = "") -> None:
        remedy = remedy or (
            "Name the folder of one run, as `log/<arm>-00001`, that `sim run --log parquet`, "
            "`sim log` or `.save()` wrote."
        )
        super().__init__(f"{printable(folder)}: {problem}\n  {remedy}")


def read_written(folder: Path) -> Written:
    """Read a log from its folder. Each file is compared with its digest.

    Raises
    ------
    WrittenLogError
        If the folder holds no log, a log in XES, or a log that was changed.
    """
    note = _whole_note(folder)
    if note.form == "xes":
        raise WrittenLogError(
            folder,
            "its events are written as XES, which is for programs of process mining.",
            "Write the log as parquet or csv to read it here.",
        )
    return Written(
        whose=_whose(note),
        version=note.version,
        sources={
            name: _source(folder / table.file, note.form, table.columns)
            for name, table in note.tables.items()
        },
        rows={name: table.rows for name, table in note.tables.items()},
    )


def files_of(folder: Path) -> tuple[Whose, list[str]]:
    """Return the run to which the log in a folder belongs, and the log's files except `log.json`.

    Raises the errors of `read_written`.
    """
    note = _whole_note(folder)
    return _whose(note), [table.file for table in note.tables.values()]


def _whose(note: _Note) -> Whose:
    return Whose(note.arm, note.replication, note.seed, note.scenario, note.arm_digest)


def _whole_note(folder: Path) -> _Note:
    """Return the content of `log.json`; raise WrittenLogError if a file of the log was changed."""
    note = _note(folder)
    damaged = [
        table.file
        for table in note.tables.values()
        if digest_below(folder, table.file) != table.sha256
    ]
    if damaged:
        raise WrittenLogError(
            folder,
            f"{listed(f'`{printable(name)}`' for name in damaged)} "
            f"{'is' if len(damaged) == 1 else 'are'} missing, or not as written.",
            "Write the log again into a new folder.",
        )
    return note


def _note(folder: Path) -> _Note:
    if not folder.is_dir():
        raise WrittenLogError(folder, "there is no folder of this name.")
    try:
        content = read_json(folder / NOTE, follow=False)
    except FileNotFoundError:
        raise WrittenLogError(folder, *_lacking(folder)) from None
    except OSError as error:
        raise WrittenLogError(folder, f"`{NOTE}` cannot be read ({error.strerror}).") from None
    except ValueError as error:
        raise WrittenLogError(folder, f"`{NOTE}` is not JSON ({printable(error)}).") from None
    if not isinstance(content, dict) or NOTE_KEY not in content:
        raise WrittenLogError(folder, f"`{NOTE}` is not of this program.")
    if content[NOTE_KEY] != NOTE_FORM or isinstance(content[NOTE_KEY], bool):
        raise WrittenLogError(
            folder,
            f"it is of form {printable(repr(content[NOTE_KEY])[:40])}, and this version reads "
            f"form {NOTE_FORM}.",
        )
    if not is_sealed(content):
        raise WrittenLogError(folder, f"`{NOTE}` has been changed since it was written.")
    try:
        return _Note.model_validate(content)
    except ValidationError as error:
        raise WrittenLogError(folder, f"`{NOTE}` is not whole: {first_problem(error)}") from None


def _lacking(folder: Path) -> tuple[str, str]:
    """Return the message about a folder without `log.json`, and a folder that may be meant."""
    inside = sorted(path.parent.name for path in folder.glob(f"*/{NOTE}"))
    if not inside and (folder / "log").is_dir():
        inside = sorted(f"log/{path.parent.name}" for path in folder.glob(f"log/*/{NOTE}"))
    if inside:
        names = listed((f"`{printable(name)}`" for name in inside), 5)
        return "it holds the logs of several runs.", f"Name one of them: {names}."
    return f"it holds no log: there is no `{NOTE}` in it.", ""


def _source(path: Path, form: str, columns: dict[str, str]) -> str:
    """Return the SQL expression that reads the rows of a table."""
    quoted = _text(str(path))
    if form == "parquet":
        return f"(SELECT * FROM read_parquet({quoted}))"
    types = ", ".join(f"{_text(name)}: {_text(kind)}" for name, kind in columns.items())
    return (
        f"(SELECT * FROM read_csv({quoted}, header = true, auto_detect = false, delim = ',', "
        f"quote = '\"', escape = '\"', allow_quoted_nulls = false, columns = {{{types}}}))"
    )


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def copy_written(
    log: Written, folder: Path, form: Literal["csv", "parquet"], tables: Iterable[str]
) -> None:
    """Copy some tables of a log that was read from a folder into another folder."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for name in chosen(form, tables):
        path = folder / f"{name}.{form}"
        types = copy_query(f"SELECT * FROM {log.sources[name]}", path, form)
        written[name] = table_entry(path, log.rows[name], types)
    write_note(folder, form, log.whose, log.version, written)
