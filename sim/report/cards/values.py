"""One value of a scenario in a planner's words: a number, a share, a time, or a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sim.columns import LEVEL_NAMES
from sim.report.paths.labels import FAMILY_KEYS, NOWHERE, Labels, readable
from sim.report.paths.services import SHARE
from sim.report.wording import counted, listed
from sim.scenario.written import Block, Row, WrittenFloat

VALUE, MEAN, FIXED, EXPONENTIAL, ROUTES = "value", "mean", "fixed", "exponential", "routes"
REST = "rest"
ONE = re.compile(r"^1 (second|minute|hour|day|week|month|year)s$")
"""A length as the file of an import has it."""
OWN_KEYS = ("source", "note", "low", "high", "uncertain", "agreed_by")
"""Keys of a number that say where it comes from, and not what it is."""


def is_one(node: Mapping[str, Any], path: tuple[str, ...]) -> bool:
    """Return whether a block is one value: a number, a distribution, or a row of shares."""
    return VALUE in node or not FAMILY_KEYS.isdisjoint(node) or path[-2:-1] == (ROUTES,)


def number_of(node: Any) -> float | None:
    """Return a plain number, or the number of a block that says its source; None if it is none."""
    plain = node.get(VALUE) if isinstance(node, Block) else node
    if isinstance(plain, bool) or not isinstance(plain, int | float):
        return None
    return float(plain)


def value_words(node: Any, unit: str, labels: Labels) -> str:
    """Return a value in words; "" where nothing is written.

    Parameters
    ----------
    node
        A scalar, block or list of a scenario's tree.
    unit
        The unit of a plain number, as `said_of` returns it; a share is said in per cent.
    """
    if node is None:
        return ""
    if isinstance(node, Row):
        return _row(node)
    if not isinstance(node, Block):
        return _plain(node, unit)
    if VALUE in node:
        return value_words(node[VALUE], unit, labels)
    families = [key for key in node if key in FAMILY_KEYS]
    if len(families) == 1:
        return _law(families[0], node[families[0]], unit, labels)
    return counted(len(node), "entry", "entries")


def shares_words(then: Block, now: Any, labels: Labels) -> str:
    """Return a row of shares in words: those that are others than today, each beside today's."""
    before = now if isinstance(now, Block) else {}
    targets = [key for key in dict.fromkeys([*then, *before]) if key not in OWN_KEYS]
    parts = []
    for key in targets:
        new, old = (_share(row.get(key), labels) for row in (then, before))
        if new != old:
            parts.append(f"{new} {_to(key, labels)} (today {old})")
    return listed(parts)


def _share(node: Any, labels: Labels) -> str:
    return "none" if node is None else value_words(node, SHARE, labels)


def exact_percent(share: float) -> str:
    """Return a share in per cent, with all its digits.

    Examples
    --------
    >>> exact_percent(0.85), exact_percent(0.0125)
    ('85 %', '1.25 %')
    """
    text = f"{100 * Decimal(str(share)):f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} %"


def _plain(node: Any, unit: str) -> str:
    if isinstance(node, bool):
        return "yes" if node else "no"
    number = number_of(node)
    if number is not None and unit == SHARE:
        return exact_percent(number)
    text = node.text if isinstance(node, WrittenFloat) and node.text else str(node)
    return ONE.sub(r"1 \1", text)


def _law(family: str, inside: Any, unit: str, labels: Labels) -> str:
    """Return a distribution in words: its mean where that says it, else its parameters."""
    if family == FIXED or not isinstance(inside, Block):
        return value_words(inside, unit, labels)
    if family == EXPONENTIAL:
        return f"{value_words(inside.get(MEAN), unit, labels)} on average"
    parameters = [
        f"{readable(key)} {value_words(each, unit, labels)}"
        for key, each in inside.items()
        if key not in OWN_KEYS
    ]
    return f"{readable(family)}, {', '.join(parameters)}"


def _to(key: str, labels: Labels) -> str:
    if key == REST:
        return "go where the rest goes"
    return "out of care" if key == NOWHERE else f"to {labels.said('service', key)}"


def _row(row: Row) -> str:
    """Return a list in words; two levels of need are a band."""
    if not row:
        return "none"
    if any(isinstance(each, Block | Row) for each in row):
        return counted(len(row), "entry", "entries")
    levels = [_level(each) for each in row]
    if len(levels) == 2 and all(levels):
        return f"{levels[0]} to {levels[1]}"
    return ", ".join(map(str, row))


def _level(node: Any) -> str:
    """Return a level of need as a word; "" if it is none."""
    if str(node) in LEVEL_NAMES:
        return str(node)
    is_level = isinstance(node, int) and 0 <= node < len(LEVEL_NAMES)
    return LEVEL_NAMES[node] if is_level else ""
