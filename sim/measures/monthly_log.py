"""Count in a log what happened in each month; `sim.measures.monthly` computes the values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from sim.events import EventKind, EventLog, Run, Window
from sim.laws import Ints
from sim.measures.capacity import charges
from sim.measures.cover_intervals import Scope
from sim.measures.gaps import unmet
from sim.measures.intervals import intervals
from sim.measures.monthly import (
    AT_LEVEL,
    CASELOAD,
    CASELOAD_FROM_START,
    CONTACTS,
    FULL,
    IN_CRISIS,
    LIST,
    LIST_FROM_START,
    PEOPLE,
    PLACES,
    POSTS,
    REFERRALS,
    REFUSALS,
    STARTS,
    USED,
    WANTING,
    WEIGHT,
    Monthly,
    MonthlyTally,
    column_of_service,
    columns_counted,
    cuts_of,
    follows_person,
    summarise,
)
from sim.measures.observed import NEVER, Observed, observe, rows_of
from sim.measures.occupancy import steps
from sim.measures.referrals import Referrals, referrals
from sim.measures.staffing import in_post
from sim.measures.terms import by_then, terms_of
from sim.measures.weights import weights_of_open_spells
from sim.measures.working import calendars, working_minutes_between
from sim.resolved import LEVELS, Resolved
from sim.rules.wanted import MILLION

CRISIS = LEVELS - 1
NEED_ROWS = (EventKind.NEED_IS, EventKind.NEED_CHANGED)
ENDINGS = (EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED)
WHAT_CHANGES_WISHES = (
    *NEED_ROWS,
    *ENDINGS,
    EventKind.WANTS,
    EventKind.SPELL_STARTED,
    EventKind.PAUSED,
    EventKind.RESUMED,
    EventKind.HANDED_OFF_BLOCKED,
    EventKind.RULES_CHANGED,
)


def monthly(run: Run, resolved: Resolved) -> Monthly:
    """Return the monthly series of a run with a complete log."""
    return summarise(gather(run, resolved), resolved)


def gather(run: Run, resolved: Resolved) -> MonthlyTally:
    """Count what happened between each two cuts; see `MonthlyTally`."""
    cuts = cuts_of(resolved).cuts
    long_waits = terms_of(resolved).long_waits
    between, services = max(cuts.size - 1, 0), len(resolved.names.services)
    counted = np.zeros((between, columns_counted(resolved)), np.int64)
    over = np.zeros((between, services, long_waits.size), np.int64)
    if not between:
        return MonthlyTally(counted, np.zeros(0, np.int64), over)
    seen = observe(run, resolved, Window(0, int(cuts[-1])))
    made = referrals(seen)
    counted[:, PEOPLE] = minutes_between(seen.arrived, seen.left, cuts)
    _count_needs(counted, seen, cuts)
    _count_services(counted, seen, made, cuts)
    _count_places(counted, seen, made, resolved, cuts)
    _count_staff(counted, run, seen, resolved, cuts)
    _count_wishes(counted, seen, resolved, cuts)
    person = made.person
    off = np.minimum(np.minimum(made.started, made.closed), seen.left[person])
    for column, minutes in enumerate(long_waits):
        since = np.maximum(made.listed, made.clock + minutes)
        for service in range(services):
            here = (made.listed != NEVER) & (made.service == service) & (since < off)
            over[:, service, column] = minutes_between(since[here], off[here], cuts)
    found = unmet(intervals(seen, resolved), Scope.PERSON, seen.window)
    return MonthlyTally(counted, minutes_between(found.opens, found.closes, cuts), over)


def minutes_between(opens: Ints, closes: Ints, cuts: Ints, weights: Ints | None = None) -> Ints:
    """Return the total minutes of all intervals that lie between each two cuts, shape (cuts - 1,).

    Parameters
    ----------
    opens, closes
        Shape (N,), each interval's first minute and the minute after its last.
    weights
        How many times each interval counts; once by default.
    """
    often = np.ones(opens.size, np.int64) if weights is None else weights
    until = _until(closes, often, cuts) - _until(opens, often, cuts)
    found: Ints = np.diff(until)
    return found


def _until(times: Ints, often: Ints, cuts: Ints) -> Ints:
    """Return, for each cut, the sum over all times of the smaller of the time and the cut.

    Each time counts as many times as `often` states.
    """
    order = np.argsort(times, kind="stable")
    times, often = times[order], often[order]
    before = np.searchsorted(times, cuts)
    nothing = np.zeros(1, np.int64)
    total = np.concatenate([nothing, np.cumsum(np.where(times < NEVER, times, 0) * often)])
    many = np.concatenate([nothing, np.cumsum(often)])
    found: Ints = total[before] + cuts * (many[-1] - many[before])
    return found


def number_between(times: Ints, cuts: Ints, weights: Ints | None = None) -> Ints:
    """Return how many of the times lie between each two cuts, or the sum of their weights."""
    where = np.searchsorted(cuts, times, side="right") - 1
    inside = (where >= 0) & (where < cuts.size - 1)
    kept = None if weights is None else weights[inside]
    found = np.bincount(where[inside], weights=kept, minlength=cuts.size - 1)
    return np.rint(found).astype(np.int64)


def _count_needs(counted: Ints, seen: Observed, cuts: Ints) -> None:
    """Count person-minutes at each level of each need, and in crisis with any need."""
    rows = rows_of(seen, *NEED_ROWS)
    order = np.lexsort((rows["need"], rows["person"]))  # stable: in order of time for each
    rows = rows[order]
    closes = seen.left[rows["person"]]
    same = (rows["person"][1:] == rows["person"][:-1]) & (rows["need"][1:] == rows["need"][:-1])
    closes[:-1] = np.where(same, rows["time"][1:], closes[:-1])
    for need in range(seen.needs):
        for level in range(LEVELS):
            here = (rows["need"] == need) & (rows["level"] == level)
            column = AT_LEVEL + LEVELS * need + level
            counted[:, column] = minutes_between(rows["time"][here], closes[here], cuts)
    crises = rows["level"] >= CRISIS
    opens, ends = _joined(rows["person"][crises], rows["time"][crises], closes[crises])
    counted[:, IN_CRISIS] = minutes_between(opens, ends, cuts)


def _joined(person: Ints, opens: Ints, closes: Ints) -> tuple[Ints, Ints]:
    """Return the times at which at least one of a person's intervals is open, for all people."""
    who = np.concatenate([person, person])
    time = np.concatenate([opens, closes])
    more = np.repeat(np.array([1, -1]), person.size)
    order = np.lexsort((time, who))
    time, some = time[order], np.cumsum(more[order]) > 0
    return time[:-1][some[:-1]], time[1:][some[:-1]]


