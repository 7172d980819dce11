"""Ranges that the sheet Ranges says: they win over ranges that were worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.area.derived import Derived
from sim.area.deriving.place import Place
from sim.area.deriving.posts import heads
from sim.area.figures import Range
from sim.units import DAY, MONTH


def overridden(place: Place, numbers: Iterable[Derived]) -> Iterator[Derived]:
    """Iterate over numbers, each with the range that the sheet Ranges says, where it says one."""
    rows = {each.item: each for each in _of(place)}
    for number in numbers:
        row = rows.get(number.item)
        if row is None or number.month is not None:
            yield number
        else:
            factor = in_the_models_unit(place, number.item)
            yield number._replace(
                low=row.low.value * factor,
                high=row.high.value * factor,
                method=f"as written in {row.low.cell} and {row.high.cell}",
            )


def in_the_models_unit(place: Place, item: str) -> float:
    """Return by what a value of an item is multiplied to be in the unit of its `Derived`.

    Posts are one person's; hours and caseload are of such a post. Outside referrals are written in
    people a month.
    """
    if item == "WTE":
        return heads(place).value
    if item in ("contact hours per WTE", "caseload per WTE"):
        return 1 / heads(place).value
    return DAY / MONTH if item == "outside referrals" else 1.0


def _of(place: Place) -> Iterator[Range]:
    """Iterate over the rows of the sheet Ranges for a place; its own area's come last and win."""
    rows = [each for each in place.book.ranges if each.service == place.row.key]
    yield from (each for each in rows if each.area is None)
    yield from (each for each in rows if each.area is not None and each.area == place.row.area)
