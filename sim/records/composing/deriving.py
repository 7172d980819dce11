"""Estimates as numbers of a scenario, with their sources."""

from __future__ import annotations

from collections.abc import Iterable

from sim.area.derived import Derived
from sim.area.deriving.words import percent
from sim.records.estimating import Estimate

SOURCE = "records"
"""The key of the source that is the extract."""
OWN_PART = {"cancelled by person": "cancelled share"}
"""What an item is called where the parts of a share stand beside each other."""
ROUTE = "route"
WHOLE = "cancelled share"
"""An estimate that is the sum of two others."""


def derived(estimates: Iterable[Estimate]) -> tuple[Derived, ...]:
    """Return estimates as numbers of a scenario, each with its method, its n and its window."""
    return tuple(_derived(each) for each in estimates if each.item != WHOLE)


def _derived(each: Estimate) -> Derived:
    return Derived(
        service=each.service,
        area=each.area,
        item=OWN_PART.get(each.item, each.item),
        value=each.value,
        unit=each.unit,
        sum=_way(each) if each.item == ROUTE else note(each),
        source=SOURCE,
        cells=(),
        low=each.low,
        high=each.high,
        assumed=each.assumed,
        method=each.method,
        month=each.month,
        reason=each.reason,
        to=each.to,
        law=None if each.law is None else each.law.block(SOURCE),
    )


def _way(each: Estimate) -> str:
    return f"{percent(each.value)} of {each.n} who left for this reason; {each.method}"


def note(each: Estimate) -> str:
    """Return how a number was found: its method, of how many, and in which days."""
    window = f"{each.first:%d/%m/%Y} to {each.last:%d/%m/%Y}"
    parts = [each.note.rstrip("."), each.method, f"n = {each.n:,}".replace(",", " "), window]
    return "; ".join(part for part in parts if part)
