"""Merge trees: for `extends`, for an arm's changes, and for a group's overrides.

Blocks are merged entry by entry; the upper tree wins. Values whose parts belong together are
replaced as a whole: lists, quantities with their range, distributions, rows of shares. An entry
written as null returns to its default, because the models leave nulls out.
"""

from __future__ import annotations

from sim.scenario.distributions import Distribution
from sim.scenario.written import NAMED, Block, Path, Tree

FAMILIES = frozenset(Distribution.model_fields)
ROWS = frozenset({"routes", "entry"})  # each entry is one row of shares


def is_whole(block: Block, path: Path) -> bool:
    """Return whether a block is always replaced as a whole."""
    if path and path[-1] == "start":  # of needs, trust and people
        return True
    if (len(path) > 1 and path[-2] in ROWS) or path[:-1] == ("structures",):
        return True
    if not NAMED.isdisjoint(path[-2:]):
        return False
    return "value" in block or not FAMILIES.isdisjoint(block)


def merged(base: Tree, over: Tree, path: Path = ()) -> Tree:
    """Return a tree with the values of ``over``, and those of ``base`` that ``over`` lacks."""
    if not isinstance(base, Block) or not isinstance(over, Block):
        return over
    if is_whole(base, path) or is_whole(over, path):
        return over
    result = base.copied()
    result.stated = over.stated or base.stated
    result.source = over.source if over.stated else base.source or over.source
    for key, value in over.items():
        new = merged(base[key], value, (*path, key)) if key in base else value
        result.put(key, new, over.keys_at[key], over.values_at[key])
    return result
