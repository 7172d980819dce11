"""Draw ranges as rows of bars: what is known, and what a model gives before and after a fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.charts.stacked import painted
from sim.charts.style import (
    INK,
    MUTED,
    PartLook,
    empty_figure,
    in_house_style,
    new_figure,
    quiet,
    row_height,
    wrapped,
)

LOOKS = (PartLook("#d5dbe3", "///"), PartLook("#1b5e9b", ""), PartLook("#5b97cc", "|||"))
"""The looks of the bars of a row, in their order."""
THICK = 0.36


class Bar(NamedTuple):
    """A range on the axis of its row, with its middle; None: no middle is told."""

    low: float
    high: float
    middle: float | None = None


class Row(NamedTuple):
    """Bars that belong together, the first on top; None leaves a place empty."""

    label: str
    bars: Sequence[Bar | None]
    known: Bar | None = None  # what is known, drawn across the row
    remark: str = ""  # beside the label


@in_house_style
def draw(
    rows: Sequence[Row],
    keys: Sequence[str],
    limits: tuple[float, float],
    ticks: Sequence[tuple[float, str]],
    known: str = "",
) -> Figure:
    """Draw a bar for each range, cut at the limits, where an arrow says that it goes on.

    Parameters
    ----------
    rows
        From top to bottom, each with as many bars as there are keys.
    keys
        What each bar of a row is.
    limits
        Of the axis that all rows have in common.
    ticks
        Places on the axis, with their words.
    known
        What the mark across a row is; empty where no row has one.
    """
    if not rows:
        return empty_figure("There is nothing to draw.")
    labels = [wrapped(f"{row.label}{f' ({row.remark})' if row.remark else ''}", 34) for row in rows]
    figure = new_figure(1.2 + max(row_height(labels), 0.24 * len(keys) + 0.16) * len(rows))
    axes = figure.add_subplot()
    for number, row in enumerate(rows):
        _draw_row(axes, number, row, len(keys), limits)
    axes.set_xlim(limits)
    axes.set_xticks([at for at, _ in ticks], [words for _, words in ticks])
    axes.set_yticks(range(len(rows)), labels)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    quiet(axes)
    handles: list[Patch | Line2D] = [
        Patch(label=key, **painted(look)) for key, look in zip(keys, LOOKS, strict=False)
    ]
    if known:
        handles.insert(0, Line2D([], [], color=INK, linewidth=2.4, marker="|", label=known))
    figure.legend(handles=handles, loc="outside lower left", ncols=3, handlelength=2.4)
    return figure


def _draw_row(axes: Axes, number: int, row: Row, many: int, limits: tuple[float, float]) -> None:
    places = many + (1 if row.known is not None else 0)
    step = 0.8 / places
    top = number - 0.4 + step / 2
    if row.known is not None:
        ends = [min(max(end, limits[0]), limits[1]) for end in (row.known.low, row.known.high)]
        axes.plot(ends, [top, top], color=INK, linewidth=2.4, marker="|", markersize=9)
        if row.known.middle is not None:
            axes.plot(row.known.middle, top, "D", color=INK, markersize=5)
        top += step
    for at, bar in enumerate(row.bars):
        if bar is not None:
            _draw_bar(axes, top + at * step, bar, LOOKS[at], step, limits)


def _draw_bar(
    axes: Axes, at: float, bar: Bar, look: PartLook, step: float, limits: tuple[float, float]
) -> None:
    low, high = (min(max(end, limits[0]), limits[1]) for end in (bar.low, bar.high))
    axes.barh(at, high - low, left=low, height=step * 2 * THICK, **painted(look))
    for end, cut, marker in ((bar.low, limits[0], "<"), (bar.high, limits[1], ">")):
        if end != min(max(end, limits[0]), limits[1]):
            axes.plot(cut, at, marker, color=MUTED, markersize=7, clip_on=False)
    if bar.middle is not None and limits[0] <= bar.middle <= limits[1]:
        axes.plot(bar.middle, at, "o", markersize=5, markerfacecolor="white", color=INK)
