"""Where everything is kept: the tables of the fast engine, and what stands in each row.

A run's memory is a handful of tables of fixed rows. One small array of whole numbers, the
*map*, holds each table's address and size and the few numbers that there is one of. Compiled
functions get the map and nothing else, so a call costs one pointer however large the world.
"""

from __future__ import annotations

import enum

import numpy as np

NONE = -1
LONG_AGO = -(2**31)
"""A minute before any other, where none has been."""


class At(enum.IntEnum):
    """Places in the map. Tables take two: address, then number of rows."""

    SEED = 0
    REPLICATION = 1
    CLOSES = 2
    NOW = 3
    STEPS = 4
    STATUS = 5
    CULPRIT = 6  # person number, where STATUS says that someone goes round in a loop
    SERVICES = 7  # counts of the resolved scenario
    NEEDS = 8
    GROUPS = 9
    SPELLS_MADE = 10
    PEOPLE_MADE = 11
    WORKERS_MADE = 12
    ROWS = 13  # of the log chunk
    NOTED = 14  # a Noted
    FREE_SPELL = 15  # heads of lists of unused rows
    FREE_PERSON = 16
    FREE_LOSS = 17
    SPELLS_IN_USE = 18
    PEOPLE_IN_USE = 19
    LOSSES_IN_USE = 20
    SPELLS_TOUCHED = 21  # rows ever used; beyond them nothing has been written
    PEOPLE_TOUCHED = 22
    LOSSES_TOUCHED = 23
    TO_SETTLE = 24  # number of services marked
    JOINED_FIRST = 25  # spells that joined a list in this step, a list of their own
    JOINED_LAST = 26
    BLOCKED_FIRST = 27
    STATES = 38  # of the longest chain
    TRANSITIONS = 39
    PIECES = 154  # of an arrival stream's rates
    ENDED_FIRST = 37  # spells that ended in this step
    CLASSES = 28  # of a waiting list
    OVER_CONTACT = 29  # length of the memory of recent contacts, 0 = off
    CHANGES = 30
    STREAMS = 31
    # The calendar.
    HEAP_SIZE = 32
    MINUTE = 33  # whose steps are in the heap
    WINDOW_SHIFT = 34  # minutes of a window, as a power of two
    WINDOW_NOW = 35
    FAR = 173  # entries in windows
    FREE_CHUNK = 174
    CHUNKS_TOUCHED = 175
    CHUNKS_IN_USE = 176
    FREE_NODE = 177
    NODES_TOUCHED = 178
    NODES_IN_USE = 179
    NODES_WANTED = 180  # by the window that could not be opened
    PERSON_CLOCKS = 181  # timers of a person, a power of two
    STRETCH = 155  # steps to take before coming back to look around
    PEOPLE_WAITING = 156  # on all lists, and without a worker
    LARGEST_CASELOAD = 157  # ever
    CHUNK = 158  # rows after which they are read or kept
    BEGUN = 172  # people and places of minute 0 that are there, plus 1
    FREE_USE = 160
    USES_TOUCHED = 161
    PASSED_OVER = 159  # candidates of needs that could move nothing, so far
    # Tables: address and rows.
    PERSON = 40
    PAST = 190
    SURE = 192  # (S, R): where a route leads that leaves nothing to chance
    NEED = 42  # a person's needs, side by side
    USE = 44  # a person and a service they have met
    SPELL = 46
    LOSS = 48
    RECENT = 50
    SERVICE = 52
    TEAM = 54
    WORKER = 56
    POST = 58
    GROUP = 60
    EFFECT = 62  # (group, need)
    WAYS = 64  # (group, need, state)
    LINE = 66  # (service, class): a waiting list
    LOG = 68
    ARRIVED = 76  # who arrived, for the people table of a log
    HEAP = 70
    WINDOWS = 72  # first chunk of each
    CHUNKS = 182
    NODES = 184
    MINUTES = 186  # first node of each minute of the present window
    BITS = 188  # whether it has any
    STREAM = 74
    # Plain arrays of the resolved scenario.
    TARGET = 80
    DIRECTION = 82
    SHARE = 84  # (G, T)
    LEVEL = 86  # (K, X)
    START = 88  # (G, K, X)
    ROUTES = 90  # (S, R, S + 1)
    ENTRY = 92  # (G, K, L, S + 1)
    HANDOFF = 94  # (S, S)
    GROUP_CLASS = 96  # (S, G)
    SHARES = 98  # (G,)
    WORKS_ON = 100  # (W, 7)
    PIECE_FROM = 102  # (A, B)
    PIECE_RATE = 104
    CHANGE = 106  # (C, 3)
    RING = 108  # scratch for rings of blocked people
    ORDER = 110  # scratch for orders by lot
    MARKED = 112  # (S,) services to settle
    DISTRIBUTION = 114
    STARTER_KEY = 162  # who is there at minute 0; see `sim.engines.crowd`
    STARTER_GROUP = 164
    STARTER_ATTRIBUTES = 166
    STARTER_TRUST = 168
    STARTER_STATES = 170
    PLACE = 120
    # The columns of `resolved.Distributions`, in their order.
    DRAWN = 122
    # Timers, by region; see `calendar`.
    TIMERS = 144
    END = 194


