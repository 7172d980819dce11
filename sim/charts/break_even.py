"""Draw how much better an arm is at each value of a lever, and where it stops being better."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.charts.style import (
    ARM_COLOURS,
    INK,
    MUTED,
    empty_figure,
    in_house_style,
    new_figure,
    quiet,
    shared_limits,
    wrapped,
)

TINT = "#fbe3cd"


class Spot(NamedTuple):
    """The gain at one value of the lever, with its interval; NaN where not known."""

    value: float
    gain: float
    low: float
    high: float


class Turn(NamedTuple):
    """A value of the lever at which the gain crosses 0, with its interval."""

    at: float
    low: float
    high: float


@in_house_style
def draw(spots: Sequence[Spot], turns: Sequence[Turn], lever: str, unit: str) -> Figure:
    """Draw the gain with its interval at each value, and a band for each crossing of 0.

    A filled marker means that the sign of the gain is certain; an open marker means that it is not
    certain.
    """
    known = [spot for spot in spots if math.isfinite(spot.gain)]
    if not known:
        return empty_figure("The difference could not be worked out at any value.")
    figure = new_figure(3.4)
    axes = figure.add_subplot()
    colour = ARM_COLOURS[0]
    for turn in turns:
        axes.axvspan(turn.low, turn.high, facecolor=TINT, hatch="///", edgecolor=INK, linewidth=0)
        axes.axvline(turn.at, color=INK, linewidth=1.4, linestyle="--")
    axes.axhline(0, color=INK, linewidth=1)
    axes.plot(
        [s.value for s in known], [s.gain for s in known], color=colour, linewidth=1, alpha=0.6
    )
    for spot in known:
        clear = spot.low > 0 or spot.high < 0
        axes.plot([spot.value, spot.value], [spot.low, spot.high], color=colour, linewidth=2.2)
        face = colour if clear else "#ffffff"
        axes.plot(spot.value, spot.gain, "o", color=colour, markerfacecolor=face, markersize=7)
    axes.set_ylim(shared_limits(end for s in known for end in (s.gain, s.low, s.high)))
    axes.set_xlabel(wrapped(lever, 70))
    axes.set_ylabel(f"Better by, {unit}")
    quiet(axes, grid="y")
    keys: list[Line2D | Patch] = [
        Line2D([], [], marker="o", color=colour, linewidth=2.2, label="difference, with its range"),
        Line2D([], [], linestyle="--", color=INK, label="stops or starts being better"),
        Patch(facecolor=TINT, hatch="///", edgecolor=MUTED, label="where that may lie"),
    ]
    figure.legend(handles=keys if turns else keys[:1], loc="outside lower left", ncols=3)
    return figure
