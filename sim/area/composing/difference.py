"""Leave out of a scenario what the file that it extends says already."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from sim.area.composing.nodes import Block, Fact, Inline, Node, bare, is_empty
from sim.units import NotUnderstood, parse_frequency, parse_length

ALWAYS = ("throughline", "extends", "title", "involvement", "source")
"""Keys of the top that stand in every file; a file does not inherit who made another one."""
CLOSE = 5e-4
"""Relative: what is left off a number that was worked out is no difference."""


def without_what_is_there(tree: Block, base: Mapping[str, Any]) -> Block:
    """Return the parts of a tree that differ from a scenario, given as plain data."""
    return {
        key: node if key in ALWAYS else _left(node, base.get(key))
        for key, node in tree.items()
        if key in ALWAYS or not is_empty(_left(node, base.get(key)))
    }


def _left(node: Node, base: Any) -> Node:
    """Return what of a node differs from the plain data at its place; "" if nothing does."""
    inner = bare(node)
    if isinstance(inner, dict):
        known = base if isinstance(base, Mapping) else {}
        left = {key: _left(each, known.get(key)) for key, each in inner.items()}
        left = {key: each for key, each in left.items() if not is_empty(each)}
        if set(left) == {"source"}:
            return ""
        return left | ({"source": inner["source"]} if left and "source" in inner else {})
    return "" if _same(inner, base) else node


def _same(node: Node, base: Any) -> bool:
    """Return whether a node says what plain data say; a range and a source that it lacks agree."""
    inner = bare(node)
    while isinstance(base, Mapping) and "fixed" in base:
        base = base["fixed"]  # a time that is always as long is written without this word
    if isinstance(base, Mapping) and "value" in base:
        if isinstance(inner, Fact):
            return _same_fact(inner, base)
        base = base["value"]
    if isinstance(inner, Inline):
        return _same_inline(inner, base)
    if isinstance(inner, list):
        return not inner and base == []
    return _equal(inner.value if isinstance(inner, Fact) else inner, base)


def _same_inline(node: Inline, base: Any) -> bool:
    if not isinstance(node.entries, Mapping):
        return isinstance(base, list) and list(node.entries) == base
    if not isinstance(base, Mapping):
        return False
    known = {key: value for key, value in base.items() if value not in (None, "", [], {})}
    return node.entries.keys() == known.keys() and all(
        _same(each, known[key]) for key, each in node.entries.items()
    )


def _same_fact(node: Fact, base: Mapping[str, Any]) -> bool:
    ends = ((node.low, base.get("low")), (node.high, base.get("high")))
    return _equal(node.value, base["value"]) and all(
        mine is None or _equal(mine, theirs) for mine, theirs in ends
    )


def _equal(mine: Any, theirs: Any) -> bool:
    """Return whether two values are equal, in whatever units they are written."""
    if isinstance(mine, datetime.date):
        return bool(mine.isoformat() == theirs)
    if mine == theirs:
        return True
    numbers = [_number(each) for each in (mine, theirs)]
    if None in numbers:
        return False
    one, other = numbers
    assert one is not None
    assert other is not None
    return abs(one - other) <= CLOSE * max(abs(one), abs(other))


def _number(value: Any) -> float | None:
    """Return a number, a length of time in minutes, or a rate per minute."""
    if isinstance(value, (int, float)):
        return float(value)
    if not isinstance(value, str):
        return None
    for read in (parse_length, parse_frequency):
        try:
            return float(read(value))
        except NotUnderstood:
            continue
    return None
