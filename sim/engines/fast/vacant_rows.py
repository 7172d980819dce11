"""Look before each step whether the tables have room for all that it can write."""

from __future__ import annotations

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.layout import CHUNK_ENTRIES, CHUNK_WORDS, SPELL_TIMERS
from sim.engines.fast.program import part
from sim.engines.order import STEPS_IN_A_MINUTE

MOST_ROWS_A_START = 32
"""The most rows that one start, or one loss of a worker, can add to any table."""


@part
def has_room_for_care(w: Map, people_moved: int) -> bool:
    """Return whether the tables of workers and their work have room for one more step."""
    return (
        w[const.AT_WORKS_TOUCHED] + 4 * people_moved < w[const.ROWS_WORK]
        and 2 * w[const.AT_LARGEST_CASELOAD] + 2 < w[const.ROWS_ORDER]
        and w[const.AT_WORKERS_MADE] + w[const.ROWS_POST] + STEPS_IN_A_MINUTE < w[const.ROWS_WORKER]
    )


@part
def has_room(w: Map) -> bool:
    """Return whether every table has room for everything that one more step can write."""
    people_moved = STEPS_IN_A_MINUTE + w[const.AT_PEOPLE_WAITING]
    if w[const.AT_CARES]:
        people_moved += 2 * w[const.AT_LARGEST_CASELOAD] + w[const.AT_LONGEST_QUEUE]
        people_moved += w[const.AT_PEOPLE_ASKING]
    if w[const.AT_CHANGES] > 0 or w[const.AT_CHANGING] > 0:
        people_moved += w[const.AT_SPELLS_IN_USE]
    set_at_most = people_moved * SPELL_TIMERS
    more = MOST_ROWS_A_START * people_moved
    return (
        (
            not w[const.AT_NOTED]
            or (
                w[const.AT_ROWS] < w[const.AT_CHUNK] and w[const.AT_ROWS] + more < w[const.ROWS_LOG]
            )
        )
        and (
            w[const.AT_NOTED] != const.NOTED_BY_NUMBER
            or w[const.AT_PEOPLE_MADE] < w[const.ROWS_ARRIVED]
        )
        and w[const.AT_HEAP_SIZE] + set_at_most < w[const.ROWS_HEAP]
        and w[const.AT_NODES_IN_USE] + set_at_most < w[const.ROWS_NODES]
        # A new chunk is for a window without one, or for more entries than the last one held.
        and w[const.AT_CHUNKS_IN_USE]
        + w[const.ROWS_WINDOWS]
        + set_at_most // (CHUNK_WORDS - CHUNK_ENTRIES)
        < w[const.ROWS_CHUNKS] // CHUNK_WORDS
        and w[const.AT_SPELLS_TOUCHED] + 2 * STEPS_IN_A_MINUTE < w[const.ROWS_SPELL]
        and w[const.AT_USES_TOUCHED] + 2 * STEPS_IN_A_MINUTE < w[const.ROWS_USE]
        and w[const.AT_PEOPLE_TOUCHED] + 1 < w[const.ROWS_PERSON]
        and (not w[const.AT_CARES] or has_room_for_care(w, people_moved))
        and (
            not w[const.AT_FEELS]
            or w[const.AT_LOSSES_TOUCHED] + 4 * people_moved < w[const.ROWS_LOSS]
        )
    )
