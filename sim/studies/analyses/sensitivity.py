"""Find which uncertain numbers of a study influence its differences between arms.

A setting holds one value for each uncertain number, in the unit of that number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from sim.resolved import Resolved
from sim.studies.analyses.base import (
    AnalysisFault,
    Arms,
    Base,
    Evaluation,
    measures_or_those_of,
    one_arm,
)
from sim.studies.analyses.written import SensitivityBlock
from sim.studies.design import Lever
from sim.studies.design.levers import said
from sim.studies.design.many import ManySettings
from sim.studies.design.ranges import Span
from sim.studies.statistics.estimates import Outcome
from sim.studies.statistics.morris import FEWEST_TRAJECTORIES, PILOT_REPLICATIONS, Morris, morris
from sim.studies.statistics.sensitivity import Input, Swing, one_at_a_time, salib_sampler
from sim.studies.statistics.sobol import (
    FEWEST_ROWS,
    PILOT_REPLICATIONS as SOBOL_PILOT,
    PILOT_ROWS,
    Sobol,
    sobol,
)

SOBOL, MORRIS, SINGLY = "sobol", "morris", "one at a time"
BOTH_ARMS = 2


class Sensitivity(NamedTuple):
    """The effects of the uncertain numbers: of each alone and, if wanted, of all together."""

    swings: tuple[tuple[Swing, ...], ...]  # for each outcome, each input
    sobol: tuple[Sobol, ...] = ()  # for each outcome
    morris: tuple[Morris, ...] = ()


@dataclass(frozen=True)
class SensitivityAsked:
    """A request to find how strongly uncertain numbers influence a difference from the baseline."""

    key: ClassVar[str] = "sensitivity"
    base: Base
    arm: str
    inputs: tuple[tuple[Lever, Span], ...]
    method: str
    runs: int  # allowed for the method, both arms together
    outcomes: tuple[str, ...]
    replications: int  # of each end of a range

    @property
    def most_runs(self) -> int:
        """The number of runs for the method, plus the runs for changing each number alone."""
        return self.runs + BOTH_ARMS * self.replications * (2 * len(self.inputs) + 1)

    def plain(self) -> dict[str, Any]:
        """Return everything that decides the answer."""
        return {
            "arm": self.arm,
            "inputs": {
                lever.name: {"sets": list(lever.paths), "range": str(reach)}
                for lever, reach in self.inputs
            },
            "method": self.method,
            "runs": self.runs,
            "outcomes": list(self.outcomes),
            "replications": self.replications,
        }

    def see(self) -> None:
        """Refuse a method whose library is missing, and ranges with an end that is not valid."""
        if self.method != SINGLY:
            salib_sampler(self.method)
        for end in (0.0, 1.0):
            self.resolved(tuple(_along(reach, end) for _, reach in self.inputs))

    def resolved(self, setting: tuple[float, ...]) -> Sequence[Resolved]:
        """Return the arm and the baseline, both with the values of the setting."""
        arms = self._many.at(self._values(setting))
        return [arms[name] for name in self._many.names]

    @cached_property
    def _many(self) -> ManySettings:
        levers = [lever for lever, _ in self.inputs]
        return ManySettings(self.base.scenario, levers, (self.arm, self.base.baseline))

    def words(self, setting: tuple[float, ...]) -> str:
        """Return the names and values of the first four uncertain numbers in words."""
        pairs = zip(self.inputs, self._values(setting), strict=True)
        return ", ".join(f"{lever.name}: {said(value)}" for (lever, _), value in list(pairs)[:4])

    def _values(self, setting: Sequence[float]) -> list[Any]:
        return [
            reach.at((amount - reach.low) / (reach.high - reach.low))
            for (_, reach), amount in zip(self.inputs, setting, strict=True)
        ]

    def carry_out(self, evaluation: Evaluation) -> Sensitivity:
        """Estimate the effect of each number alone and, if a method is chosen, by that method."""
        evaluate = evaluation(Arms(self.resolved, self.words, self.outcomes))
        inputs = [Input(lever.name, reach.low, reach.high) for lever, reach in self.inputs]
        outcomes = [Outcome(position, 0, 1) for position in range(len(self.outcomes))]
        usual = [_usual(reach) for _, reach in self.inputs]
        swings = one_at_a_time(evaluate, inputs, usual, outcomes, self.replications)
        if self.method == SINGLY:
            return Sensitivity(swings)
        budget, seed = self.runs // BOTH_ARMS, self.base.seed
        if self.method == SOBOL:
            return Sensitivity(swings, sobol(evaluate, inputs, outcomes, budget, seed))
        return Sensitivity(swings, morris=morris(evaluate, inputs, outcomes, budget, seed))


def _along(reach: Span, share: float) -> float:
    return reach.low + share * (reach.high - reach.low)


def _usual(reach: Span) -> float:
    """Return the scenario's value of a number, or the middle of its range if it has none."""
    return _along(reach, 0.5) if reach.middle is None else reach.amount(reach.middle)


def least_runs(method: str, inputs: int) -> int:
    """Return the smallest number of runs that a method can use, for both arms together."""
    if method == SINGLY:
        return 0
    if method == MORRIS:
        return BOTH_ARMS * FEWEST_TRAJECTORIES * (inputs + 1) * PILOT_REPLICATIONS
    each_row = inputs + 2
    return BOTH_ARMS * each_row * max(FEWEST_ROWS * 2, PILOT_ROWS * SOBOL_PILOT)


def read_sensitivity(block: SensitivityBlock, base: Base) -> SensitivityAsked:
    """Read a block; raise AnalysisFault if it asks for something impossible."""
    arm = one_arm(base, block.arm)
    if not base.uncertainties:
        raise AnalysisFault(
            (),
            "There are no uncertain numbers to look at.",
            f"Name some under `{base.numbers_in}`, each with a range.",
        )
    lists = [each.name for each in base.uncertainties if each.span is None]
    if lists:
        raise AnalysisFault(
            (),
            f"`{lists[0]}` has a list of values, and sensitivity needs a range.",
            f"Write a low and a high end for it under `{base.numbers_in}`.",
        )
    inputs = tuple((each, each.span) for each in base.uncertainties if each.span is not None)
    least = least_runs(block.method, len(inputs))
    if block.method == SINGLY and block.runs is not None:
        raise AnalysisFault(
            ("runs",),
            "One number at a time takes as many runs as there are ends and replications.",
            "Leave `runs` out, or choose the `method` `sobol` or `morris`.",
        )
    runs = least if block.runs is None else block.runs
    if runs < least:
        raise AnalysisFault(
            ("runs",),
            f"{runs:,} runs are too few for {len(inputs)} numbers by this method.",
            f"Allow {least:,} or more, or name fewer numbers.",
        )
    return SensitivityAsked(
        base,
        arm,
        inputs,
        block.method,
        runs,
        measures_or_those_of(base, block.outcomes),
        block.replications or max(2, base.replications),
    )
