"""Open a file of an extract as a relation of texts that DuckDB can read."""

from __future__ import annotations

import glob
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np

from sim.errors import did_you_mean
from sim.records.faults import Findings, at
from sim.records.known.columns import TABLES
from sim.records.mapping.mapping import Table
from sim.records.reading.database import quoted
from sim.records.reading.decoding import (
    UTF_8,
    UnreadableText,
    open_quote,
    rows_of,
    text_form,
    wrong_width,
)
from sim.records.reading.finding import KINDS, PARQUET, SHEET
from sim.records.reading.sheets import sheet_rows

ROWS_AT_ONCE = 100_000
CELLS = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")
LINE = re.compile(r"CSV Error on Line: (\d+)")


class Source(NamedTuple):
    """A file: how it is read, and what SQL gives the text of each column that is there."""

    file: str
    relation: str
    columns: dict[str, str]
    first: int  # the number of its first row, as people see it


def squeezed(heading: str) -> str:
    """Return a heading as it is compared: small letters and digits alone."""
    return re.sub(r"[^a-z0-9]", "", heading.lower())


class Opened(NamedTuple):
    """A file whose headings are known, and a way to read some of its columns."""

    headings: list[str]
    read: Callable[[Sequence[int]], Relation]
    first: int = 2


class Relation(NamedTuple):
    """What SQL reads from, and the texts of the columns that were asked for, in order."""

    source: str
    texts: list[str]


def sources_of(
    database: duckdb.DuckDBPyConnection,
    name: str,
    table: Table,
    files: Sequence[Path],
    findings: Findings,
) -> list[Source]:
    """Return the files of a table as relations; what cannot be opened is added to the findings."""
    found: list[Source] = []
    for path in files:
        try:
            opened = _opened(database, path)
            places = _places(path.name, name, table, opened.headings, findings)
            relation = opened.read(list(places.values()))
        except UnreadableText as error:
            findings.add(at(path.name), str(error), _way_out(path))
            continue
        texts = dict(zip(places, relation.texts, strict=True))
        found.append(Source(path.name, relation.source, texts, opened.first))
    return found


def _way_out(path: Path) -> str:
    kind = KINDS[path.suffix.lower()]
    return "Save it again as CSV UTF-8." if kind != PARQUET else "Write it again."


def _opened(database: duckdb.DuckDBPyConnection, path: Path) -> Opened:
    kind = KINDS[path.suffix.lower()]
    if kind == PARQUET:
        return _parquet(database, path)
    if kind == SHEET:
        rows = sheet_rows(path)
        headings = next(rows)
        return Opened(headings, lambda places: _loaded(database, rows, places))
    form = text_form(path)
    if form.encoding != UTF_8:
        return Opened(form.headings, lambda places: _loaded(database, rows_of(path, form), places))
    names = [f"c{place}" for place in range(len(form.headings))]
    columns = ", ".join(f"'{each}': 'VARCHAR'" for each in names)
    source = (
        f"read_csv({_named(path)}, auto_detect = false, header = true, quote = '\"', "
        f"escape = '\"', delim = {quoted(form.delimiter)}, columns = {{{columns}}})"
    )
    return Opened(form.headings, lambda places: Relation(source, [names[each] for each in places]))


def _named(path: Path) -> str:
    """Return a path as SQL has it; what stands for several files elsewhere is a letter here."""
    return quoted(glob.escape(str(path)))


def _parquet(database: duckdb.DuckDBPyConnection, path: Path) -> Opened:
    source = f"read_parquet({_named(path)})"
    try:
        found = database.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    except duckdb.Error:
        raise UnreadableText("It is not a Parquet file, or it is damaged.") from None
    names = [str(row[0]) for row in found]
    texts = [_text_of_parquet(name, str(row[1])) for name, row in zip(names, found, strict=True)]
    return Opened(names, lambda places: Relation(source, [texts[each] for each in places]), first=1)


def _text_of_parquet(name: str, kind: str) -> str:
    """Return the SQL of a column as text; whole numbers lose the point that some programs add."""
    column = '"' + name.replace('"', '""') + '"'
    if kind in ("DOUBLE", "FLOAT"):
        whole = f"{column} = trunc({column}) AND abs({column}) < 1e15"
        number = f"CAST(CAST({column} AS BIGINT) AS VARCHAR)"
        return f"CASE WHEN {whole} THEN {number} ELSE CAST({column} AS VARCHAR) END"
    return f"CAST({column} AS VARCHAR)"


def _loaded(
    database: duckdb.DuckDBPyConnection, rows: Iterator[list[str]], places: Sequence[int]
) -> Relation:
    """Return a table in memory with some columns of the rows."""
    names = [f"c{place}" for place in range(len(places))]
    (count,) = database.execute("SELECT count(*) FROM duckdb_tables()").fetchall()[0]
    table = f"loaded_{count}"
    database.execute(f"CREATE TABLE {table} ({', '.join(f'{each} VARCHAR' for each in names)})")
    while part := list(islice(rows, ROWS_AT_ONCE)):
        columns = {
            name: np.array([row[place] for row in part], dtype=object)
            for name, place in zip(names, places, strict=True)
        }
        database.register("part", columns)
        database.execute(f"INSERT INTO {table} SELECT * FROM part")
        database.unregister("part")
    return Relation(table, names)


def _places(
    file: str, name: str, table: Table, headings: list[str], findings: Findings
) -> dict[str, int]:
    """Return where the columns of a table stand in a file, by what the program calls them."""
    there: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        there.setdefault(squeezed(heading), []).append(place)
    found: dict[str, int] = {}
    form, missing = TABLES[name], []
    for column, heading in table.columns.items():
        places = there.get(squeezed(heading), [])
        if places:
            found[column] = places[0]
        if len(places) > 1:
            problem = f"The heading `{heading}` stands {len(places)} times."
            findings.add(at(file, 1), problem, "Take the others out, or rename them.")
        elif not places and (form.by_name[column].needed or column in table.columns_at):
            missing.append(column)
    ways = [group for group in form.one_of if all(column in found for column in group)]
    if form.one_of and not ways and not missing:
        missing = list(form.one_of[0])
    _tell_missing(file, name, table, (headings, missing), findings)
    return found


def _tell_missing(
    file: str, name: str, table: Table, lacking: tuple[list[str], list[str]], findings: Findings
) -> None:
    headings, missing = lacking
    for column in missing:
        heading = table.columns.get(column, column)
        findings.add(
            at(file, 1),
            f"There is no heading `{heading}`.",
            did_you_mean(heading, headings),
            f"Write under `tables: {{{name}: {{columns: …}}}}` what `{column}` is called.",
        )


def csv_fault(database: duckdb.DuckDBPyConnection, source: Source) -> str | None:
    """Return why the rows of a file cannot be read, without its content; None if they can."""
    try:
        database.execute(
            f"SELECT count(*) FROM (SELECT COLUMNS(*)::VARCHAR FROM {source.relation})"
        )
    except duckdb.Error as error:
        words = str(error)
        line = LINE.search(words)
        cells = CELLS.search(words)
        number = int(line[1]) if line else 0
        if cells:
            return wrong_width(number, int(cells[2]), int(cells[1]))
        return open_quote(number)
    return None
