"""The one decision about Numba: how rules and programs are compiled, and where they are kept."""

from sim.compiling.caching import (
    CHECKED,
    cache_folder,
    source_parts,
    sources_digest,
    user_cache,
)
from sim.compiling.having import NO_NUMBA, by_numba, see_to_numba
from sim.compiling.pages import zeros
from sim.compiling.rules import compiled, compiled_in_place, inlined, linked, uncompiled
from sim.compiling.telling import telling

if not NO_NUMBA:  # nothing below can be without it; the fast engine alone asks for it
    from sim.compiling.machine import bring_near, lowest_bit
    from sim.compiling.program import Map, Program

__all__ = [
    "CHECKED",
    "NO_NUMBA",
    "Map",
    "Program",
    "bring_near",
    "by_numba",
    "cache_folder",
    "compiled",
    "compiled_in_place",
    "inlined",
    "linked",
    "lowest_bit",
    "see_to_numba",
    "source_parts",
    "sources_digest",
    "telling",
    "uncompiled",
    "user_cache",
    "zeros",
]
