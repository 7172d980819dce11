"""The types of the rows of the fast engine's tables.

The memory of a run consists of a few tables, each with rows of one type. Compiled code finds them
by the map.
"""

from __future__ import annotations

from typing import get_type_hints

import numpy as np

from sim.engines.fast.codes import SpellTimer, WorkerTimer
from sim.resolved import LEVELS
from sim.rules.ending import Counts

NONE = -1
LONG_AGO = -(2**31)
"""The minute of something that has never happened; it lies before all others."""


REGION_SHIFT = 28


SPELL_TIMERS, WORKER_TIMERS = len(SpellTimer), len(WorkerTimer)

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
        ("tie_break", np.int32),  # NONE until a tie asks for it
        ("timer", np.int32),
    ],
    align=True,
)

NODE = np.dtype([("timer", np.int32), ("next", np.int32)], align=True)

HERE, GONE, AWAY = 0, 1, 2
"""Whether a person is present, has left for good, or is away as settled.

While they are away, their needs stand still.
"""

CHUNK_WORDS = 32
CHUNK_FOLLOWING, CHUNK_SIZE, CHUNK_ENTRIES = 0, 1, 2
"""Positions in a chunk: the next chunk, the number of entries, and the first of up to 30 entries.

An entry consists of a minute and a timer.
"""

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
        ("gone", np.int8),  # HERE, GONE or AWAY
    ],
    align=True,
)

PAST = np.dtype(
    [
        ("refusals", np.int32),
        ("seeks", np.int32),
        ("reseeks", np.int32),
        ("sought", np.int32),
        ("follow_up", np.int32),  # the first of those that wait for a worker
        ("arrived", np.int32),
        ("times_away", np.int32),
        ("exit_left", np.int32),  # while away: minutes from the return to the exit; NONE
        ("plan_until", np.int32),  # when their shared plan ceases to be current
        ("plan_carries", np.float64),  # share of retelling that it spares
        ("leaves_by", np.int8),
    ],
    align=True,
)
"""The columns of a person that are seldom read: counts of what they have done, and some dates.

They are kept apart so that `PERSON` fits into one line of the processor's cache.
"""

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

LEVELS_HELD = np.dtype(
    [
        ("since", np.int32),  # when the level held now was taken
        ("held", np.int32, (LEVELS,)),  # the last minute of the others; see `presenting_level`
    ],
    align=True,
)
"""The levels at which a need was held lately, for needs that present themselves over some time."""

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

COUNTED = sorted(
    [
        (name, {int: np.int32, float: np.float64}[kind])
        for name, kind in get_type_hints(Counts).items()
    ],
    key=lambda column: column[1] is not np.float64,
)
"""The columns in which the rules for ending a spell keep their counts.

The wide ones come first, so that no bytes are lost between them.
"""

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
        ("contact", np.int32),  # it fell due and is not held yet
        ("pauses", np.int32),
        ("use", np.int32),
        ("next_spell", np.int32),  # the referral this warm or blocked spell waits for
        ("older", np.int32),  # among the person's active spells
        ("stage", np.int8),
        ("has_joined", np.int8),
        ("handing_on", np.int8),
        ("blocked", np.int8),
        ("joint", np.int8),  # the earlier spell lasts until a contact is held here
        ("still_to_come", np.int8),  # of an ended spell: its place comes free, a follow-up
        ("unallocated", np.int8),
        ("in_crisis", np.int8),
        # What a contact asks for besides, in the next line.
        *COUNTED,
        ("weight", np.int64),  # of the worker's load, at present
        ("retellings_left", np.int32),
        ("from_spell", np.int32),  # the warm or blocked spell that waits for this one
        ("met_here", np.int32),  # attended contacts with this worker, in this spell
        ("visit", np.int32),
        # The rest.
        ("tie_break", np.int64),  # in the waiting list; NONE until a tie asks for it
        ("patience_left", np.int64),  # NONE where it is drawn
        ("reserved", np.int64),  # of the load of who is to take the person over
        ("warm_limit", np.int64),  # of its warm handoff, as it was when that began
        ("leads_to", np.int32),  # the service that follows, where no link says it; NONE
        ("number", np.int32),
        ("came_from", np.int32),
        ("referred_at", np.int32),
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
        ("left_by_choice", np.int32),  # the last worker instead of whom they asked for another
        ("asks_prev", np.int32),  # among those who ask for another worker, in order of asking
        ("asks_next", np.int32),
        ("lost_worker", np.int32),
        ("lost_at", np.int32),
        ("joint_work", np.int32),  # a contact that waits for two workers
        ("advice", np.int32),
        ("handover", np.int32),
        ("weight_level", np.int8),  # by which the weight was set last
        ("asks", np.int8),  # for another worker
    ],
    align=True,
)

