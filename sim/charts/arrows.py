"""Compute curved arrows between boxes, and the positions of their labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

WIDEST_TURN = 0.55  # inches that an arrow may bend out around the side of a column
PORTS = 0.26  # inches above and below the middle of a box where arrows may end

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]


class Spot(NamedTuple):
    """The centre of a box, in inches from the lower left corner, and half its width."""

    x: float
    y: float
    half: float
    column: int


def ports(
    moves: Sequence[tuple[int, int]], places: Mapping[int, Spot]
) -> list[tuple[Point, Point]]:
    """Return where each arrow begins and ends.

    On each side of a box, arrows are side by side, in the order of the boxes at their other ends.
    """
    sides: dict[tuple[int, bool], list[tuple[float, int, bool]]] = {}
    for number, (origin, target) in enumerate(moves):
        for node, other, leaving in ((origin, target, True), (target, origin, False)):
            spot, far = places[node], places[other]
            right = far.column >= spot.column
            sides.setdefault((node, right), []).append((far.y, number, leaving))
    found: dict[tuple[int, bool], Point] = {}
    for (node, right), ends in sides.items():
        spot = places[node]
        x = spot.x + (spot.half if right else -spot.half)
        for position, (_, number, leaving) in enumerate(sorted(ends)):
            lift = PORTS * ((position + 0.5) / len(ends) * 2 - 1)
            found[number, leaving] = x, spot.y + lift
    return [(found[number, True], found[number, False]) for number in range(len(moves))]


def routes(moves: Sequence[tuple[int, int]], places: Mapping[int, Spot]) -> list[Curve]:
    """Return the curve of each arrow. An arrow is given by its origin and target."""
    curves = []
    for (origin, target), (start, end) in zip(moves, ports(moves, places), strict=True):
        here, there = places[origin].column, places[target].column
        outward, inward = 1 if there >= here else -1, 1 if there > here else -1
        around = outward != inward  # both ends are on the same side
        apart = 0.45 * abs(end[0] - start[0])
        bend = min(0.3 + 0.12 * abs(end[1] - start[1]), WIDEST_TURN) if around else apart
        turns = (start[0] + outward * bend, start[1]), (end[0] - inward * bend, end[1])
        curves.append((start, *turns, end))
    return curves


def on_curve(curve: Curve, share: float) -> tuple[float, float]:
    """Return the point of a cubic Bézier curve at a parameter from 0 to 1."""
    rest = 1 - share
    weights = (rest**3, 3 * share * rest**2, 3 * share**2 * rest, share**3)
    x = sum(weight * point[0] for weight, point in zip(weights, curve, strict=True))
    y = sum(weight * point[1] for weight, point in zip(weights, curve, strict=True))
    return x, y


def head(curve: Curve, width: float) -> list[Point]:
    """Return the corners of the arrowhead at the end of a curve, which must be horizontal."""
    (before, _), (x, y) = curve[2:]
    towards = 1 if x > before else -1
    length, half = 0.09 + 0.012 * width, 0.045 + 0.011 * width
    return [(x, y), (x - towards * length, y + half), (x - towards * length, y - half)]


def away(one: Point, other: Point) -> float:
    """Return how far two labels are apart. Horizontal distance counts half: labels are wide."""
    return abs(one[0] - other[0]) / 2 + abs(one[1] - other[1])
