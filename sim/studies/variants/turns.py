"""Find the verdicts that are another in a variant than in the scenario itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from sim.measures.uses import headlines
from sim.studies.family import in_written_order
from sim.studies.study import Comparison, Study, Verdict
from sim.studies.verdicts import DIRECTED

WITH_DIRECTION = DIRECTED | {
    *(Verdict.HIGHER_UNSURE, Verdict.LOWER_UNSURE),
    *(Verdict.HIGHER_BESIDE, Verdict.LOWER_BESIDE),
}
"""The verdicts that say in which direction arms differ, whether they claim it or not."""


class Turned(NamedTuple):
    """A verdict in a variant beside that of the scenario itself, on one measure of one arm."""

    variant: str  # its name
    label: str
    central: Comparison
    other: Comparison

    @property
    def turns(self) -> bool:
        """Whether the verdict is another."""
        return self.central.verdict is not self.other.verdict

    @property
    def is_opposite(self) -> bool:
        """Whether both verdicts say a direction, and not the same one."""
        both = {self.central.verdict, self.other.verdict} <= WITH_DIRECTION
        return both and (self.central.difference > 0) != (self.other.difference > 0)


def beside_central(study: Study, measures: Collection[str]) -> Iterator[Turned]:
    """Iterate over the verdicts of all variants that the scenario itself has too.

    They come by variant, then by arm, then by measure, for these measures only.
    """
    central = {(row.arm_a, row.series.measure): row for row in study.comparisons}
    for variant in study.variants:
        for row in variant.comparisons:
            here = central.get((row.arm_a, row.series.measure))
            if here is not None and row.series.measure in measures:
                yield Turned(variant.name, variant.label, here, row)


def headline_measures(study: Study) -> tuple[str, ...]:
    """Return the measures whose verdicts are looked at: those judged together, or the usual ones.

    The usual ones are taken if the scenario names no family of measures.
    """
    judged = in_written_order(
        study.scenario, (row.series.measure for row in study.comparisons if row.in_family)
    )
    known = {row.series.measure for row in study.comparisons}
    return judged or tuple(each for each in headlines() if each in known)
