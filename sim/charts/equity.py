"""Draw one outcome by group: one row for each group, with one marker for each arm."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.charts.style import (
    GRID,
    arm_look,
    empty_figure,
    in_house_style,
    new_figure,
    quiet,
    shared_limits,
    wrapped,
)


@in_house_style
def draw(
    groups: Sequence[str], arms: Sequence[str], values: Sequence[Sequence[float]], unit: str
) -> Figure:
    """Draw the outcome. ``values`` has one row for each group and one number for each arm.

    The markers of one group are drawn slightly apart, so that equal values can all be seen.
    """
    if not any(math.isfinite(value) for row in values for value in row):
        return empty_figure("This outcome could not be worked out for any group.")
    figure = new_figure(1.1 + 0.5 * len(groups))
    axes = figure.add_subplot()
    for row, numbers in enumerate(values):
        finite = [value for value in numbers if math.isfinite(value)]
        if len(finite) > 1:
            axes.plot([min(finite), max(finite)], [row, row], color=GRID, linewidth=5, zorder=1)
        for arm, value in enumerate(numbers):
            look = arm_look(arm)
            offset = 0.13 * (arm - (len(arms) - 1) / 2)
            axes.plot(value, row + offset, marker=look.marker, color=look.colour, markersize=8)
    axes.set_xlim(shared_limits(value for row in values for value in row))
    axes.set_yticks(range(len(groups)), [wrapped(group) for group in groups])
    axes.set_ylim(len(groups) - 0.5, -0.5)
    axes.set_xlabel(unit)
    quiet(axes)
    keys = [
        Line2D([], [], linestyle="", marker=look.marker, color=look.colour, label=arm)
        for arm, look in ((arm, arm_look(number)) for number, arm in enumerate(arms))
    ]
    figure.legend(handles=keys, loc="outside lower left", ncols=3)
    return figure
