"""Draw in how many possible futures a target holds at each value of a lever."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import PercentFormatter

from sim.charts.style import (
    ARM_COLOURS,
    INK,
    MUTED,
    in_house_style,
    new_figure,
    quiet,
    wrapped,
)

TINT = "#fbe3cd"


class Held(NamedTuple):
    """The share of futures in which the target holds at one value, with its interval."""

    value: float
    share: float
    low: float
    high: float


class Enough(NamedTuple):
    """The value that is enough, with its interval."""

    at: float
    low: float
    high: float


@in_house_style
def draw(held: Sequence[Held], enough: Enough | None, sure: float, lever: str) -> Figure:
    """Draw the share with its interval at each value tried, and a line at the wanted share.

    Parameters
    ----------
    held
        In the order of the values.
    enough
        The answer, with a band for its interval; None if there is none.
    lever
        What is along the axis, with its unit.
    """
    figure = new_figure(3.4)
    axes = figure.add_subplot()
    colour = ARM_COLOURS[0]
    if enough is not None:
        if enough.low < enough.high:
            ends = (enough.low, enough.high)
            axes.axvspan(*ends, facecolor=TINT, hatch="///", edgecolor=INK, linewidth=0)
        axes.axvline(enough.at, color=INK, linewidth=1.4, linestyle="--")
    axes.axhline(sure, color=INK, linewidth=1.2)
    axes.plot([h.value for h in held], [h.share for h in held], color=colour, linewidth=1)
    for each in held:
        ends = (each.low, each.high)
        axes.plot([each.value, each.value], ends, color=colour, linewidth=2.2)
        axes.plot(each.value, each.share, "o", color=colour, markersize=7)
    axes.set_ylim(-0.03, 1.03)
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.set_xlabel(wrapped(lever, 70))
    axes.set_ylabel("Futures in which it holds")
    quiet(axes, grid="y")
    keys: list[Line2D | Patch] = [
        Line2D([], [], marker="o", color=colour, linewidth=2.2, label="it holds, with its range"),
        Line2D([], [], color=INK, linewidth=1.2, label="asked for"),
    ]
    if enough is not None:
        keys.append(Line2D([], [], linestyle="--", color=INK, label="enough"))
        band = Patch(facecolor=TINT, hatch="///", edgecolor=MUTED, label="where that may lie")
        keys += [band] if enough.low < enough.high else []
    figure.legend(handles=keys, loc="outside lower left", ncols=4)
    return figure
