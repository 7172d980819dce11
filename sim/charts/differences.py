"""Draw how far one arm differs from another on each measure, with interval and verdict."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.figure import Figure

from sim.charts.style import (
    INK,
    MUTED,
    PAPER,
    ArmLook,
    empty_figure,
    in_house_style,
    new_figure,
    quiet,
    shared_limits,
    wrapped,
)


class Difference(NamedTuple):
    """One measure in the picture; NaN where a value is not known."""

    measure: str
    percent: float  # of the mean of the arm compared with
    low: float
    high: float
    verdict: str
    is_told: bool  # the verdict claims a difference


@in_house_style
def draw(lines: Sequence[Difference], other: str, look: ArmLook) -> Figure:
    """Draw one line for each measure; ``other`` is the arm used for comparison.

    A filled marker means that a difference is told; an open marker means that none is.
    Measures whose difference is not known are left out.
    """
    known = [line for line in lines if math.isfinite(line.percent)]
    if not known:
        return empty_figure("No difference could be worked out as a share of the other arm.")
    figure = new_figure(0.9 + 0.5 * len(known))
    axes = figure.add_subplot()
    axes.axvline(0, color=INK, linewidth=1)
    for row, line in enumerate(known):
        if math.isfinite(line.low) and math.isfinite(line.high):
            axes.plot([line.low, line.high], [row, row], color=look.colour, linewidth=2.4)
        axes.plot(
            line.percent,
            row,
            marker=look.marker,
            markersize=8,
            color=look.colour,
            markerfacecolor=look.colour if line.is_told else PAPER,
            markeredgewidth=1.8,
        )
        axes.annotate(
            wrapped(line.verdict, 22),
            (1.01, row),
            xycoords=("axes fraction", "data"),
            va="center",
            fontsize=9,
            fontweight="bold" if line.is_told else "normal",
            color=INK if line.is_told else MUTED,
        )
    ends = [end for line in known for end in (line.low, line.high, line.percent)]
    axes.set_xlim(shared_limits(ends))
    axes.set_yticks(range(len(known)), [wrapped(line.measure, 30) for line in known])
    axes.set_ylim(len(known) - 0.5, -0.5)
    axes.set_xlabel(f"Change compared with {other}, in per cent")
    quiet(axes)
    return figure
