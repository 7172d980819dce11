"""Draw small panels side by side: one for each measure, with a dot and its range for each arm."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style import (
    arm_look,
    empty_figure,
    in_house_style,
    new_figure,
    quiet,
    shared_limits,
    wrapped,
)

ACROSS = 2


class Panel(NamedTuple):
    """One measure: for each arm the mean, and the smallest and largest value over replications."""

    title: str
    unit: str
    means: Sequence[float]
    lows: Sequence[float]
    highs: Sequence[float]


def draw_panel(axes: Axes, panel: Panel, arms: Sequence[str], *, named: bool) -> None:
    """Draw one measure. If the value of an arm is not known, the picture says so."""
    for row, (mean, low, high) in enumerate(zip(panel.means, panel.lows, panel.highs, strict=True)):
        look = arm_look(row)
        if not math.isfinite(mean):
            axes.text(0, row, " not known", va="center", fontsize=9)
            continue
        axes.plot([low, high], [row, row], color=look.colour, linewidth=2.4, alpha=0.65)
        axes.plot(mean, row, marker=look.marker, color=look.colour, markersize=8)
    axes.set_xlim(shared_limits([*panel.means, *panel.lows, *panel.highs]))
    axes.set_ylim(len(arms) - 0.5, -0.5)
    axes.set_yticks(range(len(arms)), [wrapped(arm) for arm in arms] if named else [""] * len(arms))
    axes.set_title(wrapped(panel.title, 38), fontsize=9.5)
    axes.set_xlabel(panel.unit, fontsize=8.5)
    quiet(axes)


@in_house_style
def draw(panels: Sequence[Panel], arms: Sequence[str]) -> Figure:
    """Draw all panels, two in a row, each on its own scale from zero."""
    if not panels:
        return empty_figure("None of these measures could be worked out.")
    down = -(-len(panels) // ACROSS)
    figure = new_figure(down * (0.95 + 0.34 * len(arms)))
    for position, panel in enumerate(panels):
        axes = figure.add_subplot(down, ACROSS, position + 1)
        draw_panel(axes, panel, arms, named=position % ACROSS == 0)
    return figure
