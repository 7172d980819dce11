"""A part of a scenario, found by its path, and as plain data to be written again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.app.editing.splicing import Value
from sim.scenario.written import Block, Row, WrittenFloat


def at(content: Any, steps: Sequence[str]) -> Any:
    """Return what stands at a path of a tree, or of plain data; None if nothing does."""
    for step in steps:
        if isinstance(content, dict) and step in content:
            content = content[step]
        elif isinstance(content, list) and step.isdigit() and int(step) < len(content):
            content = content[int(step)]
        else:
            return None
    return content


def as_written(node: Any) -> dict[str, Any]:
    """Return a block as plain data for a copy, with the sources that hold in it."""
    copied = plain_of(node)
    assert isinstance(copied, dict)
    if "source" not in copied and node.source is not None:
        copied["source"] = str(node.source)
    return copied


def plain_of(node: Any) -> Value:
    """Return a value of a tree as plain data, with the sources that are stated in it."""
    if isinstance(node, Block):
        stated = {} if node.stated is None else {"source": str(node.stated)}
        return {**{key: plain_of(value) for key, value in node.items()}, **stated}
    if isinstance(node, Row):
        return [plain_of(each) for each in node]
    if isinstance(node, bool) or node is None:
        return node
    if isinstance(node, WrittenFloat):
        return float(node)
    return int(node) if isinstance(node, int) else str(node)
