"""Write figures over worlds as they are read: in counts of 100 worlds, lower and higher."""

from __future__ import annotations

from sim.measures.words.form import SHARE
from sim.report.answer import change
from sim.report.wording import NOT_KNOWN, number
from sim.studies.statistics.worlds.findings import Headline
from sim.studies.statistics.worlds.judging import Judged
from sim.studies.statistics.worlds.resampling import Range

NO_CHANGE = "no change"


def of_100(share: float) -> int:
    """Return a share as a whole count of 100 worlds."""
    return round(100 * share)


def counts(judged: Judged) -> tuple[int, int, int]:
    """Return in how many of 100 worlds it is better, neither and worse; they add up to 100."""
    better, worse = of_100(judged.better.value), of_100(judged.worse.value)
    worse = min(worse, 100 - better)
    return better, 100 - better - worse, worse


def between(found: Range) -> str:
    """Return the interval of a share as counts of 100 worlds: "86 to 95"."""
    low, high = of_100(found.low), of_100(found.high)
    return str(low) if low == high else f"{low} to {high}"


def moved(value: float, unit: str) -> str:
    """Return a difference as "21 lower", "3 points higher" or "no change"."""
    scale, points = (100, " points") if unit == SHARE else (1, "")
    text = number(abs(scale * value))
    if text in ("0", NOT_KNOWN):
        return NO_CHANGE if text == "0" else text
    return f"{text}{points} {'lower' if value < 0 else 'higher'}"


def on_average(headline: Headline, judged: Judged, unit: str) -> str:
    """Return the mean difference over worlds, as it is in the unit of the measure."""
    return moved(_turned(headline, judged.mean.value), unit)


def most_worlds(headline: Headline, judged: Judged, unit: str) -> str:
    """Return the range in which the difference lies in 90 of 100 worlds, without noise."""
    ends = sorted((_turned(headline, judged.low.value), _turned(headline, judged.high.value)))
    return change(ends[0], ends[1], unit)


def likely_mean(headline: Headline, judged: Judged, unit: str) -> str:
    """Return the 90 % interval of the mean difference over worlds."""
    ends = sorted((_turned(headline, judged.mean.low), _turned(headline, judged.mean.high)))
    return change(ends[0], ends[1], unit)


def _turned(headline: Headline, value: float) -> float:
    """Return an oriented difference, larger being better, as a difference of the measure."""
    return -value if headline.direction == "lower" else value
