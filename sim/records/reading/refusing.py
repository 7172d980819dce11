"""Say which cells of a table cannot be read, and where they are.

A message shows a date, a time or a short code, and of any other text only its length: it may be an
identifier or a name that stands in the wrong column.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping as AnyMapping, Sequence
from typing import NamedTuple

import duckdb
import numpy as np

from sim.errors import listed
from sim.records.faults import SHORT_CODE, Findings, at, shown
from sim.records.known.codes import STRICT, WORDS
from sim.records.known.columns import TABLES, TIME_OF, Holds
from sim.records.mapping.mapping import Mapping
from sim.records.reading.database import (
    BAD_DAY,
    BAD_NUMBER,
    FIRST_YEAR,
    LAST_YEAR,
    OTHER_CODE,
)
from sim.records.reading.expressions import CODES_OF
from sim.records.reading.selecting import columns_of, texts_of, values_of
from sim.records.reading.sources import Source
from sim.records.rows import Rows

MOST_OF_A_COLUMN = 10
"""Faults of one column that are told."""
MOST_LOOKED_AT = 2_000
"""Different texts of one column that are looked at."""
UK = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{1,4})(?:[ T].*)?")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
A_DAY = "Days are written as 31/03/2025 or 2025-03-31, with 09:30 after it where a time is known."
MONTH_FIRST = (
    "It may stand month first: days are read as 31/03/2025. Every date of such a column is then "
    "another day, also those that can be read: export it as 2025-03-31."
)
A_TIME = "Times of day are written as 09:30 or 09:30:00."


class Words(NamedTuple):
    """What is wrong with a text, and what may stand there."""

    kind: str  # one fault is told of each
    problem: str
    allowed: str


class Met(NamedTuple):
    """A text that cannot be read: where it stands first, and in how many rows."""

    row: int
    text: str
    time: str  # beside it
    rows: int


class Place(NamedTuple):
    """A column of a file."""

    file: str
    name: str  # of the table
    column: str
    headings: AnyMapping[str, str]

    def heading(self, words: Words, met: Met) -> str:
        """Return the heading above what is wrong: the date, or the time of day beside it."""
        beside = words.kind == "time" and met.time
        return self.headings[f"{self.column}{TIME_OF}" if beside else self.column]


def tell_refused(
    database: duckdb.DuckDBPyConnection,
    name: str,
    mapping: Mapping,
    sources: Sequence[Source],
    rows: Rows,
    findings: Findings,
) -> None:
    """Add a fault for each kind of text that cannot be read, in each column of each file."""
    there = {column for source in sources for column in source.columns}
    chosen, _ = columns_of(name, mapping, there)
    for column, sign in _signs(name):
        if column not in rows or not np.any(rows[column] == sign):
            continue
        for source in sources:
            if column in source.columns:
                met = _met(database, name, column, source, f"{chosen[column]} = {sign}")
                place = Place(source.file, name, column, mapping.tables[name].columns)
                _tell(met, place, findings)


def _signs(name: str) -> Iterator[tuple[str, float]]:
    """Yield the columns that refuse texts, and what stands in place of one that is refused."""
    for column, each in TABLES[name].by_name.items():
        if each.holds is Holds.DAY:
            yield column, BAD_DAY
        elif each.holds is Holds.NUMBER:
            yield column, BAD_NUMBER
        elif CODES_OF.get(f"{name}.{column}") in STRICT:
            yield column, OTHER_CODE


def _met(
    database: duckdb.DuckDBPyConnection, name: str, column: str, source: Source, refused: str
) -> list[Met]:
    """Return the texts of a column that are refused, by the first row with each."""
    beside = f"{column}{TIME_OF}"
    time = f't."{beside}"' if beside in TABLES[name].by_name else "NULL"
    texts = texts_of(name, source)
    found = database.execute(
        f'SELECT min(t.row), t."{column}" AS text, {time} AS time, count(*) FROM '
        f"(SELECT row_number() OVER () + {source.first - 1} AS row, * FROM ({texts})) t "
        f"POSITIONAL JOIN ({values_of(name, texts)}) r "
        f"WHERE {refused} GROUP BY ALL ORDER BY 1 LIMIT {MOST_LOOKED_AT}"
    ).fetchall()
    return [Met(int(row), text or "", time or "", int(count)) for row, text, time, count in found]


def _tell(met: Sequence[Met], place: Place, findings: Findings) -> None:
    """Add a fault for each kind among the texts, at the first row of the kind."""
    first: dict[str, tuple[Met, Words]] = {}
    rows: dict[str, int] = {}
    for each in met:
        words = _words(each, place)
        first.setdefault(words.kind, (each, words))
        rows[words.kind] = rows.get(words.kind, 0) + each.rows
    for number, (kind, (each, words)) in enumerate(first.items()):
        if number == MOST_OF_A_COLUMN:
            problem = f"{len(first) - number} more kinds of text cannot be read here."
            heading = place.headings[place.column]
            findings.add(at(place.file, None, heading), problem, "Is it the right column?")
            break
        more = rows[kind] - 1
        least = "at least " if len(met) == MOST_LOOKED_AT else ""
        also = f"So it is in {least}{more:,} more row{'s' if more != 1 else ''}." if more else ""
        where = at(place.file, each.row, place.heading(words, each))
        findings.add(where, words.problem, words.allowed, also)


def _words(met: Met, place: Place) -> Words:
    holds = TABLES[place.name].by_name[place.column].holds
    if holds is Holds.NUMBER:
        return Words("number", f"{shown(met.text)} is not a number of 0 or more.", "")
    if holds is Holds.CODE:
        return _words_of_code(met.text, CODES_OF[f"{place.name}.{place.column}"])
    return _words_of_day(met)


def _words_of_code(text: str, codes: str) -> Words:
    words = listed(f"`{word}`" for word in WORDS[codes])
    kind = text.upper() if SHORT_CODE.fullmatch(text) else "long"
    return Words(
        kind,
        f"{shown(text)} is a code that the mapping does not name.",
        f"Write it under `codes: {{{codes}: …}}` beside one of {words}.",
    )


def _words_of_day(met: Met) -> Words:
    text, days = met.text, A_DAY
    if found := ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := UK.fullmatch(text):
        day, month, year = found.groups()
        days = MONTH_FIRST if 1 <= int(day) <= 12 else A_DAY
    else:
        return Words("day", f"{shown(text)} is not a date.", A_DAY)
    if len(year) < 4:
        problem = f"The year of {shown(text)} has not four digits."
        return Words("year", problem, "Write 2025, not 25: the century is not guessed.")
    if int(month) > 12:
        return Words("month", f"{shown(text)} has no month {int(month)}.", days)
    return _words_of_moment(met, int(year), int(month), int(day))


def _words_of_moment(met: Met, year: int, month: int, day: int) -> Words:
    """Return the words for a text of which the month is one."""
    try:
        datetime.date(year, month, day)
    except ValueError:
        return Words("calendar", f"{shown(met.text)} is no day of the calendar.", A_DAY)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        allowed = f"Years from {FIRST_YEAR} to {LAST_YEAR} are read."
        return Words("far", f"{shown(met.text)} lies too far away.", allowed)
    wrong = met.time or met.text
    return Words("time", f"{shown(wrong)} is not a time of day.", A_TIME)
