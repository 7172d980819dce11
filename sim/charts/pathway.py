"""Draw the services as a map, with the moves of people between them.

The map also shows where people first turn for help, and where pathways end.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from typing import Literal, NamedTuple

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, PathPatch, Polygon
from matplotlib.path import Path

from sim.charts.arrows import WIDEST_TURN, Curve, Point, Spot, away, head, on_curve, routes
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

BOX_HEIGHT = 0.74  # inches
ROW_HEIGHT = 1.0  # inches
WIDEST_LINE = 5.5  # points
SMALLEST_LABELLED = 0.03  # share of the largest flow
LABEL_PLACES = (0.5, 0.4, 0.6, 0.32, 0.68, 0.25, 0.75, 0.15, 0.85)  # along an arrow, best first

Dash = Literal["solid"] | tuple[float, tuple[float, ...]]


class Look(NamedTuple):
    """The appearance of one kind of move."""

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
    """One arrow: where it leads, its kind, and how many moves there are a year.

    The number is for all people or for 100 people.
    """

    origin: int  # position in the list of services, or `FROM_DOOR`
    target: int
    rate: float
    kind: str  # a key of `LOOKS`


FROM_DOOR = -1


class Box(NamedTuple):
    """One service: its label, and the note that is below the label."""

    label: str
    note: str


def spots(boxes: Sequence[Box], moves: Sequence[Move]) -> tuple[dict[int, Spot], float]:
    """Return the position of every box, and the height of the picture in inches."""
    graph: nx.DiGraph[Hashable] = nx.DiGraph()
    graph.add_node(FROM_DOOR)
    graph.add_nodes_from(range(len(boxes)))
    for move in moves:
        if graph.has_edge(move.origin, move.target):
            graph[move.origin][move.target]["rate"] += move.rate
        else:
            graph.add_edge(move.origin, move.target, rate=move.rate)
    used = {FROM_DOOR, *(end for move in moves for end in (move.origin, move.target))}
    graph.remove_nodes_from([node for node in list(graph) if node not in used])
    placed = columns(graph, FROM_DOOR)
    height = ROW_HEIGHT * max(len(column) for column in placed) + 0.55
    step = (WIDTH - WIDEST_TURN / 2) / len(placed)
    half = min(0.72, 0.34 * step)
    return {
        int(str(node)): Spot(
            x=step * (number + 0.5),
            y=0.5 + (height - 0.5) * (1 - (position + 0.5) / len(column)),
            half=half,
            column=number,
        )
        for number, column in enumerate(placed)
        for position, node in enumerate(column)
    }, height


def draw_move(axes: Axes, move: Move, curve: Curve, largest: float) -> None:
    """Draw one arrow. It is wider if there are more moves."""
    look = LOOKS[move.kind]
    width = 0.8 + (WIDEST_LINE - 0.8) * (move.rate / largest) ** 0.5
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
    axes.add_patch(Polygon(head(curve, width), facecolor=look.colour, linewidth=0))


def draw_numbers(
    axes: Axes, moves: Sequence[Move], curves: Sequence[Curve], places: Collection[Spot]
) -> None:
    """Write the larger numbers on their arrows, outside boxes and away from other numbers."""
    largest = max(move.rate for move in moves)
    written: list[Point] = []

    def room(point: Point) -> float:
        if any(is_on(point, spot) for spot in places):
            return -1.0
        return min([0.2, *(away(point, other) for other in written)])

    for move, curve in zip(moves, curves, strict=True):
        if move.rate < SMALLEST_LABELLED * largest:
            continue
        x, y = max((on_curve(curve, share) for share in LABEL_PLACES), key=room)
        written.append((x, y))
        axes.text(
            x,
            y,
            f"{move.rate:.0f}" if move.rate >= 9.5 else f"{move.rate:.1f}",
            ha="center",
            va="center",
            fontsize=7.5,
            color=MUTED if move.kind == "seeking" else LOOKS[move.kind].colour,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.5, "alpha": 0.9},
            zorder=4,
        )


def is_on(point: Point, spot: Spot) -> bool:
    """Return whether a number written at this point would touch a box."""
    return abs(point[0] - spot.x) < spot.half + 0.12 and abs(point[1] - spot.y) < BOX_HEIGHT / 2


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
    label = wrapped(box.label, max(int(spot.half * 24), 8))
    size = 8 if label.count("\n") < 2 else 6.6
    rise = 0.14 if box.note else 0
    axes.text(spot.x, spot.y + rise, label, ha="center", va="center", fontsize=size, zorder=5)
    axes.text(
        spot.x,
        spot.y - BOX_HEIGHT / 2 + 0.06,
        box.note,
        ha="center",
        va="bottom",
        fontsize=6.6,
        color=MUTED,
        zorder=5,
    )


@in_house_style
def draw(boxes: Sequence[Box], moves: Sequence[Move]) -> Figure:
    """Draw the map of one arm. Services without any moves are left out.

    Parameters
    ----------
    boxes
        The services, in file order.
    moves
        The arrows. An arrow with the origin `FROM_DOOR` starts where people first turn for help.
    """
    moves = sorted(
        (move for move in moves if move.rate > 0 and move.origin != move.target),
        key=lambda move: -move.rate,
    )
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
    curves = routes([move[:2] for move in moves], places)
    for move, curve in zip(moves, curves, strict=True):
        draw_move(axes, move, curve, largest)
    draw_numbers(axes, moves, curves, places.values())
    for node, spot in places.items():
        door = node == FROM_DOOR
        draw_box(axes, spot, Box("In need", "") if door else boxes[node], door=door)
    kinds = [kind for kind in LOOKS if any(move.kind == kind for move in moves)]
    keys = [
        Line2D([], [], color=LOOKS[kind].colour, linestyle=LOOKS[kind].dash, linewidth=2.5)
        for kind in kinds
    ]
    words = [LOOKS[kind].words for kind in kinds]
    axes.legend(keys, words, loc="lower left", ncols=3, handlelength=3.2, fontsize=8.5)
    return figure
