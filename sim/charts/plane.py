"""Draw the cost-effectiveness plane: what each arm costs more and what it gains, pair by pair."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
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
    wrapped,
)

CORNERS = (
    (0.99, 0.98, "right", "top", "better, costs more"),
    (0.99, 0.02, "right", "bottom", "better, costs less"),
    (0.01, 0.02, "left", "bottom", "worse, costs less"),
    (0.01, 0.98, "left", "top", "worse, costs more"),
)
ROOM = 0.35  # beside the points, as a share of how far they lie apart


class Points(NamedTuple):
    """The pairs of one arm: differences from the baseline, in the same order."""

    label: str
    gains: Sequence[float]
    costs: Sequence[float]
    look: ArmLook


@in_house_style
def draw(clouds: Sequence[Points], gain: str, cost: str) -> Figure:
    """Draw a small marker for each pair and a large one at the mean of each arm.

    Parameters
    ----------
    clouds
        The arms. Pairs in which a difference is not known are left out.
    gain, cost
        The labels of the axes, in words with the unit.
    """
    known = [(cloud, pairs) for cloud in clouds if (pairs := _known(cloud))]
    if not known:
        return empty_figure("The difference in cost could not be worked out in any repeat.")
    figure = new_figure(4.6)
    axes = figure.add_subplot()
    axes.axhline(0, color=INK, linewidth=1)
    axes.axvline(0, color=INK, linewidth=1)
    for cloud, pairs in known:
        x, y = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        colour, marker = cloud.look.colour, cloud.look.marker
        axes.plot(x, y, marker, color=colour, markersize=4, alpha=0.45, markeredgewidth=0)
        axes.plot(
            sum(x) / len(x),
            sum(y) / len(y),
            marker,
            color=colour,
            markersize=11,
            markeredgecolor=PAPER,
            markeredgewidth=1.4,
            label=wrapped(cloud.label, 30),
        )
    axes.set_xlim(*around_zero([pair[0] for _, pairs in known for pair in pairs]))
    axes.set_ylim(*around_zero([pair[1] for _, pairs in known for pair in pairs]))
    _name_corners(axes)
    axes.set_xlabel(wrapped(gain, 80))
    axes.set_ylabel(wrapped(cost, 45))
    quiet(axes, grid="")
    if len(known) > 1:
        figure.legend(loc="outside lower center", ncols=2)
    return figure


def _known(cloud: Points) -> list[tuple[float, float]]:
    pairs = zip(cloud.gains, cloud.costs, strict=True)
    return [pair for pair in pairs if all(map(math.isfinite, pair))]


def around_zero(values: Sequence[float]) -> tuple[float, float]:
    """Return the ends of an axis that has room beside all values and shows both sides of 0."""
    low, high = min(*values, 0.0), max(*values, 0.0)
    room = ROOM * (high - low or 1.0)
    return low - room, high + room


def _name_corners(axes: Axes) -> None:
    """Write into each corner what a point there means."""
    for x, y, across, along, words in CORNERS:
        axes.text(
            x,
            y,
            words,
            transform=axes.transAxes,
            ha=across,
            va=along,
            fontsize=9,
            color=MUTED,
            backgroundcolor=PAPER,
        )
