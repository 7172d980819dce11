"""The posts of a team, how long workers stay, and how long a post stays empty.

They are of the staff list. Without one, a worker is there from the first contact to the last, and
has left if it was more than `SILENT` days before the window closes. No list says how many posts are
funded: unless it is known, it is taken to be the most that were filled at once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sim.area.deriving.counting import Count
from sim.area.deriving.ranges import Unsure, of_mean_time
from sim.laws import Floats
from sim.records.estimating.courses import in_days
from sim.records.estimating.durations import Durations, Span, seen
from sim.records.estimating.estimate import Estimate, Untold
from sim.records.estimating.laws import exponential
from sim.records.estimating.place import Place

SILENT = 90  # days


class Available(NamedTuple):
    """Contact hours a week."""

    hours: float  # of the team
    of_a_post: float


class Filled(NamedTuple):
    """The times in post of a team's workers, in days; shape (w,)."""

    start: Floats
    end: Floats  # `inf`: still there
    wte: Floats  # NaN where it is not recorded


def posts(place: Place) -> Iterator[Estimate | Untold]:
    """Yield posts, whole-time equivalents of a post, tenure and vacancy."""
    filled = _filled(place)
    if not filled.start.size:
        yield place.untold("WTE", "No staff list names workers of this service.")
        yield _tenure_by_contacts(place)
        return
    funded = place.records.known.posts.get(place.key)
    number = float(_most_at_once(place, filled)) if funded is None else funded
    note = "People in post at once at most: how many posts are funded is not known."
    yield place.told(
        "WTE", number, "posts", None, None, int(filled.start.size),
        note if funded is None else "Funded posts, as said.", assumed=funded is None,
    )  # fmt: skip
    if np.isfinite(filled.wte).any():
        mean = float(np.nanmean(filled.wte))
        note = "The mean of all workers of the list."
        yield place.told("WTE of a post", mean, "WTE", None, None, int(filled.wte.size), note)
    yield _tenure(place, filled)
    yield _vacancy(place, filled, number, funded is None)


def hours_available(place: Place) -> Available | None:
    """Return the contact hours of the mean filled posts; None where they are not known."""
    hours = place.records.known.contact_hours.get(place.key)
    filled = _filled(place)
    if hours is None or not filled.start.size:
        return None
    wte = np.where(np.isfinite(filled.wte), filled.wte, 1.0)
    there = _spent(place, filled)
    days = place.records.closes - place.records.opens
    if there.sum() <= 0:
        return None
    mean = float((wte * there).sum() / there.sum())
    return Available(hours * float((wte * there).sum()) / days, hours * mean)


def _filled(place: Place) -> Filled:
    """Return the workers who were in post in the window."""
    staff = place.recorded.staff
    start, end = (
        in_days(staff.start, place.recorded.timed),
        in_days(staff.end, place.recorded.timed),
    )
    mine = (staff.service == place.service) & (end > place.records.opens)
    mine &= start < place.records.closes
    return Filled(start[mine], end[mine], staff.wte[mine])


def _spent(place: Place, filled: Filled) -> Floats:
    """Return the days of the window in which each worker was in post."""
    until = np.minimum(filled.end, place.records.closes)
    return np.asarray(np.maximum(0.0, until - np.maximum(filled.start, place.records.opens)))


def _most_at_once(place: Place, filled: Filled) -> int:
    """Return how many workers were in post at once at most."""
    start = np.maximum(filled.start, place.records.opens)
    begun = np.searchsorted(np.sort(start), np.sort(start), side="right")
    gone = np.searchsorted(np.sort(filled.end), np.sort(start), side="right")
    return int((begun - gone).max())


def _tenure(place: Place, filled: Filled) -> Estimate | Untold:
    span = Span(filled.start, filled.end, np.isfinite(filled.end), np.arange(filled.start.size))
    durations = seen(span, place.records.opens, place.records.closes, place.recorded.timed)
    return _time_in_post(place, durations, "From the staff list.", assumed=False)


def _tenure_by_contacts(place: Place) -> Estimate | Untold:
    """Return how long workers stay, from their first and last contacts."""
    contacts, timed = place.recorded.contacts, place.recorded.timed
    mine = (contacts.service == place.service) & (contacts.worker >= 0)
    if not mine.any():
        return place.untold("tenure", "No contact says who held it, and no staff list who worked.")
    _, worker = np.unique(contacts.worker[mine], return_inverse=True)
    at = in_days(contacts.at[mine], timed)
    first, last = np.full(worker.max() + 1, np.inf), np.full(worker.max() + 1, -np.inf)
    np.minimum.at(first, worker, at)
    np.maximum.at(last, worker, at)
    closes = place.records.closes - SILENT
    gone = last < closes
    span = Span(first, np.where(gone, last, np.inf), gone, np.arange(first.size))
    durations = seen(span, place.records.opens, closes, timed)
    note = (
        f"From first and last contacts: who held none for {SILENT} days has left. There is no "
        "staff list."
    )
    return _time_in_post(place, durations, note, assumed=True)


def _time_in_post(
    place: Place, durations: Durations, note: str, *, assumed: bool
) -> Estimate | Untold:
    """Return the mean time in post, as of workers who are as likely to leave on each day."""
    if durations.events == 0:
        return place.untold("tenure", "No worker left in this time.", durations.people)
    law = exponential(durations)._replace(method="days in post ÷ leavers, with delayed entry")
    return place.told_law("tenure", law, durations.people, note, assumed=assumed)


def _vacancy(place: Place, filled: Filled, number: float, assumed: bool) -> Estimate | Untold:
    """Return the mean time that a post is empty: empty posts × days ÷ leavers.

    Posts that are empty at either end make leavers and newcomers differ, as in `sim.area.deriving`.
    """
    days = place.records.closes - place.records.opens
    left = int(place.inside(filled.end).sum())
    empty = number * days - float(_spent(place, filled).sum())
    if left == 0:
        return place.untold("vacancy", "No worker left in this time.", int(filled.start.size))
    if empty <= 0:
        why = "No post was empty in this time, by the number of posts that is known."
        return place.untold("vacancy", why, left)
    unsure = Unsure(2 * empty / days / left**2, "posts that are empty at either end")
    found = of_mean_time(empty, Count(left, left, left), "leavers", unsure)
    value = empty / left
    error = value * math.sqrt(1 / left + unsure.variance)
    note = "Empty posts × days ÷ leavers."
    if assumed:
        note = f"{note} How many posts are funded is not known: it may well be longer."
    return place.told("vacancy", value, "days", found, error, left, note, assumed=assumed)
