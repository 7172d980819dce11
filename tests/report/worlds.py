"""Made-up worlds for a real study: differences that are known functions of a few inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from sim.laws import Flags, Floats
from sim.measures.words.form import Direction
from sim.studies.sizes import Size
from sim.studies.statistics.worlds.findings import Question, find_out
from sim.studies.statistics.worlds.inputs import Inputs
from sim.studies.study import Study
from sim.studies.worlds_result import (
    LeftOut,
    Named,
    UncertainNumber,
    WorldsResult,
    WorldValues,
)

POSTS, DELAY = "services.team.workers.posts", "seeking.delay.severe.exponential.mean"


class Made(NamedTuple):
    """An uncertain number, uniform between two ends."""

    name: str
    low: float
    high: float
    unit: str = ""
    source: str = "ours"
    assumed: bool = True
    agreed_by: str | None = None
    also: tuple[UncertainNumber, ...] = ()
    choices: tuple[Named, ...] = ()

    def at(self, share: float) -> Any:
        value = self.low + share * (self.high - self.low)
        return f"{value} {self.unit}" if self.unit else value


NUMBERS = (Made(POSTS, 2, 6), Made(DELAY, 1, 6, "weeks", "diary", False))
Difference = Callable[[Floats], Floats]
"""The true difference of an arm in each world, from inputs of the shape (worlds, numbers)."""


def with_worlds(
    study: Study,
    differences: Mapping[tuple[str, str], Difference],
    *,
    worlds: int = 120,
    each: int = 2,
    noise: float = 0.0,
    numbers: tuple[UncertainNumber, ...] = NUMBERS,
    matters: Mapping[str, float] | None = None,
    alike: Flags | None = None,
    left_out: tuple[LeftOut, ...] = (),
    refused: tuple[str, ...] = (),
) -> Study:
    """The study with worlds in which each (arm, measure) differs from the baseline as given.

    The measures are asked about in their order, and arms are ranked by the first that can be better
    or worse. `noise` is the standard deviation of one run.
    """
    random = np.random.default_rng(11)
    shares = random.random((worlds, len(numbers)))
    inputs = Inputs(tuple(n.name for n in numbers), shares, (0,) * len(numbers))
    measures = tuple(dict.fromkeys(measure for _, measure in differences))
    arms = study.settings.arms
    values = np.full((len(arms), worlds, each, len(measures)), 100.0)
    values += random.normal(0, 1, (1, worlds, each, len(measures)))
    for (arm, measure), true in differences.items():
        at = arms.index(arm), slice(None), slice(None), measures.index(measure)
        values[at] += true(shares)[:, None] + noise * random.normal(0, 1, (worlds, each))
    found = WorldValues(arms, measures, values)

    def direction(measure: str) -> Direction:
        return study.own.catalogue.describe(measure).direction

    directed = [measure for measure in measures if direction(measure) is not None]
    question = Question(
        arms, study.settings.baseline, measures, tuple(directed[:1]), direction, matters or {}
    )
    nowhere = np.zeros(worlds, np.bool_)
    findings = find_out(inputs, question, found.of, nowhere if alike is None else alike)
    result = WorldsResult(
        Size(worlds + len(refused), each),
        numbers,
        left_out,
        refused,
        inputs,
        found,
        question,
        alike,
        findings,
    )
    return replace(study, worlds=result)


def always(by: float) -> Difference:
    """A difference that is nearly the same in every world: it varies by a tenth of itself."""
    return lambda shares: by * (1 + 0.1 * (shares[:, 0] - 0.5))


def from_posts(at: float, slope: float) -> Difference:
    """A difference that is 0 where posts are at a share of their range, and rises or falls."""
    return lambda shares: slope * (shares[:, 0] - at)


def around_nothing(by: float) -> Difference:
    """A difference that goes either way and depends on both numbers alike."""
    return lambda shares: by * (shares.sum(axis=1) - shares.shape[1] / 2)
