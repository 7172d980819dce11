"""List everything that compiled code finds by the map: single numbers, and tables.

The map is a small array of whole numbers. It is the only argument of compiled functions, so a call
passes one pointer, however large the world is. A table takes two numbers of the map: the address
of its first row, and its number of rows. The numbers are in the order of this list. The type of a
table is given only here; the functions that read it and its memory are derived from it.
"""

from __future__ import annotations

import enum
from typing import Any, Self

import numpy as np

from sim.engines.fast import layout, settings
from sim.engines.fast.own_records import record_of
from sim.engines.initial_population import PLACE
from sim.events import EVENT
from sim.own_rules import Hook

ONE = None
"""The type of an entry that is a single number, kept in the map itself."""
FLAG = np.dtype(np.bool_)
INT8, INT16, INT32, INT64 = (np.dtype(kind) for kind in (np.int8, np.int16, np.int32, np.int64))
FLOAT64 = np.dtype(np.float64)
PLACES_OF_TABLE = 2


class At(enum.IntEnum):
    """The entries of the map, as positions in it."""

    _dtype: np.dtype[Any] | None

    def __new__(cls, dtype: np.dtype[Any] | None = ONE) -> Self:
        """Make an entry at the next free position. A table takes two positions."""
        before = list(cls.__members__.values())[-1:]
        position = sum(int(last) + last.places for last in before)
        member = int.__new__(cls, position)
        member._value_, member._dtype = position, dtype
        return member

    @property
    def places(self) -> int:
        """Return how many positions of the map this entry takes."""
        return 1 if self._dtype is None else PLACES_OF_TABLE

    @property
    def dtype(self) -> np.dtype[Any]:
        """Return the type of the table's rows; ValueError for a single number."""
        if self._dtype is None:
            raise ValueError(f"{self.name} is one number, not a table")
        return self._dtype

    @property
    def rows(self) -> int:
        """Return the position of the table's number of rows; ValueError for a single number."""
        if self._dtype is None:
            raise ValueError(f"{self.name} is one number, not a table")
        return int(self) + 1

    # The run.
    SEED = ONE
    REPLICATION = ONE
    CLOSES = ONE
    NOW = ONE
    SINCE_MONDAY = ONE  # minutes from the Monday of the first week to minute 0
    STEPS = ONE
    STATUS = ONE
    CULPRIT = ONE  # whom STATUS is about: the row of a person or post, the entry of an own rule
    NOTED = ONE  # a Noted
    ROWS = ONE  # of the log chunk
    CHUNK = ONE  # rows after which they are read or kept
    BEGUN = ONE  # things of minute 0 that are done, plus 1; see `loop.begin_item`
    STRETCH = ONE  # steps to take before coming back to look around
    DOING = ONE  # what the culprit did last: a kind of step, or NONE for a referral
    PASSED_OVER = ONE  # candidates of needs that could move nothing, so far
    CLOSED_DAYS = ONE  # of the run, for which bank holidays are known
    CHANGING = ONE  # things of the change of rules that are done, plus 1; 0 = it is not under way
    # Addresses of the machine code of a user's own rules; 0 = the model's own rule decides.
    ASKS_ACCEPTANCE = ONE
    ASKS_ROUTE = ONE
    ASKS_NEXT_CONTACT = ONE
    ASKS_ASSIGNED = ONE
    ASKS_ENDING = ONE
    ASKS_NEED_RATE = ONE
    ASKS_TENURE = ONE
    # Counts of the resolved scenario.
    SERVICES = ONE
    NEEDS = ONE
    GROUPS = ONE  # each in each area
    AREAS = ONE  # 1 without areas
    HAS_AREAS = ONE
    ROUTED_BY = ONE  # by how many kinds of people routes differ now: 1, areas, or groups in areas
    STAYS_BY = ONE  # the same of stays
    STATES = ONE  # of the longest chain
    TRANSITIONS = ONE
    CLASSES = ONE  # of a waiting list
    CHANGES = ONE
    DATES = ONE  # on which routes, stays or entry change
    DATE = ONE  # the one whose ways are to be put in place now
    CHANGES_AT = ONE  # the minute in which the rules change; FOREVER where they do not
    PHASE_OVER = ONE  # minutes of the phase-in of the rules that hold now; 0 = none
    PHASE_SHARE = ONE  # millionths of contact hours at its beginning
    STREAMS = ONE
    PIECES = ONE  # of an arrival stream's rates
    MOST_LISTED = ONE  # arrivals in one stream
    OVER_CONTACT = ONE  # length of the memory of recent contacts, 0 = off
    CLOCK_BITS = ONE  # timers of a person, as a power of two
    OWN_RULES = ONE  # of the user's
    # Whether the rules can ever ask for a feature; see `traits`.
    CARES = ONE  # workers, contacts, follow-ups, advice
    FEELS = ONE  # trust or a loss can change what happens
    LINKS = ONE  # a spell can wait for the next one to begin
    LEAVES_SETTLED = ONE
    MOVES_AWAY = ONE  # or dies, at a rate
    RETURNS = ONE  # without a referral
    # How much of the tables is in use: rows made, rows ever touched, unused rows in a list.
    PEOPLE_MADE = ONE
    PEOPLE_TOUCHED = ONE
    FREE_PERSON = ONE
    SPELLS_MADE = ONE
    SPELLS_IN_USE = ONE
    SPELLS_TOUCHED = ONE  # rows ever used; beyond them nothing has been written
    FREE_SPELL = ONE  # heads of lists of unused rows
    USES_TOUCHED = ONE
    FREE_USE = ONE
    LOSSES_TOUCHED = ONE
    FREE_LOSS = ONE
    WORKS_IN_USE = ONE
    WORKS_TOUCHED = ONE
    FREE_WORK = ONE
    LONGEST_QUEUE = ONE  # ever, of one worker
    WORKERS_MADE = ONE
    PEOPLE_WAITING = ONE  # on all lists, and without a worker
    PEOPLE_ASKING = ONE  # for another worker
    LARGEST_CASELOAD = ONE  # ever
    # What the present step has set off.
    TO_SETTLE = ONE  # number of services marked
    MAY_SWAP = ONE  # somebody is newly blocked, perhaps the last one of a ring
    JOINED_FIRST = ONE  # spells that joined a list in this step, a list of their own
    JOINED_LAST = ONE
    BLOCKED_FIRST = ONE
    ENDED_FIRST = ONE  # spells that ended, or had nothing more to come, in this step
    ENDED_LAST = ONE
    # The calendar.
    MINUTE = ONE  # whose steps are in the heap
    HEAP_SIZE = ONE
    WINDOW_SHIFT = ONE  # minutes of a window, as a power of two
    WINDOW_NOW = ONE
    FAR = ONE  # entries in windows
    CHUNKS_IN_USE = ONE
    CHUNKS_TOUCHED = ONE
    FREE_CHUNK = ONE
    NODES_IN_USE = ONE
    NODES_TOUCHED = ONE
    FREE_NODE = ONE
    NODES_WANTED = ONE  # by the window that could not be opened
    # Tables of what is going on.
    PERSON = layout.PERSON
    PAST = layout.PAST
    NEED = layout.NEED  # a person's needs, side by side
    LEVELS_HELD = layout.LEVELS_HELD  # of the same needs, if any presents itself over some time
    USE = layout.USE  # a person and a service they have met
    SPELL = layout.SPELL
    LOSS = layout.LOSS
    WORK = layout.WORK
    RECENT = INT32
    SERVICE = settings.SERVICE
    TEAM = settings.TEAM
    WORKER = layout.WORKER
    POST = layout.POST
    LINE = layout.LINE  # (service, class): a waiting list
    STREAM = layout.STREAM
    MARKED = INT8  # (S,) services to settle
    ORDER = INT64  # scratch for orders by tie-break draw
    # The states of own rules; see `own_records`.
    OWN_ACCEPTANCE = record_of(Hook.ACCEPTANCE)
    OWN_ROUTE = record_of(Hook.ROUTE)
    OWN_NEXT_CONTACT = record_of(Hook.NEXT_CONTACT)
    OWN_ASSIGNED = record_of(Hook.ASSIGNED)
    OWN_ENDING = record_of(Hook.ENDING)
    OWN_NEED_RATE = record_of(Hook.NEED_RATE)
    OWN_TENURE = record_of(Hook.TENURE)
    OWN_WHOLE = INT64  # their arrays, one behind the other: whole numbers
    OWN_REAL = FLOAT64  # and real ones
    OWN_SERVICES = INT64  # (S + 1,) the numbers by which they know services, and nowhere
    OWN_GROUPS = INT64  # (G / A,)
    OWN_NEEDS = INT64  # (K,)
    LARGEST_RATIO = FLOAT64  # (K,) that care can have on the rates of a need
    # What is written down.
    LOG = EVENT
    ARRIVED = layout.ARRIVED  # who arrived, for the people table of a log
    # The calendar's.
    HEAP = layout.PENDING
    WINDOWS = INT32  # first chunk of each
    CHUNKS = INT64
    NODES = layout.NODE
    MINUTES = INT32  # first node of each minute of the present window
    BITS = INT64  # whether it has any
    # The resolved scenario.
    GROUP = settings.GROUP
    EFFECT = settings.EFFECT  # (group, need)
    WAYS = settings.WAYS  # (group, need, state)
    TARGET = INT64
    DIRECTION = INT64
    SHARE = FLOAT64  # (G, T)
    LEVEL = INT64  # (K, X)
    START = FLOAT64  # (G, K, X)
    ROUTES = FLOAT64  # (S, M, R, S + 1); M as in `sim.resolved.Ways`
    SURE = INT64  # (S, M, R): where a route leads that leaves nothing to chance
    CRISIS_ROUTE = FLAG  # (S, M)
    STAY = INT64  # (S, M)
    ENTRY = FLOAT64  # (G, K, L, S + 1)
    HANDOFF = INT64  # (S, S)
    FOLLOW_UP_BY = INT64  # (S, A)
    EXIT_DELAY = INT64  # (S, S)
    GROUP_CLASS = INT64  # (S, G)
    SHARES = FLOAT64  # of groups, (G / A,)
    AREA_SHARES = FLOAT64  # (G / A, A)
    STREAM_TO = INT64  # (streams, A)
    WORKS_ON = FLAG  # (W, 7)
    CLOSED = FLAG  # bank holidays by team and day of the run
    PIECE_FROM = INT64  # (A, B)
    PIECE_RATE = FLOAT64
    LISTED = INT64  # (A, N) minutes of listed arrivals
    CHANGE = layout.CHANGE  # (C,)
    DATE_TIME = INT64  # minutes in which routes, stays or entry change
    DATED = INT64  # (N, 3) what changes: its date, service and kind
    DISTRIBUTION = settings.DRAWN
    STARTER_KEY = INT64  # who is there at minute 0; see `sim.engines.initial_population`
    STARTER_GROUP = INT16
    STARTER_ATTRIBUTES = INT64
    STARTER_TRUST = FLOAT64
    STARTER_AWAY = INT8
    STARTER_STATES = INT8
    PLACE = PLACE
    MOVED_TO = INT64  # (S, A) where the people of a service go when the rules change
    PRESENT = INT64  # rows of everyone who is there when the rules change, by number
    # The columns of `laws.Distributions`.
    DRAWN_SHAPE = INT64
    DRAWN_A = FLOAT64
    DRAWN_B = FLOAT64
    DRAWN_C = FLOAT64
    DRAWN_MINUTES_PER_UNIT = FLOAT64
    DRAWN_U_LOW = FLOAT64
    DRAWN_U_HIGH = FLOAT64
    DRAWN_FIRST = INT64
    DRAWN_SIZE = INT64
    DRAWN_POINTS = FLOAT64
    DRAWN_CUMULATIVE = FLOAT64
    # Timers, in the order of `Region`.
    TIMERS_PERSON = layout.TIMER
    TIMERS_SPELL = layout.TIMER
    TIMERS_WORKER = layout.TIMER
    TIMERS_STREAM = layout.TIMER
    TIMERS_CHANGE = layout.TIMER
    TIMERS_POST = layout.TIMER


SIZE = sum(entry.places for entry in At)
"""The number of numbers in the map."""

LASTING = frozenset(
    entry for entry in At if At.SERVICES <= entry <= At.RETURNS and entry not in (At.DATE,)
) | {At.SEED, At.REPLICATION, At.CLOSES, At.SINCE_MONDAY, At.NOTED, At.CLOSED_DAYS, At.WINDOW_SHIFT}
"""The single numbers that compiled code never changes."""
