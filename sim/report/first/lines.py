"""Write one line for each headline measure of an arm, with a strip of 100 worlds."""

from __future__ import annotations

import math

from sim.measures.words.form import SHARE
from sim.report.answer import change
from sim.report.blocks import Line, Lines, Table
from sim.report.first.claims import claim
from sim.report.first.figures import between, counts, most_worlds, on_average
from sim.report.first.verdicts import plain
from sim.report.first.voice import (
    BETTER,
    HIGHER,
    LOWER,
    NEITHER,
    SIGNS,
    WORSE,
    finding_voice,
    headline_voice,
)
from sim.report.plain import Plain
from sim.report.view import MARKS, View, cell
from sim.report.wording import number, sentence_case
from sim.studies.statistics.worlds.findings import Headline
from sim.studies.statistics.worlds.judging import Judged
from sim.studies.study import Verdict
from sim.studies.worlds_result import WorldsResult

COLUMNS = (
    "Measure",
    "In so many of 100 worlds (range)",
    "Difference on average (in 90 of 100 worlds)",
    "In short",
)


def world_lines(view: View, result: WorldsResult, arm: str) -> Lines:
    """Return the lines of an arm, the measure that the question asks about first."""
    caption = f"{view.label(arm)} compared with {view.label(view.baseline)}, over the worlds"
    found = [each for each in result.findings.headlines if each.arm == arm]
    return Lines(caption, COLUMNS, [_line(view, result, each) for each in found])


def is_told(result: WorldsResult, arm: str) -> bool:
    """Return whether there is enough of any measure of an arm for a line on worlds."""
    return any(each.arm == arm and each.judged is not None for each in result.findings.headlines)


def label_of(words: Plain) -> str:
    """Return the name of a measure with its unit, unless the name begins with the unit."""
    unit = words.after.strip()
    named = not unit or words.label.startswith(unit)
    return sentence_case(words.label) if named else f"{sentence_case(words.label)}, {unit}"


def line_words(view: View, headline: Headline) -> str:
    """Return the line of a measure as a sentence for the terminal."""
    judged, words = headline.told, plain(view, headline.measure)
    if judged is None:
        return f"{sentence_case(words.label)}: {not_told(headline)}"
    return (
        f"{sentence_case(words.label)}: of 100 worlds {_counts(headline, judged)}; "
        f"{on_average(headline, judged, words.unit)} on average "
        f"({most_worlds(headline, judged, words.unit)})"
    )


def _line(view: View, result: WorldsResult, headline: Headline) -> Line:
    judged, words = headline.told, plain(view, headline.measure)
    label, verdict = label_of(words), verdict_words(headline)
    small = small_words(view, result, headline)
    matters = matters_words(headline, words.unit)
    if judged is None:
        return Line(label, matters, small, None, not_told(headline), "", verdict)
    rough = "; rough" * (judged.strength == "rough")
    return Line(
        label,
        matters,
        small,
        counts(judged),
        f"{_counts(headline, judged)}{rough}",
        difference_words(headline, judged, words.unit),
        verdict,
    )


def verdict_words(headline: Headline) -> str:
    """Return what is claimed in a few words after its sign: "✓ probably better"."""
    return f"{SIGNS[claim(headline).kind]} {headline_voice(headline)}"


def difference_words(headline: Headline, judged: Judged, unit: str) -> str:
    """Return the difference on average, with its range over 90 of 100 worlds in brackets."""
    return f"{on_average(headline, judged, unit)} ({most_worlds(headline, judged, unit)})"


def ways_words(headline: Headline) -> tuple[str, str]:
    """Return what the two ways of a difference are called."""
    return ("better", "worse") if headline.direction is not None else ("higher", "lower")


def _counts(headline: Headline, judged: Judged) -> str:
    better, neither, worse = counts(judged)
    up, down = ways_words(headline)
    signs = (BETTER, WORSE) if headline.direction is not None else (HIGHER, LOWER)
    return (
        f"{signs[0]} {up} {better} ({between(judged.better)}), {NEITHER} neither {neither}, "
        f"{signs[1]} {down} {worse}"
    )


def not_told(headline: Headline) -> str:
    """Return why nothing is told of a measure, and what would help."""
    judged = headline.judged
    if judged is None:
        return f"only {headline.worlds} worlds have a value in every run"
    if judged.replications is None:
        return "the worlds differ no more than chance alone makes them"
    return f"{judged.replications} repeats of each world would tell how often"


def small_words(view: View, result: WorldsResult, headline: Headline) -> list[str]:
    """Return what stands in small type: worlds like today, and chance alone."""
    words = plain(view, headline.measure)
    said = []
    if result.alike is not None and headline.alike_told is not None:
        better, _, worse = counts(headline.alike_told)
        up, down = ways_words(headline)
        said.append(f"Worlds like today: {up} {better} of 100, {down} {worse}.")
    row = view.compared(headline.arm, headline.measure)
    if row is not None and math.isfinite(row.low) and row.verdict is not Verdict.IDENTICAL:
        said.append(f"As written: {change(row.low, row.high, words.unit)}.")
    return said


def matters_words(headline: Headline, unit: str) -> str:
    """Return the smallest difference that matters, as it stands below the name of a measure."""
    if headline.matters <= 0:
        return ""
    scale, points = (100, " points") if unit == SHARE else (1, "")
    return f"{number(scale * headline.matters)}{points} or more matters"


def chance_lines(view: View, arm: str) -> Table:
    """Return the main measures of an arm at the numbers as written, where no worlds are known."""
    rows = []
    here, there = view.label(arm), view.label(view.baseline)
    for found in view.plain_findings(arm, view.family()):
        known = math.isfinite(found.low) and found.verdict is not Verdict.IDENTICAL
        rows.append(
            [
                label_of(plain(view, found.measure)),
                cell(found.baseline_mean, found.unit),
                cell(found.mean, found.unit),
                change(found.low, found.high, found.unit) if known else "",
                f"{MARKS[found.verdict]} {finding_voice(found)}",
            ]
        )
    columns = ["Measure", there, here, "Change, by chance alone (95 %)", "Verdict"]
    caption = f"{here} compared with {there}, at the numbers as written"
    return Table(caption, columns, rows, words=(3, 4))
