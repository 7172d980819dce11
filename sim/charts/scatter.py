"""Draw clouds of points: the outcome against each uncertain number, in separate small panels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from matplotlib.figure import Figure

from sim.charts.style import (
    ARM_COLOURS,
    INK,
    empty_figure,
    in_house_style,
    new_figure,
    quiet,
    row_height,
    wrapped,
)

ACROSS = 3
STRIPES = 8  # the line joins the means of so many stripes of equally many points


class Cloud(NamedTuple):
    """One uncertain number: its value at each point."""

    label: str
    values: Sequence[float]


@in_house_style
def draw(clouds: Sequence[Cloud], outcome: Sequence[float], label: str) -> Figure:
    """Draw one panel for each input, all on one scale of the outcome.

    Parameters
    ----------
    outcome
        One value for each point, in the same order as in every cloud. Points without a value are
        left out.
    label
        The label of the outcome, with its unit.
    """
    known = [position for position, value in enumerate(outcome) if math.isfinite(value)]
    if not known or not clouds:
        return empty_figure("The outcome could not be worked out anywhere.")
    down = -(-len(clouds) // ACROSS)
    across = min(ACROSS, len(clouds))
    labels = [wrapped(cloud.label, 30) for cloud in clouds]
    figure = new_figure(0.4 + (1.6 + row_height(labels)) * down)
    panels = figure.subplots(down, across, sharey=True, squeeze=False)
    y = [outcome[position] for position in known]
    for axes in panels.flat[len(clouds) :]:
        axes.set_visible(False)
    for axes, cloud, words in zip(panels.flat, clouds, labels, strict=False):
        x = [cloud.values[position] for position in known]
        axes.plot(x, y, "o", color=ARM_COLOURS[0], markersize=2.6, alpha=0.5, linewidth=0)
        axes.plot(*stripes(x, y), color=INK, linewidth=1.6)
        axes.set_xlabel(words, fontsize=8.5)
        quiet(axes, grid="y")
    figure.supylabel(wrapped(label, 40), fontsize=9.5)
    return figure


def stripes(x: Sequence[float], y: Sequence[float]) -> tuple[list[float], list[float]]:
    """Divide points into stripes from left to right; return the mean x and mean y of each.

    The stripes have nearly equal numbers of points.
    """
    order = sorted(range(len(x)), key=lambda position: x[position])
    count = min(STRIPES, len(order))
    ends = [round(len(order) * i / count) for i in range(count + 1)]
    parts = [order[a:b] for a, b in pairwise(ends)]
    return (
        [sum(x[i] for i in part) / len(part) for part in parts],
        [sum(y[i] for i in part) / len(part) for part in parts],
    )
