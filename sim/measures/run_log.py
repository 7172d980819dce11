"""A run's log as a user's own measure reads it: rows, intervals and counts for each person."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from sim.errors import SimError, did_you_mean, listed
from sim.events import EventKind, EventLog, Run, Window
from sim.laws import Flags, Ints
from sim.measures.cover_intervals import Scope
from sim.measures.cover_state import COVERED
from sim.measures.intervals import intervals
from sim.measures.observed import NEVER, observe, overlap, rows_of
from sim.measures.referrals import Referrals, referrals
from sim.resolved import Resolved
from sim.units import YEAR

LEVELS = (EventKind.NEED_IS, EventKind.NEED_CHANGED)
ABSENT = -1
"""In place of a level: the person is not in the population at that minute."""

Kind = EventKind | str

Rows: TypeAlias = np.recarray[Any, np.dtype[Any]]
"""Rows of a log: ``rows.person`` and ``rows["person"]`` are the same column."""


class LogQuestionError(SimError):
    """A measure requests data that the log does not have."""


class Stretches(NamedTuple):
    """Time intervals of people, shape (N,), cut to the window; ``closes`` is exclusive."""

    person: Ints  # as in `RunLog.people`
    service: Ints  # as in `RunLog.services`; -1 where no service is meant
    need: Ints  # as in `RunLog.needs`; -1 where no need is meant
    opens: Ints  # minutes since the start of the run
    closes: Ints

    @property
    def minutes(self) -> Ints:
        """The length of each interval, shape (N,)."""
        return self.closes - self.opens


class RunLog:
    """The events of one run for a set of people, as passed to a user's own measure.

    A measure is called once for everyone, then once for each group if there are several, and once
    for each area if there are several. `people` contains the numbers of the people for whom it is
    called. All other data are about these people only. A person who left as settled and returns
    counts as another person from then on, with another number.

    Times are in minutes since the start of the run. Data after the measured window are not
    included. `rows` and `level_at` also reach back to the time before the window. They show when a
    stay or a need began that is already open when the window opens. `events`, `spells`, `waits`,
    `in_need`, `covered` and `unmet` are limited to the window.
    """

    def __init__(self, run: Run, resolved: Resolved, part: slice | None = None) -> None:
        seen = observe(run, resolved)
        self._resolved, self._whole = resolved, seen
        chosen = np.arange(seen.groups)[slice(None) if part is None else part]
        self._is_meant: Flags = np.isin(seen.group, chosen)
        self.people: Ints = np.flatnonzero(self._is_meant)

    @property
    def arm(self) -> str:
        """The name of the arm."""
        return self._resolved.arm

    @property
    def window(self) -> Window:
        """The measured window in minutes, from ``opens`` up to but not including ``closes``."""
        return self._whole.window

    @property
    def services(self) -> tuple[str, ...]:
        """Names of the services, in the order of their numbers."""
        return self._resolved.names.services

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of the needs, in the order of their numbers."""
        return self._resolved.names.needs

    @property
    def person_years(self) -> float:
        """Years of 365.25 days for which these people were in the population within the window."""
        return float(self._whole.present[self.people].sum()) / YEAR

    @cached_property
    def rows(self) -> Rows:
        """Every row about these people in order of time, including the time before the window.

        It is a NumPy array with the columns of the event log, dtype `sim.events.EVENT`.
        """
        rows = self._whole.rows
        return rows[self._about_them(rows)].view(np.recarray)

    def events(self, *kinds: Kind, service: str | None = None, need: str | None = None) -> Rows:
        """Return the rows of the given kinds about these people within the window, in order.

        Parameters
        ----------
        kinds
            Names or members of `sim.events.EventKind`, such as "CONTACT"; at least one.
        service, need
            If given, only rows with this service or need are returned.

        Raises
        ------
        LogQuestionError
            For a kind, service or need that does not exist.
        """
        rows = rows_of(self._whole, *self._kinds(kinds))
        keep = self._about_them(rows) & (rows["time"] >= self.window.opens)
        if service is not None:
            keep &= rows["service"] == self.service(service)
        if need is not None:
            keep &= rows["need"] == self.need(need)
        return rows[keep].view(np.recarray)

    def count_per_person(
        self, *kinds: Kind, service: str | None = None, need: str | None = None
    ) -> Ints:
        """Return how many rows of the given kinds each person has in the window.

        The result is in the order of `people`.
        """
        who = self.events(*kinds, service=service, need=need)["person"]
        return np.bincount(who, minlength=self._is_meant.size)[self.people]

    def spells(self, service: str | None = None) -> Stretches:
        """Return when each person was in care at one service or at any service, cut to the window.

        Every spell is an interval of its own, so spells at two services at the same time overlap.

        Raises
        ------
        LogQuestionError
            For a service that does not exist.
        """
        made = self._referrals
        at = made.started != NEVER
        return self._stretches(at, made.started, made.ended, service)

    def waits(self, service: str | None = None) -> Stretches:
        """Return when each person waited, cut to the window.

        A wait lasts from the referral until care starts or the person leaves the list. A wait that
        began before the window, or was still open at its end, is therefore shorter here than in
        full. People who started at once did not wait and have no interval. The mean of these
        intervals therefore differs from the measure `wait_to_start`, which counts whole waits,
        including those of 0.

        Raises
        ------
        LogQuestionError
            For a service that does not exist.
        """
        made = self._referrals
        at = (made.clock != NEVER) & (made.clock < np.minimum(made.started, made.closed))
        return self._stretches(at, made.clock, np.minimum(made.started, made.closed), service)

    def in_need(self, need: str | None = None) -> Stretches:
        """Return when a need was at or above its seek level, cut to the window.

        Parameters
        ----------
        need
            The need. When None, the worst need of each minute is used, so that a minute with two
            needs counts once.

        Raises
        ------
        LogQuestionError
            For a need that does not exist.
        """
        return self._need_stretches(need, None)

    def covered(self, need: str | None = None) -> Stretches:
        """Return the parts of `in_need` that are covered, as the scenario defines cover."""
        return self._need_stretches(need, True)

    def unmet(self, need: str | None = None) -> Stretches:
        """Return the parts of `in_need` that are not covered, as the scenario defines cover.

        A change of cause does not divide an interval.
        """
        return self._need_stretches(need, False)

    def level_at(self, minute: int, need: str) -> Ints:
        """Return the level of a need of each person at a minute, in order of `people`.

        Levels are 0 settled, 1 mild, 2 severe, 3 crisis. The level is -1 for people who are not in
        the population at that minute.
        """
        rows = rows_of(self._whole, *LEVELS)
        rows = rows[(rows["need"] == self.need(need)) & (rows["time"] <= minute)]
        level = np.full(self._is_meant.size, ABSENT, np.int64)
        level[rows["person"]] = rows["level"]  # the last of each person stays
        there = (self._whole.arrived <= minute) & (minute < self._whole.left)
        return np.where(there, level, ABSENT)[self.people]

    def in_care_at(self, minute: int, service: str | None = None) -> Flags:
        """Return whether each person is in care at a minute, in order of `people`."""
        made = self._referrals
        open_then = (made.started <= minute) & (minute < made.ended) & (made.started != NEVER)
        if service is not None:
            open_then &= made.service == self.service(service)
        found = np.zeros(self._is_meant.size, np.bool_)
        found[made.person[open_then]] = True
        return found[self.people]

    def minutes_per_person(self, stretches: Stretches) -> Ints:
        """Return the total minutes of each person's intervals, in order of `people`.

        Overlapping minutes count twice.
        """
        minutes = np.zeros(self._is_meant.size, np.int64)
        np.add.at(minutes, stretches.person, stretches.minutes)
        return minutes[self.people]

    def service(self, name: str) -> int:
        """Return the number of a service in rows; raise LogQuestionError if it does not exist."""
        return self._number("service", name, self.services)

    def need(self, name: str) -> int:
        """Return the number of a need in rows; raise LogQuestionError if it does not exist."""
        return self._number("need", name, self.needs)

    def _about_them(self, rows: EventLog) -> Flags:
        who = rows["person"]
        about: Flags = (who >= 0) & self._is_meant[np.maximum(who, 0)]
        return about

    def _stretches(
        self, chosen: Flags, opens: Ints, closes: Ints, service: str | None
    ) -> Stretches:
        made = self._referrals
        chosen = chosen & self._is_meant[made.person] & (made.service >= 0)
        if service is not None:
            chosen &= made.service == self.service(service)
        closes = np.minimum(closes, self._whole.left[made.person])
        nothing = np.full(int(chosen.sum()), -1, np.int64)
        return self._within(
            made.person[chosen], made.service[chosen], nothing, opens[chosen], closes[chosen]
        )

    def _need_stretches(self, need: str | None, covered: bool | None) -> Stretches:
        found = intervals(self._whole, self._resolved)
        chosen = found.scope == (Scope.PERSON if need is None else Scope.NEED)
        if need is not None:
            chosen &= found.need == self.need(need)
        if covered is not None:
            chosen &= (found.state == COVERED) == covered
        chosen &= self._is_meant[found.person]
        person, opens, closes = _joined(
            found.person[chosen], found.opens[chosen], found.closes[chosen]
        )
        number = -1 if need is None else self.need(need)
        service, needs = np.full_like(person, -1), np.full_like(person, number)
        return self._within(person, service, needs, opens, closes)

    def _within(
        self, person: Ints, service: Ints, need: Ints, opens: Ints, closes: Ints
    ) -> Stretches:
        """Return the intervals cut to the window; leave out those that lie outside it."""
        inside = overlap(opens, closes, self.window) > 0
        return Stretches(
            person[inside],
            service[inside],
            need[inside],
            np.maximum(opens, self.window.opens)[inside],
            np.minimum(closes, self.window.closes)[inside],
        )

    @cached_property
    def _referrals(self) -> Referrals:
        return referrals(self._whole)

    @staticmethod
    def _kinds(kinds: Sequence[Kind]) -> list[EventKind]:
        known = list(EventKind.__members__)
        if not kinds:
            raise LogQuestionError(f"No kind of event is named. Kinds: {listed(known, 40)}.")
        found = []
        for kind in kinds:
            if isinstance(kind, EventKind):
                found.append(kind)
            elif isinstance(kind, str) and kind in known:
                found.append(EventKind[kind])
            else:
                near = did_you_mean(str(kind), known, f"Kinds: {listed(known, 40)}.")
                raise LogQuestionError(f"`{kind}` is not a kind of event. {near}")
        return found

    @staticmethod
    def _number(what: str, name: str, known: Sequence[str]) -> int:
        if name not in known:
            near = did_you_mean(str(name), known, f"There are: {listed(known)}.")
            raise LogQuestionError(f"There is no {what} `{name}` in this arm. {near}")
        return known.index(name)


def _joined(person: Ints, opens: Ints, closes: Ints) -> tuple[Ints, Ints, Ints]:
    """Join intervals of a person that follow one another without a break; sort by person and time.

    The input may be in any order, but the intervals of one person must not overlap.
    """
    order = np.lexsort((opens, person))
    person, opens, closes = person[order], opens[order], closes[order]
    breaks = (person[1:] != person[:-1]) | (opens[1:] != closes[:-1])
    first = np.concatenate([np.ones(min(person.size, 1), np.bool_), breaks])
    last = np.concatenate([breaks, np.ones(min(person.size, 1), np.bool_)])
    return person[first], opens[first], closes[last]
