"""Set a value at a path of a tree, in a copy to which missing blocks are added."""

from __future__ import annotations

from sim.errors import Location
from sim.scenario.written import Block, Path, Row, Tree

WHERE = "with_values"
"""The file name and source name of a value that a script sets."""
BARE = "fixed"
"""The key that may be left out in a distribution: a bare length or number stands for it."""


def written_place(written: Tree, otherwise: Location) -> Location:
    """Return the location of a written value, or another location if it has none."""
    location: Location = getattr(written, "location", otherwise)
    return location


def put(node: Tree, steps: Path, value: Tree) -> Tree:
    """Return a copy of a tree with a value at a path; missing blocks are added."""
    location = written_place(value, Location(WHERE, 0, 0))
    if not steps:
        return _in_place_of(node, value, location)
    step, rest = steps[0], steps[1:]
    if isinstance(node, Row) and isinstance(step, int):
        row = Row(node.location)
        row.extend(node)
        row.values_at = list(node.values_at)
        row[step] = put(node[step], rest, value)
        return row
    block = node.copied() if isinstance(node, Block) else Block(location)
    key = str(step)
    if key == BARE and "value" in block:
        return put(node, rest, value)
    old = block.get(key)
    key_at, value_at = block.keys_at.get(key, location), block.values_at.get(key, location)
    block.put(key, put(old, rest, value), key_at, value_at if rest else location)
    return block


def _in_place_of(old: Tree, value: Tree, location: Location) -> Tree:
    """Return the value that replaces an old value; an old quantity keeps its source and notes."""
    if not isinstance(old, Block) or "value" not in old or isinstance(value, Block):
        return value
    block = old
    for key in ("low", "high", "uncertain", "agreed_by"):
        block = block.without(key)
    block.put("value", value, location, location)
    block.stated = block.source = value.source if hasattr(value, "source") else block.source
    return block
