"""Write the report of a sweep, and give the sections of it that answer what was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sim.events import Run
from sim.report.analyses import answer_sections
from sim.report.blocks import Section
from sim.report.enough import enough_sections
from sim.report.own_rules import own_rule_words
from sim.report.sweeps import SweepPage
from sim.report.warming import warm_up_section
from sim.report.writing import render, write_page
from sim.resolved import Names, Resolved
from sim.studies.analyses.base import Answered
from sim.studies.manifest import versions
from sim.studies.sweeps.results import Outcomes


@dataclass(frozen=True)
class SweepReport:
    """The report of a sweep.

    The same outcomes and answers always give the same bytes. Each section is made once, because
    its pictures take time.

    Attributes
    ----------
    answers
        The results of the analyses, in their order on the page.
    whole
        A complete run of each arm, if the warm-up is to be checked.
    answers_alone
        Whether the page has nothing but the answers to questions.
    """

    outcomes: Outcomes
    names: Names
    answers: Sequence[Answered] = ()
    whole: Mapping[str, tuple[Run, Resolved]] = field(default_factory=dict)
    answers_alone: bool = False

    @property
    def answer(self) -> list[Section]:
        """The sections that answer what was asked; the others show what they rest on."""
        return [*self._first, *self._beside]

    def write(self, folder: Path) -> Path:
        """Write `report.html` into a folder and return its path.

        Raises
        ------
        PageError
            If there is already a page that this program did not write, or that was changed since.
        """
        asked, page = self.outcomes.asked, SweepPage(self.outcomes)
        text = render(
            title=asked.title,
            about=" ".join([asked.about, *own_rule_words(asked.base.rules)]).strip(),
            sections=self._first
            if self.answers_alone
            else [*self._first, page.varied(), *self._beside, *page.by_outcome()],
            footer=f"Made by Throughline {versions()['throughline']}. Study {asked.digest[:12]}, "
            f"seed {asked.base.seed}.",
        )
        return write_page(folder, text)

    @cached_property
    def _first(self) -> list[Section]:
        opening = [] if self.answers_alone else [SweepPage(self.outcomes).opening()]
        return [*opening, *answer_sections(self.answers)]

    @cached_property
    def _beside(self) -> list[Section]:
        """The sections on replications and warm-up, which a study may ask about."""
        label = SweepPage(self.outcomes).label
        return [
            *enough_sections(self.outcomes, self.names, label),
            *warm_up_section(self.whole, self.outcomes.asked.base.baseline, label),
        ]
