"""Words are fixed to shares of worlds, and the weaker of two stands."""

from __future__ import annotations

import pytest

from sim.measures.words.form import Direction, people_had
from sim.report.first.claims import LEGEND, WORDS, claim
from sim.studies.statistics.worlds.findings import Headline
from sim.studies.statistics.worlds.judging import Judged
from sim.studies.statistics.worlds.resampling import Range
from sim.studies.statistics.worlds.runs import Strength

NOTHING = Range(0.0, 0.0, 0.0)


def headline(
    better: tuple[float, float],
    worse: tuple[float, float],
    direction: Direction = "lower",
    strength: Strength = "told",
) -> Headline:
    """A headline with the intervals of the shares of worlds in which it is better and worse."""
    shares = [Range(sum(each) / 2, *each) for each in (better, worse)]
    middle = max(1 - shares[0].value - shares[1].value, 0.0)
    neither = Range(middle, max(middle - 0.02, 0), middle + 0.02)
    judged = Judged(*shares, neither, NOTHING, NOTHING, NOTHING, NOTHING, strength, 0.9, 2)
    return Headline("new", "days", direction, 1.0, 100, judged, None, (), None, None)


@pytest.mark.parametrize(
    ("better", "worse", "kind", "word"),
    [
        ((0.96, 1.0), (0, 0.02), "better", "almost certainly"),
        ((0.93, 0.99), (0, 0.02), "better", "probably"),  # spans two words
        ((0.7, 0.8), (0, 0.02), "better", "more likely than not"),
        ((0, 0.02), (0.8, 0.9), "worse", "probably"),
        ((0.01, 0.03), (0.0, 0.02), "same", "almost certainly"),
        ((0.4, 0.55), (0.0, 0.1), "not worse", "probably"),
        ((0.0, 0.1), (0.4, 0.55), "not better", "probably"),
        ((0.45, 0.55), (0.4, 0.5), "unknown", ""),
        ((0.5, 0.6), (0.3, 0.4), "unknown", ""),  # the interval has to lie above a half
    ],
)
def test_the_word_is_that_of_the_lower_end_of_the_interval(
    better: tuple[float, float], worse: tuple[float, float], kind: str, word: str
) -> None:
    found = claim(headline(better, worse))

    assert (found.kind, found.word) == (kind, word)


def test_worlds_that_are_too_noisy_claim_nothing() -> None:
    found = claim(headline((0.96, 1.0), (0, 0.02), strength="silent"))

    assert (found.kind, found.word) == ("silent", "")
    assert claim(headline((0, 0), (0, 0))._replace(judged=None)).kind == "silent"


def test_without_a_direction_it_is_higher_or_lower_and_never_better() -> None:
    assert claim(headline((0.96, 1.0), (0, 0.02), None)).kind == "higher"
    assert claim(headline((0, 0.02), (0.96, 1.0), None)).kind == "lower"
    assert claim(headline((0.4, 0.55), (0.0, 0.1), None)).kind == "unknown"


def test_a_clause_says_which_way_the_measure_went() -> None:
    ways = people_had("days")
    better, worse = ((0.96, 1.0), (0, 0.02)), ((0, 0.02), (0.96, 1.0))

    assert claim(headline(*better, "lower")).clause(ways).rest == "fewer days"
    assert claim(headline(*better, "higher")).clause(ways).rest == "more days"
    assert claim(headline(*worse, "lower")).clause(ways).rest == "more days"
    assert claim(headline(*better, None)).clause(ways).rest == "more days"
    assert claim(headline(*worse, None)).clause(ways).rest == "fewer days"


def test_the_legend_has_every_word_and_its_share() -> None:
    for share, word in WORDS:
        assert word in LEGEND.lower()
        assert share == 0.5 or str(round(100 * share)) in LEGEND
