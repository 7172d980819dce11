"""The one decision about Numba: how rules and programs are compiled, and where they are kept."""

from sim.compiling.caching import CHECKED, cache_folder, sources_digest, user_cache
from sim.compiling.program import Map, Program, inlined, linked
from sim.compiling.rules import compiled, compiled_in_place

__all__ = [
    "CHECKED",
    "Map",
    "Program",
    "cache_folder",
    "compiled",
    "compiled_in_place",
    "inlined",
    "linked",
    "sources_digest",
    "user_cache",
]
