"""Compute arrows that run beside boxes and never through one, and places along them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

from sim.charts.layers import bends

PORT_MARGIN = 0.11  # inches at the corners of a box where no arrow ends

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]
Route = tuple[Curve, ...]
"""An arrow as cubic Bézier curves, each beginning where the last one ends."""


class Spot(NamedTuple):
    """A box, or the place where arrows pass between boxes, in inches from the lower left corner."""

    x: float
    y: float
    half: float  # half its width
    tall: float  # half its height
    column: int


class Way(NamedTuple):
    """An arrow from one node to another, with the middles of its bends."""

    origin: int
    target: int
    through: tuple[Spot, ...]


def ways(moves: Sequence[tuple[int, int]], places: Mapping[Hashable, Spot]) -> list[Way]:
    """Return the bends of each arrow. Arrows of the same two nodes are side by side in a bend."""
    many: dict[tuple[int, int], int] = {}
    found = []
    for origin, target in moves:
        before = many.get((origin, target), 0)
        many[origin, target] = before + 1
        of = sum(move == (origin, target) for move in moves)
        here, there = places[origin].column, places[target].column
        through = []
        for bend in bends(origin, target, here, there):
            spot = places[bend]
            lift = spot.tall * ((before + 0.5) / of * 2 - 1)
            through.append(spot._replace(y=spot.y + lift))
        found.append(Way(origin, target, tuple(through)))
    return found


def ports(found: Sequence[Way], places: Mapping[Hashable, Spot]) -> list[tuple[Point, Point]]:
    """Return where each arrow begins and ends.

    On each side of a box, arrows are side by side, in the order of the places that they come from
    or go to next.
    """
    sides: dict[tuple[int, bool], list[tuple[float, int, bool]]] = {}
    for number, (origin, target, through) in enumerate(found):
        first, last = (through[0], through[-1]) if through else (places[target], places[origin])
        for node, next_to, leaving in ((origin, first, True), (target, last, False)):
            right = next_to.column >= places[node].column
            sides.setdefault((node, right), []).append((next_to.y, number, leaving))
    points: dict[tuple[int, bool], Point] = {}
    for (node, right), ends in sides.items():
        spot = places[node]
        x = spot.x + (spot.half if right else -spot.half)
        for position, (_, number, leaving) in enumerate(sorted(ends)):
            lift = (spot.tall - PORT_MARGIN) * ((position + 0.5) / len(ends) * 2 - 1)
            points[number, leaving] = x, spot.y + lift
    return [(points[number, True], points[number, False]) for number in range(len(found))]


def routes(
    moves: Sequence[tuple[int, int]], places: Mapping[Hashable, Spot], widest_turn: float
) -> list[Route]:
    """Return the route of each arrow. An arrow is given by its origin and target.

    Between two columns a route is a curve with level ends, which stays in the gap between the
    columns; across a column it is a level line through its bend. So it cannot touch a box.

    Parameters
    ----------
    places
        The places of all boxes, and of the bends (`layers.Bend`) of all moves.
    widest_turn
        How far in inches an arrow between two boxes of one column may bend out beside it.
    """
    found = ways(moves, places)
    return [
        _route(way, start, end, widest_turn)
        for way, (start, end) in zip(found, ports(found, places), strict=True)
    ]


def _route(way: Way, start: Point, end: Point, widest_turn: float) -> Route:
    if not way.through and start[0] == end[0]:  # both ends are on the right of one column
        reach = min(0.16 + 0.1 * abs(end[1] - start[1]), widest_turn) / 0.75
        return ((start, (start[0] + reach, start[1]), (end[0] + reach, end[1]), end),)
    towards = 1 if end[0] > start[0] else -1
    at, curves = start, list[Curve]()
    for spot in way.through:
        near = (spot.x - towards * spot.half, spot.y)
        far = (spot.x + towards * spot.half, spot.y)
        curves += [_level(at, near), _level(near, far)]
        at = far
    return (*curves, _level(at, end))


def _level(start: Point, end: Point) -> Curve:
    """Return a curve from one point to another that is level at both ends."""
    apart = 0.45 * (end[0] - start[0])
    return start, (start[0] + apart, start[1]), (end[0] - apart, end[1]), end


def on_curve(curve: Curve, share: float) -> Point:
    """Return the point of a cubic Bézier curve at a parameter from 0 to 1."""
    rest = 1 - share
    weights = (rest**3, 3 * share * rest**2, 3 * share**2 * rest, share**3)
    x = sum(weight * point[0] for weight, point in zip(weights, curve, strict=True))
    y = sum(weight * point[1] for weight, point in zip(weights, curve, strict=True))
    return x, y


def between_columns(route: Route) -> Route:
    """Return the curves of a route that are in the gaps between columns."""
    return route[::2]


def head(route: Route, width: float) -> list[Point]:
    """Return the corners of the arrowhead at the end of a route, which must be level there."""
    (before, _), (x, y) = route[-1][2:]
    towards = 1 if x > before else -1
    length, half = 0.09 + 0.012 * width, 0.045 + 0.011 * width
    return [(x, y), (x - towards * length, y + half), (x - towards * length, y - half)]


def away(one: Point, other: Point) -> float:
    """Return how far two labels are apart. Horizontal distance counts half: labels are wide."""
    return abs(one[0] - other[0]) / 2 + abs(one[1] - other[1])
