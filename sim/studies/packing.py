"""Store in a few bytes to which measures and groups the numbers of a run belong."""

from __future__ import annotations

import json
import zlib
from functools import lru_cache

from sim.studies.study import Series

PACKED_AT_ONCE = 256  # lists of measures that a worker remembers; one for each kind of arm


@lru_cache(maxsize=PACKED_AT_ONCE)
def packed(series: tuple[Series, ...]) -> bytes:
    """Compress the list of measures and groups of a run, which all runs of an arm share."""
    text = json.dumps(series, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode())


@lru_cache(maxsize=PACKED_AT_ONCE)
def unpacked(data: bytes) -> tuple[Series, ...]:
    """Return the list that `packed` compressed."""
    return tuple(Series(*each) for each in json.loads(zlib.decompress(data)))
