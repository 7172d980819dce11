"""Resolve groups, arrivals and all other numbers about people."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import numpy as np

from sim.events import BY_RATE, Exit
from sim.laws import Floats, Ints
from sim.resolved import LEVELS, MISSING, Arrivals
from sim.resolving.context import STREAM, Context, Path, flags, integers, keys, reals
from sim.resolving.routes import cumulative
from sim.resolving.rows import running
from sim.resolving.schedules import arrival_pieces, listed
from sim.resolving.steps import Columns, Step, column
from sim.scenario.document import Document
from sim.scenario.people import COMMUNITY, Relationship, Stream, Trust
from sim.units import FOREVER


def _of_trust(name: str, number: Callable[[Trust], float]) -> Step:
    return column(name, lambda c: reals([number(group.trust) for group in c.groups]))


def _of_relationship(
    name: str, number: Callable[[Relationship], float], array: Callable[[Any], Any] = reals
) -> Step:
    return column(name, lambda c: array([number(group.relationship) for group in c.groups]))


def _of_group(
    name: str, number: Callable[[Document], Any], array: Callable[[Any], Any] = reals
) -> Step:
    return column(name, lambda c: array([number(group) for group in c.groups]))


def _shares(context: Context) -> Floats:
    groups = context.document.people.groups.values()
    return reals(running([group.share.value for group in groups]))


def _attributes(context: Context) -> Ints:
    groups = context.document.people.groups.values()
    return integers([context.bits(group.attributes) for group in groups for _ in context.areas])


def person_path(context: Context, group: int, *path: str) -> Path:
    """Return the path of a setting about people, for a group in an area.

    It is the path of the group's override if there is one, and otherwise that of the general
    value.
    """
    groups = list(context.document.people.groups.items())
    name, written = groups[group // len(context.areas)]
    if path[0] in written.overrides:
        return ("people", "groups", name, "overrides", *path)
    return path


def _areas(context: Context) -> Floats:
    """Return the cumulative shares of the areas in each group."""
    common = {name: area.share.value for name, area in context.document.people.areas.items()}
    rows = []
    for group in context.document.people.groups.values():
        own = {name: share.value for name, share in group.areas.items()} or common
        rows.append(running([own.get(name, 0.0) for name in context.areas] if common else [1.0]))
    return reals(rows)


def _wants(context: Context) -> Ints:
    """Return the distribution row of the multiple of help that people want. Shape (G,).

    It is the same for every group.
    """
    wanted = context.document.measures.wanted
    row = MISSING
    if wanted is not None and wanted.person is not None:
        row = context.distribution(wanted.person, "measures", "wanted", "person")
    return integers([row] * len(context.groups))


def _match(context: Context) -> Columns:
    """Return the columns about the ceiling of the relationship of a pair, by group.

    A pair is a person and a worker.
    """
    matches = [group.relationship.match for group in context.groups]
    poor = [None if match is None else match.poor for match in matches]
    ceilings = [
        MISSING
        if match is None
        else context.distribution(
            match.ceiling, *person_path(context, group, "relationship", "match", "ceiling")
        )
        for group, match in enumerate(matches)
    ]
    return {
        "match_ceiling": integers(ceilings),
        "match_poor_share": reals([0.0 if each is None else each.share.value for each in poor]),
        "match_poor_ceiling": reals([0.0 if each is None else each.ceiling.value for each in poor]),
    }


def _rows(context: Context, part: str, key: str) -> Ints:
    return integers(
        [
            context.distribution(
                getattr(getattr(document, part), key), *person_path(context, group, part, key)
            )
            for group, document in enumerate(context.groups)
        ]
    )


def _seek_delays(context: Context) -> Ints:
    delays = np.full((len(context.groups), LEVELS), context.rows.never(), dtype=np.int64)
    for group, document in enumerate(context.groups):
        for level, delay in document.seeking.delay.items():
            path = person_path(context, group, "seeking", "delay", str(level))
            delays[group, level] = context.distribution(delay, *path)
    return delays


def entry_rows(context: Context) -> Floats:
    """Return the cumulative shares of the services to which people turn for help.

    Shape (G, K, L, S + 1); the last target is nowhere.
    """
    shape = (len(context.groups), len(context.needs), LEVELS, len(context.services) + 1)
    entry, meant = np.zeros(shape), context.meant
    for group, document in enumerate(context.groups):
        for k, need in enumerate(context.needs):
            for level in range(LEVELS):
                row, area = document.entry(need, level), meant[group % len(meant)]
                entry[group, k, level] = cumulative(row, context.services, area)
    return entry


def _exit_rates(groups: tuple[Document, ...]) -> Floats:
    rates = np.zeros((len(groups), len(BY_RATE)))
    for group, document in enumerate(groups):
        rates[group, Exit.MOVED_AWAY] = document.leaving.moving_away.per_minute
        rates[group, Exit.DIED] = document.leaving.death.per_minute
    return rates


def _settled(context: Context) -> Columns:
    """Return the columns about leaving as settled and returning, by group."""
    of = [document.leaving.settled_for for document in context.groups]
    states = {name: list(need.states) for name, need in context.document.needs.items()}
    return {
        "settled_level": integers([MISSING if each is None else each.level for each in of]),
        "settled_for": integers([0 if each is None else each.lasting.minutes for each in of]),
        "recurrence": reals([0.0 if each is None else each.recurrence.per_minute for each in of]),
        "returns_need": integers(
            [MISSING if each is None else context.needs.index(each.returns.need) for each in of]
        ),
        "returns_state": integers(
            [
                MISSING if each is None else states[each.returns.need].index(each.returns.state)
                for each in of
            ]
        ),
        "away_at_start": reals([0.0 if each is None else each.away_at_start.value for each in of]),
    }


PERSONS: tuple[Step, ...] = (
    column("share", _shares),
    column("area", _areas),
    column("attributes", _attributes),
    column("trust_start", lambda c: _rows(c, "trust", "start")),
    column("wants", _wants),
    _of_trust("trust_rise", lambda trust: trust.rise.value),
    _of_trust("trust_fall_stigma", lambda trust: trust.stigma_fall.value),
    _of_trust("trust_fall_refusal", lambda trust: trust.refusal_fall.value),
    _of_trust("trust_fall_ending", lambda trust: trust.unplanned_ending_fall.value),
    _of_trust("disengages_below", lambda trust: trust.disengages_below.value),
    _of_trust("trust_reference", lambda trust: trust.reference.value),
    _of_relationship("relationship_growth", lambda of: of.growth.value),
    _of_relationship("relationship_start", lambda of: of.start.value),
    _of_relationship("relationship_reference", lambda of: of.reference.value),
    _match,
    _of_relationship("retelling", lambda of: of.retelling.value, integers),
    _of_group("attendance_trust", lambda group: group.attendance.trust.value),
    _of_group("attendance_relationship", lambda group: group.attendance.relationship.value),
    column("seek_delay", _seek_delays),
    _of_group("seek_trust", lambda group: group.seeking.trust.value),
    _of_group("seek_persists", lambda group: group.seeking.persists, flags),
    column("reseek_delay", lambda c: _rows(c, "seeking", "reseek_delay")),
    column("entry", entry_rows),
    column("exit_rates", lambda c: _exit_rates(c.groups)),
    _settled,
)
"""The numbers about people, for each group in each area."""


def _listed(streams: Collection[Stream]) -> Ints:
    """Return the listed minutes of each stream, in order of time, as long as the longest list."""
    times = [listed(stream) for stream in streams]
    found = np.full((len(times), max((len(each) for each in times), default=0)), FOREVER, np.int64)
    for row, each in enumerate(times):
        found[row, : len(each)] = each
    return found


def arrivals(context: Context) -> Arrivals:
    """Return the streams of arrivals, with the pieces of their rates."""
    streams = context.document.people.arrivals
    calendar, length = context.document.calendar, context.document.run.length.minutes
    pieces = [arrival_pieces(stream, calendar, length) for stream in streams.values()]
    most = max((len(each) for each in pieces), default=1)
    begins = np.full((len(streams), most), FOREVER, dtype=np.int64)
    rates = np.zeros((len(streams), most))
    for row, each in enumerate(pieces):
        for piece, (begin, rate) in enumerate(each):
            begins[row, piece], rates[row, piece] = begin, rate
    groups, areas = list(context.document.people.groups), context.areas
    return Arrivals(
        name=keys(STREAM, streams),
        group=integers(
            [
                MISSING if stream.group is None else groups.index(stream.group)
                for stream in streams.values()
            ]
        ),
        area=integers(
            [
                MISSING if stream.area is None else areas.index(stream.area)
                for stream in streams.values()
            ]
        ),
        to=integers(
            [
                MISSING
                if stream.to == COMMUNITY
                else context.services.index(meant.get(stream.to, stream.to))
                for stream in streams.values()
                for meant in context.meant
            ]
        ).reshape(len(streams), len(areas)),
        piece_from=begins,
        piece_rate=rates,
        listed=_listed(streams.values()),
    )
