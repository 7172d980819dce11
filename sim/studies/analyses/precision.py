"""Define how narrow the intervals of paired differences must be in every setting of a sweep."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from sim.studies.analyses.base import AnalysisFault, Base, see_measure
from sim.studies.analyses.written import PrecisionBlock
from sim.studies.statistics.estimates import Outcome
from sim.studies.statistics.precision import Rule, Scale, Target

SHARE = re.compile(r"(\d+(?:\.\d+)?) ?% of (?:the )?(baseline|difference)")
SCALES = {"baseline": Scale.BASELINE, "difference": Scale.DIFFERENCE}
WAYS = "Write a number in the measure's unit, `5 % of baseline` or `20 % of difference`."


class Within(NamedTuple):
    """The required width of one measure's interval, for every arm against the baseline."""

    measure: str
    half_width: float
    scale: Scale


class PrecisionAsked(NamedTuple):
    """The rule by which a setting has enough replications."""

    within: tuple[Within, ...]
    rule: Rule

    @property
    def first(self) -> int:
        """The number of replications that every setting gets at least."""
        return min(self.rule.ceiling, self.rule.floor + self.rule.look_ahead)

    def targets(self, base: Base) -> list[tuple[str, Target]]:
        """Return the arm and the target for each required width: each arm with each measure.

        The positions in a target are those of the arms and outcomes of the sweep.
        """
        there = base.arms.index(base.baseline)
        return [
            (
                arm,
                Target(
                    Outcome(base.outcomes.index(each.measure), base.arms.index(arm), there),
                    each.half_width,
                    each.scale,
                ),
            )
            for arm in base.others
            for each in self.within
        ]

    def plain(self) -> dict[str, Any]:
        """Return everything that decides the number of replications."""
        return {
            "within": {
                each.measure: {"half_width": each.half_width, "scale": each.scale.value}
                for each in self.within
            },
            "floor": self.rule.floor,
            "ceiling": self.rule.ceiling,
            "batch": self.rule.batch,
        }


def read_precision(block: PrecisionBlock, base: Base) -> PrecisionAsked:
    """Read a block; raise AnalysisFault if it asks for something impossible."""
    if not base.others:
        raise AnalysisFault(
            (),
            "Precision is about the difference between arms, and the study has one arm.",
            "Name two under `arms`.",
        )
    if block.floor > block.ceiling:
        raise AnalysisFault(
            ("floor",), f"{block.floor} is above the ceiling of {block.ceiling}.", "Lower it."
        )
    within = []
    for measure, wanted in block.within.items():
        see_measure(base, measure, ("within", measure))
        if measure not in base.outcomes:
            raise AnalysisFault(
                ("within", measure),
                f"`{measure}` is not looked at in this study.",
                "Add it under `outcomes`.",
            )
        within.append(_within(measure, wanted))
    return PrecisionAsked(tuple(within), Rule(block.floor, block.ceiling, block.batch))


def _within(measure: str, wanted: Any) -> Within:
    if isinstance(wanted, (int, float)) and not isinstance(wanted, bool):
        half_width, scale = float(wanted), Scale.UNIT
    else:
        found = SHARE.fullmatch(wanted.strip()) if isinstance(wanted, str) else None
        if found is None:
            raise AnalysisFault(
                ("within", measure), f'"{wanted}" is not a half-width of an interval.', WAYS
            )
        half_width, scale = float(found[1]) / 100, SCALES[found[2]]
    if not 0 < half_width < float("inf"):
        raise AnalysisFault(("within", measure), f"{wanted} is not above 0.", WAYS)
    return Within(measure, half_width, scale)
