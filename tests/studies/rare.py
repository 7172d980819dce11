"""Measures whose intervals are hard: rare, skewed, mostly empty, near a bound; and how they fare.

    python -m tests.studies.rare [STUDIES]

prints the table of the page on validation. A world draws what each replication gives and knows
the mean; a study is some replications of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sim.laws import Floats
from sim.studies.intervals import CONFIDENCE, interval
from sim.studies.student_t import quantile

Random = np.random.Generator
RUNS = (5, 10, 20)


class World(NamedTuple):
    """A measure: what replications give, and their mean."""

    draw: Callable[[Random, tuple[int, int]], Floats]
    mean: float


def counted(rate: float) -> World:
    """A Poisson number of events in a replication."""
    return World(lambda random, size: random.poisson(rate, size).astype(float), rate)


def compound(rate: float, spread: float) -> World:
    """A Poisson number of events, each as large as a lognormal of median 1."""

    def draw(random: Random, size: tuple[int, int]) -> Floats:
        found = np.zeros(size)
        for at, many in np.ndenumerate(random.poisson(rate, size)):
            found[at] = random.lognormal(0, spread, many).sum()
        return found

    return World(draw, rate * float(np.exp(spread**2 / 2)))


def heavy(spread: float) -> World:
    """A lognormal of median 1."""
    return World(
        lambda random, size: random.lognormal(0, spread, size), float(np.exp(spread**2 / 2))
    )


def emptied(empty: float) -> World:
    """A list that is empty all the time in so many replications, else exponential."""
    return World(
        lambda random, size: (random.random(size) >= empty) * random.exponential(1, size), 1 - empty
    )


def share(truth: float, people: int) -> World:
    """A share of so many people."""
    return World(lambda random, size: random.binomial(people, truth, size) / people, truth)


def paired(one: World, other: World) -> World:
    """The difference of two measures."""
    return World(
        lambda random, size: one.draw(random, size) - other.draw(random, size),
        one.mean - other.mean,
    )


WORLDS = {
    "normal": World(lambda random, size: random.normal(5, 1, size), 5.0),
    "0.02 admissions a run": counted(0.02),
    "0.1 admissions a run": counted(0.1),
    "0.3 admissions a run": counted(0.3),
    "1 admission a run": counted(1),
    "5 admissions a run": counted(5),
    "bed days of 0.02 admissions": compound(0.02, 1),
    "bed days of 0.3 admissions": compound(0.3, 1),
    "bed days of 2 admissions": compound(2, 1),
    "list empty in 80 % of runs": emptied(0.8),
    "list empty in 50 % of runs": emptied(0.5),
    "share 0.999 of 50 people": share(0.999, 50),
    "share 0.99 of 50 people": share(0.99, 50),
    "share 0.95 of 50 people": share(0.95, 50),
    "exponential": emptied(0.0),
    "lognormal, sigma 0.5": heavy(0.5),
    "lognormal, sigma 1": heavy(1),
    "lognormal, sigma 1.5": heavy(1.5),
    "difference: 0.3 and 0.02 admissions": paired(counted(0.3), counted(0.02)),
    "difference: bed days of 2 and of 1": paired(compound(2, 1), compound(1, 1)),
    "difference: lognormal, sigma 1": paired(heavy(1), heavy(1)),
}


class Fared(NamedTuple):
    """How often, of all studies of one world."""

    by_t: float  # Student's interval held the mean
    given: float  # the rule gave an interval
    wrong: float  # it gave one, and that missed the mean
    noted: float  # it gave one with a note
    wider: float  # mean width of what was given, over that of Student's

    @property
    def held(self) -> float:
        """Share of given intervals that held the mean; NaN where hardly any was given."""
        return 1 - self.wrong / self.given if self.given >= 0.01 else float("nan")


def fare(world: World, runs: int, studies: int, seed: int = 1) -> Fared:
    """Draw so many studies of a world and look at each interval."""
    values = world.draw(np.random.default_rng([seed, runs]), (studies, runs))
    means, errors = values.mean(axis=1), values.std(axis=1, ddof=1) / runs**0.5
    half = quantile(0.5 + CONFIDENCE / 2, runs - 1) * errors
    by_t = np.abs(means - world.mean) <= half + 1e-12
    found = [interval(row) for row in values]
    given = np.array([not each.withheld for each in found])
    held = np.array([each.low <= world.mean <= each.high for each in found])
    noted = np.array([each.note != "" for each in found])
    width = np.array([each.high - each.low for each in found])
    wider = width[given].mean() / (2 * half[given].mean()) if given.any() else float("nan")
    shares = (by_t, given, given & ~held, given & noted)
    by_student, shown, wrong, marked = (float(each.mean()) for each in shares)
    return Fared(by_student, shown, wrong, marked, float(wider))


def main(studies: int) -> None:
    """Print the table."""
    print("| measure | runs | t held | given | held | missed, of all | noted | width |")
    print("|---|---|---|---|---|---|---|---|")
    for name, world in WORLDS.items():
        for runs in RUNS:
            f = fare(world, runs, studies)
            parts = (f.by_t, f.given, f.held, f.wrong, f.noted, f.wider)
            shown = ("" if np.isnan(part) else f"{part:.3f}" for part in parts)
            print(f"| {name} | {runs} | {' | '.join(shown)} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4_000)
