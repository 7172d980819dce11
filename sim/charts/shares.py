"""Draw bars with intervals: contributions to a total, or the importance of each input."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.figure import Figure

from sim.charts.stacked import painted
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

FOR = PartLook("#2f74ad", "")
AGAINST = PartLook("#dc7a17", "///")  # points the other way than the whole


class Bar(NamedTuple):
    """One part of the total, with its interval; NaN where a value is not known."""

    label: str
    value: float
    low: float
    high: float


@in_house_style
def draw(bars: Sequence[Bar], unit: str, whole: Bar | None = None) -> Figure:
    """Draw one bar for each part, the first on top, and a bar for the whole if there is one.

    A part with the opposite sign to the whole is hatched. Without a whole, negative parts are
    hatched. Parts whose value is not known are left out.
    """
    known = [bar for bar in bars if math.isfinite(bar.value)]
    if not known:
        return empty_figure("None of the parts could be worked out.")
    rows = [*known, *([whole] if whole else [])]
    way = -1.0 if whole and whole.value < 0 else 1.0
    labels = [wrapped(bar.label, 34) for bar in rows]
    figure = new_figure(0.9 + row_height(labels, 0.46) * len(rows))
    axes = figure.add_subplot()
    for row, bar in enumerate(rows):
        look = FOR if bar.value * way >= 0 else AGAINST
        axes.barh(row, bar.value, height=0.56, alpha=0.75, **painted(look))
        if math.isfinite(bar.low) and math.isfinite(bar.high):
            axes.plot([bar.low, bar.high], [row, row], color=INK, linewidth=1.6)
            for end in (bar.low, bar.high):
                axes.plot([end, end], [row - 0.14, row + 0.14], color=INK, linewidth=1.6)
    axes.axvline(0, color=INK, linewidth=1)
    if whole:
        axes.axhline(len(known) - 0.5, color=INK, linewidth=0.8)
    axes.set_xlim(shared_limits(end for bar in rows for end in (bar.value, bar.low, bar.high)))
    axes.set_yticks(range(len(rows)), labels)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlabel(unit)
    quiet(axes)
    return figure
