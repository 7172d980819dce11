"""Go on measuring a run as another arm, from the minute when the rules change."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.measures.streaming.gatherer import Gatherer
from sim.measures.streaming.monthly import Months
from sim.measures.streaming.tables import Counts, room_in
from sim.measures.terms import Terms
from sim.sameness import same

OF_POSTS = ("first_post", "most_posts")
AFTER = ("covers", "helps", "stigma_helps")
"""Definitions whose second half holds from the change of rules on."""


def measure_alike(one: Gatherer, other: Gatherer) -> bool:
    """Return whether two arms are measured in the same way until the rules change.

    Neither may have read anything yet.
    """
    return same(_before(one), _before(other))


def go_on(history: Gatherer, own: Gatherer) -> None:
    """Give an arm's gatherer, which has read nothing, what the common history has counted."""
    memory = history.memory._replace(
        **{name: _copied(table) for name, table in history.memory._asdict().items()}
    )
    counts = history.counts._replace(
        **{name: _copied(table) for name, table in history.counts._asdict().items()}
    )
    first = own.counts
    for name in OF_POSTS:
        counts.services[name] = first.services[name]
    own.memory, own.counts = (
        memory,
        counts._replace(
            posts=_posts(history.counts, first),
            months=_months(counts.months, first.months, own.terms.change),
        ),
    )
    own.room = room_in(own.memory, own.counts)
    for name in ("people", "contacts", "indices"):
        setattr(own, name, getattr(history, name).copy())


def _months(history: Months, own: Months, change: int) -> Months:
    """Return the counts by months so far, between the cuts of an arm.

    A phase-in has cuts of its own, all of them after the change.
    """
    past = _past(history, change)
    at_cut, later = own.at_cut.copy(), own.later.copy()
    at_cut[:past], later[:, :past] = history.at_cut[:past], history.later[:, :past]
    return history._replace(cuts=own.cuts, at_cut=at_cut, later=later, follows=own.follows)


def _past(months: Months, change: int) -> int:
    """Return how many cuts there are up to the change of rules."""
    return int(np.searchsorted(months.cuts, change, side="right"))


def _posts(history: Counts, own: Counts) -> Any:
    """Return who is in each post, in the places that the posts of an arm have."""
    posts = own.posts.copy()
    for old, new in zip(history.services, own.services, strict=True):
        size = min(old["most_posts"], new["most_posts"])
        here, there = int(old["first_post"]), int(new["first_post"])
        posts[there : there + size] = history.posts[here : here + size]
    return posts


def _before(gatherer: Gatherer) -> tuple[Any, ...]:
    """Return everything that decides what is counted before the rules change."""
    terms, counts = gatherer.terms, gatherer.counts
    services = counts.services.copy()
    for name in OF_POSTS:
        services[name] = 0
    months = counts.months
    past = _past(months, terms.change)
    months = months._replace(
        cuts=months.cuts[:past],
        at_cut=months.at_cut[:past],
        later=months.later[:, :past],
        follows=months.follows[: terms.services],
    )
    return (
        _until_change(terms),
        gatherer.times,
        gatherer.limits,
        gatherer.gap_days,
        counts._replace(services=services, posts=counts.posts[:0], months=months),
    )


def _until_change(terms: Terms) -> Terms:
    halves = {name: getattr(terms, name)[: terms.services] for name in AFTER}
    return terms._replace(**halves)


def _copied(table: Any) -> Any:
    if isinstance(table, np.ndarray):
        return table.copy()
    return type(table)(*map(_copied, table)) if isinstance(table, tuple) else table
