"""How often what is told of worlds is true, on functions whose truth is known.

    python -m tests.studies.statistics.worlds.coverage [STUDIES]

prints the tables of the page on validation: 200 worlds of two runs, in which half or four fifths
of the variance of world means is no noise.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

import numpy as np

from sim.studies.statistics.worlds.boxes import inside
from sim.studies.statistics.worlds.inputs import Inputs
from sim.studies.statistics.worlds.judging import judge, rule_of
from sim.studies.statistics.worlds.knowing import what_matters, worth_knowing
from sim.studies.statistics.worlds.resampling import Range
from sim.studies.statistics.worlds.runs import Runs
from tests.studies.statistics.worlds.made_up import (
    FUNCTIONS,
    MATTERS,
    SAME,
    SCATTERED,
    Known,
    MadeUp,
    draw,
    known,
    looked_at,
    study,
)

WORLDS, RUNS = 200, 2
RELIABILITIES = (0.5, 0.8)
FRESH = 20_000  # worlds in which a rule is looked at again


class Held(NamedTuple):
    """Whether the interval of each figure held the truth, in one study."""

    better: bool
    low: bool
    high: bool
    worth_of_knowing: bool


class Told(NamedTuple):
    """What a rule said and what is true of it."""

    density: float
    true_density: float
    elsewhere: float
    true_elsewhere: float


def held(made: MadeUp, reliability: float, seed: int) -> Held:
    """Make one study, and compare its intervals with the truth."""
    drawn = study(made, WORLDS, RUNS, reliability, seed)
    found, truth = judge(drawn.inputs, drawn.differences, MATTERS), known(made)
    return Held(
        _in(found.better, truth.better),
        _in(found.low, truth.low),
        _in(found.high, truth.high),
        _in(found.worth_of_knowing, truth.worth_of_knowing),
    )


def worths_held(made: MadeUp, reliability: float, seed: int) -> list[tuple[bool, bool]]:
    """For each input told: whether its interval held its true worth, and whether "at most" did."""
    drawn = study(made, WORLDS, RUNS, reliability, seed)
    truth = _worths(made, known(made))
    means = Runs.of(drawn.differences).means[:, None]
    return [
        (_in(each.worth, truth[each.position]), truth[each.position] <= each.worth.high)
        for each in worth_knowing(drawn.inputs, means)
        if each.position in truth
    ]


def told(made: MadeUp, reliability: float, seed: int) -> Told | None:
    """Make one study, find its rule, and look at it in fresh worlds."""
    drawn = study(made, WORLDS, RUNS, reliability, seed)
    found = rule_of(drawn.inputs, drawn.differences, MATTERS)
    if found is None:
        return None
    shares = draw(made, FRESH, 10_000_000 + seed)
    fresh = Inputs(drawn.inputs.names, shares, drawn.inputs.choices)
    there = inside(fresh, {each.position: each for each in found.conditions})
    good = made.truth(shares) >= MATTERS
    return Told(
        found.density, float(good[there].mean()), found.elsewhere, float(good[~there].mean())
    )


def matters(made: MadeUp, seed: int) -> bool:
    """Whether a study says that any input matters or would be worth knowing."""
    drawn = study(made, WORLDS, RUNS, RELIABILITIES[0], seed)
    runs = Runs.of(drawn.differences)
    return bool(
        what_matters(drawn.inputs, runs) or worth_knowing(drawn.inputs, runs.means[:, None])
    )


def _in(found: Range, truth: float) -> bool:
    return found.low - 1e-9 <= truth <= found.high + 1e-9


def _worths(made: MadeUp, truth: Known) -> dict[int, float]:
    return dict(zip(looked_at(made), truth.worths, strict=True))


def main(studies: int) -> None:
    """Print the tables."""
    print(
        "| function | no noise | better | low | high | worth of knowing | of one number | at most |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for name, made in FUNCTIONS.items():
        for share in RELIABILITIES:
            seeds = range(1, studies + 1)
            seen = np.mean([held(made, share, seed) for seed in seeds], axis=0)
            fewer = range(1, studies // 4 + 1)
            worths = [each for seed in fewer for each in worths_held(made, share, seed)]
            one = np.mean(worths, axis=0)
            cells = " | ".join(f"{each:.2f}" for each in [*seen, *one])
            print(f"| {name} | {share} | {cells} |", flush=True)
    print("\n| function | no noise | rule found | it says | is | elsewhere | is |")
    print("|---|---|---|---|---|---|---|")
    for name, made in [*FUNCTIONS.items(), ("scattered", SCATTERED), ("all the same", SAME)]:
        for share in RELIABILITIES:
            rules = [told(made, share, seed) for seed in range(1, studies // 2 + 1)]
            found = [each for each in rules if each is not None]
            cells = (
                " | ".join(f"{each:.2f}" for each in np.mean(found, axis=0)) if found else "| | |"
            )
            print(f"| {name} | {share} | {len(found) / len(rules):.2f} | {cells} |", flush=True)
    for name, made in (("scattered", SCATTERED), ("all the same", SAME)):
        said = np.mean([matters(made, seed) for seed in range(1, studies // 2 + 1)])
        print(f"\n{name}: something is said to matter in {said:.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
