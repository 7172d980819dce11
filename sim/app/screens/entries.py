"""What somebody typed, read as what it means: a share in per cent, or a day.

Nothing changes its meaning unseen. What is not plainly what was typed is told once it is saved, and
what may mean two things is not taken.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from sim.calendar import MONTHS
from sim.loose import date_meant
from sim.report.cards.times import dated

TYPED_SHARE = re.compile(r"([+-]?\d+(?:[.,]\d+)?|[+-]?[.,]\d+)\s*(%|per\s?cent)?", re.IGNORECASE)
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
"""What may be thousands, or a fraction."""
PLAIN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MONTH_ALONE = re.compile(r"[A-Za-z]{3,9}\.?,? \d{4}")
_MONTH = rf"(?:{'|'.join(name[:3].lower() for name in MONTHS)})[a-z]*\.?"
WITHOUT_YEAR = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?)?", re.I
)
TWO_DIGITS = re.compile(
    rf"\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2}}|\d{{1,2}}(?:st|nd|rd|th)?[ -]{_MONTH}[ -]\d{{2}}", re.I
)
SERIAL = re.compile(r"[34567]\d{4}")
EXCEL_BEGINS = date(1899, 12, 30)
SHARE, FACTOR, DAY = "share", "factor", "day"
"""How entries of a column are read."""
MOST_FACTOR, LEAST_PER_CENT = 3, 20
"""A factor without a sign is at most the one; from the other on it is per cent."""
FROM_0_TO_100 = "Enter per cent, from 0 % to 100 %."


class Read(NamedTuple):
    """An entry as it was read."""

    text: str  # as the scenario file has it
    meant: str = ""  # how it was read, where that is more than what was typed
    wrong: str = ""  # why it was not taken


def read(reads: str, text: str) -> Read:
    """Read an entry of a column that is read in this way."""
    readers = {SHARE: share, FACTOR: factor, DAY: day}
    return readers[reads](text) if reads in readers else Read(text)


def shown(reads: str, text: str) -> str:
    """Return a text of a file as a field of such a column shows it."""
    if reads in (SHARE, FACTOR):
        return per_cent(text)
    return in_words(text) if reads == DAY and PLAIN_DAY.fullmatch(text) else text


def share(text: str) -> Read:
    """Read a share: `85 %`, `85` and `0.85` are 85 per cent.

    Examples
    --------
    >>> share("85 %")
    Read(text='0.85', meant='', wrong='')
    >>> share("0.85")
    Read(text='0.85', meant='85 %', wrong='')
    >>> share("1").wrong
    '“1” may be 1 % or 100 %. Enter the one that is meant, with its sign.'
    """
    if not text:
        return Read("")
    found = _number(text)
    if found is None:
        return Read(text, wrong=f"“{text}” is no share. {FROM_0_TO_100}")
    number, is_signed = found
    if not is_signed and number == 1:
        wrong = f"“{text}” may be 1 % or 100 %. Enter the one that is meant, with its sign."
        return Read(text, wrong=wrong)
    of_all = number if not is_signed and number < 1 else number / 100
    if not 0 <= of_all <= 1:
        return Read(text, wrong=f"“{text}” is not a part of all. {FROM_0_TO_100}")
    return _understood(of_all, is_signed)


def factor(text: str) -> Read:
    """Read a factor, which may be above all: `110 %`, `110` and `1.1` are 110 per cent.

    Examples
    --------
    >>> factor("1.1")
    Read(text='1.1', meant='110 %', wrong='')
    >>> factor("7").wrong
    '“7” may be 7 % or 700 %. Enter the one that is meant, with its sign.'
    """
    if not text:
        return Read("")
    found = _number(text)
    if found is None or found[0] < 0:
        return Read(text, wrong=f"“{text}” is no part of a usual one. Enter per cent, as 110 %.")
    number, is_signed = found
    if not is_signed and MOST_FACTOR < number < LEAST_PER_CENT:
        both = f"{text.strip()} % or {_plain(100 * number)} %"
        wrong = f"“{text}” may be {both}. Enter the one that is meant, with its sign."
        return Read(text, wrong=wrong)
    is_factor = not is_signed and number <= MOST_FACTOR
    return _understood(number if is_factor else number / 100, is_signed)


def _number(text: str) -> tuple[Decimal, bool] | None:
    """Return a number that was typed, and whether it has a per cent sign; None if it is none."""
    found = TYPED_SHARE.fullmatch(text)
    if found is None or THOUSANDS.fullmatch(found[1]):
        return None
    return Decimal(found[1].replace(",", ".")), found[2] is not None


def _understood(part: Decimal, is_signed: bool) -> Read:
    """Return a part of all as it was read, which is told where it was typed without its sign."""
    plain = _plain(part)
    return Read(plain, "" if is_signed or part == 0 else per_cent(plain))


def per_cent(text: str) -> str:
    """Return a share of a file in per cent; another text stays.

    Examples
    --------
    >>> per_cent("0.85"), per_cent("0.0125"), per_cent("many"), per_cent("")
    ('85 %', '1.25 %', 'many', '')
    """
    found = TYPED_SHARE.fullmatch(text)
    if found is None or found[2] is not None:
        return text
    return f"{_plain(100 * Decimal(found[1]))} %"


def day(text: str) -> Read:
    """Read a day: `1 Oct 2025`, `01/10/2025` and `October 2025` are 2025-10-01; the rest stays.

    Examples
    --------
    >>> day("October 2025")
    Read(text='2025-10-01', meant='1 October 2025', wrong='')
    >>> day("1 year")
    Read(text='1 year', meant='', wrong='')
    """
    if not text or PLAIN_DAY.fullmatch(text):
        return Read(text)
    whole = f"1 {text}" if MONTH_ALONE.fullmatch(text) else text
    readings = date_meant(whole).readings
    if wrong := _no_day(text):
        return Read(text, wrong=wrong)
    if not readings or not PLAIN_DAY.fullmatch(readings[0].text):
        return Read(text)
    return Read(readings[0].text, in_words(readings[0].text))


def _no_day(text: str) -> str:
    """Return what is wrong with a day without its year, or as a spreadsheet counts it."""
    if TWO_DIGITS.fullmatch(text):
        return f"“{text}” has no year in four digits. Write the day as 1 October 2026."
    if WITHOUT_YEAR.fullmatch(text):
        return f"“{text}” has no year. Write the day with it, as 1 October 2026."
    if SERIAL.fullmatch(text):
        day = in_words((EXCEL_BEGINS + timedelta(days=int(text))).isoformat())
        return f"“{text}” is how Excel counts a day. If {day} is meant, enter it so."
    return ""


def in_words(iso: str) -> str:
    """Return a day that a file has as people say it: `2025-10-01` is "1 October 2025"."""
    year, month, number = map(int, iso.split("-"))
    return dated(year, month, number) if 1 <= month <= len(MONTHS) else iso


def _plain(number: Decimal) -> str:
    """Return a number without exponent and without zeros at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
