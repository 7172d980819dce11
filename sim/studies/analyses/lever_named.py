"""Find the lever that an analysis names, with its range, and see that it does something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sim.errors import listed
from sim.scenario.overriding import in_no_arm, overridden
from sim.scenario.replacing import UnknownStep
from sim.studies.analyses.base import AnalysisFault, Base
from sim.studies.design import Lever
from sim.studies.design.amounts import RangeFault
from sim.studies.design.levers import is_no_rule
from sim.studies.design.ranges import Span, span


class Named(NamedTuple):
    """A lever as a block of a study file names it."""

    key: str  # of the block
    names: tuple[str, ...]  # one lever of the study, or the paths that get the same value
    low: Any = None
    high: Any = None
    rest: str | None = None


def lever_of(base: Base, named: Named) -> tuple[Lever, Span]:
    """Return the lever that a block names, with the range to search."""
    step = (named.key,)
    known = {each.name: each for each in (*base.levers, *base.uncertainties)}
    name = " + ".join(named.names)
    lever = known.get(name)
    try:
        if lever is None:
            paths = tuple(base.scenario.in_areas(dict.fromkeys(named.names)))
            lever = Lever(name, paths, (), uncertain=is_no_rule(base.scenario, paths))
        if named.rest is not None:
            lever = lever._replace(rest=named.rest)
        if (named.low is None) != (named.high is None):
            raise AnalysisFault(step, "A range has a `low` and a `high` end.", "Write both.")
        low, high = named.low, named.high
        if low is None and lever.span is not None:
            return lever, lever.span
        if low is None and lever.values:
            low, high = lever.values[0], lever.values[-1]
        return lever, span(base.scenario, lever.paths[0], low, high)
    except UnknownStep as unknown:
        fault = unknown.fault(base.scenario.tree.location, name)
        advice = " ".join(part for part in (fault.allowed, fault.remedy) if part)
        raise AnalysisFault(step, fault.problem, advice) from None
    except RangeFault as fault:
        raise AnalysisFault(step, fault.problem, fault.remedy) from None


def see_reach(base: Base, lever: Lever, arms: Sequence[str], key: str) -> None:
    """Raise AnalysisFault if a lever has no effect on one of these arms, or on all of them."""
    scenario = base.scenario
    if all(in_no_arm(scenario, path, arms) for path in lever.paths):
        which = "Name a number that one of the two has." if len(arms) > 1 else "Name one it has."
        raise AnalysisFault(
            (key,),
            f"`{lever.name}` changes nothing in {listed(f'`{arm}`' for arm in arms)}.",
            which,
        )
    for path in lever.paths:
        found = overridden(scenario, scenario.tree, path, arms, lever.paths)
        if found is not None:
            together = [*lever.paths, *found.too]
            raise AnalysisFault(
                (key,), found.problem, _way_out(together, found.too, found.alone, len(arms) > 1)
            )


def _way_out(together: Sequence[str], too: Sequence[str], alone: str, several: bool) -> str:
    """Return how a number is set where an arm sets it itself."""
    if not several:
        return f"Name {listed(f'`{path}`' for path in too)} instead."
    also = f"; or {alone}" if alone else ""
    return f"Name a lever that sets it there too, with `sets: [{', '.join(together)}]`{also}."
