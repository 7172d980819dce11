"""Draw timelines of one person in each arm: need, services, waits, contacts and gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.charts.style import (
    GRID,
    INK,
    MUTED,
    PAPER,
    WARNING,
    arm_look,
    in_house_style,
    new_figure,
    quiet,
    wrapped,
)
from sim.columns import LEVEL_NAMES

NEED_HEIGHT = 1.5  # rows of services that the need curve is tall
GAP_TINT = "#fae6e1"
DAYS_PER_MONTH = 365.25 / 12


class Stretch(NamedTuple):
    """A spell, a wait or a gap: when it begins and ends, in days since the start of the run."""

    begins: float
    ends: float


class Lane(NamedTuple):
    """The course of one person in one service: waits, spells, attended and missed contacts."""

    service: str
    waits: Sequence[Stretch]
    spells: Sequence[Stretch]
    contacts: Sequence[float]
    missed: Sequence[float]


class Way(NamedTuple):
    """The course of one person in one arm."""

    arm: str
    days: Sequence[float]  # when the worst need's level changed, first at the start
    levels: Sequence[int]  # the level from then on
    gaps: Sequence[Stretch]  # in need without help
    lanes: Sequence[Lane]
    closes: float  # day the picture ends
    opens: str = ""  # date of the first day; empty in a run without dates


def draw_need(axes: Axes, way: Way, base: float) -> None:
    """Draw the level of need as steps, and hatch the time in need without help."""
    days = np.append(np.asarray(way.days, float), way.closes)
    levels = np.append(np.asarray(way.levels, float), way.levels[-1] if len(way.levels) else 0)
    heights = base - levels / 3 * NEED_HEIGHT
    top = base - NEED_HEIGHT
    for gap in way.gaps:
        axes.axvspan(gap.begins, gap.ends, facecolor=GAP_TINT, linewidth=0, zorder=0)
        axes.barh(
            top,
            gap.ends - gap.begins,
            left=gap.begins,
            height=NEED_HEIGHT,
            align="edge",
            facecolor=GAP_TINT,
            hatch="/////",
            edgecolor=WARNING,
            linewidth=0.6,
        )
    axes.fill_between(days, heights, base, step="post", color="#8b95a3", alpha=0.45, linewidth=0)
    axes.step(days, heights, where="post", color=INK, linewidth=0.9)


def draw_lane(axes: Axes, lane: Lane, row: float, colour: str) -> None:
    """Draw one service: an open bar for a wait, a full bar for a spell, dots for contacts."""
    for wait in lane.waits:
        axes.barh(
            row,
            wait.ends - wait.begins,
            left=wait.begins,
            height=0.34,
            facecolor=PAPER,
            edgecolor=colour,
            linestyle=(0, (3, 1.5)),
            linewidth=1,
        )
    for spell in lane.spells:
        axes.barh(
            row,
            spell.ends - spell.begins,
            left=spell.begins,
            height=0.5,
            facecolor=colour,
            alpha=0.32,
            edgecolor=colour,
        )
    axes.plot(lane.contacts, [row] * len(lane.contacts), "o", color=colour, markersize=3)
    axes.plot(
        lane.missed, [row] * len(lane.missed), "x", color=INK, markersize=5, markeredgewidth=1.3
    )


def draw_way(axes: Axes, way: Way, number: int) -> None:
    """Draw the panel of one arm: the need on top, and below it one row for each service used."""
    look = arm_look(number)
    draw_need(axes, way, 0.0)
    for row, lane in enumerate(way.lanes, start=1):
        axes.axhline(row, color=GRID, linewidth=0.8, zorder=0)
        draw_lane(axes, lane, row, look.colour)
    if not way.lanes:
        axes.text(way.closes / 2, 1, "no service in this time", ha="center", va="center")
    ticks = [-level / 3 * NEED_HEIGHT for level in (0, 3)]
    axes.set_yticks(
        [*ticks, *range(1, len(way.lanes) + 1)],
        [LEVEL_NAMES[0], LEVEL_NAMES[3], *(wrapped(lane.service, 24) for lane in way.lanes)],
        fontsize=8.5,
    )
    axes.set_ylim(max(len(way.lanes), 1) + 0.6, -NEED_HEIGHT - 0.25)
    axes.set_title(way.arm, fontsize=10, color=look.colour)
    axes.set_xlim(0, way.closes)
    quiet(axes)
    axes.spines["left"].set_visible(False)


@in_house_style
def draw(ways: Sequence[Way]) -> Figure:
    """Draw one panel for each arm, all on the same time scale."""
    rows = [NEED_HEIGHT + 1 + max(len(way.lanes), 1) for way in ways]
    figure = new_figure(0.85 + 0.27 * sum(rows) + 0.3 * len(ways))
    panels = figure.subplots(len(ways), 1, sharex=True, squeeze=False, height_ratios=rows)
    for number, (axes, way) in enumerate(zip(panels[:, 0], ways, strict=True)):
        draw_way(axes, way, number)
    last = panels[-1, 0]
    months = max(way.closes for way in ways) / DAYS_PER_MONTH + 0.01
    step = next((step for step in (1, 3, 6) if months <= 12 * step), 12)
    marks = np.arange(0, months, step)
    last.set_xticks(marks * DAYS_PER_MONTH, [f"{mark:.0f}" for mark in marks])
    since = f" ({ways[0].opens})" if ways[0].opens else ""
    last.set_xlabel(f"Months since counting began{since}")
    figure.legend(handles=key(), loc="outside lower left", ncols=3, fontsize=8.5)
    return figure


def key() -> list[Patch | Line2D]:
    """Draw the key of the marks. It is grey, because colours belong to arms."""
    return [
        Patch(facecolor=GAP_TINT, hatch="/////", edgecolor=WARNING, label="in need without help"),
        Patch(facecolor="#c9ced5", edgecolor=INK, label="how bad the need is"),
        Patch(facecolor="#b5bcc6", edgecolor=MUTED, label="with the service"),
        Patch(facecolor=PAPER, edgecolor=MUTED, linestyle="--", label="waiting for it"),
        Line2D([], [], linestyle="", marker="o", markersize=4, color=MUTED, label="contact"),
        Line2D([], [], linestyle="", marker="x", markersize=5, color=INK, label="missed contact"),
    ]
