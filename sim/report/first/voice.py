"""Give each result its one verdict in words, whichever page, picture or file it stands in.

Over worlds the verdict is the claim that they allow. Without worlds it is that of chance alone.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.measures.words.form import Direction
from sim.report.answer import Finding
from sim.report.first.claims import Claim, claim
from sim.report.view import MARKS, View
from sim.studies.statistics.worlds.findings import Headline
from sim.studies.study import Comparison
from sim.studies.verdicts import DIRECTED, FEW, in_words, verdict_of

BETTER, NEITHER, WORSE, HIGHER, LOWER, UNSURE = "✓", "≈", "✗", "↑", "↓", "?"
AT_LEAST, AT_MOST = "≥", "≤"
SIGNS = {
    **{"better": BETTER, "worse": WORSE, "same": NEITHER, "higher": HIGHER, "lower": LOWER},
    **{"not worse": AT_LEAST, "not better": AT_MOST, "unknown": UNSURE, "silent": UNSURE},
}
EITHER_WAY = "may be better or worse"
TOO_FEW = "too few worlds to tell"
ON_AVERAGE = "on average; in how many worlds cannot be told from chance"


class Voice(NamedTuple):
    """The verdict on a result as a page has it."""

    sign: str  # which says it without colour
    words: str
    is_told: bool  # it claims a difference, and is no first look


def finding_voice(found: Finding) -> str:
    """Return the verdict of chance alone in words."""
    return in_words(found.verdict, found.repeats)


def headline_voice(found: Headline) -> str:
    """Return the verdict over worlds in words: "probably better"."""
    return claim_voice(claim(found))


def claim_voice(told: Claim) -> str:
    """Return what is claimed in a few words."""
    if told.kind == "silent":
        return _silent(told.headline)
    if told.kind == "unknown":
        return EITHER_WAY
    return f"{told.word} {'little change' if told.kind == 'same' else told.kind}"


def result_voice(view: View, row: Comparison) -> Voice:
    """Return the verdict on a comparison with the baseline.

    It is that over worlds for the measures that worlds are asked about.
    """
    worlds = view.study.worlds
    for each in () if worlds is None else worlds.findings.headlines:
        if (each.arm, each.measure) == (row.arm_a, row.series.measure):
            told = claim(each)
            return Voice(SIGNS[told.kind], claim_voice(told), told.is_strong)
    is_told = row.verdict in DIRECTED and row.pairs >= FEW
    return Voice(MARKS[row.verdict], in_words(row.verdict, row.pairs), is_told)


def _silent(found: Headline) -> str:
    """Return what the average over worlds allows to say, where shares of worlds cannot be told."""
    judged = found.judged
    if judged is None:
        return TOO_FEW
    low, high = judged.mean.low, judged.mean.high
    # Differences are oriented: higher is better.
    direction: Direction = None if found.direction is None else "higher"
    verdict = verdict_of(
        judged.mean.value, low, high, found.matters, direction, is_clear=low > 0 or high < 0
    )
    if verdict in DIRECTED:
        return f"perhaps {verdict.value} {ON_AVERAGE}"
    return in_words(verdict, found.worlds)
