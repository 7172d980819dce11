"""Select the best of several arms with a guaranteed probability of being right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.resolved import Resolved
from sim.studies.analyses.base import (
    AnalysisFault,
    Arms,
    Base,
    Better,
    Evaluation,
    better_of,
    see_measure,
)
from sim.studies.analyses.written import SelectBlock
from sim.studies.design.arms import arms_at
from sim.studies.statistics.estimates import Outcome
from sim.studies.statistics.selection import Candidate, Promise, Selection, select


@dataclass(frozen=True)
class SelectAsked:
    """Asks which of several arms is the best."""

    key: ClassVar[str] = "select"
    base: Base
    measure: str
    better: Better
    promise: Promise

    @property
    def most_runs(self) -> int:
        """The number of runs if no arm is dropped."""
        return len(self.base.arms) * self.promise.ceiling

    def plain(self) -> dict[str, Any]:
        """Return everything that decides the answer."""
        return {"measure": self.measure, "better": self.better, **self.promise._asdict()}

    def see(self) -> None:
        """Do nothing: everything was checked when the study was read."""

    def resolved(self, setting: str) -> Sequence[Resolved]:
        """Return one arm by its name."""
        return [arms_at(self.base.scenario, [], [], [setting])[setting]]

    def words(self, setting: str) -> str:
        """Return the name of the arm as people read it."""
        return f"arm `{setting}`"

    def carry_out(self, evaluation: Evaluation) -> Selection:
        """Select the best arm, if the largest number of runs allowed is enough to find it."""
        return select(
            evaluation(Arms(self.resolved, self.words, (self.measure,))),
            [Candidate(arm, arm, Outcome(0)) for arm in self.base.arms],
            self.better,
            self.promise,
        )


def read_select(block: SelectBlock, base: Base) -> SelectAsked:
    """Read a block; raise AnalysisFault if it asks for something impossible."""
    see_measure(base, block.measure, ("measure",))
    if len(base.arms) < 3:
        raise AnalysisFault(
            (),
            "There are fewer than three arms to choose from.",
            "Name more under `arms`; two are compared in every study.",
        )
    if block.first > block.ceiling:
        raise AnalysisFault(
            ("first",), f"{block.first} is above the ceiling of {block.ceiling}.", "Lower it."
        )
    promise = Promise(block.zone, block.confidence, block.first, block.ceiling, block.batch)
    return SelectAsked(base, block.measure, better_of(base, block.measure, block.better), promise)
