"""The names of the measures that the numbers of a run belong to, in few bytes."""

from __future__ import annotations

import json
import zlib
from functools import lru_cache

from sim.studies.study import Series

PACKED_AT_ONCE = 256  # lists of measures that a worker remembers; one for each kind of arm


@lru_cache(maxsize=PACKED_AT_ONCE)
def packed(series: tuple[Series, ...]) -> bytes:
    """What the numbers of a run are values of, as few bytes: the same in all runs of an arm."""
    text = json.dumps(series, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode())


@lru_cache(maxsize=PACKED_AT_ONCE)
def unpacked(data: bytes) -> tuple[Series, ...]:
    """The series that `packed` wrote."""
    return tuple(Series(*each) for each in json.loads(zlib.decompress(data)))
