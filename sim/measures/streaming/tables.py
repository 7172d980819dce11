"""The streaming tables: functions that make them for a scenario, and enlarge them when full."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiling import zeros
from sim.events import EventLog
from sim.laws import Ints
from sim.measures import crisis, re_referrals
from sim.measures.access import STAGES
from sim.measures.cover_intervals import OPEN_INTERVAL, Found
from sim.measures.gaps import STATES
from sim.measures.help_state import HELP
from sim.measures.helped import millionths
from sim.measures.in_care import CareTally
from sim.measures.observed import cut
from sim.measures.plan_state import PLAN
from sim.measures.streaming.layout import (
    AT,
    GROUP,
    KNOWN,
    LIFE_DAYS,
    LIMITS,
    NEED,
    NONE,
    OCCUPIED,
    PAIR,
    PAIRS,
    PENDING,
    PEOPLE,
    PERSON,
    POOL,
    ROOM,
    SERVICE,
    SPELL,
    SPELLS,
    WAIT_DAYS,
    WAITS_TO_SEE,
    WORKERS,
)
from sim.measures.streaming.monthly import Months, new_months
from sim.measures.terms import terms_of
from sim.resolved import MISSING, Resolved
from sim.units import DAY

SOME = 64
"""The number of rows with which a table begins."""

SEQUENCES = 4_096
"""How many sets of numbers are stored before continuity indices are computed from them."""


class Memory(NamedTuple):
    """The state of people and referrals. P rows for people, R rows for referrals."""

    people: EventLog  # (P,) PERSON
    needs: EventLog  # (P K,) NEED
    open_now: EventLog  # (P (2 K + 1),) OPEN_INTERVAL
    visits: NDArray[np.int32]  # (P, S) attended contacts in the window
    helps: EventLog  # (P K,) HELP, or none where it is not measured
    known: EventLog  # (P,) KNOWN, likewise
    plans: EventLog  # (P,) PLAN, or none where it is not measured
    spells: EventLog  # (R,) SPELL
    workers: NDArray[np.int16]  # (workers,) the service of each
    pairs: EventLog  # PAIR
    endings: EventLog  # WAITS_TO_SEE, endings and leavings
    pools: EventLog  # (2,) POOL of pairs, of endings
    found: Found  # what the latest row told of needs


class Counts(NamedTuple):
    """All counts so far.

    G groups, K needs, S services, T gap lengths, D completed days, W lengths of a long wait.
    """

    groups: EventLog  # (G,) GROUP
    at: EventLog  # (G, S) AT
    services: EventLog  # (S,) SERVICE
    need_minutes: Ints  # (G, K + 1, STATES) the last one the worst need's
    contact_gaps: Ints  # (G, T, 2)
    longest: Ints  # (G, D)
    relationships: Ints  # (G, D)
    help_minutes: Ints  # (G, K, 2) short of help, in need
    wait_days: Ints  # (G, 4, S, D)
    wait_minutes: Ints  # (G, 4, S)
    over_minutes: Ints  # (G, S, W)
    occupied: Ints  # (S, N) minutes with n people
    care: CareTally
    sequences: Ints  # (SEQUENCES, 7) group, level, and the columns of `Sequences`
    set_down: Ints  # (1,) how many of these there are
    posts: NDArray[np.int8]  # whether somebody is in each post, service by service
    months: Months


def new_memory(resolved: Resolved) -> Memory:
    """Return the memory of a run without people."""
    needs, services = len(resolved.names.needs), len(resolved.names.services)
    people = max(SOME, resolved.numbers.cohort)
    helped, planned = terms_of(resolved).counts_help, terms_of(resolved).counts_plans
    pools = np.zeros(2, POOL)
    pools["free"] = NONE
    return Memory(
        people=zeros(people, PERSON),
        needs=zeros(people * needs, NEED),
        open_now=zeros(people * (2 * needs + 1), OPEN_INTERVAL),
        visits=np.zeros((people, services), np.int32),
        helps=zeros(people * needs if helped else 0, HELP),
        known=zeros(people if helped else 0, KNOWN),
        plans=zeros(people if planned else 0, PLAN),
        spells=zeros(SOME, SPELL),
        workers=np.zeros(SOME, np.int16),
        pairs=np.zeros(SOME, PAIR),
        endings=np.zeros(SOME, WAITS_TO_SEE),
        pools=pools,
        # No row tells of more: a need has three clocks, each of which changes twice at most.
        found=Found(np.zeros((16 * (needs + 1), 6), np.int64), np.zeros(1, np.int64)),
    )


def new_counts(resolved: Resolved, opens: int) -> Counts:
    """Return counts that are all 0."""
    needs, groups = len(resolved.names.needs), len(resolved.names.groups_in_areas)
    numbers = resolved.numbers.services
    size = len(resolved.names.services)
    services = np.zeros(size, SERVICE)
    services["continuous"] = numbers.continuous
    services["has_team"] = numbers.team != MISSING
    services["for_crisis"] = crisis.crisis_services(resolved)
    posts = most_posts(resolved)
    services["places"] = resolved.first_numbers.services.places
    services["last_share"] = resolved.first_numbers.services.last_share
    services["first_post"], services["most_posts"] = np.cumsum(posts) - posts, posts
    services["since"] = services["counted_to"] = opens
    return Counts(
        groups=np.zeros(groups, GROUP),
        at=np.zeros((groups, size), AT),
        services=services,
        need_minutes=np.zeros((groups, needs + 1, STATES), np.int64),
        contact_gaps=np.zeros((groups, len(resolved.measuring.gap_days), 2), np.int64),
        longest=np.zeros((groups, SOME), np.int64),
        relationships=np.zeros((groups, SOME), np.int64),
        help_minutes=np.zeros((groups, needs, 2), np.int64),
        wait_days=np.zeros((groups, len(STAGES), size, SOME), np.int64),
        wait_minutes=np.zeros((groups, len(STAGES), size), np.int64),
        over_minutes=np.zeros((groups, size, terms_of(resolved).long_waits.size), np.int64),
        occupied=np.zeros((size, SOME), np.int64),
        care=no_care(groups, size, len(resolved.measuring.gap_days)),
        sequences=np.zeros((SEQUENCES, 7), np.int64),
        set_down=np.zeros(1, np.int64),
        posts=np.zeros(int(posts.sum()), np.int8),
        months=new_months(resolved),
    )


def no_care(groups: int, services: int, lengths: int) -> CareTally:
    """Return counts of contact while in care that are all 0."""
    shape = (groups, services)
    cells = {"gaps": (lengths, 2), "unseen": (lengths,), "minutes": (), "over": (2,)}
    return CareTally(**{name: np.zeros(shape + more, np.int64) for name, more in cells.items()})


def most_posts(resolved: Resolved) -> Ints:
    """Return the largest number of posts that each service ever has, (S,); 0 without workers."""
    most = np.zeros(len(resolved.names.services), np.int64)
    for numbers in (resolved.first_numbers, resolved.numbers):
        np.maximum(most, numbers.services.places, out=most)
        np.maximum.at(most, numbers.changes.service, numbers.changes.places)
    return np.where(resolved.numbers.services.team == MISSING, 0, most)


def limits_of(resolved: Resolved) -> EventLog:
    """Return the scenario's window and its limits of time, as an array of one LIMITS row."""
    window = cut(resolved.measuring.window, resolved.numbers.closes)
    limits = np.zeros(1, LIMITS)
    limits["opens"], limits["closes"] = window
    limits["follow_up_within"] = crisis.FOLLOW_UP_WITHIN
    limits["crisis_within"] = crisis.CRISIS_WITHIN
    limits["referred_within"] = re_referrals.REFERRED_WITHIN
    limits["lost_after"] = resolved.measuring.lost_after
    limits["seen_within"] = crisis.SEEN_WITHIN
    limits["enough"] = millionths(resolved.measuring.enough)
    limits["counts_help"] = terms_of(resolved).counts_help
    limits["areas"] = len(resolved.names.areas) or 1
    return limits


