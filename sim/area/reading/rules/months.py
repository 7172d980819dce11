"""The months of a service follow one another without a gap."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from itertools import pairwise

from sim.area.reading.refusing import Findings
from sim.area.reading.rows import Draft
from sim.area.reading.rules.parts import series_of
from sim.calendar import MONTHS, MONTHS_A_YEAR


def check_months(drafts: Mapping[str, Sequence[Draft]], findings: Findings) -> None:
    """Add a fault for the first month after each gap in the sheets Staff and Demand."""
    for field in ("staff", "demand"):
        series = series_of(drafts.get(field, []), "month")
        for rows in series.values():
            _check_series(sorted(rows, key=lambda draft: draft["month"]), findings)


def _check_series(rows: Sequence[Draft], findings: Findings) -> None:
    for before, draft in pairwise(rows):
        last, this = _number(before["month"]), _number(draft["month"])
        if this - last > 1:
            first, end = month_text(last + 1), month_text(this - 1)
            missing = f"{first} is" if first == end else f"{first} to {end} are"
            findings.add(
                draft.cells["month"],
                f"{missing} missing before {month_text(this)} for `{draft['service']}`.",
                "Write a row for each month, also where nothing changed.",
            )


def _number(month: datetime.date) -> int:
    return month.year * MONTHS_A_YEAR + month.month - 1


def month_text(number: int) -> str:
    """Return a month, counted from January of year 0, as `Apr 2024`."""
    year, month = divmod(number, MONTHS_A_YEAR)
    return f"{MONTHS[month][:3]} {year}"
