"""Draw an outcome against a varied input: lines for a list of values, points for a range."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style import (
    INK,
    MUTED,
    arm_look,
    empty_figure,
    in_house_style,
    new_figure,
    quiet,
    wrapped,
)

ASIDE = 0.12  # between the marks of two lines at one value
ACROSS = 2


class Estimate(NamedTuple):
    """A mean with its interval; NaN where not known."""

    mean: float
    low: float
    high: float


class Line(NamedTuple):
    """The outcome at every value of the first lever, for one value of the second lever."""

    name: str  # empty when there is only one
    points: Sequence[Estimate]


class Cloud(NamedTuple):
    """The outcome at every setting, plotted against the value of one lever."""

    lever: str  # in words, with its unit
    at: Sequence[float]
    points: Sequence[Estimate]


@in_house_style
def draw_lines(lever: str, values: Sequence[str], lines: Sequence[Line], outcome: str) -> Figure:
    """Draw one line, with intervals, for each value of a second lever. 0 means no difference."""
    if not any(math.isfinite(p.mean) for line in lines for p in line.points):
        return empty_figure("Nothing of this kind happened in any run.")
    figure = new_figure(3.4)
    axes = figure.add_subplot()
    for number, line in enumerate(lines):
        look = arm_look(number)
        shift = (number - (len(lines) - 1) / 2) * ASIDE
        at = [position + shift for position in range(len(values))]
        axes.plot(
            at,
            [p.mean for p in line.points],
            color=look.colour,
            marker=look.marker,
            label=line.name,
        )
        _whiskers(axes, at, line.points, look.colour)
    _zero(axes)
    axes.set_xticks(range(len(values)), [wrapped(value, 14) for value in values])
    axes.set_xlabel(wrapped(lever, 70))
    axes.set_ylabel(wrapped(outcome, 34))
    if any(line.name for line in lines):
        axes.legend(loc="best")
    quiet(axes, grid="y")
    return figure


@in_house_style
def draw_clouds(clouds: Sequence[Cloud], outcome: str) -> Figure:
    """Draw one small panel for each lever: the outcome of every setting by the lever's value."""
    known = [c for c in clouds if any(math.isfinite(p.mean) for p in c.points)]
    if not known:
        return empty_figure("Nothing of this kind happened in any run.")
    down = -(-len(known) // ACROSS)
    figure = new_figure(2.7 * down)
    look = arm_look(0)
    for position, cloud in enumerate(known):
        axes = figure.add_subplot(down, ACROSS, position + 1)
        _whiskers(axes, cloud.at, cloud.points, MUTED)
        axes.plot(
            cloud.at,
            [p.mean for p in cloud.points],
            linestyle="",
            marker=look.marker,
            markersize=4,
            color=look.colour,
        )
        _zero(axes)
        axes.set_xlabel(wrapped(cloud.lever, 44), fontsize=8)
        if position % ACROSS == 0:
            axes.set_ylabel(wrapped(outcome, 26), fontsize=9)
        quiet(axes, grid="y")
    return figure


def _whiskers(axes: Axes, at: Sequence[float], points: Sequence[Estimate], colour: str) -> None:
    for x, point in zip(at, points, strict=True):
        if math.isfinite(point.low) and math.isfinite(point.high):
            axes.plot([x, x], [point.low, point.high], color=colour, linewidth=1.2, alpha=0.6)


def _zero(axes: Axes) -> None:
    axes.axhline(0, color=INK, linewidth=1)
