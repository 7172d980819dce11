"""The share of contacts that are attended, and of those that are cancelled beforehand."""

from __future__ import annotations

from collections.abc import Iterator

from sim.area.derived import Derived
from sim.area.deriving.counting import Count, count
from sim.area.deriving.making import entered, worked_out
from sim.area.deriving.place import Place
from sim.area.deriving.ranges import of_share
from sim.area.deriving.words import percent, shown


def attendance(place: Place) -> Iterator[Derived]:
    """Yield 1 − missed ÷ (attended + missed), and cancelled ÷ all, where there are contacts."""
    written = entered(place, "attendance", "attendance", "share")
    if written is not None:
        yield written
    elif has_contacts(place):
        yield _attended(place)
    if has_contacts(place):
        yield _cancelled(place)


def has_contacts(place: Place) -> bool:
    """Return whether anything says that people of this service are seen in contacts."""
    fields = ("attended", "minutes", "agreed_interval", "interval")
    return any(figure.value > 0 for figure in place.figures(*fields))


def held(place: Place) -> Count:
    """Return the contacts that were attended or missed."""
    return count(place.row.attended) + count(place.row.missed)


def contacts(place: Place) -> Count:
    """Return the contacts that were attended, missed or cancelled."""
    return held(place) + count(place.row.cancelled)


def _attended(place: Place) -> Derived:
    attended, missed, both = count(place.row.attended), count(place.row.missed), held(place)
    if place.row.missed is None or both.value == 0:
        why = "no contact is missed, as none is counted"
        return worked_out(place, "attendance", 1.0, "share", "100 %", both.cells, assumed=why)
    value = attended.value / both.value
    words = (
        f"1 − missed ÷ (attended + missed) = 1 − {shown(missed.value)} ÷ {shown(both.value)} = "
        f"{percent(value)}"
    )
    found = of_share(attended, missed)
    return worked_out(place, "attendance", value, "share", words, both.cells, found)


def _cancelled(place: Place) -> Derived:
    cancelled, others, every = count(place.row.cancelled), held(place), contacts(place)
    if place.row.cancelled is None or every.value == 0:
        why = "no contact is cancelled, as none is counted"
        return worked_out(place, "cancelled share", 0.0, "share", "0 %", every.cells, assumed=why)
    value = cancelled.value / every.value
    words = (
        f"cancelled ÷ (attended + missed + cancelled) = {shown(cancelled.value)} ÷ "
        f"{shown(every.value)} = {percent(value)}"
    )
    found = of_share(cancelled, others)
    return worked_out(place, "cancelled share", value, "share", words, every.cells, found)
