"""Print the lines of `sim run`: its analysis plan, and the answer in the words of the report."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from sim.cli.paragraphs import WIDTH
from sim.measures.words.form import SHARE
from sim.report.answer import Finding
from sim.report.baseline import baseline_words, service_lines
from sim.report.first.basis import basis_words
from sim.report.first.choosing import choice_words, told_choices
from sim.report.first.lines import is_told, line_words
from sim.report.first.voice import finding_voice
from sim.report.opening import arm_words
from sim.report.staffing import late_words, unequal_words
from sim.report.today import today_words
from sim.report.turning import turning_words
from sim.report.view import View, cell, change_cell
from sim.report.wording import counted, sentence_case
from sim.scenario import Scenario
from sim.studies.following import plan_words
from sim.studies.study import Settings, Study, Verdict

MOST_LINES = 8
VERDICT = len(Verdict.TOO_SMALL.value)


def plan_lines(scenario: Scenario, settings: Settings) -> list[str]:
    """Return lines on the analysis plan, which stand before all results; none without a plan."""
    lines = textwrap.wrap(" ".join(plan_words(scenario, settings)), WIDTH)
    return [*lines, ""] if lines else []


def headlines(study: Study) -> Iterator[str]:
    """Iterate over lines: the question, then for each arm the answer and the main numbers."""
    view = View(study)
    if study.scenario.question:
        yield from textwrap.wrap(study.scenario.question, WIDTH)
    yield f"{counted(study.settings.replications, 'replication')} of {study.settings.length}."
    for words in unequal_words(view):
        yield from textwrap.wrap(words, WIDTH)
    if study.drift is not None and study.drift.moves:
        for words in view.drift_words:
            yield from textwrap.wrap(words, WIDTH)
    if view.targets:
        yield ""
        for words in today_words(view):
            yield from textwrap.wrap(words, WIDTH)
    yield from textwrap.wrap(" ".join(basis_words(view)), WIDTH)
    for arm in view.others:
        yield ""
        yield f"{view.label(arm)}, compared with {view.label(view.baseline)}"
        yield from _indented(" ".join(arm_words(view, arm)))
        yield from _lines(view, arm)
    yield from _choosing(view)
    if not view.others:
        yield from _alone(view)
    if turning := turning_words(view):
        yield ""
        for words in turning:
            yield from textwrap.wrap(words, WIDTH)
    if late := late_words(view):
        yield ""
        yield from textwrap.wrap(late, WIDTH)


def _lines(view: View, arm: str) -> Iterator[str]:
    """Iterate over the lines on the main measures of an arm, over worlds or by chance alone."""
    result = view.study.worlds
    if result is None or not is_told(result, arm):
        for finding in view.plain_findings(arm, view.family())[:MOST_LINES]:
            yield from _indented(_line(finding), VERDICT + 4)
        return
    for each in [each for each in result.findings.headlines if each.arm == arm][:MOST_LINES]:
        yield from _indented(line_words(view, each), 4)


def _choosing(view: View) -> Iterator[str]:
    """Iterate over lines on which arm loses least, by each outcome; none without worlds."""
    result = view.study.worlds
    if result is None:
        return
    for each in told_choices(result):
        yield ""
        yield from textwrap.wrap(" ".join(choice_words(view, result, each)), WIDTH)


def _line(finding: Finding) -> str:
    here, there = cell(finding.mean, finding.unit), cell(finding.baseline_mean, finding.unit)
    words = f"{here}, not {there}; change {change_cell(finding)}"
    if finding.verdict is Verdict.IDENTICAL:
        words = here
    return f"{finding_voice(finding):<{VERDICT}}  {sentence_case(finding.label)}: {words}"


def _indented(text: str, later: int = 2) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent=" " * later)


def _alone(view: View) -> Iterator[str]:
    """Iterate over lines with the main numbers of a study that has one arm."""
    yield ""
    yield view.label(view.baseline)
    for measure in view.family()[:MOST_LINES]:
        words = view.described(measure)
        (mean,) = view.means(measure)
        unit = "" if words.unit == SHARE else words.unit
        yield f"  {sentence_case(words.label)}: {cell(mean, words.unit)} {unit}".rstrip()
    for words_of_all in baseline_words(view):
        yield from _indented(words_of_all)
    if lines := service_lines(view):
        yield ""
        yield "Each service (means of the repeats)"
        for line in lines:
            yield from _indented(line, 4)
