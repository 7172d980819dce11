"""Draw a tornado chart: how far each uncertain number alone changes the outcome, widest first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.stacked import draw_key, painted
from sim.charts.style import (
    INK,
    PartLook,
    empty_figure,
    in_house_style,
    new_figure,
    quiet,
    row_height,
    shared_limits,
    wrapped,
)

LOOKS = (PartLook("#a9cdea", "---"), PartLook("#5b97cc", ""))


class End(NamedTuple):
    """The change of the outcome when a number is at one end of its range, with its interval."""

    value: float
    low: float
    high: float


class Whirl(NamedTuple):
    """One uncertain number: the change of the outcome at the low and high end of its range."""

    label: str  # with the two ends, as "caseload: 15 to 35"
    at_low: End
    at_high: End

    @property
    def width(self) -> float:
        """The distance from the smallest to the largest of three changes: at both ends, and 0."""
        ends = (0.0, self.at_low.value, self.at_high.value)
        return max(ends) - min(ends)


@in_house_style
def draw(whirls: Sequence[Whirl], unit: str) -> Figure:
    """Draw one row for each uncertain number. Numbers whose change is not known are left out."""
    known = [w for w in whirls if math.isfinite(w.at_low.value + w.at_high.value)]
    if not known:
        return empty_figure("None of the changes could be worked out.")
    known.sort(key=lambda w: -w.width)
    labels = [wrapped(w.label, 34) for w in known]
    figure = new_figure(1.25 + row_height(labels) * len(known))
    axes = figure.add_subplot()
    for row, whirl in enumerate(known):
        for end, look, above in ((whirl.at_low, LOOKS[0], -1), (whirl.at_high, LOOKS[1], 1)):
            # Both ends may lie on one side of the usual value, so they have half a row each.
            draw_end(axes, end, row + 0.17 * above, look)
    axes.axvline(0, color=INK, linewidth=1)
    ends = [value for w in known for end in (w.at_low, w.at_high) for value in end]
    axes.set_xlim(shared_limits(ends))
    axes.set_yticks(range(len(known)), labels)
    axes.set_ylim(len(known) - 0.5, -0.5)
    axes.set_xlabel(f"Change against the usual values, {unit}")
    quiet(axes)
    draw_key(figure, ("low end of the range", "high end of the range"), LOOKS, columns=2)
    return figure


def draw_end(axes: Axes, end: End, row: float, look: PartLook) -> None:
    """Draw the bar for one end of a range, with its interval."""
    axes.barh(row, end.value, height=0.32, **painted(look))
    if math.isfinite(end.low) and math.isfinite(end.high):
        axes.plot([end.low, end.high], [row, row], color=INK, linewidth=1.4)
