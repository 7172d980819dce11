"""Say for `sim check` where the cut at 0 moves the mean of a normal distribution noticeably."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from sim.laws import Shape
from sim.resolved import Resolved
from sim.rules.residuals import mean
from sim.units import MINUTES_PER, plain_number

HEADING = "Normal distributions that are cut (`mean` and `sd` are those before the cut)"
NOTICED = 0.01
"""The least difference between the means before and after, as a share of the one before."""
FIGURES = 4
UNITS = {float(minutes): f" {unit}s" for unit, minutes in MINUTES_PER.items()} | {1.0: ""}


def normals_text(arms: Iterable[Resolved]) -> Iterator[str]:
    """Iterate over lines: a heading, and one for each normal distribution of the arms."""
    lines = dict.fromkeys(line for resolved in arms for line in _of_arm(resolved))
    if lines:
        yield HEADING
        yield from lines


def _of_arm(resolved: Resolved) -> Iterator[str]:
    rows = resolved.numbers.distributions
    for row in np.flatnonzero(rows.shape == Shape.NORMAL).tolist():
        per = float(rows.minutes_per_unit[row])
        before, after = float(rows.a[row]), float(mean(rows, row)) / per
        if abs(after - before) > NOTICED * before:
            unit = UNITS.get(per, "")
            yield (
                f"  - mean {plain_number(before)}{unit}, sd {plain_number(float(rows.b[row]))}"
                f"{unit}: what is drawn has a mean of {after:.{FIGURES}g}{unit}."
            )
