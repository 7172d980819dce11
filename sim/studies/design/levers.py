"""Define levers: one number or several together that a study varies, over a list or a range."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sim.errors import did_you_mean, listed
from sim.scenario import Scenario
from sim.scenario.dividing import common_names, common_path, spread
from sim.scenario.from_python import NotPlain, plain_value
from sim.scenario.overriding import reaches
from sim.scenario.refusing import shown
from sim.scenario.replacing import UnknownStep, steps_to
from sim.scenario.variants import may_differ
from sim.scenario.written_ranges import in_order, paths_moved, ranges_in, written_once
from sim.studies.design.amounts import RangeFault
from sim.studies.design.ranges import Span, quantity_at, span
from sim.studies.design.rows import of_row
from sim.units import Frequency, Length, plain_number

KEYS = ("sets", "values", "low", "high", "rest")
JUDGING = ("analysis_plan", "compare", "targets", "variants")
OF_WORLDS = ("together", "structures", "worlds")
RANGE = "range"
"""The word, in place of values, for the range that the scenario gives beside the number."""


class Lever(NamedTuple):
    """One number, or several numbers together, that a study varies."""

    name: str  # heads its column
    paths: tuple[str, ...]  # where its value is put
    values: tuple[Any, ...]  # those to be tried; empty for a range
    span: Span | None = None
    rest: str = ""  # who makes up for it, where it is one share of a row that adds up to 1
    where_written: bool = False  # arms that set it themselves keep their own, knowingly
    uncertain: bool = False  # nobody knows it: it holds from minute 0, whenever rules change

    def at(self, share: float) -> Any:
        """Return the value at a share, from 0 to 1, of the way along the list or the range."""
        if self.span is not None:
            return self.span.at(share)
        return self.values[min(len(self.values) - 1, int(share * len(self.values)))]

    @property
    def levels(self) -> tuple[Any, ...]:
        """Return the values for a grid: the list, or the range's ends and the scenario's value."""
        return self.values if self.span is None else self.span.ends()

    def puts(self, value: Any) -> dict[str, Any]:
        """Return what a value of the lever changes in a scenario: the new value of each path."""
        written = {"value": value, "rest": self.rest} if self.rest else value
        return dict.fromkeys(self.paths, written)

    def __str__(self) -> str:
        """Return in words which values are tried."""
        tried = str(self.span) if self.span is not None else ", ".join(map(said, self.values))
        return f"{tried} (the rest: {self.rest})" if self.rest else tried


def lever(scenario: Scenario, name: str, over: Any, paths: Sequence[str] | None = None) -> Lever:
    """Return a lever from its description in a file or script.

    Parameters
    ----------
    name
        A path of the scenario. When ``paths`` or ``sets`` are given, any name.
    over
        A list of values; or a low and a high end, as a pair or block; or ``range`` for the
        scenario's own range; or a block with ``sets``, ``values``, ``low``, ``high`` and ``rest``.

    Raises
    ------
    RangeFault
        If the description cannot be used.
    UnknownStep
        If the scenario has no such path.
    """
    try:
        return _lever(scenario, name, over, tuple(paths or (name,)))
    except NotPlain as fault:
        raise RangeFault(fault.problem, fault.remedy) from None


def _lever(scenario: Scenario, name: str, over: Any, where: tuple[str, ...]) -> Lever:
    rest = ""
    if isinstance(over, Mapping):
        where, rest, over = _block(over, where)
    where = tuple(scenario.in_areas(dict.fromkeys(where)))
    for path in where:
        _see_that_it_is_of_the_model(path)
        steps_to(scenario, path)
    if isinstance(over, str) and over == RANGE:
        return Lever(name, where, (), span(scenario, where[0]), rest)
    if isinstance(over, _Ends):
        return Lever(name, where, (), span(scenario, where[0], over.low, over.high), rest)
    if isinstance(over, tuple) and len(over) == 2:
        return Lever(name, where, (), span(scenario, where[0], *over), rest)
    if isinstance(over, str) or not isinstance(over, Iterable):
        raise RangeFault(
            f'"{shown(over).strip(chr(34))}" says neither values nor a range.',
            "Write a list of values, `{low: …, high: …}`, or `range` for the scenario's own range.",
        )
    values = plain_value(over)
    if not isinstance(values, list):
        raise RangeFault(f"{shown(values)} is one value.", "Write a list of values.")
    if not values:
        raise RangeFault(f"There is nothing to try for `{name}`.", "Write a value or more.")
    return Lever(name, where, tuple(values), None, rest)


def _see_that_it_is_of_the_model(path: str) -> None:
    """Refuse a path to what the file says of the judging of runs, which no run depends on."""
    block = path.partition(".")[0]
    if block in OF_WORLDS:
        raise RangeFault(
            f"`{path}` says which worlds are drawn. No run depends on it, so there is nothing to "
            "vary.",
            f"Vary a number outside of {listed(f'`{each}`' for each in OF_WORLDS)}.",
        )
    if block in JUDGING:
        raise RangeFault(
            f"`{path}` says how results are judged. No run depends on it, so there is nothing to "
            "vary.",
            f"Vary a number outside of {listed(f'`{each}`' for each in JUDGING)}; to judge by "
            "other rules, write them into the scenario.",
        )


class _Ends(NamedTuple):
    """The two ends of a range, in the form in which the user wrote them."""

    low: Any
    high: Any


def _block(over: Mapping[str, Any], where: tuple[str, ...]) -> tuple[tuple[str, ...], str, Any]:
    """Return the paths that a block sets, the share that makes up for it, and the values."""
    unknown = [key for key in over if key not in KEYS]
    if unknown:
        raise RangeFault(
            f"`{unknown[0]}` is not known here.",
            did_you_mean(str(unknown[0]), KEYS, f"Known here: {listed(f'`{k}`' for k in KEYS)}."),
        )
    sets, rest = over.get("sets"), over.get("rest", "")
    if "sets" in over:
        if not isinstance(sets, (list, tuple)) or not sets:
            raise RangeFault("`sets` names no numbers.", "Write `sets: [path, path]`.")
        where = tuple(map(str, sets))
    if len(set(where)) < len(where):
        raise RangeFault("`sets` names a path twice.", "Write each path once.")
    if "values" in over:
        if "low" in over or "high" in over:
            raise RangeFault(
                "There are `values` and a range, two ways to say what is tried.",
                "Keep `values`, or `low` and `high`.",
            )
        values = over["values"]
        if isinstance(values, tuple):
            values = list(values)  # a list in a block of Python, never the ends of a range
        return where, str(rest), values
    if ("low" in over) != ("high" in over):
        raise RangeFault("A range has a `low` and a `high` end.", "Write `{low: …, high: …}`.")
    if "low" in over:
        return where, str(rest), _Ends(over["low"], over["high"])
    if "sets" not in over and "rest" not in over:
        raise RangeFault("A range has a `low` and a `high` end.", "Write `{low: …, high: …}`.")
    return where, str(rest), RANGE


def every_range(scenario: Scenario, arms: Sequence[str]) -> list[Lever]:
    """Return a lever for every number that has a range in the scenario and is used by these arms.

    For a mechanism, only the sides ("on", "off") that one of these arms has are included. Each
    number is varied where it is written. If an arm sets a number itself, it keeps that value, and
    the range of that value is a separate lever. With `run.change` the numbers that the history arm
    uses are always included. A share of a row that does not close itself changes the other shares
    in proportion. Numbers that move together are one lever if their ranges are the same.

    Levers are in order of their names, so that neither the order of the keys in a file nor the form
    in which a number is written decides which is drawn first.
    """
    tree = scenario.tree
    if scenario.run.change is not None:
        arms = [*arms, *({scenario.history} - set(arms))]
    # What is known about services of today, `targets`, is read by no run.
    paths = list(ranges_in(tree.without("mechanisms").without("arms").without("targets")))
    for name in scenario.mechanisms:
        sides = {name in scenario.arms[arm].mechanisms for arm in arms}
        block = tree["mechanisms"][name]
        for key, side in (("on", True), ("off", False)):
            if side in sides and key in block:
                paths += ranges_in(block[key], f"mechanisms.{name}.{key}")
    for arm in arms:
        block = tree["arms"].get(arm) if "arms" in tree else None
        for key in ("set", "transfer", "phase_in"):
            if block and key in block:
                paths += ranges_in(block[key], f"arms.{arm}.{key}")
    levers = []
    for name, together in written_once(scenario, tree, paths).items():
        if not any(reaches(scenario, tree, path, arms) for path in together):
            continue
        row = of_row(scenario, together[0])
        try:
            found = lever(scenario, name, RANGE, together)
            rest = "" if row is None else row.closed_by
            levers.append(found._replace(where_written=True, uncertain=True, rest=rest))
        except RangeFault:
            continue  # a range from a value to itself leaves nothing to vary
    return _together(scenario, levers)


def _together(scenario: Scenario, levers: Sequence[Lever]) -> list[Lever]:
    """Return the levers in order; those of numbers that move together in the same range are one."""
    found = list(levers)
    for group in scenario.together:
        if group.correlation is not None:
            continue
        meant = paths_moved(scenario, scenario.tree, group.paths)
        moved = sorted((each for each in found if not meant.isdisjoint(each.paths)), key=_order)
        if len(moved) > 1 and len({_range(scenario, each) for each in moved}) == 1:
            found = [each for each in found if each not in moved]
            paths = tuple(path for each in moved for path in each.paths)
            found.append(moved[0]._replace(name=_name(scenario, moved), paths=paths))
    return sorted(found, key=_order)


def _order(each: Lever) -> tuple[Any, ...]:
    return in_order(each.name)


def _name(scenario: Scenario, moved: Sequence[Lever]) -> str:
    """Return the name of levers that are one: of the service that areas have in common, if any."""
    common = common_names(scenario.tree)
    name = common_path(common, moved[0].name)
    return name if {each.name for each in moved} == set(spread(common, name)) else moved[0].name


def _range(scenario: Scenario, each: Lever) -> tuple[str, Span | None, str, str]:
    """Return what two levers must have in common to be one: kind, ends and shape of a number."""
    quantity = quantity_at(scenario, each.paths[0])
    shape = "" if quantity is None else str(quantity.uncertain)
    ends = None if each.span is None else each.span._replace(middle=None)
    return type(quantity).__name__, ends, shape, each.rest


def nested(one: str, other: str) -> bool:
    """Return whether two paths are equal, or one leads into the other."""
    first, second = one.split("."), other.split(".")
    few = min(len(first), len(second))
    return first[:few] == second[:few]


def is_no_rule(scenario: Scenario, paths: Sequence[str]) -> bool:
    """Return whether no arm may set any of these numbers, so that they are equal in all arms."""
    try:
        return not any(may_differ(steps_to(scenario, path)) for path in paths)
    except UnknownStep:
        return False  # which is told where the path is used


def said(value: Any) -> str:
    """Return a value as a table cell.

    The cell is the same whether the value comes from a file or from a script.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return plain_number(value)
    if isinstance(value, (str, Length, Frequency)):
        return str(value)
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False)
