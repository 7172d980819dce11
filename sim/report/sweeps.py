"""Make the sections of a sweep: what was varied, and how the outcomes change with it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.charts import levers as charts
from sim.charts.levers import Cloud, Estimate, Line
from sim.laws import Floats
from sim.measures.words.form import SHARE
from sim.report.association import amounts, rank_correlation
from sim.report.blocks import Block, Bullets, Heading, Paragraphs, Picture, Section, Table
from sim.report.paths import axis_label, in_words
from sim.report.view import cell, likely_cell
from sim.report.wording import counted, interval, number, sentence_case, signed
from sim.studies.design import Lever
from sim.studies.design.levers import said
from sim.studies.following import not_in_the_plan
from sim.studies.intervals import interval as likely
from sim.studies.sweeps.results import Outcomes, mean

MOST_ROWS = 60
MOST_PANELS = 4
MOST_LEVERS = 15
BY_CHANCE = (
    "Intervals are at 95 %, one for each setting, and are not adjusted for looking at many: about "
    "1 in 20 excludes 0 by chance alone where there is no difference."
)
WHAT_HOLDS_WHEN = (
    "What somebody decides holds from the change of rules on, so that the time before it is the "
    "same in every setting. What nobody knows holds from the beginning, before the change too."
)
PICTURED_LEVERS = 2  # lists; with more, or with ranges, each lever has a panel of its own


@dataclass(frozen=True)
class SweepPage:
    """A sweep, with the words that its page needs."""

    outcomes: Outcomes

    def label(self, arm: str) -> str:
        """Return the label of an arm."""
        return str(self.outcomes.asked.base.scenario.arms[arm].label or arm)

    def opening(self) -> Section:
        """Return the first section: the question, and how often each arm was better.

        If there is only one arm, it says over which range each outcome goes instead.
        """
        asked = self.outcomes.asked
        blocks: list[Block] = [Paragraphs([asked.question], "question")] if asked.question else []
        if note := not_in_the_plan(asked.base.scenario):
            blocks.append(Paragraphs(note))
        if unequal := self.unequal():
            blocks.append(Paragraphs([unequal]))
        points = [
            self._how_often(arm, measure)
            for arm in asked.base.others
            for measure in asked.base.outcomes
        ]
        if points:
            blocks.append(Bullets(points))
            blocks.append(Paragraphs([BY_CHANCE], "quiet"))
        else:
            (only,) = asked.base.arms
            blocks.append(Bullets([self._of_one(only, each) for each in asked.base.outcomes]))
        return Section("answer", "The question and the answer", blocks)

    def unequal(self) -> str:
        """Return which arms have more staff or places, with the scenario's reason; "" if none."""
        some = [problems for problems in self.outcomes.unequal if problems]
        if not some:
            return ""
        many = len(self.outcomes.settings)
        where = f" in {len(some)} of {many} settings, for example:" if many > 1 else ":"
        reason = self.outcomes.asked.base.scenario.workforce.unequal or ""
        return (
            f"Take care: the ways of care do not have the same staff or places{where} "
            f"{' '.join(some[0])} The reason: {reason.strip().rstrip('.')}."
        )

    def varied(self) -> Section:
        """Return the section on what was varied, and on the number of replications."""
        asked, settings = self.outcomes.asked, self.outcomes.settings
        many = f"{counted(len(settings), 'setting')} ({asked.design})"
        repeats = self.outcomes.repeats
        and_arm = " and way of care" if asked.base.others else ""
        words = (
            f"{many if asked.varied else 'The scenario as it is'}, "
            f"{counted(len(asked.base.arms), 'way', 'ways')} of care, "
            f"{repeats} repeat{'s' * (repeats != '1')} of each: "
            f"{counted(self.outcomes.runs, 'run')}. The same "
            f"repeat has the same people with the same luck in every setting{and_arm}."
        )
        if not asked.varied:
            return Section("varied", "What was run", [Paragraphs([words])])
        change = asked.base.scenario.run.change
        heads = ["What was varied", "Tried", "Path in the scenario"]
        rows = [[self._words(lever), str(lever), "\n".join(lever.paths)] for lever in asked.varied]
        if change is not None:
            heads.append("Holds")
            for row, lever in zip(rows, asked.varied, strict=True):
                row.append("from the beginning" if lever.uncertain else f"from {change} on")
            words += f" {WHAT_HOLDS_WHEN}"
        texts, folded = tuple(range(len(heads))), len(rows) > MOST_LEVERS
        shown = Table("What was varied", heads, rows, texts, folded=folded)
        return Section("varied", "What was varied", [Paragraphs([words]), shown])

    def by_outcome(self) -> list[Section]:
        """Return one section for each outcome."""
        return [self._outcome(measure) for measure in self.outcomes.asked.base.outcomes]

    def _outcome(self, measure: str) -> Section:
        asked = self.outcomes.asked
        words = self.outcomes.asked.base.described(measure)
        blocks: list[Block] = [Paragraphs([words.definition], "quiet")]
        for arm in asked.base.others or asked.base.arms:
            if len(asked.base.others) > 1:
                blocks.append(Heading(f"{self.label(arm)}, compared with {self._baseline}"))
            blocks += self._pictures(arm, measure)
            blocks.append(self._table(arm, measure))
        return Section(measure.replace(".", "-"), sentence_case(words.label), blocks)

    @property
    def _baseline(self) -> str:
        return self.label(self.outcomes.asked.base.baseline)

    def _estimates(self, arm: str, measure: str) -> list[Estimate]:
        """Return the paired difference with its interval, for each setting.

        If there is only one arm, return its mean instead.
        """
        alone = arm not in self.outcomes.asked.base.others
        differences = self.outcomes.differences_of(arm, measure)
        values = self.outcomes.of(arm, measure) if alone else differences
        return [estimate(row) for row in values]

    def _note(self, arm: str, measure: str, position: int) -> str:
        """Return why a setting has no interval, or how reliable its interval is."""
        return likely(self._known(arm, measure, position)).note

    def _known(self, arm: str, measure: str, position: int) -> Floats:
        """Return the defined values of a setting: differences, or of one arm the values."""
        paired = arm in self.outcomes.asked.base.others
        of = self.outcomes.differences_of if paired else self.outcomes.of
        values = of(arm, measure)[position]
        known: Floats = values[np.isfinite(values)]
        return known

    def _what(self, arm: str, measure: str) -> str:
        words = self.outcomes.asked.base.described(measure)
        unit = f", {words.unit}" if words.unit and words.unit != "share" else ""
        if arm not in self.outcomes.asked.base.others:
            return f"{sentence_case(words.label)}{unit}"
        return f"{self.label(arm)} minus {self._baseline}{unit}"

    def _words(self, lever: Lever) -> str:
        """Return what a lever varies, in words."""
        return sentence_case(in_words(self.outcomes.asked.base.scenario, lever))

    def _axis(self, lever: Lever, values: Sequence[Any] | None = None) -> str:
        """Return what a lever varies with its unit; without the unit where the values have it."""
        return axis_label(self.outcomes.asked.base.scenario, lever, values)

    def _how_often(self, arm: str, measure: str) -> str:
        found = self._estimates(arm, measure)
        lower = sum(each.high < 0 for each in found)
        higher = sum(each.low > 0 for each in found)
        words = self.outcomes.asked.base.described(measure)
        unknown = sum(not math.isfinite(each.low) for each in found)
        if unknown == len(found):
            return f"{sentence_case(words.label)}: too few repeats to say how sure the change is."
        if not self.outcomes.asked.varied:
            (only,) = found
            unit = f" {words.unit}" if words.unit else ""
            scale, points = (100, " points") if words.unit == SHARE else (1, unit)
            held = "" if lower or higher else "; the interval holds 0"
            return (
                f"{sentence_case(words.label)}: {signed(scale * only.mean)}{points} with "
                f"“{self.label(arm)}” compared with “{self._baseline}” (likely "
                f"{interval(scale * only.low, scale * only.high)}{held})."
            )
        rest = len(found) - lower - higher - unknown
        none = f", in {unknown} no interval is known" if unknown else ""
        return (
            f"{sentence_case(words.label)}: in {lower} of {len(found)} settings lower with "
            f"“{self.label(arm)}” than with “{self._baseline}”, in {higher} higher, in "
            f"{rest} the interval holds 0{none}."
        )

    def _of_one(self, arm: str, measure: str) -> str:
        """Return the range over settings of one arm's mean; without settings, the mean."""
        words = self.outcomes.asked.base.described(measure)
        label = sentence_case(words.label)
        found = self._estimates(arm, measure)
        known = [position for position, each in enumerate(found) if math.isfinite(each.mean)]
        if not known:
            return f"{label}: not known in any setting."
        unit = "" if words.unit in ("", SHARE) else f" {words.unit}"
        if not self.outcomes.asked.varied:
            (only,) = found
            likely_words = likely_cell(likely(self._known(arm, measure, 0)), words.unit)
            return f"{label}: {cell(only.mean, words.unit)}{unit} (likely {likely_words})."
        low, high = (end(known, key=lambda at: found[at].mean) for end in (min, max))
        if found[low].mean == found[high].mean:
            return f"{label}: {cell(found[low].mean, words.unit)}{unit} in every setting."
        return (
            f"{label}: from {cell(found[low].mean, words.unit)}{unit}{self._with(low)} to "
            f"{cell(found[high].mean, words.unit)}{unit}{self._with(high)}."
        )

    def _with(self, position: int) -> str:
        """Return the values of a setting in brackets; "" where so many vary that none is clear."""
        varied = self.outcomes.asked.varied
        if len(varied) > PICTURED_LEVERS:
            return ""
        values = zip(varied, self.outcomes.settings[position], strict=True)
        named = [f"{self._axis(lever, [value])}: {said(value)}" for lever, value in values]
        return f" ({', '.join(named)})"

    def _pictures(self, arm: str, measure: str) -> list[Block]:
        varied = self.outcomes.asked.varied
        found = self._estimates(arm, measure)
        if not varied:
            return []
        name = f"{measure}-{arm}".replace(".", "-")
        title = self._what(arm, measure)
        if len(varied) <= PICTURED_LEVERS and all(lever.span is None for lever in varied):
            first = varied[0]
            axis = self._axis(first, first.values)
            ticks = [said(v) for v in first.values]
            figure = charts.draw_lines(axis, ticks, self._lines(found), title)
            reading = "Each mark is one setting, with its 95 % interval."
            if arm in self.outcomes.asked.base.others:
                reading += " A mark below the line at 0 is less than in the other way of care."
        else:
            figure = charts.draw_clouds(self._clouds(found), title)
            reading = (
                "Each dot is one setting, with its 95 % interval, by the value of one number. "
                "The numbers shown are those that went with the outcome most; all others "
                "varied at the same time."
            )
        known = [each.mean for each in found if math.isfinite(each.mean)]
        spread = f"from {number(min(known))} to {number(max(known))}" if known else "not known"
        said_of_it = f"Over {len(found)} settings: {spread}. The table has the numbers."
        return [Picture(name, title, figure, said_of_it, reading)]

    def _lines(self, found: Sequence[Estimate]) -> list[Line]:
        first, *rest = self.outcomes.asked.varied
        unknown = Estimate(math.nan, math.nan, math.nan)
        by_setting = {
            tuple(map(said, setting)): each
            for setting, each in zip(self.outcomes.settings, found, strict=True)
        }
        if not rest:
            return [Line("", [by_setting.get((said(v),), unknown) for v in first.values])]
        second = rest[0]
        return [
            Line(
                f"{self._axis(second, second.values)}: {said(value)}",
                [by_setting.get((said(v), said(value)), unknown) for v in first.values],
            )
            for value in second.values
        ]

    def _clouds(self, found: Sequence[Estimate]) -> list[Cloud]:
        varied = self.outcomes.asked.varied
        ranked = sorted(
            range(len(varied)), key=lambda at: -abs(self._goes_with(at, found)), reverse=False
        )
        return [
            Cloud(self._axis(varied[at]), self._amounts(at).tolist(), found)
            for at in ranked[:MOST_PANELS]
        ]

    def _amounts(self, at: int) -> Floats:
        lever = self.outcomes.asked.varied[at]
        return amounts(lever, [setting[at] for setting in self.outcomes.settings])

    def _goes_with(self, at: int, found: Sequence[Estimate]) -> float:
        return rank_correlation(self._amounts(at), np.array([each.mean for each in found]))

    def _table(self, arm: str, measure: str) -> Table:
        varied = self.outcomes.asked.varied
        found = self._estimates(arm, measure)
        if len(varied) > PICTURED_LEVERS:
            ranked = sorted(
                ((self._goes_with(at, found), lever) for at, lever in enumerate(varied)),
                key=lambda pair: -abs(pair[0]),
            )
            rows = [[self._words(lever), str(lever), signed(round(c, 2))] for c, lever in ranked]
            caption = "What goes with it (rank correlation over settings; a first look)"
            columns = ["What was varied", "Tried", "Goes with it"]
            return Table(caption, columns, rows[:MOST_LEVERS], (0, 1))
        unit = self.outcomes.asked.base.described(measure).unit
        rows = []
        many = self.outcomes.replications if self.outcomes.precision else []
        for position, (setting, each) in enumerate(zip(self.outcomes.settings, found, strict=True)):
            repeats = str(many[position]) if many else ""
            scale = 100 if unit == "share" else 1
            ends = interval(scale * each.low, scale * each.high)
            low_high = "; ".join(filter(None, (ends, self._note(arm, measure, position))))
            shown = (
                signed(scale * each.mean)
                if arm != self.outcomes.asked.base.baseline
                else cell(each.mean, unit)
            )
            rows.append([*map(said, setting), shown, low_high, repeats])
        tried = [self._axis(lever, lever.values) for lever in varied]
        columns = [*tried, "Mean", "95 % interval", "Repeats"]
        words = tuple(range(len(varied)))
        return Table(self._what(arm, measure), columns, rows[:MOST_ROWS], words)


def estimate(values: Floats) -> Estimate:
    """Return the mean of the defined values, with its 95 % interval."""
    found = likely(values[np.isfinite(values)])
    return Estimate(mean(values), found.low, found.high)