def _count_services(counted: Ints, seen: Observed, made: Referrals, cuts: Ints) -> None:
    """Count lists, caseloads and their weight, referrals, refusals, starts and contacts."""
    gone = seen.left[made.person]
    off = np.minimum(np.minimum(made.started, made.closed), gone)
    ended = np.minimum(made.ended, gone)
    kinds = {
        REFERRALS: rows_of(seen, EventKind.REFERRED),
        REFUSALS: rows_of(seen, EventKind.TURNED_AWAY),
        CONTACTS: rows_of(seen, EventKind.CONTACT),
    }
    weighed = weights_of_open_spells(seen)
    referred = np.zeros(made.person.size, np.bool_)
    referred[kinds[REFERRALS]["spell"]] = True
    for service in range(seen.services):
        here, weights = made.service == service, weighed.of(service)
        listed, opened = here & (made.listed != NEVER), here & (made.started != NEVER)
        begun = opened & (made.clock != NEVER)
        known, cared_for = listed & ~referred, opened & ~referred
        found = {
            LIST: minutes_between(made.listed[listed], off[listed], cuts),
            LIST_FROM_START: minutes_between(made.listed[known], off[known], cuts),
            CASELOAD: minutes_between(made.started[opened], ended[opened], cuts),
            CASELOAD_FROM_START: minutes_between(made.started[cared_for], ended[cared_for], cuts),
            WEIGHT: minutes_between(weights.opens, weights.closes, cuts, weights.weight),
            STARTS: number_between(made.started[begun], cuts),
            **{
                what: number_between(rows["time"][rows["service"] == service], cuts)
                for what, rows in kinds.items()
            },
        }
        for what, values in found.items():
            counted[:, column_of_service(seen.needs, service, what)] = values


def _count_places(
    counted: Ints, seen: Observed, made: Referrals, resolved: Resolved, cuts: Ints
) -> None:
    """Count the minutes of places, and those in which somebody was in every place."""
    for service, here in enumerate(steps(seen, made, resolved)):
        places = minutes_between(here.begins, here.ends, cuts, here.places)
        full = minutes_between(here.begins[here.full], here.ends[here.full], cuts)
        for what, minutes in ((PLACES, places), (FULL, full)):
            counted[:, column_of_service(seen.needs, service, what)] = minutes


