"""Dates are in order: the period, the snapshot, the run, the change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sim.area.reading.raw import shown
from sim.area.reading.refusing import Findings
from sim.area.reading.rows import Draft

ORDERS = {
    "area": (
        ("period_from", "period_to", "the first day of the period"),
        ("period_from", "snapshot", "the first day of the period"),
        ("snapshot", "begins", "the day that the lists are of"),
        ("snapshot", "change", "the day that the lists are of"),
        ("begins", "change", "the first day of the run"),
    ),
    "observed": (("starts", "ends", "the first day of what was observed"),),
}
"""By sheet: the earlier field, the later one, and what the earlier one is."""


NEXT_DAY = 1


def remarks_of_periods(drafts: Mapping[str, Sequence[Draft]]) -> Iterator[str]:
    """Yield a remark if the lists are of another day than the last one of the period."""
    for draft in drafts.get("area", []):
        since = (draft["snapshot"] - draft["period_to"]).days
        if not 0 <= since <= NEXT_DAY:
            yield (
                f"Area: the lists are of {shown(draft['snapshot'])}, and the counts end on "
                f"{shown(draft['period_to'])}. What happened between them is left out."
            )


def check_periods(drafts: Mapping[str, Sequence[Draft]], findings: Findings) -> None:
    """Add a fault for each date that is before a date which it follows."""
    for field, orders in ORDERS.items():
        for draft in drafts.get(field, []):
            for earlier, later, what in orders:
                first, second, place = draft[earlier], draft[later], draft.cells[earlier].cell
                if first is not None and second is not None and second < first:
                    findings.add(
                        draft.cells[later],
                        f"{shown(second)} is before {shown(first)} ({place}), {what}.",
                        "Change one of the two dates.",
                    )
