"""How many people come from outside, how that changes over the year, and what is planned.

Months up to the end of the period are counted, later ones are plans. The model multiplies its rate
by growth, in monthly steps from the first month of the run, and by the factor of the month. So the
rate is what came, divided by what these factors were on average when it came; a planned month's is
divided by what they will be.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from sim.area.derived import Derived
from sim.area.deriving.counting import NONE, Count, count, total
from sim.area.deriving.making import worked_out
from sim.area.deriving.place import (
    OUTSIDE,
    Place,
    days_of_month,
    month_after,
    months_between,
)
from sim.area.deriving.ranges import Range, of_count
from sim.area.deriving.routes import CRISIS
from sim.area.deriving.words import shown
from sim.area.figures import DemandMonth

ITEM = "outside referrals"
LEAST = -0.05  # of the referrals: so many more may have been routed in than came at all


class Outside(NamedTuple):
    """People who came from outside, and when."""

    number: Count
    months: tuple[tuple[datetime.date, int], ...]  # first day of each, and its days that count
    words: str
    entered: bool


class Factors(NamedTuple):
    """What multiplies the rate of a stream."""

    first: datetime.date  # of the run
    growth: float  # a share a year
    season: dict[int, float]  # by month of the year, where it is not 1

    def of(self, month: datetime.date) -> float:
        """Return the factor of a month."""
        grown = (1 + self.growth) ** (months_between(self.first, month) / 12)
        return float(grown * self.season.get(month.month, 1.0))


def referrals(place: Place) -> Iterator[Derived]:
    """Yield the rate of referrals from outside now and in planned months, growth and season."""
    factors = factors_of(place)
    plans = [each for each in place.demand if each.month > place.book.area.period_to]
    begun = [each for each in plans if each.month <= place.begins]
    yield _planned(place, begun[-1], factors) if begun else _counted(place, factors)
    for month in plans[len(begun) :]:
        yield _planned(place, month, factors)._replace(month=month.month)
    yield from _factors(place)


def outside(place: Place) -> Outside:
    """Return who came from outside: as the sheets Demand or Routes say, else who is left over."""
    area = place.book.area
    first = area.period_from.replace(day=1)
    counted = [each for each in place.demand if first <= each.month <= area.period_to]
    if counted:
        number = total(each.referrals for each in counted)
        months = tuple((each.month, days_of_month(each.month)) for each in counted)
        return Outside(number, months, f"outside referrals = {shown(number.value)}", True)
    written = [each for each in place.routes_in if each.origin == OUTSIDE]
    if written:
        number = routed(place, inside=False)
        words = f"people from outside = {shown(number.value)}"
        return Outside(number, months_of_period(place), words, True)
    came, routes = count(place.row.referrals), routed(place)
    words = (
        f"referrals − routes in = {shown(came.value)} − {shown(routes.value)} = "
        f"{shown(came.value - routes.value)}"
    )
    return Outside(came - routes, months_of_period(place), words, False)


def routed(place: Place, inside: bool = True) -> Count:
    """Return how many people were routed to a service, by other services or from outside.

    Without needs nobody is sent on in crisis: who was counts as from outside.
    """
    rows = [
        each
        for each in place.routes_in
        if (each.origin != OUTSIDE) == inside
        and (each.reason != CRISIS or place.book.area.extends is not None)
    ]
    return sum((count(each.people).times(place.share_of(each)) for each in rows), NONE)


def months_of_period(place: Place) -> tuple[tuple[datetime.date, int], ...]:
    """Return the months of the period, each with how many of its days belong to it."""
    first, last = place.book.area.period_from, place.book.area.period_to
    month, found = first.replace(day=1), []
    while month <= last:
        ends = min(month_after(month), last + datetime.timedelta(days=1))
        found.append((month, (ends - max(month, first)).days))
        month = month_after(month)
    return tuple(found)


def factors_of(place: Place) -> Factors:
    """Return growth and season as the sheet Demand says, of each the last that is written."""
    growth = [each.growth.value for each in place.demand if each.growth is not None]
    season = {
        each.month.month: each.season.value for each in place.demand if each.season is not None
    }
    return Factors(place.begins, growth[-1] if growth else 0.0, season)


def _counted(place: Place, factors: Factors) -> Derived:
    """Return the rate now, from the people who came in the period."""
    came = outside(place)
    number = came.number.not_below_0()
    days = sum(each for _, each in came.months)
    mean = sum(each * factors.of(month) for month, each in came.months) / days
    value = number.value / days / mean if mean else 0.0
    adjusted = "" if abs(mean - 1) < 1e-9 else f" ÷ {shown(mean)} for growth and season"
    words = f"{came.words}; {shown(number.value)} ÷ {days} days{adjusted} = {shown(value)} a day"
    counted = of_count(number, "people")
    each = value / number.value if number.value else 1 / days
    found = Range(counted.low * each, counted.high * each, counted.method)
    cells = came.number.cells
    return worked_out(place, ITEM, value, "per day", words, cells, found)._replace(
        entered=came.entered
    )


def _planned(place: Place, month: DemandMonth, factors: Factors) -> Derived:
    """Return the rate from a planned month on."""
    days, factor = days_of_month(month.month), factors.of(month.month)
    each = 1 / days / factor if factor else 0.0
    value = month.referrals.value * each
    adjusted = "" if abs(factor - 1) < 1e-9 else f" ÷ {shown(factor)} for growth and season"
    words = (
        f"planned for {month.month:%m/%Y}: {shown(month.referrals.value)} ÷ {days} days{adjusted} "
        f"= {shown(value)} a day"
    )
    number = worked_out(place, ITEM, value, "per day", words, (month.referrals.cell,))
    number = number._replace(entered=True, source=month.source)
    if month.low is None or month.high is None:
        return number
    method = f"as written in {month.low.cell} and {month.high.cell}"
    return number._replace(low=month.low.value * each, high=month.high.value * each, method=method)


def _factors(place: Place) -> Iterator[Derived]:
    """Yield growth and the factors of months that are written."""
    growing = [each for each in place.demand if each.growth is not None]
    for row in growing[-1:]:
        if row.growth is not None:
            words = f"{shown(100 * row.growth.value)} % a year, as written, in monthly steps"
            made = worked_out(
                place, "growth", row.growth.value, "share a year", words, (row.growth.cell,)
            )
            yield made._replace(entered=True, source=row.source)
    months = {each.month.month: each for each in place.demand if each.season is not None}
    for row in (months[month] for month in sorted(months)):
        if row.season is not None:
            words = f"{shown(row.season.value)} times in {row.month:%B}, as written"
            made = worked_out(place, "season", row.season.value, "times", words, (row.season.cell,))
            yield made._replace(entered=True, source=row.source, month=row.month)
