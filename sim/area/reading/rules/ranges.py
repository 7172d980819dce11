"""Low is at most the value, and the value at most high; a range has both ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from sim.area.columns import Column, Kind
from sim.area.reading.numbers import percent
from sim.area.reading.refusing import Findings
from sim.area.reading.rows import Draft
from sim.area.sheets import item_column
from sim.units import plain_number

VALUES = {
    "routes": "people",
    "staff": "wte_in_post",
    "demand": "referrals",
    "what_if": "value",
    "observed": "value",
    "ranges": None,
}
"""By sheet: the number that `low` and `high` belong to."""


def check_ranges(drafts: Mapping[str, Sequence[Draft]], findings: Findings) -> None:
    """Add a fault for each range that has one end only, or that its value lies outside of."""
    for field, value in VALUES.items():
        for draft in drafts.get(field, []):
            _check_both_ends(draft, findings)
            _check_order(draft, ["low", value, "high"] if value else ["low", "high"], findings)


def _check_both_ends(draft: Draft, findings: Findings) -> None:
    for here, other in (("low", "high"), ("high", "low")):
        alone = draft[here] is not None and draft[other] is None
        if alone and other not in draft.refused and not draft.page.columns[other].needed:
            findings.add(
                draft.cells[other],
                f"`{here}` is filled in, and `{other}` is not.",
                "Write both ends of the range, or neither.",
            )


def _check_order(draft: Draft, fields: Sequence[str], findings: Findings) -> None:
    there = [name for name in fields if draft.amount(name) is not None]
    for smaller, larger in pairwise(there):
        low, high = draft.amount(smaller), draft.amount(larger)
        if low is None or high is None or low <= high:
            continue
        place, other = (larger, smaller) if larger == "high" else (smaller, larger)
        how, limit = ("below", low) if place == "high" else ("above", high)
        findings.add(
            draft.cells[place],
            f"`{place}` {_said(draft, draft.amount(place))} is {how} `{_name(draft, other)}` "
            f"{_said(draft, limit)} ({draft.cells[other].cell}).",
            "A range holds its value: change one of the two.",
        )


def _name(draft: Draft, field: str) -> str:
    return draft.page.columns[field].heading


def _said(draft: Draft, value: float | None) -> str:
    column: Column | None = item_column(draft["item"]) if draft["item"] else None
    assert value is not None  # it was compared
    shares = column is not None and column.kind in (Kind.SHARE, Kind.CHANGE)
    return percent(value) if shares else plain_number(value)
