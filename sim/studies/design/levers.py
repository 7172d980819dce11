"""What a study varies: one number or several together, over a list of values or a range."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from sim.scenario import Scenario
from sim.studies.design.ranges import RangeFault, Span, ranges_in, span
from sim.units import Frequency, Length, plain_number

RANGE = "range"
"""In place of values: the range that the scenario gives beside the number."""


class Lever(NamedTuple):
    """One thing that is varied."""

    name: str  # heads its column
    paths: tuple[str, ...]  # where its value is put
    values: tuple[Any, ...]  # those to be tried; empty for a range
    span: Span | None = None

    def at(self, share: float) -> Any:
        """The value this share of the way from the first or lowest to the last or highest."""
        if self.span is not None:
            return self.span.at(share)
        return self.values[min(len(self.values) - 1, int(share * len(self.values)))]

    @property
    def levels(self) -> tuple[Any, ...]:
        """Values for a grid: the list, or the ends of the range and what the scenario has."""
        return self.values if self.span is None else self.span.ends()

    def __str__(self) -> str:
        """What is tried, in words."""
        return str(self.span) if self.span is not None else ", ".join(map(said, self.values))


def lever(scenario: Scenario, name: str, over: Any, paths: Sequence[str] | None = None) -> Lever:
    """A lever from what somebody wrote for it.

    Parameters
    ----------
    name
        A path of the scenario, or any name when ``paths`` are given.
    over
        A list of values; a pair or block of a low and a high end; or ``range`` for the
        scenario's own.

    Raises
    ------
    RangeFault
        When that cannot be used.
    UnknownStep
        When the scenario has no such path.
    """
    where = tuple(paths or (name,))
    if isinstance(over, str) and over == RANGE:
        return Lever(name, where, (), span(scenario, where[0]))
    if isinstance(over, dict):
        if set(over) != {"low", "high"}:
            raise RangeFault("A range has a `low` and a `high` end.", "Write `{low: …, high: …}`.")
        return Lever(name, where, (), span(scenario, where[0], over["low"], over["high"]))
    if isinstance(over, tuple) and len(over) == 2:
        return Lever(name, where, (), span(scenario, where[0], *over))
    if isinstance(over, (list, tuple)) or hasattr(over, "tolist"):
        values = over.tolist() if hasattr(over, "tolist") else list(over)
        if not values:
            raise RangeFault(f"There is nothing to try for `{name}`.", "Write a value or more.")
        return Lever(name, where, tuple(values))
    raise RangeFault(
        f'"{over}" says neither values nor a range.',
        "Write a list of values, `{low: …, high: …}`, or `range` for the scenario's own range.",
    )


def every_range(scenario: Scenario, arms: Sequence[str]) -> list[Lever]:
    """A lever for every number that the scenario gives a range for, as far as arms use it.

    Of mechanisms, only the sides that one of these arms has; of arms, only these.
    """
    tree = scenario.tree
    paths = list(ranges_in(tree.without("mechanisms").without("arms")))
    for name in scenario.mechanisms:
        sides = {name in scenario.arms[arm].mechanisms for arm in arms}
        block = tree["mechanisms"][name]
        for key, side in (("on", True), ("off", False)):
            if side in sides and key in block:
                paths += ranges_in(block[key], f"mechanisms.{name}.{key}")
    for arm in arms:
        block = tree["arms"].get(arm) if "arms" in tree else None
        if block and "set" in block:
            paths += ranges_in(block["set"], f"arms.{arm}.set")
    levers = []
    for path in paths:
        try:
            levers.append(lever(scenario, path, RANGE))
        except RangeFault:
            continue  # a range from a value to itself leaves nothing to vary
    return levers


def said(value: Any) -> str:
    """A value as a cell of a table, the same for what is written in a file and in a script."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return plain_number(value)
    if isinstance(value, (str, Length, Frequency)):
        return str(value)
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False)