def _count_staff(counted: Ints, run: Run, seen: Observed, resolved: Resolved, cuts: Ints) -> None:
    """Count the working minutes of workers in post, and the minutes of workers' time used."""
    team = np.array([worker.service for worker in run.workers], np.int64)
    there = in_post(run, seen, resolved)
    times = calendars(resolved)
    for between, (opens, closes) in enumerate(pairwise(cuts.tolist())):
        window = Window(opens, closes)
        found = working_minutes_between(
            times, there.service, there.begins, there.ends, window, there.thousandths
        )
        for row, minutes in enumerate(found.tolist()):
            counted[between, column_of_service(seen.needs, row, POSTS)] = minutes
    for rows, column in charges(seen):
        for row in range(seen.services):
            here = rows[team[rows[column]] == row]
            found = number_between(here["time"], cuts, here["minutes"])
            counted[:, column_of_service(seen.needs, row, USED)] += found


class _Spell(NamedTuple):
    """An open spell, with the level and weight at which contacts are now wanted in it."""

    service: int
    level: int  # -1: none are wanted now
    amount: int  # millionths
    since: int


def _count_wishes(counted: Ints, seen: Observed, resolved: Resolved, cuts: Ints) -> None:
    """Count person-minutes in open spells, by the level that determines the contact interval."""
    rows = rows_of(seen, *WHAT_CHANGES_WISHES)
    found = _wishes(rows, seen, resolved)
    keys = np.array([key for key, *_ in found], np.int64)
    opens, closes, amounts = (
        np.array([each[position] for each in found], np.int64) for position in (1, 2, 3)
    )
    for key in np.unique(keys):
        here = keys == key
        column = column_of_service(seen.needs, int(key) // LEVELS, WANTING + int(key) % LEVELS)
        counted[:, column] = minutes_between(opens[here], closes[here], cuts, amounts[here])


class _Wishes:
    """A reader of rows that records the intervals in which contacts are wanted.

    Each interval consists of service and level as one number, opening, closing, and weight.
    """

    def __init__(self, seen: Observed, resolved: Resolved) -> None:
        self.terms, self.follows = terms_of(resolved), follows_person(resolved)
        self.levels: dict[int, list[int]] = defaultdict(lambda: [0] * seen.needs)
        self.wants: dict[int, int] = defaultdict(lambda: MILLION)
        self.spells: dict[int, dict[int, _Spell]] = defaultdict(dict)
        self.paused: set[int] = set()
        self.blocked: set[int] = set()
        self.found: list[tuple[int, int, int, int]] = []

    def read(self, now: int, kind: int, person: int, spell: int, row: Sequence[int]) -> None:
        """Read one row; `row` contains its service, need, level and detail."""
        service, need, level, detail = row
        if kind in NEED_ROWS:
            self.levels[person][need] = level
        elif kind == EventKind.WANTS:
            self.wants[person] = detail
        elif kind == EventKind.SPELL_STARTED:
            self.spells[person][spell] = _Spell(service, -1, MILLION, now)
        elif kind in ENDINGS and spell in self.spells[person]:
            self.close(self.spells[person].pop(spell), now)
        elif kind == EventKind.PAUSED:
            self.paused.add(spell)
        elif kind == EventKind.RESUMED:
            self.paused.discard(spell)
        elif kind == EventKind.HANDED_OFF_BLOCKED:
            self.blocked.add(spell)
        everyone = kind == EventKind.RULES_CHANGED
        for each in list(self.spells) if everyone else (person,):
            self.look(each, now)

    def look(self, person: int, now: int) -> None:
        """Update the level and weight at which each spell of a person now wants contacts."""
        for number, spell in self.spells[person].items():
            row = by_then(self.terms, spell.service, now)
            levels = enumerate(self.levels[person])
            covered = [level for need, level in levels if self.terms.covers[row, need]]
            silent = number in self.paused or number in self.blocked
            level = -1 if silent else max(covered, default=0)
            amount = self.wants[person] if self.follows[row] else MILLION
            if (level, amount) != (spell.level, spell.amount):
                self.close(spell, now)
                self.spells[person][number] = _Spell(spell.service, level, amount, now)

    def close(self, spell: _Spell, now: int) -> None:
        """Record the interval up to now in which a spell wanted contacts at one level."""
        if spell.level >= 0 and now > spell.since:
            key = spell.service * LEVELS + spell.level
            self.found.append((key, spell.since, now, spell.amount))


def _wishes(rows: EventLog, seen: Observed, resolved: Resolved) -> list[tuple[int, int, int, int]]:
    """Return the intervals in which contacts are wanted.

    Each consists of service and level as one number, opening, closing, and weight in millionths.
    """
    wishes = _Wishes(seen, resolved)
    names = ("time", "event", "person", "spell", "service", "need", "level", "detail")
    for now, kind, person, spell, *more in zip(
        *(rows[each].tolist() for each in names), strict=True
    ):
        wishes.read(now, kind, person, spell, more)
    for of_person in wishes.spells.values():
        for each in of_person.values():
            wishes.close(each, seen.window.closes)
    return wishes.found
