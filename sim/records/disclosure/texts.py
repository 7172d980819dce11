"""Sentences with numbers in them, as they may be written."""

from __future__ import annotations

import re

from sim.records.disclosure.counts import LEAST, rounded
from sim.records.disclosure.values import two_digits

COUNTED = (
    *("people", "persons", "referrals", "contacts", "stays", "endings", "events", "rows", "cells"),
    *("leavers", "workers", "who left"),
)
COUNT = re.compile(rf"\b\d[\d,]*(?= (?:more )?(?:{'|'.join(COUNTED)}))")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def with_rounded_counts(text: str) -> str:
    """Return a text in which counts of people and rows are rounded, or said to be under 5.

    Examples
    --------
    >>> with_rounded_counts("In 1,203 rows and of 3 people on 31/03/2025")
    'In 1,205 rows and of fewer than 5 people on 31/03/2025'
    """
    return COUNT.sub(_rounded, text)


def with_two_digits(text: str) -> str:
    """Return a text with counts rounded, and with two digits in its other numbers.

    It has no dates, of which years would be rounded too.
    """
    counts = [found.span() for found in COUNT.finditer(text)]

    def shorter(found: re.Match[str]) -> str:
        if any(begins <= found.start() < ends for begins, ends in counts):
            return found[0]
        return f"{two_digits(float(found[0])):.12g}"

    return with_rounded_counts(NUMBER.sub(shorter, text))


def _rounded(found: re.Match[str]) -> str:
    shown = rounded(int(found[0].replace(",", "")))
    return f"fewer than {LEAST}" if shown is None else f"{shown:,}"
