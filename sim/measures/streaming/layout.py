"""The row types of the streaming tables: the state that is kept, and the counts.

Minutes have 32 bits, which is enough for 4,000 years. Counters have 64 bits. A total of durations
(such as time on a list) is kept as follows. When an interval opens, its opening minute is
subtracted from the total. When it closes, its closing minute is added. Both are cut at the
window's ends. For the intervals that are open when the window closes, only their number is needed.
The state of each person need not be read for this.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.measures import cover_state, crisis, known_state, pairs, transitions
from sim.measures.activity import ActivityTally
from sim.measures.crisis import CrisisTally
from sim.measures.transitions import TransitionTally

NONE, PAIR = pairs.NONE, pairs.PAIR

ENOUGH, PEOPLE, SPELLS, WORKERS, PAIRS, PENDING, WAIT_DAYS, LIFE_DAYS, FINISHED, OCCUPIED = range(
    10
)
"""The table that must be enlarged before the next row is read; `ENOUGH` if none must be."""


def _more(kind: np.dtype[Any], *columns: tuple[str, type]) -> np.dtype[Any]:
    """Return a row type with the columns of another row type and more columns."""
    assert kind.names is not None
    return np.dtype([(name, kind[name]) for name in kind.names] + list(columns), align=True)


def _counters(
    tally: type[ActivityTally | CrisisTally | TransitionTally],
    cells: Mapping[str, tuple[int, ...]],
) -> list[tuple[str, type, tuple[int, ...]]]:
    """Return a column for each field of a tally, with as many numbers as the field has."""
    return [(name, np.int64, cells.get(name, ())) for name in tally._fields]


PERSON = _more(
    cover_state.PERSON,
    ("there", np.int8),  # whether this row of the table is in use
    ("now", np.int32),  # the minute up to which their needs are accounted for
    ("arrived", np.int32),
    ("longest", np.int32),  # minutes without cover in a need episode; NONE without an episode
    ("crisis_at", np.int32),  # when they last reached crisis, or NONE
    ("endings", np.int32),  # the latest of `Pending` endings, which names the first
    ("leavings", np.int32),  # of hospital, likewise
    ("departures", np.int32),  # after which a referral may follow, likewise
    ("referred_at", np.int32),  # when they were last referred to a helping service, or NONE
    ("first_pair", np.int32),
    # Of attended contacts in the window: the provider at the latest, how often the one before.
    ("last_worker", np.int32),
    ("same_worker", np.int32),
    ("last_staff", np.int32),  # the same of all who are named, people of pools too
    ("same_staff", np.int32),
    ("same_team", np.int32),
    ("same_service", np.int32),
    ("last_team", np.int16),
    ("last_service", np.int16),
    ("lost", np.int8),  # to follow-up
    ("in_crisis", np.int8),  # number of needs at crisis level
    ("inside", np.int8),  # number of continuous services they are at
    ("wants", np.int64),  # times as much help as others, in millionths
)

NEED = _more(
    cover_state.NEED,
    ("needy", np.int8),  # at or above the seek level in a minute of the window
    ("served", np.int8),  # seen by a service that covers it
    ("refusals", np.int8),  # in this need episode, up to 2
)

SPELL = _more(
    cover_state.SPELL,
    ("clock", np.int32),  # when referred
    ("since", np.int32),  # when the person joined the list; of a spell its start, then its ending
    ("has_clock", np.int8),
    ("listed", np.int8),
    ("attended", np.int8),  # contacts, up to 2
    ("weight", np.int32),  # in the caseload, thousandths; 0 where nobody is weighed
    ("counts", np.int8),  # whether the weight is one of a worker's now
    ("handed_at", np.int32),  # when the person was last handed on from here, or NONE
    ("handed_on", np.int8),  # whether that was to a helping service
    ("quiet_since", np.int32),  # of an open spell: see `in_care`; NONE in a pause
    ("after_contact", np.int8),  # the quiet time began with a contact or the end of a pause
    ("loss_counted", np.int8),  # the worker's leaving, in case another takes over with handover
    ("from_start", np.int8),  # on the list or in care when the run began
    ("paused", np.int8),
    ("wanting", np.int8),  # the level by which contacts are wanted now; NONE where none are
    ("amount", np.int64),  # millionths of an ordinary person's, while they are wanted
)

KNOWN = _more(
    known_state.KNOWN,
    ("crises", np.int32),  # the latest of those after which a contact may follow
)

WAITS_TO_SEE = np.dtype(
    [
        ("next", np.int32),
        ("time", np.int32),
        # An ending: 1 if planned; a leaving: see `crisis.see_leavings`; a departure: the service.
        ("mark", np.int32),
    ],
    align=True,
)
"""An ending that a crisis or a referral may follow, or a leaving of hospital before a contact."""

POOL = np.dtype([("free", np.int64), ("touched", np.int64), ("used", np.int64)], align=True)
"""The state of a table with reusable rows: first free row, rows ever used, rows in use."""

GROUP = np.dtype(
    [
        ("people", np.int64),
        ("present_minutes", np.int64),
        ("present", np.int64),
        ("left", np.int64),
        ("in_need", np.int64),
        ("never_served", np.int64),
        ("lost", np.int64),
        ("met", np.int64),
        ("workers", np.int64),
        ("changes", np.int64),
        ("in_crisis", np.int64),
        ("in_bed", np.int64),
        ("silences", np.int64),
        ("known", np.int64),
        ("with_plan", np.int64),
        ("enough", np.int64),
        ("bands", np.int64, (5,)),
        ("crises_seen", np.int64, (2,)),
        *_counters(TransitionTally, transitions.CELLS),
        *_counters(CrisisTally, crisis.CELLS),
    ],
    align=True,
)
"""The counts of one group. Every field of a tally is a column here."""

AT = np.dtype(
    [
        ("on_list", np.int64),
        ("open", np.int64),
        ("alone", np.int64),
        ("waiting", np.int64),
        ("waiting_clocks", np.int64),  # sum of the clocks of those who wait for a start
        *_counters(ActivityTally, {}),
    ],
    align=True,
)
"""The counts of one group at one service. Every field of `ActivityTally` is a column here."""

SERVICE = np.dtype(
    [
        ("continuous", np.int8),
        ("has_team", np.int8),
        ("for_crisis", np.int8),
        ("places", np.int64),  # or posts, now
        ("last_share", np.int64),  # thousandths: of the last post
        ("first_post", np.int64),  # of all services' posts, side by side
        ("most_posts", np.int64),
        ("lacking", np.int64),  # thousandths of a whole post: of the last one, if somebody is in it
        ("since", np.int64),
        ("offered", np.int64),  # working minutes until `since`, in thousandths of places or posts
        ("taken_minutes", np.int64),
        ("taken", np.int64),
        ("counted_to", np.int64),  # the minute up to which occupancy is counted
        ("placed", np.int64),  # minutes with a place at least
        ("full", np.int64),  # of them: with somebody in every place
        ("worker_minutes", np.int64),  # in thousandths of posts
        ("filled_minutes", np.int64),  # working minutes of the same
        ("in_post", np.int64),  # thousandths of posts in which somebody is
        ("charged", np.int64),
        ("weight_minutes", np.int64),
        ("weight", np.int64),
    ],
    align=True,
)
"""The properties and the counts of one service."""

LIMITS = np.dtype(
    [
        ("opens", np.int64),  # the window
        ("closes", np.int64),
        ("follow_up_within", np.int64),
        ("crisis_within", np.int64),
        ("referred_within", np.int64),
        ("lost_after", np.int64),
        ("seen_within", np.int64),
        ("enough", np.int64),  # millionths
        ("counts_help", np.int64),
        ("areas", np.int64),  # 1 without areas
    ],
    align=True,
)
"""The window and the limits of time that decide what is counted, in minutes unless stated."""

ROOM = np.dtype(
    [
        ("people", np.int64),
        ("needs", np.int64),
        ("spells", np.int64),
        ("workers", np.int64),
        ("pairs", np.int64),
        ("endings", np.int64),
        ("wait", np.int64),  # minutes; a longer wait has no day to be counted in
        ("life", np.int64),  # minutes, likewise for gaps and relationships
        ("sequences", np.int64),
        ("occupied", np.int64),  # people at one service
    ],
    align=True,
)
"""The number of rows or minutes for which each table has room."""
