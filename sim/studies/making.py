"""How one run becomes numbers: by the name of an engine, a function that other processes find.

A maker is a function of (resolved arm, seed, replication) that gives the measures of that run.
It has to be importable by name, or an object of such parts, so that it can travel.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeAlias

from sim.engines.choosing import ENGINES, Engine, make_ready
from sim.measures import Row, measure
from sim.resolved import Resolved
from sim.studies.study import Series

Maker: TypeAlias = Callable[[Resolved, int, int], Sequence[Row]]

PACKED_AT_ONCE = 256  # lists of measures that a worker remembers; one for each kind of arm


def reference_rows(resolved: Resolved, seed: int, replication: int) -> Sequence[Row]:
    """The measures of one run of the readable engine."""
    return measure(ENGINES[Engine.REFERENCE](resolved, seed, replication), resolved)


def fast_rows(resolved: Resolved, seed: int, replication: int) -> Sequence[Row]:
    """The measures of one run of the compiled engine, gathered while it goes on."""
    make_ready(Engine.FAST)
    from sim.engines.fast import Fast  # noqa: PLC0415 -- heavy, and asks for Numba
    from sim.measures.streaming import Gatherer  # noqa: PLC0415 -- compiles

    gatherer = Gatherer(resolved)
    Fast(resolved, seed, replication, gatherer.read).let_pass()
    return gatherer.rows(resolved.numbers.closes)


def both_rows(resolved: Resolved, seed: int, replication: int) -> Sequence[Row]:
    """The measures of one run of both engines, or an error when they do not agree."""
    return measure(ENGINES[Engine.BOTH](resolved, seed, replication), resolved)


MAKERS: dict[Engine, Maker] = {
    Engine.REFERENCE: reference_rows,
    Engine.FAST: fast_rows,
    Engine.BOTH: both_rows,
}


@lru_cache(maxsize=PACKED_AT_ONCE)
def packed(series: tuple[Series, ...]) -> bytes:
    """What the numbers of a run are values of, as few bytes: the same in all runs of an arm."""
    text = json.dumps(series, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode())


@lru_cache(maxsize=PACKED_AT_ONCE)
def unpacked(data: bytes) -> tuple[Series, ...]:
    """The series that `packed` wrote."""
    return tuple(Series(*each) for each in json.loads(zlib.decompress(data)))
