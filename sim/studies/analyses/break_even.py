"""Find the value of a lever up to which an arm is better than the baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.errors import listed
from sim.resolved import Resolved
from sim.scenario.overriding import in_no_arm, overridden
from sim.scenario.replacing import UnknownStep
from sim.studies.analyses.base import (
    AnalysisFault,
    Arms,
    Base,
    Better,
    Evaluation,
    better_of,
    one_arm,
    see_measure,
)
from sim.studies.analyses.written import BreakEvenBlock
from sim.studies.design import Lever
from sim.studies.design.amounts import RangeFault
from sim.studies.design.arms import arms_at
from sim.studies.design.levers import is_no_rule, said
from sim.studies.design.ranges import Span, span
from sim.studies.statistics import break_even as statistic
from sim.studies.statistics.break_even import LOOKED_AT, BreakEven, Effort
from sim.studies.statistics.estimates import Outcome

LOOKS = 2  # close ones, beside the grid


@dataclass(frozen=True)
class BreakEvenAsked:
    """Asks up to which value of a lever an arm is better than the baseline."""

    key: ClassVar[str] = "break_even"
    base: Base
    arm: str
    lever: Lever
    span: Span
    measure: str
    better: Better
    margin: float
    effort: Effort

    @property
    def most_runs(self) -> int:
        """The largest number of runs for one crossing, with the most replications in each step."""
        values = self.effort.values + LOOKS * LOOKED_AT
        return 2 * values * self.effort.ceiling

    def plain(self) -> dict[str, Any]:
        """Return everything that decides the answer."""
        return {
            "lever": self.lever.name,
            "sets": list(self.lever.paths),
            **({"rest": self.lever.rest} if self.lever.rest else {}),
            "low": said(self.span.exactly(self.span.low)),
            "high": said(self.span.exactly(self.span.high)),
            "arm": self.arm,
            "measure": self.measure,
            "better": self.better,
            "margin": self.margin,
            **self.effort._asdict(),
        }

    def see(self) -> None:
        """Refuse a range if the scenario is not valid at one of its ends."""
        for end in (self.span.low, self.span.high):
            self.resolved((end,))

    def resolved(self, setting: tuple[float]) -> Sequence[Resolved]:
        """Return the arm and the baseline, both with the lever at the value of the setting."""
        value = self.span.exactly(setting[0])
        names = (self.arm, self.base.baseline)
        arms = arms_at(self.base.scenario, [self.lever], [value], names)
        return [arms[name] for name in names]

    def words(self, setting: tuple[float]) -> str:
        """Return the value of the lever in words."""
        return f"{self.lever.name}: {said(self.span.exactly(setting[0]))}"

    def carry_out(self, evaluation: Evaluation) -> BreakEven:
        """Find where the arm stops being better, if it does."""
        return statistic.break_even(
            evaluation(Arms(self.resolved, self.words, (self.measure,))),
            statistic.Lever(self.span.low, self.span.high, self.span.kind == "whole"),
            Outcome(0, 0, 1),
            self.better,
            margin=self.margin,
            effort=self.effort,
        )


def read_break_even(block: BreakEvenBlock, base: Base) -> BreakEvenAsked:
    """Read a block; raise AnalysisFault if it asks for something impossible."""
    arm = one_arm(base, block.arm)
    see_measure(base, block.measure, ("measure",))
    if block.first > block.ceiling:
        raise AnalysisFault(
            ("first",), f"{block.first} is above the ceiling of {block.ceiling}.", "Lower it."
        )
    lever, reach = lever_of(base, block)
    if reach.kind == "whole" and reach.high - reach.low < 2:
        raise AnalysisFault(
            ("lever",),
            f"There is nothing between {reach.low:.0f} and {reach.high:.0f} to look at.",
            "Write `low` and `high` further apart.",
        )
    _see_reach(base, lever, (arm, base.baseline))
    return BreakEvenAsked(
        base,
        arm,
        lever,
        reach,
        block.measure,
        better_of(base, block.measure, block.better),
        block.margin,
        Effort(block.values, block.first, block.ceiling, block.width),
    )


def lever_of(base: Base, block: BreakEvenBlock) -> tuple[Lever, Span]:
    """Return the lever that a block names, with the range to search."""
    known = {each.name: each for each in (*base.levers, *base.uncertainties)}
    lever = known.get(block.lever)
    if lever is None:
        lever = Lever(
            block.lever, (block.lever,), (), uncertain=is_no_rule(base.scenario, [block.lever])
        )
    if block.rest is not None:
        lever = lever._replace(rest=block.rest)
    if (block.low is None) != (block.high is None):
        raise AnalysisFault(("lever",), "A range has a `low` and a `high` end.", "Write both.")
    low, high = block.low, block.high
    try:
        if low is None and lever.span is not None:
            return lever, lever.span
        if low is None and lever.values:
            low, high = lever.values[0], lever.values[-1]
        return lever, span(base.scenario, lever.paths[0], low, high)
    except UnknownStep as unknown:
        fault = unknown.fault(base.scenario.tree.location, block.lever)
        advice = " ".join(part for part in (fault.allowed, fault.remedy) if part)
        raise AnalysisFault(("lever",), fault.problem, advice) from None
    except RangeFault as fault:
        raise AnalysisFault(("lever",), fault.problem, fault.remedy) from None


def _see_reach(base: Base, lever: Lever, arms: Sequence[str]) -> None:
    """Raise AnalysisFault if a lever has no effect on one of the two arms, or on both."""
    scenario = base.scenario
    if all(in_no_arm(scenario, path, arms) for path in lever.paths):
        raise AnalysisFault(
            ("lever",),
            f"`{lever.name}` changes nothing in {listed(f'`{arm}`' for arm in arms)}.",
            "Name a number that one of the two has.",
        )
    for path in lever.paths:
        found = overridden(scenario, scenario.tree, path, arms, lever.paths)
        if found is not None:
            raise AnalysisFault(
                ("lever",),
                found.problem,
                "Name a lever that sets it there too, with `sets: "
                f"[{', '.join([*lever.paths, *found.too])}]`"
                f"{f'; or {found.alone}' if found.alone else ''}.",
            )
