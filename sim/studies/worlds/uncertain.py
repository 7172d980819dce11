"""The uncertain numbers of a scenario: what each is, how likely its values are, who says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sim.scenario import Scenario
from sim.scenario.overriding import overridden
from sim.scenario.quantities import (
    Harm,
    Number,
    Point,
    Posts,
    Quantity,
    Share,
    SomeCount,
    SomePosts,
    TimePerWeek,
    YearlyGrowth,
)
from sim.studies.design.levers import Lever, every_range
from sim.studies.design.ranges import Span, quantity_at
from sim.studies.worlds.shapes import Family, Shape, shape
from sim.studies.worlds_result import LeftOut

HOURS = (Posts, SomePosts, TimePerWeek)
"""Numbers that staff time follows from."""


class Uncertain(NamedTuple):
    """A number that differs between worlds."""

    lever: Lever  # with its paths; named by the path at which it is written
    span: Span
    shape: Shape
    source: str
    assumed: bool  # the source is an assumption, or there is none
    agreed_by: str | None  # of an expert range
    least: float | None = None  # what the scenario allows
    most: float | None = None

    @property
    def name(self) -> str:
        """The path at which the number is written."""
        return self.lever.name

    def at(self, share: float) -> Any:
        """Return the value at a share from 0 to 1, in the form in which a scenario holds it."""
        value = self.shape.at(share)
        value = value if self.least is None else max(value, self.least)
        value = value if self.most is None else min(value, self.most)
        return self.span.exactly(round(value) if self.span.kind == "whole" else value)


def uncertain_numbers(
    scenario: Scenario, arms: Sequence[str]
) -> tuple[list[Uncertain], list[LeftOut]]:
    """Return the numbers that have a range and are used by these arms, and those left out.

    Posts and hours that one arm has and another has not are left out: moving them in one arm would
    compare arms of unequal staff time.
    """
    found: list[Uncertain] = []
    left_out: list[LeftOut] = []
    for each in every_range(scenario, arms):
        quantity, span = quantity_at(scenario, each.paths[0]), each.span
        if quantity is None or span is None:
            left_out.append(LeftOut(each.name, "what stands there is not one number"))
        elif isinstance(quantity, HOURS) and _in_some_arms(scenario, each, arms):
            left_out.append(LeftOut(each.name, "arms would have unequal staff time"))
        else:
            found.append(_of(scenario, each, span, quantity))
    return found, left_out


def _in_some_arms(scenario: Scenario, lever: Lever, arms: Sequence[str]) -> bool:
    """Return whether a number belongs to an arm or mechanism, or an arm sets it itself."""
    return any(
        path.startswith(("arms.", "mechanisms."))
        or overridden(scenario, scenario.tree, path, arms, lever.paths) is not None
        for path in lever.paths
    )


def _of(scenario: Scenario, lever: Lever, span: Span, quantity: Quantity[Any]) -> Uncertain:
    family, least, most = _family(quantity)
    low, high = span.low, span.high
    source = scenario.sources.get(quantity.source)
    above = 1.0 if isinstance(quantity, Harm) else 0.0
    if family == "lognormal" and low < above:
        family = "uniform"
    return Uncertain(
        lever,
        span,
        shape(low, high, family, above),
        quantity.source,
        source is None or source.kind == "assumption",
        quantity.agreed_by,
        least,
        most,
    )


def _family(quantity: Quantity[Any]) -> tuple[Family, float | None, float | None]:
    """Return the shape for a kind of number, and what the scenario allows at least and at most."""
    if isinstance(quantity, Share):
        return "beta", 0.0, 1.0
    if isinstance(quantity, Point):
        return "uniform", 0.0, None  # a moment is not a size: it has no ratio to another
    if isinstance(quantity, (Number, YearlyGrowth)):
        return "normal", None, None
    return "lognormal", 1.0 if isinstance(quantity, (Harm, SomeCount)) else 0.0, None
