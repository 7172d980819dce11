"""Compile rules and programs with Numba, and keep the compiled code.

Names that need Numba (`Map`, `Program`, the processor's instructions) are imported when they are
first used, and Numba with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import lazy_loader

from sim.compiling.announcing import quietly
from sim.compiling.available import by_numba, see_to_numba, why_no_numba
from sim.compiling.caching import (
    CHECKED,
    SOURCES_OF_RUNS,
    cache_folder,
    source_parts,
    sources_digest,
    user_cache,
)
from sim.compiling.pages import lengthened, zeros
from sim.compiling.rules import (
    compiled,
    compiled_in_place,
    compiled_on_arrays,
    from_one_source,
    inlined,
    is_ready,
    linked,
    uncompiled,
    without_compiling,
)

if TYPE_CHECKING:
    from sim.compiling.machine import bring_near, lowest_bit
    from sim.compiling.program import Map, Program

__all__ = [
    "CHECKED",
    "SOURCES_OF_RUNS",
    "Map",
    "Program",
    "bring_near",
    "by_numba",
    "cache_folder",
    "compiled",
    "compiled_in_place",
    "compiled_on_arrays",
    "from_one_source",
    "inlined",
    "is_ready",
    "lengthened",
    "linked",
    "lowest_bit",
    "quietly",
    "see_to_numba",
    "source_parts",
    "sources_digest",
    "uncompiled",
    "user_cache",
    "why_no_numba",
    "without_compiling",
    "zeros",
]

__getattr__, *_ = lazy_loader.attach(
    __name__, submod_attrs={"machine": ["bring_near", "lowest_bit"], "program": ["Map", "Program"]}
)
