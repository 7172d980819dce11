"""The one decision about Numba: how rules and programs are compiled, and where they are kept."""

from sim.compiling.caching import CHECKED, cache_folder, sources_digest, user_cache
from sim.compiling.program import Map, Program, inlined, linked
from sim.compiling.rules import compiled

__all__ = [
    "CHECKED",
    "Map",
    "Program",
    "cache_folder",
    "compiled",
    "inlined",
    "linked",
    "sources_digest",
    "user_cache",
]
