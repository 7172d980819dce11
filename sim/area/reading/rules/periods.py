"""Dates are in order: the period, the snapshot, the run, the change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.area.reading.days import uk
from sim.area.reading.refusing import Findings
from sim.area.reading.rows import Draft

ORDERS = {
    "area": (
        ("period_from", "period_to", "the period"),
        ("period_from", "snapshot", "the period"),
        ("snapshot", "begins", "what the lists are of"),
        ("snapshot", "change", "what the lists are of"),
        ("begins", "change", "the run"),
    ),
    "observed": (("starts", "ends", "the time"),),
}
"""By sheet: the earlier field, the later one, and what begins with the earlier one."""


def check_periods(drafts: Mapping[str, Sequence[Draft]], findings: Findings) -> None:
    """Add a fault for each date that is before a date which it follows."""
    for field, orders in ORDERS.items():
        for draft in drafts.get(field, []):
            for earlier, later, begins in orders:
                first, second = draft[earlier], draft[later]
                if first is not None and second is not None and second < first:
                    findings.add(
                        draft.cells[later],
                        f"{uk(second)} is before {uk(first)} ({draft.cells[earlier].cell}), "
                        f"when {begins} begins.",
                        "Change one of the two dates.",
                    )
