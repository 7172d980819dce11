"""The posts of a team, the contact hours and the caseload of each.

A worker of the model is one person in one post. A team of eight people who are 6.4 whole-time
equivalents (WTE) has posts of 0.8 WTE, so a post has 0.8 of the hours and the caseload of a WTE.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from sim.area.columns import Cell, Figure
from sim.area.derived import Derived
from sim.area.deriving.making import worked_out
from sim.area.deriving.place import Place
from sim.area.deriving.words import shown, to_digits
from sim.area.figures import StaffMonth

POSTS_DIGITS = 7  # thousandths of posts are shown


class Heads(NamedTuple):
    """How many people work in one WTE of a team, on average of its months until now."""

    value: float
    words: str
    cells: tuple[Cell, ...]


def posts(place: Place) -> Iterator[Derived]:
    """Yield posts, now and from each later month with others, contact hours and caseload."""
    months = place.staff
    if not months:
        return
    now, later = now_and_later(place, months)
    first = _posts(place, now)
    yield first
    before = first.value
    for month in later:
        changed = _posts(place, month)
        if changed.value != before:
            yield changed._replace(month=month.month)
        before = changed.value
    yield from _hours(place, now, first.value)
    yield from _caseload(place, now, first.value)


def now_and_later(place: Place, months: list[StaffMonth]) -> tuple[StaffMonth, list[StaffMonth]]:
    """Return the month that holds when the run begins, and the months after it."""
    past = [each for each in months if each.month <= place.begins] or months[:1]
    return past[-1], [each for each in months if each.month > past[-1].month]


def counted_months(place: Place) -> list[StaffMonth]:
    """Return the months of staff within the period; the first month where none is."""
    area = place.book.area
    first = area.period_from.replace(day=1)
    inside = [each for each in place.staff if first <= each.month <= area.period_to]
    return inside or place.staff[:1]


def heads(place: Place) -> Heads:
    """Return people in post ÷ WTE in post, of the months in which both are known; else 1."""
    months = [
        (each.people_in_post, each.wte_in_post)
        for each in counted_months(place)
        if each.people_in_post is not None and each.wte_in_post.value > 0
    ]
    people = sum(each.value for each, _ in months if each)
    wte = sum(each.value for _, each in months)
    if not people or not wte:
        return Heads(1.0, "no people are counted, so a post is one WTE", ())
    cells = tuple(each.cell for pair in months for each in pair if each)
    number = len(months)
    words = f"{shown(people / number)} people in {shown(wte / number)} WTE"
    return Heads(people / wte, words, cells)


def _posts(place: Place, month: StaffMonth) -> Derived:
    each = heads(place)
    funded = month.wte_funded or month.wte_in_post
    value = round(funded.value * each.value, 3)
    what = "WTE funded" if month.wte_funded else "WTE in post"
    why = "" if month.wte_funded else "no post is empty, as no WTE funded is written"
    if each.cells:
        words = (
            f"people in post × {what} ÷ WTE in post = {shown(funded.value)} × "
            f"{shown(each.value)} = {shown(value, POSTS_DIGITS)} posts ({each.words})"
        )
    else:
        words = f"{what} = {shown(value, POSTS_DIGITS)} posts ({each.words})"
    number = worked_out(place, "WTE", value, "posts", words, (funded.cell, *each.cells), None, why)
    if month.low is None or month.high is None:
        return number._replace(source=month.source)
    return number._replace(
        low=month.low.value * each.value,
        high=month.high.value * each.value,
        method=f"as written in {month.low.cell} and {month.high.cell}",
        source=month.source,
    )


def _hours(place: Place, month: StaffMonth, number: float) -> Iterator[Derived]:
    """Yield the hours of a post; they make up for the rounding of posts, so the team's are kept."""
    hours, funded = _written(place, month, "contact_hours"), month.wte_funded or month.wte_in_post
    if hours is None or number == 0:
        return
    value = to_digits(hours.value * funded.value / number)
    words = (
        f"contact hours per WTE × WTE ÷ posts = {shown(hours.value)} × {shown(funded.value)} ÷ "
        f"{shown(number, POSTS_DIGITS)} = {shown(value)} hours a week"
    )
    yield worked_out(
        place, "contact hours per WTE", value, "hours a week", words, (hours.cell, funded.cell)
    )._replace(source=month.source)


def _caseload(place: Place, month: StaffMonth, number: float) -> Iterator[Derived]:
    """Yield the most people of a post, in whole people, of which a worker has one at least."""
    most, funded = _written(place, month, "caseload"), month.wte_funded or month.wte_in_post
    if number == 0:
        return
    if most is None:
        yield from _caseload_of_today(place)
        return
    exact = most.value * funded.value / number
    value = max(1, round(exact))
    words = (
        f"caseload per WTE × WTE ÷ posts = {shown(most.value)} × {shown(funded.value)} ÷ "
        f"{shown(number, POSTS_DIGITS)} = {shown(exact)}, so {value} people"
    )
    yield worked_out(
        place, "caseload per WTE", value, "people", words, (most.cell, funded.cell)
    )._replace(source=month.source)


def _caseload_of_today(place: Place) -> Iterator[Derived]:
    """Yield the most people that a worker is known to have had, where no limit is written."""
    known = list(place.figures("caseload_first", "caseload_last", "caseload_mean"))
    filled = sum(filled_posts(place, each) for each in counted_months(place))
    if not known or filled == 0:
        return
    each = filled / len(counted_months(place))
    people = max(known, key=lambda figure: figure.value)
    value = max(1, math.ceil(people.value / each))
    words = (
        f"largest caseload ÷ filled posts = {shown(people.value)} ÷ {shown(each)} = "
        f"{shown(people.value / each)}, so {value} people"
    )
    why = "a worker has no more people than now, as no caseload per WTE is written"
    yield worked_out(place, "caseload per WTE", value, "people", words, (people.cell,), None, why)


def filled_posts(place: Place, month: StaffMonth) -> float:
    """Return the posts that are filled in a month."""
    if month.people_in_post is not None:
        return month.people_in_post.value
    return month.wte_in_post.value * heads(place).value


def _written(place: Place, month: StaffMonth, field: str) -> Figure | None:
    """Return the figure of this month, else the last one before, else the next after it."""
    months = place.staff
    before = [each for each in reversed(months) if each.month <= month.month]
    after = [each for each in months if each.month > month.month]
    filled = (getattr(each, field) for each in (*before, *after))
    return next((figure for figure in filled if figure is not None), None)
