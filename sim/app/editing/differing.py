"""What differs between two contents of a scenario, entry by entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.app.editing.nodes import Steps
from sim.app.editing.splicing import Change, Value
from sim.scenario.written import Block, Row, WrittenFloat

FACT = "value"
"""The key that makes a block one number, with its range and source."""


def data(node: Any) -> Value:
    """Return a part of a content as plain data, with the sources that are stated in it."""
    if isinstance(node, Block):
        stated = {} if node.stated is None else {"source": str(node.stated)}
        return {**{key: data(value) for key, value in node.items()}, **stated}
    if isinstance(node, Row):
        return [data(each) for each in node]
    if isinstance(node, bool) or node is None:
        return node
    if isinstance(node, WrittenFloat):
        return float(node)
    return int(node) if isinstance(node, int) else str(node)


def differences(old: Value, new: Value, above: Steps = ()) -> Iterator[Change]:
    """Iterate over the changes that make one content the other.

    A number with its range and source is one entry, and so is a list.
    """
    if not _is_open(old) or not _is_open(new):
        if old != new:
            yield Change(above, new)
        return
    assert isinstance(old, dict)
    assert isinstance(new, dict)
    for key in (*old, *(key for key in new if key not in old)):
        if key not in new:
            yield Change((*above, key), None)
        elif key not in old:
            yield Change((*above, key), new[key])
        else:
            yield from differences(old[key], new[key], (*above, key))


def _is_open(content: Value) -> bool:
    return isinstance(content, dict) and FACT not in content