class Status(enum.IntEnum):
    """Why the compiled part came back."""

    DONE = 0
    MAKE_ROOM = 1  # a table is nearly full: enlarge it and call again
    ENDLESS_LOOP = 2
    NO_SUCH_ROW = 4  # in a checked build: a fault of the program
    PAUSED = 3  # a stretch of steps is over: look whether anyone wants to stop


class Noted(enum.IntEnum):
    """What is written down of each event."""

    NOTHING = 0
    BY_NUMBER = 1  # a row of the log, which names people and spells by their numbers
    BY_PLACE = 2  # the same, but by the rows of tables that they have at the time


class Region(enum.IntEnum):
    """Whose timers: the upper bits of a timer's number."""

    PERSON = 0
    SPELL = 1
    WORKER = 2
    STREAM = 3
    CHANGE = 4


class Held(enum.IntEnum):
    """Where a timer that runs stands in the calendar."""

    IN_WINDOW = 0
    IN_MINUTE = 1
    IN_HEAP = 2


REGION_SHIFT = 28


class SpellTimer(enum.IntEnum):
    """The clocks of a spell; those that share a place never run at the same time."""

    NEXT = 0  # decision, patience, contact due, contact booked
    STAY = 1  # end of the stay; after the ending, place comes free
    SETTLED = 2
    LIMIT = 3  # warm limit; after the ending, follow-up


SPELL_TIMERS = 4

TIMER = np.dtype(
    [
        ("time", np.int32),
        ("kind", np.int8),  # NONE when it does not run
        ("held", np.int8),  # a Held
    ],
    align=True,
)

PENDING = np.dtype(
    [
        ("kind", np.int32),
        ("lot", np.int64),  # NONE until a tie asks for it
        ("timer", np.int32),
    ],
    align=True,
)

NODE = np.dtype([("timer", np.int32), ("next", np.int32)], align=True)

CHUNK_WORDS = 32
"""Of a chunk: the next chunk, how many entries it has, and up to 30 of (minute, timer)."""

PERSON = np.dtype(
    [
        ("key", np.int64),
        ("trust", np.float64),
        ("attributes", np.int64),
        ("number", np.int32),
        ("first_spell", np.int32),  # active referrals and spells, in order of referral
        ("last_spell", np.int32),
        ("first_loss", np.int32),
        ("last_loss", np.int32),
        ("first_use", np.int32),
        ("minute", np.int32),
        ("rows_held", np.int32),  # of the table of spells
        ("steps_in_minute", np.int16),
        ("group", np.int16),
        ("seeking_level", np.int8),
        ("told", np.int8),
        ("disengaged", np.int8),
        ("gone", np.int8),
    ],
    align=True,
)

PAST = np.dtype(
    [
        ("refusals", np.int32),
        ("seeks", np.int32),
        ("reseeks", np.int32),
        ("sought", np.int32),
        ("leaves_by", np.int8),
    ],
    align=True,
)
"""How often a person has done or met with what is seldom asked; apart, so that `PERSON` is one
line of the processor's cache."""

NEED = np.dtype(
    [
        ("distance", np.float64),  # of the latest candidate; see `sim.rules.need`
        ("since", np.int32),  # minute of the latest candidate
        ("ordinal", np.int32),
        ("state", np.int8),
        ("level", np.int8),
        ("episode_open", np.int8),
        ("toward", np.int8),
        ("recent", np.int32),  # contacts so far, for the memory of recent ones
    ],
    align=True,
)

