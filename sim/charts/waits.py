"""Draw how long people waited to start: the share that started in each range of waiting times."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from matplotlib.figure import Figure

from sim.charts.stacked import draw_bars, draw_key
from sim.charts.style import PartLook, empty_figure, in_house_style, new_figure

BANDS = (
    "under 4 weeks",
    "4 to under 12",
    "12 to under 26",
    "26 to under 52",
    "52 weeks or more",
)
LOOKS = (
    PartLook("#e6eef6", ""),
    PartLook("#b3d1ea", "---"),
    PartLook("#6ea6d4", "///"),
    PartLook("#25639c", "xxx"),
    PartLook("#10324f", ""),
)
SMALLEST_LABELLED = 5.5  # per cent


def bands(over: Sequence[float]) -> list[float]:
    """Compute the shares of five bands from those of 4, 12, 26 and 52 weeks or more.

    NaN stays NaN.
    """
    steps = [1.0, *over, 0.0]
    return [earlier - later for earlier, later in itertools.pairwise(steps)]


@in_house_style
def draw(rows: Sequence[str], over: Sequence[Sequence[float]]) -> Figure:
    """Draw one bar for each row.

    Parameters
    ----------
    rows
        Labels of the rows, the first on top: an arm, or an arm at one service.
    over
        For each row the shares, from 0 to 1, of starts after 4, 12, 26 and 52 weeks or more. A row
        with an unknown share (NaN) is left out.
    """
    known = [
        (label, [100 * share for share in bands(shares)])
        for label, shares in zip(rows, over, strict=True)
        if all(map(math.isfinite, shares))
    ]
    if not known:
        return empty_figure("Nobody started anywhere after a wait.")
    figure = new_figure(1.25 + 0.55 * len(known))
    axes = figure.add_subplot()
    labels, shares = [label for label, _ in known], [parts for _, parts in known]
    draw_bars(axes, labels, shares, LOOKS, SMALLEST_LABELLED)
    axes.set_xlim(0, 100)
    axes.set_xlabel("Share of starts, in per cent")
    draw_key(figure, BANDS, LOOKS, columns=3)
    return figure
