"""The services as a map: where people turn first, where they are passed on to, where ways end."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Literal, NamedTuple

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, PathPatch, Polygon
from matplotlib.path import Path

from sim.charts.layers import columns
from sim.charts.style import (
    INK,
    MUTED,
    PAPER,
    WIDTH,
    empty_figure,
    in_house_style,
    new_figure,
    wrapped,
)

DOOR = "door"
BOX_HEIGHT = 0.62  # inches
ROW_HEIGHT = 1.02  # inches
WIDEST_LINE = 6.0  # points
SMALLEST_LABELLED = 0.04  # share of the largest flow


Dash = Literal["solid"] | tuple[float, tuple[float, ...]]


class Look(NamedTuple):
    """How one kind of move looks."""

    words: str
    colour: str
    dash: Dash


LOOKS = {
    "seeking": Look("turning for help", "#8b95a3", "solid"),
    "cold": Look("passed on cold", "#a1260d", "solid"),
    "warm": Look("passed on warm", "#0b7a6b", (0, (5, 1.5))),
    "blocked": Look("passed on, place held", "#7b3fa0", (0, (1.2, 1.2))),
    "consult": Look("advice, nobody moves", "#1b5e9b", (0, (5, 1.5, 1, 1.5))),
    "sent": Look("sent on without having started", "#5f6b7a", (0, (2.5, 1.5))),
}


class Move(NamedTuple):
    """One arrow: how many moves a year, for each 100 people, and of which kind."""

    origin: int  # place in the list of services, or `FROM_DOOR`
    target: int
    rate: float
    kind: str  # a key of `LOOKS`


FROM_DOOR = -1


class Box(NamedTuple):
    """One service: its label, and what is written below it."""

    label: str
    note: str


Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]


class Spot(NamedTuple):
    """The middle of a box, in inches from the lower left corner, and half its width."""

    x: float
    y: float
    half: float
    column: int


def spots(boxes: Sequence[Box], moves: Sequence[Move]) -> tuple[dict[Hashable, Spot], float]:
    """Where every box stands, and the height of the picture in inches."""
    graph: nx.DiGraph[Hashable] = nx.DiGraph()
    graph.add_node(FROM_DOOR)
    graph.add_nodes_from(range(len(boxes)))
    graph.add_edges_from((move.origin, move.target) for move in moves)
    used = {FROM_DOOR, *(end for move in moves for end in (move.origin, move.target))}
    graph.remove_nodes_from([node for node in list(graph) if node not in used])
    placed = columns(graph, FROM_DOOR)
    height = ROW_HEIGHT * max(len(column) for column in placed) + 0.55
    step = WIDTH / len(placed)
    half = min(0.66, 0.33 * step)
    return {
        node: Spot(
            x=step * (number + 0.5),
            y=0.5 + (height - 0.5) * (1 - (place + 0.5) / len(column)),
            half=half,
            column=number,
        )
        for number, column in enumerate(placed)
        for place, node in enumerate(column)
    }, height


def route(start: Spot, end: Spot) -> Curve:
    """The points of an arrow's curve: forward, back below it, or around the side of a column."""
    if end.column > start.column:
        x0, x1, lift = start.x + start.half, end.x - end.half, 0.1
        bend = 0.42 * (x1 - x0)
        out, into = x0 + bend, x1 - bend
    elif end.column < start.column:
        x0, x1, lift = start.x - start.half, end.x + end.half, -0.14
        bend = 0.42 * (x0 - x1)
        out, into = x0 - bend, x1 + bend
    else:
        x0 = x1 = start.x + start.half
        lift = 0.1 if end.y > start.y else -0.1
        out = into = x0 + 0.3 + 0.12 * abs(end.y - start.y)
    return (x0, start.y + lift), (out, start.y + lift), (into, end.y + lift), (x1, end.y + lift)


