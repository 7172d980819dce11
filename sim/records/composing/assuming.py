"""What a scenario needs and records do not say: taken for granted, and said so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from sim.area.derived import Derived
from sim.laws import Flags
from sim.measures.recorded.tables import Recorded
from sim.records.composing.deriving import SOURCE
from sim.records.disclosure import rounded, two_digits
from sim.records.showing.months import ends_of_months
from sim.records.spells import spells
from sim.units import DAY

STAY, PLACES = "stay", "places"


class _Month(NamedTuple):
    """People at a service at the end of a month, as the model counts them; None is hidden."""

    waiting: int | None
    in_care: int | None


def places(recorded: Recorded) -> Iterator[Derived]:
    """Yield how many people a service takes in at once, where people wait for it.

    Records do not say what limits a service. Where there is a list, the service is taken to be full
    whenever somebody waits, so as many people are in care as it has places for. A service day and
    night has as many as were ever there together.
    """
    every = spells(recorded)
    nights = [(day - recorded.begins).days + 1 for day in ends_of_months(recorded)]
    nights.append(recorded.window.closes // DAY)
    for number, name in enumerate(recorded.services):
        mine = every.service == number
        *months, start = [
            _Month(
                _many(every.waits_in_model(night) & mine),
                _many(every.in_care_in_model(night) & mine),
            )
            for night in nights
        ]
        if recorded.continuous[number]:
            yield from _beds(name, [*months, start])
        else:
            yield from _room(name, months, start.in_care or 0)


def _beds(name: str, months: Sequence[_Month]) -> Iterator[Derived]:
    there = [month.in_care for month in months if month.in_care is not None]
    if there:
        words = f"at most {max(there)} people were there together on the last day of a month"
        yield _assumed(name, PLACES, float(max(there)), "people", words)


def _room(name: str, months: Sequence[_Month], start: int) -> Iterator[Derived]:
    """Yield the mean number in care when people waited, with room for all who are in care now."""
    full = [month.in_care for month in months if month.waiting is not None and month.in_care]
    if not full:
        return
    number = float(max(round(sum(full) / len(full)), start))
    words = (
        f"about {round(sum(full) / len(full))} people were in care in the months that "
        "ended with people waiting, so it is taken to have been full then"
    )
    made = _assumed(name, PLACES, number, "people", words)
    yield made._replace(low=float(min(full)), high=max(number, float(max(full))))


def _many(there: Flags) -> int | None:
    return rounded(int(np.count_nonzero(there)))


def stays(told: Sequence[Derived], services: Sequence[str]) -> Iterator[Derived]:
    """Yield a stay for each service whose stay the records do not tell: as at the others."""
    known = {each.service: each.value for each in told if each.item == STAY}
    if not known:
        return
    middle = sorted(known.values())[len(known) // 2]
    for name in services:
        if name not in known:
            words = "the records do not tell it; it is taken to be as at the service in the middle"
            yield _assumed(name, STAY, two_digits(middle), "days", words)


def _assumed(service: str, item: str, value: float, unit: str, words: str) -> Derived:
    return Derived(
        service=service,
        area=None,
        item=item,
        value=value,
        unit=unit,
        sum=f"taken for granted: {words}",
        source=SOURCE,
        cells=(),
        assumed=True,
    )
