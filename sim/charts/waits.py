"""Draw how long people waited to start: the share of starts in each range of waiting times."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure

from sim.charts.stacked import draw_bars, draw_key
from sim.charts.style import PartLook, empty_figure, in_house_style, new_figure

COLOURS = ("#e6eef6", "#b3d1ea", "#6ea6d4", "#25639c", "#10324f")
PATTERNS = ("", "---", "///", "xxx", "")
"""The hatches of five bands. Other numbers of bands use a part of these or repeat them."""
SMALLEST_LABELLED = 5.5  # per cent


def names_of(weeks: Sequence[int]) -> list[str]:
    """Return the names of the bands that the given lengths of waits separate."""
    between = [f"{low} to under {high}" for low, high in itertools.pairwise(weeks)]
    return [f"under {weeks[0]} weeks", *between, f"{weeks[-1]} weeks or more"]


def looks_of(number: int) -> list[PartLook]:
    """Return the colours and hatches for this many bands, from pale to dark."""
    last = len(COLOURS) - 1
    places = [round(at * last / (number - 1)) for at in range(number)]
    if number <= len(COLOURS):
        return [PartLook(COLOURS[at], PATTERNS[at]) for at in places]
    shades = LinearSegmentedColormap.from_list("waits", COLOURS)
    return [
        PartLook(to_hex(shades(at / (number - 1))), PATTERNS[at % len(PATTERNS)])
        for at in range(number)
    ]


def bands(over: Sequence[float]) -> list[float]:
    """Return the share of waits in each band, from the shares over each length; NaN stays NaN."""
    steps = [1.0, *over, 0.0]
    return [earlier - later for earlier, later in itertools.pairwise(steps)]


@in_house_style
def draw(rows: Sequence[str], over: Sequence[Sequence[float]], weeks: Sequence[int]) -> Figure:
    """Draw one bar for each row.

    Parameters
    ----------
    rows
        Labels of the rows, the first on top: an arm, or an arm at one service.
    over
        For each row, the shares of starts, from 0 to 1, after a wait of each of `weeks` or more. A
        row with a share that is not known (NaN) is left out.
    weeks
        The lengths of waits, shortest first. There must be at least one.
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
    looks = looks_of(len(weeks) + 1)
    draw_bars(axes, labels, shares, looks, SMALLEST_LABELLED)
    axes.set_xlim(0, 100)
    axes.set_xlabel("Share of starts, in per cent")
    draw_key(figure, names_of(weeks), looks, columns=3)
    return figure
