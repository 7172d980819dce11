"""How long workers stay, how long posts stay empty, and how many are empty when a run begins.

A length of time is time filled or empty ÷ how often it ended.

Posts, leavers and filled posts are in one unit: people where people are counted, else WTE.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.area.derived import Derived
from sim.area.deriving.counting import Count, total
from sim.area.deriving.making import entered, worked_out
from sim.area.deriving.place import Place, days_of_month
from sim.area.deriving.posts import counted_months, filled_posts, heads, now_and_later
from sim.area.deriving.ranges import Unsure, of_mean_time
from sim.area.deriving.words import shown
from sim.area.figures import StaffMonth


def turnover(place: Place) -> Iterator[Derived]:
    """Yield the mean tenure and the mean vacancy in days, and the posts vacant at the start."""
    written = {item: entered(place, item, item, "days") for item in ("tenure", "vacancy")}
    yield from (each for each in written.values() if each is not None)
    if not place.staff:
        return
    months = counted_months(place)
    counted = [each for each in months if each.leavers is not None]
    left = total(each.leavers for each in counted)
    if written["tenure"] is None:
        yield _tenure(place, counted, left) if counted else _never(place)
    vacancy = written["vacancy"] or _vacancy(place, counted or months, left)
    if written["vacancy"] is None and (counted or vacancy.value > 0):
        yield vacancy
    if vacancy.value > 0:
        yield _vacant(place)


def _never(place: Place) -> Derived:
    why = "nobody leaves, as no leavers are counted"
    return worked_out(place, "tenure", math.inf, "days", "never", [], assumed=why)


def _vacant(place: Place) -> Derived:
    """Return how many posts are empty when the run begins, by the month that holds then."""
    now, _ = now_and_later(place, place.staff)
    value, filled = round(empty(place, now), 3), filled_posts(place, now)
    cells = tuple(
        each.cell for each in (now.wte_funded, now.people_in_post or now.wte_in_post) if each
    )
    words = (
        f"posts − filled posts = {shown(filled + value)} − {shown(filled)} = {shown(value)} posts, "
        f"by {now.month:%B %Y}"
    )
    return worked_out(place, "vacant at the start", value, "posts", words, cells)


def empty(place: Place, month: StaffMonth) -> float:
    """Return the posts that are empty in a month, 0 where no WTE funded is known."""
    if month.wte_funded is None:
        return 0.0
    return max(0.0, month.wte_funded.value * heads(place).value - filled_posts(place, month))


def _tenure(place: Place, months: list[StaffMonth], left: Count) -> Derived:
    spent, days, mean = _spent([(filled_posts(place, each), each) for each in months])
    cells = tuple((each.people_in_post or each.wte_in_post).cell for each in months) + left.cells
    head = f"mean filled posts × days ÷ leavers = {shown(mean)} × {days} ÷ {shown(left.value)}"
    if left.value == 0:
        why = "nobody leaves, as nobody did"
        return worked_out(place, "tenure", math.inf, "days", head, cells, None, why)
    words = f"{head} = {shown(spent / left.value)} days"
    found = of_mean_time(spent, left, "leavers")
    return worked_out(place, "tenure", spent / left.value, "days", words, cells, found)


def _vacancy(place: Place, months: list[StaffMonth], left: Count) -> Derived:
    spent, days, mean = _spent([(empty(place, each), each) for each in months])
    funded = tuple(each.wte_funded.cell for each in months if each.wte_funded)
    cells = funded + left.cells
    if not funded or spent == 0:
        why = "" if funded else "no post is ever empty, as no WTE funded is written"
        words = "no post was empty: 0 days"
        return worked_out(place, "vacancy", 0.0, "days", words, cells, None, why)
    if left.value == 0:
        words = f"mean empty posts × days ÷ 1 = {shown(mean)} × {days} ÷ 1 = {shown(spent)} days"
        why = "one empty post is filled in that time, as no leaver tells how long it takes"
        return worked_out(place, "vacancy", spent, "days", words, cells, None, why)
    head = f"mean empty posts × days ÷ leavers = {shown(mean)} × {days} ÷ {shown(left.value)}"
    words = f"{head} = {shown(spent / left.value)} days"
    found = of_mean_time(spent, left, "leavers", _at_the_ends(mean, left))
    return worked_out(place, "vacancy", spent / left.value, "days", words, cells, found)


def _at_the_ends(mean: float, left: Count) -> Unsure:
    """Return how unsure a vacancy is as some posts are empty at either end of the period.

    They make leavers and newcomers differ, by as much as two numbers of so many empty posts do.
    """
    return Unsure(2 * mean / left.value**2, "posts that are empty at either end")


def _spent(numbers: list[tuple[float, StaffMonth]]) -> tuple[float, int, float]:
    """Return posts × days over months, the days, and the mean number of posts."""
    days = sum(days_of_month(month.month) for _, month in numbers)
    spent = sum(number * days_of_month(month.month) for number, month in numbers)
    return spent, days, spent / days
