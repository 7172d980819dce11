"""What stands where in the map: the numbers that there is one of, and each table's address.

One small array of whole numbers is all that compiled functions are given, so a call costs one
pointer however large the world is.
"""

from __future__ import annotations

import enum


class At(enum.IntEnum):
    """Places in the map. Tables take two: address, then number of rows."""

    # The run.
    SEED = 0
    REPLICATION = 1
    CLOSES = 2
    NOW = 3
    STEPS = 4
    STATUS = 5
    CULPRIT = 6  # row of the person, or post, that STATUS says goes round in a loop
    NOTED = 7  # a Noted
    ROWS = 8  # of the log chunk
    CHUNK = 9  # rows after which they are read or kept
    BEGUN = 10  # things of minute 0 that are done, plus 1; see `loop.begin_item`
    STRETCH = 11  # steps to take before coming back to look around
    DOING = 57  # what the culprit did last: a kind of step, or NONE for a referral
    PASSED_OVER = 12  # candidates of needs that could move nothing, so far
    # Counts of the resolved scenario.
    SERVICES = 13
    NEEDS = 14
    GROUPS = 15
    STATES = 16  # of the longest chain
    TRANSITIONS = 17
    CLASSES = 18  # of a waiting list
    CHANGES = 19
    STREAMS = 20
    PIECES = 21  # of an arrival stream's rates
    OVER_CONTACT = 22  # length of the memory of recent contacts, 0 = off
    PERSON_CLOCKS = 23  # timers of a person, a power of two
    # How much of the tables is in use: rows made, rows ever touched, unused rows in a list.
    PEOPLE_MADE = 24
    PEOPLE_TOUCHED = 26
    FREE_PERSON = 27
    SPELLS_MADE = 28
    SPELLS_IN_USE = 29
    SPELLS_TOUCHED = 30  # rows ever used; beyond them nothing has been written
    FREE_SPELL = 31  # heads of lists of unused rows
    USES_TOUCHED = 32
    FREE_USE = 33
    LOSSES_TOUCHED = 35
    FREE_LOSS = 36
    WORKERS_MADE = 37
    PEOPLE_WAITING = 38  # on all lists, and without a worker
    LARGEST_CASELOAD = 39  # ever
    # What the present step has set off.
    TO_SETTLE = 40  # number of services marked
    JOINED_FIRST = 41  # spells that joined a list in this step, a list of their own
    JOINED_LAST = 42
    BLOCKED_FIRST = 43
    ENDED_FIRST = 44  # spells that ended in this step
    # The calendar.
    MINUTE = 45  # whose steps are in the heap
    HEAP_SIZE = 46
    WINDOW_SHIFT = 47  # minutes of a window, as a power of two
    WINDOW_NOW = 48
    FAR = 49  # entries in windows
    CHUNKS_IN_USE = 50
    CHUNKS_TOUCHED = 51
    FREE_CHUNK = 52
    NODES_IN_USE = 53
    NODES_TOUCHED = 54
    FREE_NODE = 55
    NODES_WANTED = 56  # by the window that could not be opened
    # Tables of what is going on.
    PERSON = 64
    PAST = 66
    NEED = 68  # a person's needs, side by side
    USE = 70  # a person and a service they have met
    SPELL = 72
    LOSS = 74
    RECENT = 76
    SERVICE = 78
    TEAM = 80
    WORKER = 82
    POST = 84
    LINE = 86  # (service, class): a waiting list
    STREAM = 88
    MARKED = 90  # (S,) services to settle
    ORDER = 94  # scratch for orders by lot
    # What is written down.
    LOG = 96
    ARRIVED = 98  # who arrived, for the people table of a log
    # The calendar's.
    HEAP = 100
    WINDOWS = 102  # first chunk of each
    CHUNKS = 104
    NODES = 106
    MINUTES = 108  # first node of each minute of the present window
    BITS = 110  # whether it has any
    # The resolved scenario.
    GROUP = 112
    EFFECT = 114  # (group, need)
    WAYS = 116  # (group, need, state)
    TARGET = 118
    DIRECTION = 120
    SHARE = 122  # (G, T)
    LEVEL = 124  # (K, X)
    START = 126  # (G, K, X)
    ROUTES = 128  # (S, R, S + 1)
    SURE = 130  # (S, R): where a route leads that leaves nothing to chance
    ENTRY = 132  # (G, K, L, S + 1)
    HANDOFF = 134  # (S, S)
    GROUP_CLASS = 136  # (S, G)
    SHARES = 138  # (G,)
    WORKS_ON = 140  # (W, 7)
    PIECE_FROM = 142  # (A, B)
    PIECE_RATE = 144
    CHANGE = 146  # (C, 3)
    DISTRIBUTION = 148
    STARTER_KEY = 150  # who is there at minute 0; see `sim.engines.crowd`
    STARTER_GROUP = 152
    STARTER_ATTRIBUTES = 154
    STARTER_TRUST = 156
    STARTER_STATES = 158
    PLACE = 160
    # The columns of `resolved.Distributions`, in their order.
    DRAWN = 162
    # Timers, by region.
    TIMERS = 184
    END = 194


class Status(enum.IntEnum):
    """Why the compiled part came back."""

    DONE = 0
    MAKE_ROOM = 1  # a table is nearly full: enlarge it and call again
    ENDLESS_LOOP = 2  # of a person
    POST_TURNS_OVER = 5  # an endless loop of a post
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
