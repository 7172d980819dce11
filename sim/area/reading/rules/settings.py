"""The sheet Area has one row, of our format; services and sources are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.area.reading.refusing import Findings
from sim.area.reading.rows import Draft
from sim.area.sheets import FIRST_ROW, FORMAT, PAGE
from sim.units import plain_number

NEEDS_ROWS = {
    "area": "Write the title, the dates and the source into row 3.",
    "services": f"Write one row for each service, from row {FIRST_ROW} on.",
    "sources": "Write one row for each place that numbers come from; an assumption is a source.",
}
MOST_MONTHS = 1_200
YEARS = (1990, 2100)


def check_settings(drafts: Mapping[str, Sequence[Draft]], findings: Findings) -> None:
    """Add faults for sheets that lack rows or have too many, and for numbers of the sheet Area."""
    for field, remedy in NEEDS_ROWS.items():
        if field in drafts and not drafts[field]:
            findings.add(PAGE[field].name, "No row is filled in.", remedy)
    rows = drafts.get("area", [])
    for draft in rows[1:]:
        findings.add(
            draft.cells["format"],
            f"Row {draft.number} is one too many: this sheet has one row of figures.",
            f"Keep row {rows[0].number}, and delete the others.",
        )
    for draft in rows[:1]:
        _check_area(draft, findings)


def _check_area(draft: Draft, findings: Findings) -> None:
    form, months, year = (draft.amount(name) for name in ("format", "months", "price_year"))
    if form is not None and form != FORMAT:
        findings.add(
            draft.cells["format"],
            f"Workbooks of format {plain_number(form)} are not known here.",
            f"This version reads format {FORMAT}. Write {FORMAT} if the sheets are as "
            "`sim template` writes them; otherwise install a newer version.",
        )
    if months is not None and not (months.is_integer() and 1 <= months <= MOST_MONTHS):
        findings.add(
            draft.cells["months"],
            f"{plain_number(months)} is not a number of months to run.",
            f"Write a whole number from 1 to {MOST_MONTHS:,}.",
        )
    if year is not None and not (year.is_integer() and YEARS[0] <= year <= YEARS[1]):
        findings.add(
            draft.cells["price_year"],
            f"{plain_number(year)} is not a year of prices.",
            f"Write a year from {YEARS[0]} to {YEARS[1]}.",
        )