WORK = np.dtype(
    [
        ("tie_break", np.int64),  # NONE until a tie asks for it
        ("spell", np.int32),  # it is about; of a follow-up the one that has ended
        ("service", np.int32),  # whose contact it is
        ("due", np.int32),
        ("cost", np.int32),  # minutes for which each worker is busy, if the person comes
        ("length", np.int32),  # minutes for which the person is helped
        ("ordinal", np.int32),
        ("alone_from", np.int32),  # work for two: the first worker holds it alone from then on
        ("worker", np.int32),  # NONE while it stands in no queue
        ("ahead", np.int32),  # in the queue of that worker
        ("behind", np.int32),
        ("second", np.int32),  # the other worker; NONE where one is enough
        ("ahead_of_second", np.int32),
        ("behind_of_second", np.int32),
        ("other", np.int32),  # the specialist of advice, the earlier worker of a handover
        ("asked", np.int32),  # the service of the specialist
        ("next", np.int32),  # unused rows; follow-ups of one person
        ("kind", np.int8),
        ("urgent", np.int8),
        ("plans", np.int8),  # the contact is to make or renew a shared plan
    ],
    align=True,
)
"""A piece of work that waits for a worker, or for two."""

LOSS = np.dtype(
    [("size", np.float64), ("until", np.int32), ("next", np.int32), ("prev", np.int32)], align=True
)

LINE = np.dtype([("first", np.int32), ("last", np.int32)], align=True)

WORKER = np.dtype(
    [
        # What is asked of everyone in a team, side by side: to find who is least loaded.
        ("key", np.int64),
        ("load", np.int64),  # the sum of the weights of their people
        ("caseload", np.int32),  # people
        ("on_notice", np.int8),  # will leave, and takes nobody new
        ("in_post", np.int8),
        # The rest.
        ("busy_until", np.int64),
        ("used", np.int64),  # minutes of this week
        ("overrun", np.int64),  # minutes, carried from the week before
        ("last_cost", np.int64),  # of what they took last in this week
        ("leaves_at", np.int64),
        ("away_from", np.int64),  # of the first absence that ends after the week has begun
        ("away_to", np.int64),
        ("absence", np.int32),  # its number
        ("week_days", np.int32),  # of this week, on which they are there
        ("service", np.int32),
        ("first_day", np.int32),  # of the run, from which on their days count
        ("week", np.int32),  # of the run, to which `used` belongs
        ("closed_on", np.int32),  # the day on which only urgent work is taken any more
        ("first_work", np.int32),
        ("last_work", np.int32),
        ("waits", np.int32),  # works in the queue
        ("post", np.int32),
        ("incumbent", np.int32),
        ("started", np.int32),
        ("first_spell", np.int32),
        ("opening", np.int32),
    ],
    align=True,
)

POST = np.dtype(
    [
        ("starts", np.int64),  # the minute in which its first worker starts
        ("team", np.int32),
        ("worker", np.int32),
        ("incumbents", np.int32),
        ("opening", np.int32),
        ("minute", np.int32),  # in which a worker started last, and how many did in it
        ("rounds", np.int32),
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
        ("area", np.int64),
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

CHANGE = np.dtype(
    [
        ("time", np.int64),
        ("service", np.int64),
        ("places", np.int64),
        ("last_share", np.int64),
    ],
    align=True,
)
"""A scheduled change of capacity."""
