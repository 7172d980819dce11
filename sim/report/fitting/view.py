"""Prepare a fit for its page: targets and numbers with their words and their values."""

from __future__ import annotations

from dataclasses import dataclass

from sim.measures.catalogue import Catalogue
from sim.report.paths import name_in_words, said_with_unit
from sim.report.today import with_about
from sim.report.view import cell, quoted
from sim.report.wording import in_sentence, sentence_case
from sim.resolved import Names
from sim.scenario import Scenario
from sim.scenario.targets import days_in_run
from sim.studies.fitting.fitted import (
    Band,
    FitResult,
    Fitted,
    FittedNumber,
    FittedTarget,
    Told,
)
from sim.studies.fitting.handing_on import rounded_at
from sim.studies.worlds.uncertain import Uncertain


@dataclass(frozen=True)
class FitView:
    """A fit with the words that its page needs.

    Attributes
    ----------
    scenario, names, catalogue
        What was fitted, the names in today's arm, and the words of measures.
    result
        What was found.
    handed_on
        The file of the fitted scenario beside the page; empty if no world comes near the targets.
    """

    scenario: Scenario
    names: Names
    catalogue: Catalogue
    result: FitResult
    handed_on: str = ""

    @property
    def fitted(self) -> Fitted:
        """The worlds that agree with the targets."""
        return self.result.fitted

    @property
    def arm(self) -> str:
        """The label of the arm that was run, in quotation marks."""
        return quoted(str(self.scenario.arms[self.result.arm].label or self.result.arm))

    @property
    def both(self) -> list[tuple[FittedNumber, Uncertain]]:
        """The numbers and structures as fitted, each with what the file says of it."""
        return list(zip(self.fitted.numbers, self.result.uncertain, strict=True))

    def told(self, *how: Told) -> list[tuple[FittedNumber, Uncertain]]:
        """Return the numbers and structures of which so much is told."""
        return [(number, one) for number, one in self.both if number.told in how]

    def name(self, one: Uncertain | str) -> str:
        """Return what a number or structure is, in words that fit into a sentence."""
        name = one if isinstance(one, str) else one.name
        if name in self.scenario.structures:
            return f"the structure {quoted(name)}"
        words = in_sentence(name_in_words(self.scenario, name))
        also = () if isinstance(one, str) else one.also
        more = f" (and {len(also)} more that move{'s' * (len(also) == 1)} with it)" if also else ""
        return f"{words}{more}"

    def value(self, one: Uncertain, share: float) -> str:
        """Return a value of a number with its unit, from its share."""
        return said_with_unit(self.scenario, one.name, rounded_at(one, share))

    def range(self, one: Uncertain, band: Band | None) -> str:
        """Return a central 90 % range of a number, with its unit; "" without one."""
        if band is None:
            return ""
        low, high = self.value(one, band.low), self.value(one, band.high)
        amount, _, unit = high.partition(" ")
        first = low.removesuffix(f" {unit}") if unit and amount else low
        return f"{first} to {high}" if low != high else high

    def what(self, target: FittedTarget) -> str:
        """Return the label of a target, or that of its measure, with whom and when it is about."""
        column = target.column
        label = target.label or self.catalogue.describe(column.measure, self.names).label
        in_run = days_in_run(self.scenario.targets, self.scenario.run.begins).get(target.name)
        return sentence_case(with_about(label, column.group, column.window, in_run))

    def known(self, target: FittedTarget) -> str:
        """Return a target as it is given: its value and range."""
        low, high = (cell(end, target.unit) for end in (target.low, target.high))
        return f"{cell(target.value, target.unit)} ({low} to {high})"

    def band(self, target: FittedTarget, band: Band | None) -> str:
        """Return what the model gives for a target: "12 (8 to 19)"; "" if it is not known."""
        if band is None:
            return ""
        low, high = cell(band.low, target.unit), cell(band.high, target.unit)
        return f"{cell(band.middle, target.unit)} ({low} to {high})"
