"""Show the main measures of all arms beside each other, each with a strip of 100 worlds."""

from __future__ import annotations

from sim.report.blocks import Block, Grid, Paragraphs, Row, Strip
from sim.report.first.claims import claim
from sim.report.first.figures import between, counts
from sim.report.first.lines import (
    difference_words,
    label_of,
    matters_words,
    not_told,
    small_words,
    verdict_words,
    ways_words,
)
from sim.report.first.verdicts import plain, today_level
from sim.report.view import View
from sim.report.wording import listed
from sim.studies.statistics.worlds.findings import Headline
from sim.studies.worlds_result import WorldsResult

CAPTION = "Each way of care compared with {}, over the worlds"
HOW_TO_READ = (
    "Each strip is 100 worlds. It is full where the way of care is better by at least the "
    "difference that matters, has upright stripes where it is worse by as much, and is hatched "
    "where the difference is too small to matter."
)
AS_WRITTEN = (
    "“As written” is the difference at the numbers as the file has them; its range is chance "
    "alone. It may lie apart from the average over worlds, because many numbers are not in the "
    "middle of their range."
)


def grid_blocks(view: View, result: WorldsResult) -> list[Block]:
    """Return the grid of the measures that change in some arm; the others are only named."""
    alike = _alike(view, result)
    rows = [_row(view, result, each) for each in result.question.measures if each not in alike]
    today = f"{view.label(view.baseline)}, on average"
    columns = ["Measure", today, *map(view.label, view.others)]
    blocks: list[Block] = [
        Paragraphs([HOW_TO_READ]),
        Grid(CAPTION.format(view.label(view.baseline)), columns, rows),
    ]
    if any(strip.small for row in rows for strip in row.strips):
        blocks.append(Paragraphs([AS_WRITTEN], "quiet"))
    return blocks


def alike_measures(view: View, result: WorldsResult) -> str:
    """Return which main measures change little in every arm; "" if none is known to."""
    named = [plain(view, each).label for each in _alike(view, result)]
    every = "in any of them" if len(view.others) > 1 else "in it"
    return f"Probably there is little or no change {every} in {listed(named)}." if named else ""


def _alike(view: View, result: WorldsResult) -> list[str]:
    later = result.question.measures[1:]
    return [each for each in later if all(map(_is_little, _of(view, result, each)))]


def _of(view: View, result: WorldsResult, measure: str) -> list[Headline]:
    """Return the headlines of a measure in the order of the arms."""
    by_arm = {each.arm: each for each in result.findings.headlines if each.measure == measure}
    return [by_arm[arm] for arm in view.others]


def _is_little(headline: Headline) -> bool:
    told = claim(headline)
    return told.kind == "same" and told.is_strong


def _row(view: View, result: WorldsResult, measure: str) -> Row:
    words, found = plain(view, measure), _of(view, result, measure)
    matters = matters_words(found[0], words.unit)
    strips = [_strip(view, result, each) for each in found]
    return Row(label_of(words), matters, today_level(view, result, measure), strips)


def _strip(view: View, result: WorldsResult, headline: Headline) -> Strip:
    judged, verdict = headline.told, verdict_words(headline)
    small = small_words(view, result, headline)
    if judged is None:
        return Strip(verdict, None, [not_told(headline)], small)
    unit = plain(view, headline.measure).unit
    better, _, worse = counts(judged)
    up, down = ways_words(headline)
    rough = "; rough" * (judged.strength == "rough")
    often = [
        f"{many} ({between(share)}) {way}"
        for many, share, way in ((better, judged.better, up), (worse, judged.worse, down))
        if many
    ]
    texts = [
        f"{' and '.join(often)} of 100{rough}" if often else f"neither in 100 of 100{rough}",
        difference_words(headline, judged, unit),
    ]
    return Strip(verdict, counts(judged), texts, small)
