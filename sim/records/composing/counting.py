"""Count what records hold of each service as a workbook would have it, small counts hidden."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.area.columns import Cell, Figure
from sim.area.figures import Area, Band, Locality, Route, Service, Source, Workbook
from sim.area.sheets import FORMAT, placed
from sim.laws import Flags, Floats
from sim.measures.recorded.tables import Recorded
from sim.records.composing.bands import bands
from sim.records.composing.deriving import ROUTE, SOURCE
from sim.records.disclosure import FEWEST_PEOPLE, group, rounded
from sim.records.estimating import Estimate
from sim.records.mapping.mapping import Mapping
from sim.records.spells import Spells, spells
from sim.units import DAY, WEEK

NOWHERE = "nowhere"
PLACES, UNLIMITED = "places", "unlimited"
YET = Cell("", "")
DAYS_A_WEEK = WEEK / DAY
ONE_DAY = datetime.timedelta(days=1)


class Counted(NamedTuple):
    """What is told of a service in the window; None is hidden."""

    service: str
    label: str
    referrals: int | None
    rejected: int | None
    seen: int | None  # people who were first seen
    left_unseen: int | None
    ended: int | None  # of those who were seen
    waiting: int | None  # on the last day
    in_care: int | None


def counted(recorded: Recorded, mapping: Mapping) -> tuple[Counted, ...]:
    """Return the counts of each service, in the order of the mapping."""
    every = spells(recorded)
    return tuple(
        _counted(recorded, every, number, mapping.services[number].label)
        for number in range(len(recorded.services))
    )


def _counted(recorded: Recorded, every: Spells, number: int, label: str) -> Counted:
    mine = every.service == number
    opens, closes = (time / DAY for time in recorded.window)

    def within(times: Floats, of: Flags) -> int:
        inside = (times >= opens) & (times < closes)
        return int(np.count_nonzero(inside & of & mine))

    everybody, was_seen = np.ones_like(mine), np.isfinite(every.seen)
    refused = within(every.rejected, everybody)
    left = within(every.ended, ~was_seen & np.isinf(every.rejected))
    rejected, seen, unseen = group((refused, within(every.seen, everybody), left)).cells
    return Counted(
        recorded.services[number],
        label,
        rounded(within(every.received, everybody)),
        rejected,
        seen,
        unseen,
        rounded(within(every.ended, was_seen)),
        rounded(int(np.count_nonzero(every.on_list(closes) & mine))),
        rounded(int(np.count_nonzero(every.in_care(closes) & mine))),
    )


def workbook(
    recorded: Recorded, mapping: Mapping, title: str, told: Sequence[Estimate], limited: set[str]
) -> Workbook:
    """Return what a scenario needs of the records beside its numbers.

    Parameters
    ----------
    told
        Estimates as they may be written: the routes are theirs, with the people that they are of.
    limited
        Services that take in a limited number of people at once.
    """
    period = mapping.period
    area = Area(
        format=Figure(FORMAT, YET),
        title=title,
        snapshot=period.ends,
        period_from=period.begins,
        period_to=period.ends,
        begins=period.ends + ONE_DAY,
        source=SOURCE,
    )
    names, every, closes = recorded.services, spells(recorded), recorded.window.closes / DAY
    waits, stays = every.waits_in_model(closes), every.in_care_in_model(closes)
    return placed(
        Workbook(
            area=area,
            services=tuple(
                _service(mapping, name, bool(recorded.continuous[number]), name in limited)
                for number, name in enumerate(names)
            ),
            sources=(_source(mapping),),
            areas=tuple(_areas(recorded)),
            routes=tuple(_route(each) for each in told if each.item == ROUTE),
            waiting=tuple(
                band
                for number, name in enumerate(names)
                if name in limited
                for band in _bands(name, closes - every.joined[waits & (every.service == number)])
            ),
            caseload=tuple(
                band
                for number, name in enumerate(names)
                for band in _bands(name, closes - every.held[stays & (every.service == number)])
            ),
        )
    )


def _service(mapping: Mapping, name: str, continuous: bool, limited: bool) -> Service:
    """Return the row of a service. Its counts are on the page, and are no figures of a workbook."""
    label = next((each.label for each in mapping.services if each.key == name), name)
    nothing = Figure(0.0, YET)
    return Service(
        key=name,
        label=label,
        capacity=PLACES if limited else UNLIMITED,
        referrals=nothing,
        accepted=nothing,
        starts=nothing,
        discharges=nothing,
        continuous=continuous or None,
        source=SOURCE,
    )


def _source(mapping: Mapping) -> Source:
    period = mapping.period
    return Source(
        key=SOURCE,
        kind="local_data",
        reference=(
            f"Records of {period.begins:%d/%m/%Y} to {period.ends:%d/%m/%Y}, taken "
            f"{period.taken:%d/%m/%Y}, read with {Path(mapping.file).name}"
        ),
    )


def _areas(recorded: Recorded) -> Iterator[Locality]:
    """Iterate over the areas with the share of people who live there; none if one has too few."""
    people = np.bincount(
        recorded.people.area[recorded.people.area >= 0], minlength=len(recorded.areas)
    )
    shown = [rounded(each) for each in people.tolist() if each >= FEWEST_PEOPLE]
    if len(shown) < len(recorded.areas):
        return
    whole = sum(each or 0 for each in shown)
    for key, each in zip(recorded.areas, shown, strict=True):
        yield Locality(key=key, share=Figure((each or 0) / whole, YET), source=SOURCE)


def _route(each: Estimate) -> Route:
    return Route(
        origin=each.service,
        to=each.to or NOWHERE,
        people=Figure(each.value * each.n, YET),
        reason=each.reason,
        area=each.area,
        source=SOURCE,
    )


def _bands(name: str, so_far: Floats) -> Iterator[Band]:
    for each in bands(so_far / DAYS_A_WEEK):
        yield Band(
            service=name,
            weeks_from=Figure(float(each.begins), YET),
            weeks_to=Figure(float(each.ends), YET),
            people=Figure(float(each.people), YET),
            source=SOURCE,
        )
