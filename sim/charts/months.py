"""Draw series by months: a panel for each series, and in it a line with its range for each arm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style import (
    MUTED,
    arm_look,
    empty_figure,
    in_house_style,
    new_figure,
    quiet,
    shared_limits,
    wrapped,
)

ACROSS = 2
MARKERS = 8  # on each line, so that arms can be told apart without colour


class Line(NamedTuple):
    """One series in one arm: for each month the mean, and the ends of the range over runs."""

    arm: int  # its position in the file
    mean: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]


class Panel(NamedTuple):
    """One panel of the picture: a series in all arms."""

    title: str
    unit: str
    lines: Sequence[Line]


@in_house_style
def draw(
    panels: Sequence[Panel], labels: Sequence[str], opens: float, change: float | None
) -> Figure:
    """Draw all panels, two in a row, each on its own scale from zero.

    Parameters
    ----------
    labels
        The labels of the arms, in the order of the file.
    opens, change
        When measuring begins and when the rules change, in months from the start. `change` is None
        if the rules do not change.
    """
    if not any(panel.lines for panel in panels):
        return empty_figure("The run is shorter than a month.")
    down = -(-len(panels) // ACROSS)
    figure = new_figure(down * 1.9 + 0.4)
    for position, panel in enumerate(panels):
        _draw_panel(figure.add_subplot(down, ACROSS, position + 1), panel, opens, change)
    arms = list(dict.fromkeys(line.arm for panel in panels for line in panel.lines))
    looks = [arm_look(arm) for arm in arms]
    axes = figure.axes[0]
    handles = [
        axes.plot([], [], color=look.colour, marker=look.marker, markersize=5)[0] for look in looks
    ]
    figure.legend(
        handles, [wrapped(labels[arm], 30) for arm in arms], loc="outside lower center", ncols=2
    )
    return figure


def _draw_panel(axes: Axes, panel: Panel, opens: float, change: float | None) -> None:
    for line in panel.lines:
        look, months = arm_look(line.arm), [each + 0.5 for each in range(len(line.mean))]
        axes.fill_between(months, line.low, line.high, color=look.colour, alpha=0.15, linewidth=0)
        every = max(len(months) // MARKERS, 1)
        axes.plot(
            months,
            line.mean,
            color=look.colour,
            linewidth=1.4,
            marker=look.marker,
            markersize=4,
            markevery=(line.arm * every // 3 % every, every),
        )
    if opens > 0:
        axes.axvline(opens, color=MUTED, linewidth=0.9, linestyle=":")
    if change is not None:
        axes.axvline(change, color=MUTED, linewidth=0.9, linestyle="--")
    most = [value for line in panel.lines for value in (*line.high, *line.mean)]
    axes.set_ylim(shared_limits(most))
    axes.set_title(wrapped(panel.title, 38), fontsize=9.5)
    axes.set_xlabel("months from the beginning", fontsize=8.5)
    axes.set_ylabel(panel.unit, fontsize=8.5)
    quiet(axes, grid="y")
