"""Draw the services as a map, with the moves of people between them.

The map also shows where people first turn for help, and where pathways end.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, PathPatch, Polygon
from matplotlib.path import Path

from sim.charts.arrows import (
    Point,
    Route,
    Spot,
    away,
    between_columns,
    head,
    on_curve,
    routes,
)
from sim.charts.layers import Bend, columns
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

# All lengths are in inches.
LABEL_LINE, NOTE_LINE = 0.135, 0.112  # heights of a line of text
PADDING = 0.09  # above and below the words of a box
GAP, NARROW_GAP = 0.24, 0.13  # between boxes, and between a box and arrows that pass it
LANE = 0.1  # of an arrow that passes between boxes
TOP, LEGEND_ROW = 0.34, 0.27  # the line with the unit, and one row of the legend
LEGEND_COLUMNS = 3
MARGIN = 0.28  # on the right of the last column, where arrows may bend out
BOX_SHARE = 0.3  # half a box, of the width of its column
WIDEST_BOX = 0.72  # half of it
LARGEST_TURN = 0.48
WIDEST_LINE = 5.5  # points
SMALLEST_LABELLED = 0.03  # share of the largest flow
LABEL_PLACES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)  # on a curve, best first
LETTER, NUMBER_HEIGHT = 0.062, 0.13  # of a number on an arrow, with some air

Dash = Literal["solid"] | tuple[float, tuple[float, ...]]


class Look(NamedTuple):
    """The appearance of one kind of move."""

    words: str
    colour: str
    dash: Dash


LOOKS = {
    "seeking": Look("turning for help", "#8b95a3", "solid"),
    "arriving": Look("coming from outside", "#8b95a3", "solid"),
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


DOORS = {"seeking": Box("In need", ""), "arriving": Box("From outside", "")}
"""The place where people come from, by the kind of the moves that begin there."""


def door_of(moves: Sequence[Move]) -> Box:
    """Return the box of the place where people come from."""
    return next((DOORS[move.kind] for move in moves if move.kind in DOORS), DOORS["seeking"])


def joined(moves: Sequence[Move]) -> nx.DiGraph[Hashable]:
    """Return the graph of the door and of all boxes at an end of a move, with rates added up."""
    graph: nx.DiGraph[Hashable] = nx.DiGraph()
    graph.add_node(FROM_DOOR)
    graph.add_nodes_from(sorted({end for move in moves for end in move[:2]} - {FROM_DOOR}))
    for move in moves:
        if move.origin == move.target:
            continue  # no arrow, but the box is there
        rate = graph.get_edge_data(move.origin, move.target, {"rate": 0.0})["rate"]
        graph.add_edge(move.origin, move.target, rate=rate + move.rate)
    return graph


def spots(boxes: Sequence[Box], moves: Sequence[Move]) -> tuple[dict[Hashable, Spot], float]:
    """Return the place of every box and bend, and their height together.

    The lowest place begins at 0. Boxes are as high as their words need.
    """
    placed = columns(joined(moves), FROM_DOOR)
    step = (WIDTH - MARGIN) / len(placed)
    half = min(WIDEST_BOX, BOX_SHARE * step)

    def tall(node: Hashable) -> float:
        if isinstance(node, Bend):
            return LANE * sum(move[:2] == (node.origin, node.target) for move in moves)
        box = door_of(moves) if node == FROM_DOOR else boxes[int(str(node))]
        label, note = words_of(box, half)
        lines = LABEL_LINE * len(label.splitlines()) + NOTE_LINE * len(note.splitlines())
        return max(lines + 2 * PADDING, 0.5)

    filled = [list(_stacked(column, tall)) for column in placed]
    height = max(low + size for column in filled for _, low, size in column)
    found: dict[Hashable, Spot] = {}
    for number, column in enumerate(filled):
        _, low, size = column[-1]
        spare = (height - low - size) / len(column)  # shared out evenly
        for position, (node, top, high) in enumerate(column):
            y = height - top - high / 2 - spare * (position + 0.5)
            found[node] = Spot(step * (number + 0.5), y, half, high / 2, number)
    return found, height


def _stacked(
    column: Sequence[Hashable], tall: Callable[[Hashable], float]
) -> Iterator[tuple[Hashable, float, float]]:
    """Iterate over the nodes of a column, each with its upper end from the top and its height."""
    at, before = 0.0, None
    for node in column:
        if before is not None:
            bent = isinstance(node, Bend), isinstance(before, Bend)
            at += (GAP, NARROW_GAP, 0.0)[sum(bent)]
        yield node, at, tall(node)
        at, before = at + tall(node), node


def words_of(box: Box, half: float) -> tuple[str, str]:
    """Return the label and the note of a box, broken into lines that fit into its width."""
    note = "\n".join(wrapped(line, int(half * 34)) for line in box.note.splitlines())
    return wrapped(box.label, max(int(half * 24), 8)), note


def draw_move(axes: Axes, move: Move, route: Route, largest: float) -> None:
    """Draw one arrow. It is wider if there are more moves."""
    look = LOOKS[move.kind]
    width = 0.8 + (WIDEST_LINE - 0.8) * (move.rate / largest) ** 0.5
    points = [route[0][0], *(point for curve in route for point in curve[1:])]
    axes.add_patch(
        PathPatch(
            Path(points, [Path.MOVETO, *[Path.CURVE4] * (len(points) - 1)]),
            facecolor="none",
            edgecolor=look.colour,
            linewidth=width,
            linestyle=look.dash,
            alpha=0.85,
            capstyle="butt",
        )
    )
    axes.add_patch(Polygon(head(route, width), facecolor=look.colour, linewidth=0))


def draw_numbers(
    axes: Axes, moves: Sequence[Move], found: Sequence[Route], places: Collection[Spot]
) -> None:
    """Write the larger numbers on their arrows, outside boxes and away from other numbers.

    A number for which there is no room outside boxes is left out.
    """
    largest = max(move.rate for move in moves)
    written: list[Point] = []
    for move, route in zip(moves, found, strict=True):
        if move.rate < SMALLEST_LABELLED * largest:
            continue
        words = f"{move.rate:,.0f}" if move.rate >= 9.5 else f"{move.rate:.1f}"
        free = [
            point
            for share in LABEL_PLACES
            for curve in between_columns(route)
            if not any(is_on(point := on_curve(curve, share), len(words), s) for s in places)
        ]
        if not free:
            continue
        x, y = max(free, key=lambda at: min([0.2, *(away(at, other) for other in written)]))
        written.append((x, y))
        axes.text(
            x,
            y,
            words,
            ha="center",
            va="center",
            fontsize=7.5,
            color=MUTED if move.kind in DOORS else LOOKS[move.kind].colour,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.5, "alpha": 0.9},
            zorder=4,
            gid="number",
        )


def is_on(point: Point, letters: int, spot: Spot) -> bool:
    """Return whether a number of so many letters, written at this point, would touch a box."""
    return (
        abs(point[0] - spot.x) < spot.half + letters * LETTER / 2 + 0.02
        and abs(point[1] - spot.y) < spot.tall + NUMBER_HEIGHT / 2
    )


def draw_box(axes: Axes, spot: Spot, box: Box, *, door: bool) -> None:
    """Draw one service with its label and note."""
    axes.add_patch(
        FancyBboxPatch(
            (spot.x - spot.half, spot.y - spot.tall),
            2 * spot.half,
            2 * spot.tall,
            boxstyle="round,pad=0,rounding_size=0.09",
            facecolor="#eef2f6" if door else PAPER,
            edgecolor=INK,
            linewidth=1,
            zorder=3,
            gid="box",
        )
    )
    label, note = words_of(box, spot.half)
    rise = NOTE_LINE * len(note.splitlines()) / 2
    look: dict[str, Any] = {
        "ha": "center",
        "va": "center",
        "zorder": 5,
        "linespacing": 1.15,
        "gid": "words",
    }
    axes.text(spot.x, spot.y + rise, label, fontsize=8, **look)
    drop = LABEL_LINE * len(label.splitlines()) / 2
    axes.text(spot.x, spot.y - drop, note, fontsize=6.6, color=MUTED, **look)


@in_house_style
def draw(boxes: Sequence[Box], moves: Sequence[Move], unit: str) -> Figure:
    """Draw the map of one arm. Services without any moves are left out.

    Parameters
    ----------
    boxes
        The services, in file order.
    moves
        The arrows. An arrow with the origin `FROM_DOOR` starts where people first turn for help
        or, without needs, come from outside.
        A move from a service to itself has no arrow.
    unit
        What the numbers are, in words that stand above the map.
    """
    moves = sorted((move for move in moves if move.rate > 0), key=lambda move: -move.rate)
    if not moves:
        return empty_figure("Nobody moved to or between services.")
    places, height = spots(boxes, moves)
    arrows = [move for move in moves if move.origin != move.target]
    kinds = [kind for kind in LOOKS if any(move.kind == kind for move in arrows)]
    below = LEGEND_ROW * -(-len(kinds) // LEGEND_COLUMNS) + 0.2
    places = {node: spot._replace(y=spot.y + below) for node, spot in places.items()}
    figure = new_figure(height + below + TOP)
    figure.set_layout_engine("none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(0, height + below + TOP)
    axes.text(0.1, height + below + TOP - 0.07, unit, va="top", fontsize=8.5, color=MUTED)
    found = routes([move[:2] for move in arrows], places, widest_turn(places))
    for move, route in zip(arrows, found, strict=True):
        draw_move(axes, move, route, arrows[0].rate)
    drawn = {int(str(node)): spot for node, spot in places.items() if not isinstance(node, Bend)}
    if arrows:
        draw_numbers(axes, arrows, found, drawn.values())
    for node, spot in drawn.items():
        door = node == FROM_DOOR
        draw_box(axes, spot, door_of(moves) if door else boxes[node], door=door)
    if kinds:
        explain(axes, kinds)
    return figure


def explain(axes: Axes, kinds: Sequence[str]) -> None:
    """Draw the legend: a line of each kind with its words."""
    keys = [
        Line2D([], [], color=LOOKS[kind].colour, linestyle=LOOKS[kind].dash, linewidth=2.5)
        for kind in kinds
    ]
    words = [LOOKS[kind].words for kind in kinds]
    axes.legend(keys, words, loc="lower left", ncols=LEGEND_COLUMNS, handlelength=3.2, fontsize=8.5)


def widest_turn(places: Mapping[Hashable, Spot]) -> float:
    """Return how far arrows may bend out beside a column, so that they reach no other column."""
    first = next(iter(places.values()))
    gap = 2 * (first.x - first.half)
    return min(LARGEST_TURN, gap - WIDEST_LINE / 72)
