"""Find the least (or the most) of a lever with which a target holds, over possible futures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

import numpy as np

from sim.errors import did_you_mean, listed
from sim.laws import Flags, Floats
from sim.measures.words.service import COST
from sim.resolved import Resolved
from sim.scenario.from_python import NotPlain
from sim.studies.analyses.base import AnalysisFault, Arms, Base, Evaluation
from sim.studies.analyses.futures import Futures, Where
from sim.studies.analyses.holding import Target, read_target
from sim.studies.analyses.lever_named import Named, lever_of, see_reach
from sim.studies.analyses.written import CHANCE, FindBlock
from sim.studies.design import Lever
from sim.studies.design.amounts import RangeFault
from sim.studies.design.arms import arms_at
from sim.studies.design.levers import said
from sim.studies.design.ranges import Span
from sim.studies.statistics import finding as statistic
from sim.studies.statistics.estimates import Estimate, Request, estimate
from sim.units import NotUnderstood

LEAST, MOST, STEP = "least", "most", "step"
PARTS = 16  # of a range, where no step is given
MOST_VALUES = 200
WHOLE_POSTS = 4  # in a range of at least so many, whole posts are tried


class At(NamedTuple):
    """What futures are like at one value of the lever, or as the scenario is written."""

    position: Where
    tried: statistic.Tried  # how often the target holds
    middle: float  # median of what the target is about; NaN if it is never known
    reached: float  # what it is at most (or at least) in the wanted share of futures
    unknown: int  # futures in which it has no value


class FoundLever(NamedTuple):
    """The answer, with what was tried and what it costs."""

    found: statistic.Found  # positions are those of `FindAsked.values`
    at: tuple[At, ...]  # of every value tried, in their order
    today: At  # as the scenario is written
    cost: Estimate | None  # at the answer minus today; None without an answer or without prices
    refused: int  # futures whose numbers the scenario does not accept
    runs: int  # that were looked at


@dataclass(frozen=True)
class FindAsked:
    """Asks for the least or the most of a lever with which a target holds."""

    key: ClassVar[str] = "find"
    base: Base
    arm: str
    lever: Lever
    span: Span
    wants: str  # `LEAST` or `MOST`
    amounts: tuple[float, ...]  # in `span.unit`, in the order in which it holds more and more
    target: Target
    sure: float
    many: int  # futures
    chance_alone: bool

    @property
    def values(self) -> tuple[Any, ...]:
        """The values that may be chosen, in the form in which a scenario holds them."""
        return tuple(self.span.exactly(each) for each in self.amounts)

    @property
    def most_runs(self) -> int:
        """The number of runs if every value is tried."""
        return self.many * (len(self.amounts) + 1)

    @cached_property
    def futures(self) -> Futures:
        """The futures in which the target is judged."""
        return Futures(
            self.base.scenario,
            self.arm,
            self.lever,
            self.values,
            self.many,
            self.base.seed,
            self.chance_alone,
        )

    def plain(self) -> dict[str, Any]:
        """Return everything that decides the answer."""
        months = self.target.months
        return {
            self.wants: self.lever.name,
            "sets": list(self.lever.paths),
            **({"rest": self.lever.rest} if self.lever.rest else {}),
            "values": [said(each) for each in self.values],
            "arm": self.arm,
            "measure": self.target.measure,
            "at_most" if self.target.at_most else "at_least": self.target.bound,
            **({"months": [months.first, months.last]} if months is not None else {}),
            "sure": self.sure,
            "futures": self.many,
            "vary": [each.name for each in self.futures.uncertain] or CHANCE,
        }

    def see(self) -> None:
        """Refuse a range if the scenario is not valid at one of its ends."""
        for value in (self.values[0], self.values[-1]):
            arms_at(self.base.scenario, [self.lever], [value], (self.arm,))

    def resolved(self, setting: tuple[int, Where]) -> Sequence[Resolved]:
        """Return the arm in a future, with the lever at the value at a position."""
        return [self.futures.resolved(*setting)]

    def words(self, setting: tuple[int, Where]) -> str:
        """Return a future and the value of the lever in words."""
        return self.futures.words(*setting)

    def carry_out(self, evaluation: Evaluation) -> FoundLever:
        """Try values of the lever in all futures until the answer is known."""
        target = self.target
        measures = (*target.of_window, COST)
        arms = Arms(
            self.resolved, self.words, measures, target.by_month(), lambda setting: setting[0]
        )
        evaluate, futures = evaluation(arms), self.futures.usable
        known: dict[Where, Floats] = {}  # shape (futures, 2): what the target is about, and cost

        def look(positions: Sequence[Where]) -> None:
            # The values of one future stand together, because they may have a history in common.
            asked = [Request((each, at), each + 1, 1) for each in futures for at in positions]
            values = np.array([each[0, 0] for each in evaluate(asked)])
            by_future = values.reshape(len(futures), len(positions), -1)
            for column, at in enumerate(positions):
                known[at] = self._looked_at(by_future[:, column])

        def judge(positions: Sequence[int]) -> list[Flags]:
            look(positions)
            return [target.holds(known[at][:, 0]) for at in positions]

        found = statistic.find(judge, len(self.amounts), self.sure)
        look([None])
        return FoundLever(
            found,
            tuple(self._at(each.position, known[each.position][:, 0]) for each in found.tried),
            self._at(None, known[None][:, 0]),
            None if found.at is None else _cost(known[found.at][:, 1] - known[None][:, 1]),
            self.many - len(futures),
            len(futures) * len(known),
        )

    def _looked_at(self, values: Floats) -> Floats:
        """Return what the target is about and the cost, shape (runs, 2), from what was measured."""
        about = values[:, -1] if self.target.series is not None else values[:, 0]
        if len(self.target.of_window) > 1:
            whole = values[:, 1]
            with np.errstate(divide="ignore", invalid="ignore"):
                about = np.where(whole > 0, about / whole, np.where(whole == 0, 0.0, np.nan))
        return np.stack([about, values[:, len(self.target.of_window)]], axis=1)

    def _at(self, position: Where, values: Floats) -> At:
        tried = statistic.counted(-1 if position is None else position, self.target.holds(values))
        defined = values[np.isfinite(values)]
        middle = reached = math.nan
        if defined.size:
            share = self.sure if self.target.at_most else 1 - self.sure
            middle, reached = (float(each) for each in np.quantile(defined, [0.5, share]))
        return At(position, tried, middle, reached, values.size - defined.size)


def read_find(block: FindBlock, base: Base) -> FindAsked:
    """Read a block; raise AnalysisFault if it asks for something impossible."""
    wants, names = _wanted(block)
    arm = _arm(base, block.arm)
    lever, reach = lever_of(base, Named(wants, names, block.low, block.high, block.rest))
    see_reach(base, lever, (arm,), wants)
    amounts = _amounts(reach, block.step, wants)
    ends = [reach.exactly(amounts[0])]
    resolved = list(arms_at(base.scenario, [lever], ends, (arm,)).values())
    target = read_target(base, block.so_that, block.by, block.months, resolved)
    if block.by is None and block.months != 1:
        raise AnalysisFault(("months",), "No month is named.", "Add `by: month 24`.")
    return FindAsked(
        base,
        arm,
        lever,
        reach,
        wants,
        amounts if wants == LEAST else amounts[::-1],
        target,
        block.sure,
        block.futures,
        block.vary == CHANCE,
    )


def _wanted(block: FindBlock) -> tuple[str, tuple[str, ...]]:
    """Return whether the least or the most is wanted, and of what."""
    if block.least is not None and block.most is not None:
        raise AnalysisFault(
            (MOST,), "Both the least and the most are asked for.", f"Keep `{LEAST}` or `{MOST}`."
        )
    if block.least is not None:
        return LEAST, block.least
    if block.most is not None:
        return MOST, block.most
    raise AnalysisFault(
        (),
        "Whether the least or the most is wanted, and of what, is not said.",
        f"Write `{LEAST}` or `{MOST}` with the path of a number.",
    )


def _arm(base: Base, written: str | None) -> str:
    """Return the arm that is looked at: the baseline, if none is written."""
    if written is not None and written not in base.arms:
        raise AnalysisFault(
            ("arm",),
            f"`{written}` is not an arm of this study.",
            did_you_mean(written, base.arms, f"Arms: {listed(base.arms)}."),
        )
    return written or base.baseline


def _amounts(reach: Span, written: Any, wants: str) -> tuple[float, ...]:
    """Return the values from the low to the high end, as numbers of the unit of the range.

    Without a step, whole numbers and whole posts are tried, or else a range is divided into 16.
    """
    width = reach.high - reach.low
    whole_ends = reach.low == round(reach.low) and reach.high == round(reach.high)
    is_posts = reach.kind == "thousandths" and whole_ends and width >= WHOLE_POSTS
    step = 1.0 if reach.kind == "whole" or is_posts else width / PARTS
    if written is not None:
        try:
            step = reach.amount(written)
        except NotUnderstood as error:
            raise AnalysisFault((STEP,), f"{error}", error.remedy) from None
        except (NotPlain, RangeFault) as fault:
            raise AnalysisFault((STEP,), fault.problem, "Write it as the ends are.") from None
        if not 0 < step <= width:
            raise AnalysisFault(
                (STEP,), f"{written} is no step from {reach}.", "Write one above 0, in its unit."
            )
    many = math.floor(width / step + 1e-9) + 1
    if many > MOST_VALUES:
        raise AnalysisFault(
            (STEP if written is not None else wants,),
            f"From {reach} there are {many:,} values, more than {MOST_VALUES}.",
            f"Write a larger `{STEP}`, or a narrower range.",
        )
    amounts = [reach.low + step * each for each in range(many)]
    if reach.high - amounts[-1] > 1e-9 * width:
        amounts.append(reach.high)
    return tuple(amounts)


def _cost(difference: Floats) -> Estimate | None:
    found = estimate(difference)
    return found if found.used else None
