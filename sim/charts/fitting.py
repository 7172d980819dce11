"""Draw a sample and the distributions fitted to it, as cumulative shares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from sim.charts.style import INK, MUTED, arm_look, in_house_style, new_figure
from sim.laws import Floats

POINTS = 400


class Curve(NamedTuple):
    """A distribution fitted to the sample."""

    label: str
    cumulative: Callable[[Floats], Floats]
    chosen: bool


@in_house_style
def draw(sample: Floats, curves: Sequence[Curve], unit: str) -> Figure:
    """Draw the sample as steps and each distribution as a line; the chosen line is thicker.

    Parameters
    ----------
    sample
        The values of the sample, shape (n,); none is below 0.
    unit
        What the values count; empty for plain numbers.
    """
    figure = new_figure(3.6)
    axes = figure.add_subplot()
    values = np.sort(sample)
    shares = np.arange(1, values.size + 1) / values.size
    label = f"sample of {values.size:,}"
    axes.step([0, *values], [0, *shares], where="post", color=INK, linewidth=1.2, label=label)
    along = np.linspace(0, values[-1] * 1.1, POINTS)
    for number, curve in enumerate(curves):
        look = arm_look(number)
        axes.plot(
            along,
            curve.cumulative(along),
            color=look.colour if curve.chosen else MUTED,
            linewidth=2.4 if curve.chosen else 1,
            linestyle=("-", "--", ":", "-.")[number % 4],
            label=f"{curve.label}{' (chosen)' if curve.chosen else ''}",
        )
    axes.set_ylim(0, 1.02)
    axes.set_xlim(0, along[-1])
    axes.set_xlabel(f"Value, in {unit}" if unit else "Value")
    axes.set_ylabel("Share of at most this")
    axes.legend(loc="lower right", frameon=False)
    return figure
