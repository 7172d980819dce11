"""Show the main measures of all arms beside each other, each with a strip of 100 worlds."""

from __future__ import annotations

from collections.abc import Sequence

from sim.report.blocks import Block, Grid, Paragraphs, Row, Strip
from sim.report.first.claims import claim
from sim.report.first.figures import between, counts, most_worlds, on_average
from sim.report.first.lines import (
    SIGNS,
    UNSURE,
    label_of,
    matters_words,
    not_told,
    short_words,
    small_words,
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
    shown = [each for each in _measures(result) if each not in _alike(view, result)]
    rows = [_row(view, result, each, _of(view, result, each)) for each in shown]
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
    later = _measures(result)[1:]
    return [each for each in later if all(map(_is_little, _of(view, result, each)))]


def _measures(result: WorldsResult) -> list[str]:
    return list(dict.fromkeys(each.measure for each in result.findings.headlines))


def _of(view: View, result: WorldsResult, measure: str) -> list[Headline | None]:
    """Return the headlines of a measure in the order of the arms; None where an arm has none."""
    by_arm = {each.arm: each for each in result.findings.headlines if each.measure == measure}
    return [by_arm.get(arm) for arm in view.others]


def _is_little(headline: Headline | None) -> bool:
    if headline is None:
        return True
    told = claim(headline)
    return told.kind == "same" and told.is_strong


def _row(view: View, result: WorldsResult, measure: str, found: Sequence[Headline | None]) -> Row:
    words = plain(view, measure)
    matters = next(matters_words(each, words.unit) for each in found if each is not None)
    strips = [_strip(view, result, each) for each in found]
    return Row(label_of(words), matters, today_level(view, result, measure), strips)


def _strip(view: View, result: WorldsResult, headline: Headline | None) -> Strip:
    if headline is None:
        return Strip("", None, [])
    told, judged = claim(headline), headline.judged
    small = small_words(view, result, headline)
    if judged is None or told.kind == "silent":
        why = "too few worlds" if judged is None else "too noisy to tell"
        return Strip(f"{UNSURE} {why}", None, [not_told(headline)], small)
    unit = plain(view, headline.measure).unit
    better, _, worse = counts(judged)
    up, down = ("better", "worse") if headline.direction is not None else ("higher", "lower")
    rough = "; rough" * (judged.strength == "rough")
    often = [
        f"{many} ({between(share)}) {way}"
        for many, share, way in ((better, judged.better, up), (worse, judged.worse, down))
        if many
    ]
    texts = [
        f"{' and '.join(often)} of 100{rough}" if often else f"neither in 100 of 100{rough}",
        f"{on_average(headline, judged, unit)} ({most_worlds(headline, judged, unit)})",
    ]
    return Strip(f"{SIGNS[told.kind]} {short_words(told)}", counts(judged), texts, small)
