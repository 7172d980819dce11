"""Where each part of a scenario's text begins and ends, for changes that leave the rest as it is.

The text has been read without fault, so that it composes. ruamel.yaml gives each node two marks;
the end of a block of lines is moved up to its last value, so that comments after it stay outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from sim.scenario.written import key_in

Steps: TypeAlias = tuple[str, ...]
"""Keys that lead to a part of a scenario; positions in lists are digits."""
BLOCK_SCALARS = ("|", ">")


class Entry(NamedTuple):
    """One entry of a mapping or list."""

    key: Node | None  # None in a list
    value: Node


def composed(text: str) -> Node:
    """Return the nodes of a text that holds one document."""
    node: Node = YAML(typ="safe", pure=True).compose(text)
    return node


def entries(node: Node, above: Sequence[str] = ()) -> dict[str, Entry]:
    """Return the entries of a node by key or position; none of a scalar."""
    if isinstance(node, MappingNode):
        return {
            key_in(tuple(above), str(key.value)): Entry(key, value) for key, value in node.value
        }
    if isinstance(node, SequenceNode):
        return {str(at): Entry(None, value) for at, value in enumerate(node.value)}
    return {}


def found(node: Node, steps: Steps) -> tuple[Node, Steps]:
    """Return the deepest node on a path, and the steps that lead to it."""
    for at, step in enumerate(steps):
        inside = entries(node, steps[:at])
        if step not in inside:
            return node, steps[:at]
        node = inside[step].value
    return node, steps


def is_in_brackets(node: Node) -> bool:
    """Return whether a mapping or list is written in brackets."""
    return isinstance(node, CollectionNode) and bool(node.flow_style)


def begins(node: Node, text: str) -> int:
    """Return where a node's text begins, without the space that some marks count in."""
    at: int = node.start_mark.index
    while at < node.end_mark.index and text[at].isspace():
        at += 1
    return at


def ends(node: Node, text: str) -> int:
    """Return where a node's text ends: its last character, without comments after it."""
    if isinstance(node, ScalarNode) or is_in_brackets(node):
        at: int = node.end_mark.index
        if getattr(node, "style", None) in BLOCK_SCALARS:
            return len(text[:at].rstrip())
        return at
    last: Any = node.value[-1]
    inside = [last] if isinstance(node, SequenceNode) else list(last)
    return max(ends(each, text) for each in inside)


def line_start(text: str, at: int) -> int:
    """Return where the line of a position begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Return where the line of a position ends, its line end included."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1
