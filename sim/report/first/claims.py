"""Say what worlds allow to claim of an arm on a measure, with words fixed to probabilities."""

from __future__ import annotations

from typing import Literal, NamedTuple

from sim.measures.words.form import Clause, Ways
from sim.studies.statistics.worlds.findings import Headline
from sim.studies.statistics.worlds.resampling import Range

Kind = Literal[
    "better", "worse", "higher", "lower", "same", "not worse", "not better", "unknown", "silent"
]
"""What is claimed; "silent" where too few worlds, or too much chance, allow no probability."""

WORDS = ((0.95, "almost certainly"), (0.75, "probably"), (0.5, "more likely than not"))
"""The least share of worlds for each word, the strongest word first."""
STRONG = 2  # so many of the words make a claim on which a verdict on the arm may rest
LEGEND = (
    "What the words mean. “Almost certainly”: in 95 of 100 worlds or more. “Probably”: in 75 or "
    "more. “More likely than not”: in over half. Each such count has a range. If it spans two "
    "words, we use the weaker one. In all other cases it may be better or worse."
)


class Claim(NamedTuple):
    """What may be said of an arm on one measure."""

    headline: Headline
    kind: Kind
    rank: int = len(WORDS)  # of the word in `WORDS`; their number if the claim has none

    @property
    def measure(self) -> str:
        """The measure that the claim is about."""
        return self.headline.measure

    @property
    def word(self) -> str:
        """How sure the claim is: "probably"; "" if it has no word."""
        return WORDS[self.rank][1] if self.rank < len(WORDS) else ""

    @property
    def is_strong(self) -> bool:
        """Whether a verdict on the arm may rest on it."""
        return self.rank < STRONG

    def clause(self, ways: Ways) -> Clause:
        """Return the clause for a measure that was better, worse, higher or lower."""
        lower = self.kind == "lower"
        if self.headline.direction is not None:
            lower = (self.kind in ("better", "not worse")) == (self.headline.direction == "lower")
        return ways.lower if lower else ways.higher


def rank_of(share: float) -> int:
    """Return the place in `WORDS` of the word for a share of worlds; their number if none fits."""
    return next((at for at, (least, _) in enumerate(WORDS) if share >= least), len(WORDS))


def claim(headline: Headline) -> Claim:
    """Return what may be said; where the interval of a share spans two words, the weaker one.

    Better, worse and neither are tried first. If none of them holds in more than half of the
    worlds, it may still be told that it is probably not worse, or not better.
    """
    judged = headline.judged
    if judged is None or judged.strength == "silent":
        return Claim(headline, "silent")
    has_direction = headline.direction is not None
    kinds: tuple[tuple[Kind, Range], ...] = (
        ("better" if has_direction else "higher", judged.better),
        ("worse" if has_direction else "lower", judged.worse),
        ("same", judged.neither),
    )
    kind, share = max(kinds, key=lambda each: each[1].low)
    # In half of the worlds is no answer: the interval has to lie above.
    if share.low > WORDS[-1][0]:
        return Claim(headline, kind, rank_of(share.low))
    others: tuple[tuple[Kind, float], ...] = (
        ("not worse", 1 - judged.worse.high),
        ("not better", 1 - judged.better.high),
    )
    kind, least = max(others, key=lambda each: each[1])
    if has_direction and rank_of(least) < STRONG:
        return Claim(headline, kind, rank_of(least))
    return Claim(headline, "unknown")