USE = np.dtype(
    [
        ("relationship", np.float64),  # with the last worker there
        ("worker", np.int32),  # the last one; NONE
        ("ended_at", np.int32),  # LONG_AGO where never
        ("visits", np.int32),
        ("stays", np.int32),
        ("contacts", np.int32),
        ("routed", np.int32),
        ("routed_in_crisis", np.int32),
        ("next", np.int32),  # of the person's
        ("service", np.int16),
    ],
    align=True,
)

SPELL = np.dtype(
    [
        # What most steps ask for, in one line of the processor's cache.
        ("relationship", np.float64),
        ("person", np.int32),
        ("service", np.int32),
        ("newer", np.int32),
        ("supports_since", np.int32),  # LONG_AGO where never
        ("advised_until", np.int32),
        ("worker", np.int32),
        ("last_contact", np.int32),
        ("put_off_due", np.int32),  # LONG_AGO where none
        ("pauses", np.int32),
        ("use", np.int32),
        ("next_spell", np.int32),  # the referral this warm or blocked spell waits for
        ("older", np.int32),  # among the person's active spells
        ("stage", np.int8),
        ("has_joined", np.int8),
        ("handing_on", np.int8),
        ("blocked", np.int8),
        ("joint", np.int8),
        ("booked", np.int8),
        ("urgent", np.int8),
        ("still_to_come", np.int8),  # of an ended spell: its place comes free, a follow-up
        ("unallocated", np.int8),
        ("in_crisis", np.int8),
        # The rest.
        ("cost", np.int64),  # of the booking, in working minutes
        ("lot", np.int64),  # in the waiting list; NONE until a tie asks for it
        ("patience_left", np.int64),  # NONE where it is drawn
        ("number", np.int32),
        ("came_from", np.int32),
        ("referred_at", np.int32),
        ("visit", np.int32),
        ("from_spell", np.int32),  # the warm or blocked spell that waits for this one
        ("line_class", np.int32),
        ("joined_at", np.int32),
        ("ahead", np.int32),  # in the waiting list
        ("behind", np.int32),
        ("joined_next", np.int32),
        ("blocked_next", np.int32),
        ("ended_next", np.int32),
        ("of_worker_prev", np.int32),  # among the worker's spells
        ("of_worker_next", np.int32),
        ("unallocated_prev", np.int32),
        ("unallocated_next", np.int32),
        ("retellings_left", np.int32),
        ("attended", np.int32),
        ("missed_in_row", np.int32),
        ("lost_worker", np.int32),
        ("lost_at", np.int32),
        ("due", np.int32),  # of the booking
        ("length", np.int32),
        ("ordinal", np.int32),
    ],
    align=True,
)

LOSS = np.dtype(
    [("size", np.float64), ("until", np.int32), ("next", np.int32), ("prev", np.int32)], align=True
)

LINE = np.dtype([("first", np.int32), ("last", np.int32)], align=True)

WORKER = np.dtype(
    [
        ("key", np.int64),
        ("free_from", np.int64),
        ("service", np.int32),
        ("post", np.int32),
        ("incumbent", np.int32),
        ("started", np.int32),
        ("caseload", np.int32),
        ("first_spell", np.int32),
        ("opening", np.int32),
        ("in_post", np.int8),
    ],
    align=True,
)

POST = np.dtype(
    [
        ("team", np.int32),
        ("worker", np.int32),
        ("incumbents", np.int32),
        ("opening", np.int32),
        ("reading", np.int32),
    ],
    align=True,
)

STREAM = np.dtype(
    [
        ("key", np.int64),  # of the person who arrives next
        ("time", np.float64),
        ("name", np.int64),
        ("number", np.int64),
        ("group", np.int64),
        ("to", np.int64),
    ],
    align=True,
)


ARRIVED = np.dtype(
    [
        ("key", np.int64),
        ("attributes", np.int64),
        ("number", np.int64),  # in the stream
        ("time", np.int32),
        ("stream", np.int32),
        ("group", np.int32),
    ],
    align=True,
)


class Stage(enum.IntEnum):
    """How far a referral has come."""

    REFERRED = 0
    WAITING = 1
    OPEN = 2
    ENDED = 3
