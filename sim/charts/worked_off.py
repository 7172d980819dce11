"""Draw waiting lists by months: who was on them when the run began, and who came to them since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.charts.style import (
    INK,
    MUTED,
    empty_figure,
    in_house_style,
    new_figure,
    quiet,
    shared_limits,
    wrapped,
)

ACROSS = 2
OLD, NEW = "#25639c", "#b3d1ea"  # dark and pale, so that they differ without colour too
WORDS = ("on a list when the run began", "come to a list since")


class Panel(NamedTuple):
    """One way of care: for each month the people who were on a list at the start, and all."""

    title: str
    old: Sequence[float]
    all: Sequence[float]


@in_house_style
def draw(panels: Sequence[Panel], change: float | None) -> Figure:
    """Draw a panel for each way of care, all on one scale from zero.

    Parameters
    ----------
    change
        When the rules change, in months from the start; None if they do not.
    """
    most = [value for panel in panels for value in panel.all]
    if not most:
        return empty_figure("The run is shorter than a month.")
    down = -(-len(panels) // ACROSS)
    figure = new_figure(down * 1.9 + 0.4)
    for position, panel in enumerate(panels):
        axes = figure.add_subplot(down, ACROSS, position + 1)
        _draw_panel(axes, panel, change)
        axes.set_ylim(shared_limits(most))
    handles = [Patch(facecolor=OLD, edgecolor=INK), Patch(facecolor=NEW, edgecolor=INK)]
    figure.legend(handles, WORDS, loc="outside lower center", ncols=2)
    return figure


def _draw_panel(axes: Axes, panel: Panel, change: float | None) -> None:
    months = [each + 0.5 for each in range(len(panel.all))]
    axes.fill_between(months, 0, panel.old, color=OLD, linewidth=0)
    axes.fill_between(months, panel.old, panel.all, color=NEW, linewidth=0)
    for edge in (panel.old, panel.all):
        axes.plot(months, edge, color=INK, linewidth=0.9)
    if change is not None:
        axes.axvline(change, color=MUTED, linewidth=0.9, linestyle="--")
    axes.set_title(wrapped(panel.title, 38), fontsize=9.5)
    axes.set_xlabel("months from the beginning", fontsize=8.5)
    axes.set_ylabel("people", fontsize=8.5)
    quiet(axes, grid="y")