def room_in(memory: Memory, counts: Counts) -> EventLog:
    """Return the number of rows for which each table has room, as an array of one ROOM row."""
    room = np.zeros(1, ROOM)
    for name in ("people", "needs", "spells", "workers", "pairs", "endings"):
        room[name] = getattr(memory, name).size
    room["wait"] = counts.wait_days.shape[-1] * DAY
    room["life"] = counts.longest.shape[-1] * DAY
    room["sequences"] = len(counts.sequences)
    room["occupied"] = counts.occupied.shape[-1]
    return room


def room_for(memory: Memory, counts: Counts, what: int, row: EventLog) -> tuple[Memory, Counts]:
    """Return tables that are large enough for a row; `what` is the table that lacked room.

    The contents of the tables are kept.
    """
    m, c = memory, counts
    if what == PEOPLE:
        people = larger(m.people.size, int(row["person"]) + 1)
        needs, services = m.needs.size // m.people.size, m.visits.shape[1]
        m = m._replace(
            people=longer(m.people, people),
            needs=longer(m.needs, people * needs),
            open_now=longer(m.open_now, people * (2 * needs + 1)),
            helps=longer(m.helps, people * needs if m.known.size else 0),
            known=longer(m.known, people if m.known.size else 0),
            plans=longer(m.plans, people if m.plans.size else 0),
            visits=longer(m.visits.ravel(), people * services).reshape(people, services),
        )
    elif what == SPELLS:
        m = m._replace(spells=longer(m.spells, larger(m.spells.size, int(row["spell"]) + 1)))
    elif what == WORKERS:
        named = int(max(row["worker"], row["other_worker"])) + 1
        m = m._replace(workers=longer(m.workers, larger(m.workers.size, named)))
    elif what == PAIRS:
        m = m._replace(pairs=longer(m.pairs, larger(m.pairs.size, 0)))
    elif what == PENDING:
        m = m._replace(endings=longer(m.endings, larger(m.endings.size, 0)))
    elif what == OCCUPIED:
        c = c._replace(occupied=more_days(c.occupied))
    elif what == WAIT_DAYS:
        c = c._replace(wait_days=more_days(c.wait_days))
    elif what == LIFE_DAYS:
        c = c._replace(longest=more_days(c.longest), relationships=more_days(c.relationships))
    return m, c


def larger(size: int, least: int) -> int:
    """Return a size half as large again, and at least as large as needed."""
    return max(size + size // 2 + 1, least)


def longer(table: NDArray[Any], size: int) -> NDArray[Any]:
    """Return a table with more rows; the new rows are zero."""
    new = zeros(size, table.dtype)
    new[: table.size] = table
    return new


def more_days(days: Ints) -> Ints:
    """Return counts by completed days (or people), with room for twice as many."""
    return np.concatenate([days, np.zeros_like(days)], axis=-1)
