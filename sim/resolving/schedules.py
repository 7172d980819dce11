"""Turn what varies with the calendar into numbers that are constant over stretches of time.

Growth, seasons, weekdays and patterns multiply a declared number. A factor changes at the start of
a month or a day, or where a pattern says. So the results
are piecewise constant, and engines need no calendar for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.calendar import MONTHS_A_YEAR, Calendar
from sim.laws import Floats, Ints
from sim.resolved import WHOLE_POST
from sim.scenario.people import Stream
from sim.scenario.quantities import Amount
from sim.scenario.seasons import DAYS, MONTH_NAMES, Pattern
from sim.scenario.services import Service
from sim.units import DAY


class Factors(NamedTuple):
    """A factor that is piecewise constant: each value holds from its start to the next start."""

    starts: Ints  # minutes, the first is 0
    values: Floats

    def at(self, minute: int) -> float:
        """Return the factor at a minute."""
        return float(self.values[np.searchsorted(self.starts, minute, side="right") - 1])


ALWAYS_1 = Factors(np.zeros(1, np.int64), np.ones(1))


def factors(
    calendar: Calendar,
    length: int,
    *,
    growth: float = 0.0,
    season: Mapping[Any, Amount] | None = None,
    week: Mapping[Any, Amount] | None = None,
    pattern: Pattern | None = None,
) -> Factors:
    """Return the product of the factors for growth, season, week and pattern, up to a run's end.

    Parameters
    ----------
    length
        The length of the run in minutes.
    growth
        The share by which a number grows in a year. The factor is $(1 + growth)^{k/12}$ in the
        $k$-th month after that of minute 0.
    season, week
        Factors by month and by weekday; those not named are 1.
    pattern
        Factors that repeat.
    """
    if not (growth or season or week or pattern):
        return ALWAYS_1
    months = calendar.month_starts(max(length, 1))
    by_month = np.array([_factor(season, MONTH_NAMES[calendar.month_of_year(m)]) for m in months])
    by_month = by_month * (1.0 + growth) ** (np.arange(months.size) / MONTHS_A_YEAR)
    starts: Ints = months
    if week:
        days = np.arange(0, max(length, 1), DAY, dtype=np.int64)
        starts = np.union1d(starts, days)  # without dates, a month begins within a day
    if pattern:
        starts = np.union1d(starts, _pattern_starts(pattern, length))
    values = by_month[np.searchsorted(months, starts, side="right") - 1]
    if week:
        by_weekday = np.array([_factor(week, name) for name in DAYS])
        values = values * by_weekday[(starts + calendar.since_monday) // DAY % len(DAYS)]
    if pattern:
        in_turn = np.array([each.value for each in pattern.factors])
        since = (starts - pattern.begins_at) % pattern.every.minutes
        values = values * in_turn[since // pattern.part]
    return _without_repeats(starts, values)


def _pattern_starts(pattern: Pattern, length: int) -> Ints:
    """Return the minutes of a run at which a factor of a pattern begins to hold."""
    first = pattern.begins_at % pattern.part
    return np.arange(first, max(length, 1), pattern.part, dtype=np.int64)


def _factor(named: Mapping[Any, Amount] | None, name: str) -> float:
    return named[name].value if named and name in named else 1.0


def _without_repeats(starts: Ints, values: Floats) -> Factors:
    """Return the factors without the starts at which the value does not change."""
    kept = np.append(True, values[1:] != values[:-1])
    return Factors(starts[kept], values[kept])


Declared = Sequence[tuple[int, float]]
"""Declared numbers as pairs of first minute and number, in order of time, from minute 0 on."""


def varied(declared: Declared, by: Factors) -> list[tuple[int, float]]:
    """Return declared numbers times factors, as pairs of first minute and number.

    The pairs are in order of time. If the factor is always 1, the declared numbers are returned as
    they are.
    """
    begins = np.array([minute for minute, _ in declared], np.int64)
    numbers = np.array([number for _, number in declared], np.float64)
    minutes = np.union1d(begins, by.starts)
    declared_then = numbers[np.searchsorted(begins, minutes, side="right") - 1]
    times = by.values[np.searchsorted(by.starts, minutes, side="right") - 1]
    return list(zip(minutes.tolist(), (declared_then * times).tolist(), strict=True))


def arrival_pieces(stream: Stream, calendar: Calendar, length: int) -> list[tuple[int, float]]:
    """Return the pieces of a stream's rate, each with its first minute and its rate per minute.

    A change at minute 0 replaces the first rate. In a minute in which people arrive as listed, the
    rate is their number, and 0 in all other minutes.
    """
    if stream.rate is None:
        return _listed_pieces(listed(stream))
    pieces = {0: stream.rate.per_minute}
    for change in stream.changes:
        pieces[change.begins.minutes] = change.rate.per_minute
    growth = 0.0 if stream.growth is None else stream.growth.per_year
    by = factors(
        calendar,
        length,
        growth=growth,
        season=stream.season,
        week=stream.week,
        pattern=stream.pattern,
    )
    return varied(sorted(pieces.items()), by)


def listed(stream: Stream) -> list[int]:
    """Return the minutes in which people arrive as listed, in order of time."""
    return sorted(each.minutes for each in stream.at)


def _listed_pieces(minutes: list[int]) -> list[tuple[int, float]]:
    pieces = {0: 0.0} | {minute + 1: 0.0 for minute in minutes}
    pieces |= {minute: float(number) for minute, number in Counter(minutes).items()}
    return sorted(pieces.items())


class Held(NamedTuple):
    """The places or posts of a service from one minute on."""

    begins: int
    places: int  # of posts, with the one that may be part of a whole one
    last_share: int  # thousandths: of the last post


NOTHING_HELD = Held(0, 0, WHOLE_POST)


def held_from(begins: int, thousandths: int) -> Held:
    """Return the posts that make up so many thousandths; only the last can be part of a whole."""
    posts = -(-thousandths // WHOLE_POST)
    return Held(begins, posts, thousandths - WHOLE_POST * max(posts - 1, 0) or WHOLE_POST)


def capacities(service: Service, calendar: Calendar, length: int) -> list[Held]:
    """Return the places or posts of a service, from each minute on at which they change.

    The first entry is that of minute 0. It is 0 if the service is unlimited. Numbers that a season
    or a week has changed are rounded, half to even: places to whole ones, posts to thousandths.
    """
    declared, by = _declared(service), ALWAYS_1
    if service.workers is not None:
        given = service.workers
        by = factors(calendar, length, season=given.season, pattern=given.pattern)
    elif service.capacity is not None:
        places = service.capacity
        by = factors(
            calendar, length, season=places.season, week=places.week, pattern=places.pattern
        )
    found: list[tuple[int, int]] = []
    begins = {minute for minute, _ in declared}
    for minute, number in declared if by is ALWAYS_1 else varied(declared, by):
        posts = service.workers is not None
        thousandths = round(WHOLE_POST * number) if posts else WHOLE_POST * round(number)
        if minute in begins or thousandths != found[-1][1]:
            found.append((minute, thousandths))
    return [held_from(*each) for each in found]


def _declared(service: Service) -> list[tuple[int, float]]:
    """Return the numbers of places or posts that a service declares, each with its first minute.

    The first entry is that of minute 0.
    """
    if service.workers is not None:
        changes = [(each.begins.minutes, each.posts.value) for each in service.workers.changes]
        return [(0, service.workers.posts.value), *changes]
    if service.capacity is not None and service.capacity.places is not None:
        later = [(each.begins.minutes, each.places.value) for each in service.capacity.changes]
        return [(0, service.capacity.places.value), *later]
    return [(0, 0)]
