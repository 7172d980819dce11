"""The verdict on a difference: one rule, and the words that it has on every page.

A verdict needs the difference, its interval, the smallest difference that matters and whether
chance alone could have made it. From few repeats nothing is certain, and the words say so.
"""

from __future__ import annotations

import math

from sim.measures.words.form import Direction
from sim.studies.statistics.worlds.runs import FEWEST_WORLDS
from sim.studies.study import Verdict

FEW = FEWEST_WORLDS
"""Fewer repeats are a first look, as fewer worlds are too few for a probability."""
WITHIN_CHANCE = "no difference that can be told from chance"
DIRECTED = frozenset((Verdict.BETTER, Verdict.WORSE, Verdict.HIGHER, Verdict.LOWER))
"""Verdicts that claim a difference and its direction."""
DECIDED = DIRECTED | {Verdict.TOO_SMALL}
"""Verdicts that claim something; from few repeats they are a first look."""
MOST_REPEATS = 10_000  # more are not asked for


def verdict_of(
    difference: float,
    low: float,
    high: float,
    matters: float,
    direction: Direction,
    *,
    is_clear: bool,
) -> Verdict:
    """Return the verdict on a difference with its interval, all in the unit of the measure.

    Parameters
    ----------
    matters
        The smallest difference that matters, 0 or more.
    direction
        Which is better; None if neither is.
    is_clear
        Whether chance alone could hardly have made the difference.
    """
    if -matters <= low and high <= matters:
        return Verdict.TOO_SMALL
    if not is_clear:
        return Verdict.CANNOT_TELL
    is_higher = difference > 0
    if direction is None:
        return Verdict.HIGHER if is_higher else Verdict.LOWER
    return Verdict.BETTER if is_higher == (direction == "higher") else Verdict.WORSE


def in_words(verdict: Verdict, repeats: int) -> str:
    """Return what a verdict is called in tables, sentences and pictures.

    Parameters
    ----------
    repeats
        The pairs of runs that it rests on.
    """
    if verdict is Verdict.CANNOT_TELL:
        return WITHIN_CHANCE
    if verdict in DECIDED and repeats < FEW:
        return f"perhaps {verdict.value} (a first look)"
    return verdict.value


def repeats_to_tell(distance: float, low: float, high: float, repeats: int) -> int | None:
    """Return about how many repeats would make an interval narrower than a distance.

    It is worked out as if the distance were the true one, and rounded up to two digits. None if it
    cannot be worked out, if the interval is narrow enough as it is, or if it is more than 10,000.

    Parameters
    ----------
    distance
        From the mean to the value that the interval is not to hold, such as no difference.
    """
    half = (high - low) / 2
    if not (math.isfinite(half) and distance > 0 and half > distance):
        return None
    wanted = repeats * (half / distance) ** 2
    if wanted > MOST_REPEATS:
        return None
    unit = 10 ** max(math.floor(math.log10(wanted)) - 1, 0)
    return int(math.ceil(wanted / unit) * unit)
