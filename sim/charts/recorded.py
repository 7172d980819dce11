"""Draw what records hold: lists and caseloads by month, and how soon people were seen."""

from __future__ import annotations

import datetime
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
TICKS = 4
WORDS = ("in care", "on the list")


class Panel(NamedTuple):
    """One service: people in care and on the list at the end of each month; NaN where hidden."""

    title: str
    in_care: Sequence[float]
    waiting: Sequence[float]


class Curve(NamedTuple):
    """One service: the share seen, 0 to 1, after each of some weeks; NaN where hidden."""

    label: str
    shares: Sequence[float]


@in_house_style
def draw_months(panels: Sequence[Panel], days: Sequence[datetime.date]) -> Figure:
    """Draw a panel for each service, two in a row, each on its own scale from zero.

    Parameters
    ----------
    days
        The last day of each month.
    """
    if not panels or not days:
        return empty_figure("There is no month of which enough people are known.")
    down = -(-len(panels) // ACROSS)
    figure = new_figure(down * 1.9 + 0.4)
    for position, panel in enumerate(panels):
        _draw_panel(figure.add_subplot(down, ACROSS, position + 1), panel, days)
    axes = figure.axes[0]
    looks = [arm_look(number) for number in range(len(WORDS))]
    handles = [
        axes.plot([], [], color=look.colour, marker=look.marker, markersize=5)[0] for look in looks
    ]
    figure.legend(handles, WORDS, loc="outside lower center", ncols=2)
    return figure


def _draw_panel(axes: Axes, panel: Panel, days: Sequence[datetime.date]) -> None:
    months = range(len(days))
    for number, values in enumerate((panel.in_care, panel.waiting)):
        look = arm_look(number)
        axes.plot(
            months, values, color=look.colour, linewidth=1.4, marker=look.marker, markersize=3.5
        )
    axes.set_ylim(shared_limits([0.0, *filter(math.isfinite, (*panel.in_care, *panel.waiting))]))
    every = max(1, -(-len(days) // TICKS))
    axes.set_xticks(list(months[::every]), [f"{day:%m/%Y}" for day in days[::every]])
    axes.set_title(wrapped(panel.title, 38), fontsize=9.5)
    axes.set_ylabel("people", fontsize=8.5)
    quiet(axes, grid="y")


@in_house_style
def draw_waits(curves: Sequence[Curve], weeks: Sequence[int]) -> Figure:
    """Draw a line for each service through the shares seen after each of some weeks."""
    if not any(math.isfinite(each) for curve in curves for each in curve.shares):
        return empty_figure("No service has enough people who were seen.")
    figure = new_figure(3.4)
    axes = figure.add_subplot()
    for number, curve in enumerate(curves):
        look = arm_look(number)
        shown = [at for at, each in enumerate(curve.shares) if math.isfinite(each)]
        axes.plot(
            [0, *(weeks[at] for at in shown)],
            [0.0, *(100 * curve.shares[at] for at in shown)],
            color=look.colour,
            linewidth=1.4,
            marker=look.marker,
            markersize=4.5,
            label=wrapped(curve.label, 30),
        )
    axes.set_ylim(0, 102)
    axes.set_xlim(0, weeks[-1] * 1.02)
    axes.set_xlabel("weeks since the referral")
    axes.set_ylabel("share seen, in per cent")
    quiet(axes, grid="y")
    figure.legend(loc="outside lower center", ncols=2)
    return figure
