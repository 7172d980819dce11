"""Read counts, numbers and percentages from cells, or say how to write them."""

from __future__ import annotations

import datetime
import re
from fractions import Fraction

from sim.area.columns import Column, Figure, Kind
from sim.area.reading.raw import DASHES, Raw, shown
from sim.area.reading.refusing import Refused
from sim.loose import number_meant
from sim.units import plain_number

HIDDEN = re.compile(r"\*|<\s*5")
HIDDEN_READ_AS, MOST_HIDDEN = 2.0, 4.0
BOUND = re.compile(r"[<>≤≥~]\s*\d.*")
DIGITS = re.compile(rf"[+{DASHES}-]?[\d.,'\s\u00a0\u202f]*\d")
PER_CENT = re.compile(r"(.*\d)\s*(?:%|per\s?cent)", re.IGNORECASE)
MOST = {Kind.COUNT: 100_000_000, Kind.NUMBER: 1_000_000_000}
PEOPLE = "people"
NEARLY_WHOLE = 1e-6  # what a formula may be off by
A_PERCENTAGE = Column("", Kind.NUMBER, "%")
SHARE_RANGE = "Write 0 % to 100 %."
CHANGE_RANGE = "Write a percentage above -100 % and up to 10,000 %."


def read_number(raw: Raw, column: Column) -> Figure:
    """Read a count or a number of 0 or more.

    Raises
    ------
    Refused
        If the cell holds anything else, or a number that can be read in two ways.
    """
    if isinstance(raw.value, str) and HIDDEN.fullmatch(raw.value):
        if column.kind is not Kind.COUNT and column.unit != PEOPLE:
            raise Refused(
                f"`{raw.value}` hides a number that is no count.",
                "Write the number, or leave the cell empty.",
            )
        return Figure(HIDDEN_READ_AS, raw.cell, hidden=True)
    value = _plain(raw, column)
    if raw.percent and not isinstance(raw.value, str) and value:
        raise Refused(
            f"The cell shows {percent(value)}, and no percentage stands here.",
            f"Write {_what(column)}, and format the cell as a number.",
        )
    if problem := _outside(value, column):
        raise Refused(problem, f"Write {_what(column)}.")
    whole = column.kind is Kind.COUNT
    return Figure(float(round(value)) if whole else value, raw.cell)


def _outside(value: float, column: Column) -> str:
    """Return what is wrong with a number, or nothing."""
    said, most = plain_number(value), MOST.get(column.kind, MOST[Kind.NUMBER])
    if value < 0:
        return f"{said} is below 0."
    if value > most:
        return f"{said} is more than {most:,}, which cannot be meant."
    if column.kind is Kind.COUNT and abs(value - round(value)) > NEARLY_WHOLE:
        return f"{said} is not a whole number."
    return ""


def _what(column: Column) -> str:
    """Return what may stand in a column, as it follows "write"."""
    if column.kind is Kind.COUNT:
        return f"a whole number{f' of {column.unit}' if column.unit else ''}, 0 or more"
    return f"a number{f' ({column.unit})' if column.unit else ''}, 0 or more"


def read_share(raw: Raw, column: Column) -> Figure:
    """Read a percentage of 0 % to 100 % as a share of 0 to 1.

    Raises
    ------
    Refused
        If the cell holds anything else, or a number that it does not show as a percentage.
    """
    value = _percentage(raw)
    if not 0 <= value <= 1:
        raise Refused(f"{percent(value)} is not a share.", SHARE_RANGE)
    return Figure(value, raw.cell)


def read_change(raw: Raw, column: Column) -> Figure:
    """Read a percentage that may be below 0 as a share: 0.04 for 4 %.

    Raises
    ------
    Refused
        If the cell holds anything else, or a number that it does not show as a percentage.
    """
    value = _percentage(raw)
    if not -1 < value <= 100:
        raise Refused(f"{percent(value)} is out of range.", CHANGE_RANGE)
    return Figure(value, raw.cell)


def _percentage(raw: Raw) -> float:
    if isinstance(raw.value, str):
        found = PER_CENT.fullmatch(raw.value)
        if found is not None and DIGITS.fullmatch(found[1].strip()):
            digits = raw._replace(value=found[1].strip())
            return float(_exact(digits, A_PERCENTAGE) / 100)
    value = _plain(raw, A_PERCENTAGE)
    if value == 0 or (raw.percent and not isinstance(raw.value, str)):
        return value
    said = plain_number(value)
    if abs(value) <= 1:
        raise Refused(
            f"{said} can be {percent(value)} or {said} %.",
            f"Write `{percent(value)}` or `{said} %`, with the sign.",
        )
    raise Refused(f"{said} is not written as a percentage.", f"Write `{said} %`, with the sign.")


def percent(value: float) -> str:
    """Return a share in per cent: ``81 %``."""
    return f"{plain_number(round(100 * value, 8))} %"


def _plain(raw: Raw, column: Column) -> float:
    """Return the number in a cell, whatever its size."""
    value = raw.value
    if isinstance(value, bool):
        raise Refused(f"{shown(value)} is not a number.", f"Write {_what(column)}.")
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        raise Refused(
            f"The cell shows a date or a time ({shown(value)}), and a number is meant.",
            "Format the cell as a number, and write the number anew.",
        )
    if isinstance(value, str):
        return float(_exact(raw, column))
    return float(value)


def _exact(raw: Raw, column: Column) -> Fraction:
    """Read a text of digits and separators. Two readings are refused, unless one is not whole."""
    text = str(raw.value)
    if BOUND.fullmatch(text):
        raise Refused(
            f"`{text}` says only about how many.",
            "Write the number. Where it may not be told, write `*` or `<5`: it is read as 2.",
        )
    answer = number_meant(re.sub(f"^[{DASHES}]", "-", text))
    could_stand = answer.only(lambda each: not _outside(float(each), column))
    what = _what(column)
    if not DIGITS.fullmatch(text):
        raise Refused(f"{shown(text)} is not a number.", f"Write {what}.", could_stand.sentence())
    if column.kind is Kind.COUNT:
        answer = answer.only(lambda each: Fraction(each).denominator == 1)
    if len(answer.readings) != 1:
        problem = "can be read in two ways" if answer.readings else "is not a number"
        raise Refused(f"{shown(text)} {problem}.", "", answer.sentence() or f"Write {what}.")
    return Fraction(answer.readings[0].text)
