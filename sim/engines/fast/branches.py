"""Copy the tables of a run at the change of rules, to go on with them as another arm."""

from __future__ import annotations

import copy

from sim.compiling import lengthened
from sim.engines.fast.building import Memory
from sim.engines.fast.layout import CHUNK_WORDS, SPELL_TIMERS, WORKER_TIMERS
from sim.engines.fast.registry import At
from sim.resolved import Resolved


def branched(memory: Memory, resolved: Resolved) -> Memory:
    """Return a copy of all tables, to go on with as another arm when the rules change.

    Parameters
    ----------
    memory
        The tables at the moment of the change, made with `resolved` among their `others`.
    resolved
        The other arm, with the same history.
    """
    other = copy.copy(memory)
    other.resolved, other.map, other.tables = resolved, memory.map.copy(), {}
    used = _used(memory)
    for entry in (entry for entry in At if entry in memory.tables):
        size = int(memory.map[entry.rows])
        table, rows = memory.tables[entry][:size], min(size, used.get(entry, size))
        other.put(entry, lengthened(table, size, rows))
    other.put_moves()
    return other


def _used(memory: Memory) -> dict[At, int]:
    """Return how many rows of each growing table have been used; the others are all 0."""
    w, kinds = memory.map, memory.kinds
    people, spells = int(w[At.PEOPLE_TOUCHED]), int(w[At.SPELLS_TOUCHED])
    workers = int(w[At.WORKERS_MADE])
    per_person = {
        At.NEED: kinds,
        At.LEVELS_HELD: kinds,
        At.RECENT: kinds * int(w[At.OVER_CONTACT]),
        At.TIMERS_PERSON: 1 << int(w[At.CLOCK_BITS]),
    }
    return {
        **{At.PERSON: people, At.PAST: people},
        **{entry: people * each for entry, each in per_person.items()},
        **{At.SPELL: spells, At.TIMERS_SPELL: spells * SPELL_TIMERS},
        **{At.WORKER: workers, At.TIMERS_WORKER: workers * WORKER_TIMERS},
        At.USE: int(w[At.USES_TOUCHED]),
        At.LOSS: int(w[At.LOSSES_TOUCHED]),
        At.WORK: int(w[At.WORKS_TOUCHED]),
        At.HEAP: int(w[At.HEAP_SIZE]),
        At.NODES: int(w[At.NODES_TOUCHED]),
        At.CHUNKS: int(w[At.CHUNKS_TOUCHED]) * CHUNK_WORDS,
        **{At.ORDER: 0, At.LOG: int(w[At.ROWS]), At.ARRIVED: int(w[At.PEOPLE_MADE])},
    }
