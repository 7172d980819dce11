"""What a scenario needs and records do not say: taken for granted, and said so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.area.derived import Derived
from sim.area.deriving.words import shown
from sim.records.composing.deriving import SOURCE
from sim.records.disclosure import two_digits
from sim.records.showing.months import Months

STAY, PLACES = "stay", "places"


def places(every: Sequence[Months], continuous: set[str]) -> Iterator[Derived]:
    """Yield how many people a service takes in at once, where people wait for it.

    Records do not say what limits a service. Where there is a list, the service is taken to be full
    whenever somebody waits, so as many people are in care as it has places for. A service day and
    night has as many as were ever there together.
    """
    for each in every:
        stays = [number for number in each.in_care if number is not None]
        full = [
            number
            for number, waits in zip(each.in_care, each.waiting, strict=True)
            if number is not None and waits is not None
        ]
        if each.service in continuous and stays:
            words = f"at most {max(stays)} people were there together on the last day of a month"
            yield _assumed(each.service, PLACES, float(max(stays)), "people", words)
        elif full:
            mean = sum(full) / len(full)
            words = (
                f"{shown(two_digits(mean))} people were in care on average in the "
                f"{len(full)} months that ended with people waiting: it was full"
            )
            made = _assumed(each.service, PLACES, float(round(mean)), "people", words)
            yield made._replace(low=float(min(full)), high=float(max(full)), method="its months")


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
