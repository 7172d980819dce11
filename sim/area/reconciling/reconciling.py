"""All checks of a workbook, in the order of its services."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.area.derived import Check, Derived
from sim.area.deriving.place import Place, places_of
from sim.area.figures import Workbook
from sim.area.reconciling.flows import flows
from sim.area.reconciling.levels import Numbers, levels
from sim.area.reconciling.needed import needed


def reconcile(workbook: Workbook, derived: Sequence[Derived]) -> tuple[Check, ...]:
    """Return whether the figures of a workbook agree with each other, each check with its sum.

    A check whose figures are not all there is left out. `derived` are the numbers of this workbook.
    """
    return tuple(check for place in places_of(workbook) for check in _of(place, derived))


def _of(place: Place, derived: Sequence[Derived]) -> Iterator[Check]:
    """Iterate over the checks of one service."""
    numbers = numbers_of(place, derived)
    yield from needed(place, numbers)
    yield from flows(place)
    yield from levels(place, numbers)


def numbers_of(place: Place, derived: Sequence[Derived]) -> Numbers:
    """Return the numbers of a service that hold from the beginning, by item, without routes."""
    mine = (place.row.key, place.row.area)
    return {
        each.item: each
        for each in derived
        if (each.service, each.area) == mine and each.month is None and each.to is None
    }
