"""Prepare a study for the report: arms with their colours, measures with their plain words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.charts.style import ArmLook, arm_look
from sim.measures.catalogue import Described
from sim.measures.uses import headlines
from sim.measures.words.form import SHARE
from sim.report.answer import Finding
from sim.report.drift import drift_words
from sim.report.plain import figure_ways, plainly
from sim.report.wording import NOT_KNOWN, interval, number, percent, signed
from sim.resolved import Names, Resolved
from sim.scenario.labels import apart
from sim.studies.family import family_of, in_written_order
from sim.studies.following import Words, plan_words
from sim.studies.intervals import Interval, interval as mean_interval
from sim.studies.study import EVERYONE, Comparison, Study, Verdict
from sim.studies.targets import Judged, judged_targets

MAIN = headlines()
"""The measures on the first page if the scenario names no family of measures."""
MARKS = {
    Verdict.BETTER: "✓",
    Verdict.WORSE: "✗",
    Verdict.HIGHER: "↑",
    Verdict.LOWER: "↓",
    Verdict.TOO_SMALL: "≈",
    Verdict.IDENTICAL: "=",
    Verdict.HIGHER_UNSURE: "↑",
    Verdict.LOWER_UNSURE: "↓",
    Verdict.HIGHER_BESIDE: "↑",
    Verdict.LOWER_BESIDE: "↓",
    Verdict.CANNOT_TELL: "?",
}
"""The sign of each verdict, which says it without colour."""


@dataclass(frozen=True)
class View:
    """A finished study with the words, colours and signs that the report needs."""

    study: Study

    @property
    def arms(self) -> tuple[str, ...]:
        """Arms in the order in which they are shown."""
        return self.study.settings.arms

    @property
    def baseline(self) -> str:
        """The arm with which the others are compared."""
        return self.study.settings.baseline

    @property
    def others(self) -> tuple[str, ...]:
        """The arms that are compared with the baseline."""
        return self.study.settings.others

    @property
    def labels(self) -> list[str]:
        """The labels of the arms."""
        return [self.label(arm) for arm in self.arms]

    def label(self, arm: str) -> str:
        """Return the label of an arm."""
        return str(self.study.scenario.arms[arm].label or arm)

    def look(self, arm: str) -> ArmLook:
        """Return the colour and sign of an arm, for every picture, table and heading."""
        return arm_look(self.arms.index(arm))

    @property
    def resolved(self) -> Resolved:
        """The resolved baseline, used for everything that is equal in all arms."""
        return self.study.resolved[self.baseline]

    @property
    def wait_weeks(self) -> tuple[int, ...]:
        """The lengths of waits for which the report gives the share of longer waits, in weeks."""
        return self.resolved.measuring.wait_weeks

    @property
    def names(self) -> Names:
        """The names of services, needs and groups in the baseline."""
        return self.resolved.names

    @cached_property
    def service_labels(self) -> dict[str, str]:
        """What the services of all arms are called, by name; no two are called the same.

        The services of the first arm come first.
        """
        labels: dict[str, str] = {}
        for arm in self.arms:
            names = self.study.resolved[arm].names
            for name, label in zip(names.services, names.service_labels, strict=True):
                labels.setdefault(name, label)
        return apart(labels)

    @property
    def drift_words(self) -> list[str]:
        """The sentences that say whether numbers keep changing; empty if this was not checked."""
        drift = self.study.drift
        if drift is None:
            return []
        needs = dict(zip(self.names.needs, self.names.need_labels, strict=True))
        return drift_words(drift, lambda arm: quoted(self.label(arm)), self.service_labels, needs)

    @property
    def plan_words(self) -> list[str]:
        """The sentences about the analysis plan and departures from it; empty without a plan."""
        words = Words("way of care", "ways of care", "repeats", "study", self._quoted)
        return plan_words(self.study.scenario, self.study.settings, words)

    def _quoted(self, arm: str) -> str:
        return quoted(self.label(arm))

    @cached_property
    def targets(self) -> tuple[Judged, ...]:
        """The targets with the results of the history arm; none if it was not run."""
        return judged_targets(self.study.scenario, self.study.measures)

    def described(self, measure: str) -> Described:
        """Return the description of a measure, with the unit that it has in this study."""
        words = self.study.own.catalogue.describe(measure, self.names)
        return words._replace(unit=self._units.get(measure, words.unit))

    @cached_property
    def _units(self) -> dict[str, str]:
        return {series.measure: series.unit for series in self.study.measures.series}

    def has(self, measure: str, group: str = EVERYONE) -> bool:
        """Return whether the measure is known for the group in some run of some arm."""
        table = self.study.measures
        return table.has(measure, group) and any(
            np.isfinite(table.of(arm, measure, group)).any() for arm in self.arms
        )

    def means(self, measure: str, group: str = EVERYONE) -> list[float]:
        """Return the mean of each arm; NaN if the measure is not known."""
        table = self.study.measures
        if not table.has(measure, group):
            return [math.nan] * len(self.arms)
        return [table.mean(arm, measure, group) for arm in self.arms]

    def likely(self, measure: str) -> list[Interval]:
        """Return the interval of the mean of a measure in each arm."""
        values = [self.study.measures.averaged(arm, measure) for arm in self.arms]
        return [mean_interval(each[np.isfinite(each)]) for each in values]

    def ends(self, measure: str) -> tuple[list[float], list[float]]:
        """Return the smallest and the largest value over replications in each arm."""
        lows, highs = [], []
        for arm in self.arms:
            values = self.study.measures.of(arm, measure)
            known = values[np.isfinite(values)]
            lows.append(float(known.min()) if known.size else math.nan)
            highs.append(float(known.max()) if known.size else math.nan)
        return lows, highs

    def tells(self, measure: str) -> bool:
        """Return whether a measure has a known value other than 0 in some run of some arm."""
        return self.has(measure) and any(
            np.any(np.nan_to_num(self.study.measures.of(arm, measure)) != 0) for arm in self.arms
        )

    def family(self) -> list[str]:
        """Return the measures that the answer is about: the named family, or the usual ones."""
        rows = self.study.comparisons
        judged = (row.series.measure for row in rows if row.in_family)
        named = in_written_order(self.study.scenario, judged)
        if not self.others:  # nothing is compared, and the question is about these all the same
            named = tuple(filter(self.has, family_of(self.study.scenario)))
        return list(named) or [measure for measure in MAIN if self.tells(measure)]

    def main(self) -> list[str]:
        """Return the measures that the answer is about, followed by the usual main measures."""
        return list(dict.fromkeys([*self.family(), *filter(self.tells, MAIN)]))

    def compared(self, arm: str, measure: str) -> Comparison | None:
        """Return how an arm compares with the baseline; None if it was not compared."""
        try:
            return self.study.comparison(arm, measure)
        except KeyError:
            return None

    def findings(self, arm: str, measures: Sequence[str]) -> list[Finding]:
        """Return the findings on these measures, in their order."""
        rows = [self.compared(arm, measure) for measure in measures]
        return [self.finding(row) for row in rows if row is not None]

    def finding(self, row: Comparison) -> Finding:
        """Return the finding on a comparison, with the words of the catalogue of measures."""
        words = self.described(row.series.measure)
        return Finding(
            measure=row.series.measure,
            label=words.label,
            unit=words.unit,
            after="",
            ways=figure_ways(words.label),
            arm=self.label(row.arm_a),
            baseline=self.label(row.arm_b),
            mean=row.mean_a,
            baseline_mean=row.mean_b,
            difference=row.difference,
            low=row.low,
            high=row.high,
            better_in=row.p_a_better * row.pairs,
            repeats=row.pairs,
            left_out=row.left_out,
            verdict=row.verdict,
            note=row.note,
        )

    def plain_findings(self, arm: str, measures: Sequence[str]) -> list[Finding]:
        """Return the findings in the plain words that the answer uses."""
        rows = [self.compared(arm, measure) for measure in measures]
        return self.plainly([row for row in rows if row is not None])

    def plainly(self, rows: Sequence[Comparison]) -> list[Finding]:
        """Return the findings on comparisons in the plain words that the answer uses."""
        return [
            f._replace(
                **plainly(f.measure, f.label, f.unit, self.service_labels)._asdict(),
                arm=quoted(f.arm),
                baseline=quoted(f.baseline),
            )
            for f in map(self.finding, rows)
        ]


def cell(value: float, unit: str) -> str:
    """Return a value as the text of a table cell."""
    return percent(value) if unit == SHARE else number(value)


def change_cell(finding: Finding) -> str:
    """Return a difference with its interval as the text of a table cell.

    Differences of shares are in percentage points. A note follows the interval or replaces it.
    """
    scale, points = (100, " points") if finding.unit == SHARE else (1, "")
    text = f"{signed(scale * finding.difference)}{points}"
    if math.isfinite(finding.low):
        note = f"; {finding.note}" if finding.note else ""
        text += f" ({interval(scale * finding.low, scale * finding.high)}{note})"
    elif finding.repeats > 1 and finding.verdict is not Verdict.IDENTICAL:
        text += f" ({finding.note})"
    return text


def likely_cell(likely: Interval, unit: str) -> str:
    """Return the interval of a mean as the text of a table cell, with its note."""
    if likely.withheld:
        return likely.note or NOT_KNOWN
    ends = f"{cell(likely.low, unit)} to {cell(likely.high, unit)}"
    return f"{ends}; {likely.note}" if likely.note else ends


def two_lines(text: str) -> str:
    """Put the part of a text that is in brackets on a second line, for narrow columns."""
    return text.replace(" (", "\n(")


def quoted(label: str) -> str:
    """Return the label of an arm in quotation marks, for use inside a sentence."""
    return f"“{label}”"