def on_curve(curve: Curve, share: float) -> tuple[float, float]:
    """The point of a cubic curve at this share of its parameter."""
    rest = 1 - share
    weights = (rest**3, 3 * share * rest**2, 3 * share**2 * rest, share**3)
    x = sum(weight * point[0] for weight, point in zip(weights, curve, strict=True))
    y = sum(weight * point[1] for weight, point in zip(weights, curve, strict=True))
    return x, y


def arrow_head(curve: Curve, width: float, colour: str) -> Polygon:
    """A triangle at the end of a curve, whose last piece is level."""
    (before, _), (x, y) = curve[2:]
    towards = 1 if x > before else -1
    length, half = 0.09 + 0.012 * width, 0.045 + 0.011 * width
    corners = [(x, y), (x - towards * length, y + half), (x - towards * length, y - half)]
    return Polygon(corners, facecolor=colour, linewidth=0)


def draw_move(axes: Axes, move: Move, start: Spot, end: Spot, largest: float) -> None:
    """Draw one arrow, as wide as its flow, with the number where the flow is large enough."""
    look = LOOKS[move.kind]
    width = 0.8 + (WIDEST_LINE - 0.8) * (move.rate / largest) ** 0.5
    curve = route(start, end)
    axes.add_patch(
        PathPatch(
            Path(curve, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4]),
            facecolor="none",
            edgecolor=look.colour,
            linewidth=width,
            linestyle=look.dash,
            alpha=0.85,
            capstyle="butt",
        )
    )
    axes.add_patch(arrow_head(curve, width, look.colour))
    if move.rate >= SMALLEST_LABELLED * largest:
        x, y = on_curve(curve, 0.4 if end.column != start.column else 0.5)
        axes.text(
            x,
            y,
            f"{move.rate:.0f}" if move.rate >= 9.5 else f"{move.rate:.1f}",
            ha="center",
            va="center",
            fontsize=7.5,
            color=look.colour if move.kind != "seeking" else MUTED,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6, "alpha": 0.9},
            zorder=4,
        )


def draw_box(axes: Axes, spot: Spot, box: Box, *, door: bool) -> None:
    """Draw one service with its label and note."""
    axes.add_patch(
        FancyBboxPatch(
            (spot.x - spot.half, spot.y - BOX_HEIGHT / 2),
            2 * spot.half,
            BOX_HEIGHT,
            boxstyle="round,pad=0,rounding_size=0.09",
            facecolor="#eef2f6" if door else PAPER,
            edgecolor=INK,
            linewidth=1,
            zorder=3,
        )
    )
    label = wrapped(box.label, max(int(spot.half * 25), 8))
    text = f"{label}\n{box.note}" if box.note else label
    size = 8 if text.count("\n") < 3 else 6.8
    axes.text(spot.x, spot.y, text, ha="center", va="center", fontsize=size, zorder=5)


@in_house_style
def draw(boxes: Sequence[Box], moves: Sequence[Move]) -> Figure:
    """Draw the map of one arm; services that nobody moves to or from are left out.

    Parameters
    ----------
    boxes
        The services, in file order.
    moves
        The arrows; one whose origin is `FROM_DOOR` starts where people turn for help.
    """
    moves = [move for move in moves if move.rate > 0 and move.origin != move.target]
    if not moves:
        return empty_figure("Nobody moved to or between services.")
    places, height = spots(boxes, moves)
    figure = new_figure(height)
    figure.set_layout_engine("none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(0, height)
    largest = max(move.rate for move in moves)
    for move in sorted(moves):
        draw_move(axes, move, places[move.origin], places[move.target], largest)
    for node, spot in places.items():
        door = node == FROM_DOOR
        draw_box(axes, spot, Box("In need", "") if door else boxes[int(str(node))], door=door)
    kinds = [kind for kind in LOOKS if any(move.kind == kind for move in moves)]
    keys = [
        Line2D([], [], color=LOOKS[kind].colour, linestyle=LOOKS[kind].dash, linewidth=2.5)
        for kind in kinds
    ]
    words = [LOOKS[kind].words for kind in kinds]
    axes.legend(keys, words, loc="lower left", ncols=3, handlelength=3.2, fontsize=8.5)
    return figure
