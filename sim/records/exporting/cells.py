"""What stands in the cells of an extract, as SQL: made-up identifiers, codes, dates and times.

An identifier has the number of its row in `Recorded`, and says that it is made up.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from sim.records.known.codes import NUMBERS
from sim.records.known.columns import TIME_OF
from sim.records.known.shapes import CODES, Shape

MADE_UP = "MADEUP"
NOT_RECORDED = "not_recorded"
TWO_DIGITS = ("how", "rejected", "closed")
"""Columns whose national codes are two digits."""


@dataclass(frozen=True)
class Cells:
    """Writes the cells of one extract; in its queries, `m` is a row of the submissions."""

    shape: Shape
    begins: datetime.date
    timed: bool

    def moment(self, column: str) -> str:
        """Return when something happened, if that was known at the end of the submission."""
        minute = f"TIMESTAMP '{self.begins}' + to_minutes({column})"
        return f"CASE WHEN {column} < m.closes THEN {minute} END"

    def date(self, column: str) -> str:
        """Return the date of a moment."""
        return f"CAST({self.moment(column)} AS DATE)"

    def when(self, name: str, column: str) -> dict[str, str]:
        """Return the date of a moment and, where times of day are known, the time beside it."""
        time = {f"{name}{TIME_OF}": f"CAST({self.moment(column)} AS TIME)"} if self.timed else {}
        return {name: self.date(column), **time}

    def code(self, name: str, column: str, since: str | None = None) -> str:
        """Return the code for a number of a column; nothing where there is none.

        Parameters
        ----------
        since
            The column that says from when on the code is known; always, if None.
        """
        code = one_of(written_codes(self.shape, name), column)
        return code if since is None else f"CASE WHEN {since} < m.closes THEN {code} END"


def made_up(what: str, row: str) -> str:
    """Return an identifier for a row number; nothing where it is UNKNOWN.

    In the order of the rows, as text too.
    """
    number = f"lpad(CAST({row} + 1 AS VARCHAR), 8, '0')"
    return f"CASE WHEN {row} >= 0 THEN '{MADE_UP}-{what}-' || {number} END"


def team(service: int) -> str:
    """Return the made-up name of the team of a service, by its row number."""
    return f"{MADE_UP}-TEAM-{service + 1:03d}"


def written_codes(shape: Shape, name: str) -> tuple[str | None, ...]:
    """Return the code that stands for each number of a column; None where there is none.

    Of codes of which only the beginning is known, that is written.
    """
    known = CODES[shape].get(name, {})
    words = [each.name.lower() for each in NUMBERS[name]]
    return tuple(
        None if word == NOT_RECORDED else _code(shape, name, word, known) for word in words
    )


def _code(shape: Shape, name: str, word: str, known: dict[str, str]) -> str | None:
    if shape is Shape.PLAIN:
        return word
    code = next((code for code, meant in known.items() if meant == word), None)
    if code is None:
        return None
    return code.zfill(2) if name in TWO_DIGITS else code.rstrip("*")


def one_of(words: Iterable[str | None], column: str) -> str:
    """Return the word for a row number; nothing where it is UNKNOWN."""
    return f"[{', '.join(literal(word) for word in words)}][{column} + 1]"


def literal(text: str | None) -> str:
    """Return a text as SQL."""
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"
