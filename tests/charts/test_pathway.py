"""The map of services: no arrow runs through a box, no number lies on one, and words fit in."""

from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from sim.charts.arrows import on_curve, routes
from sim.charts.layers import Bend
from sim.charts.pathway import FROM_DOOR, LOOKS, WIDEST_LINE, Box, Move, draw, spots, widest_turn
from sim.charts.style import WIDTH
from sim.scenario import load

SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
AIR = WIDEST_LINE / 72 / 2  # half of the widest arrow, in inches
UNIT = "All numbers are moves a year for each 100 people."


@st.composite
def maps(draw_one: st.DrawFn) -> tuple[list[Box], list[Move]]:
    """Some services, and any moves to and between them, many or few."""
    many = draw_one(st.integers(1, 11))
    words = draw_one(st.integers(1, 5))
    ends = st.tuples(st.integers(FROM_DOOR, many - 1), st.integers(0, many - 1))
    pairs = draw_one(st.lists(st.tuples(ends, st.sampled_from(sorted(LOOKS))), max_size=40))
    rates = st.floats(0.01, 9e4, allow_nan=False)
    moves = [Move(*pair, draw_one(rates), kind) for pair, kind in dict.fromkeys(pairs)]
    return [Box("service " * words, "12 start\n3 nowhere") for _ in range(many)], moves


def crowded(boxes: Sequence[Box]) -> list[Move]:
    """As many moves as fit on a map, each from the last services to the first and on."""
    ends = [(a, b) for a, b in product(range(FROM_DOOR, len(boxes)), range(len(boxes))) if a != b]
    return [
        Move(*pair, 1000.0 / (at + 1), kind)
        for at, (pair, kind) in enumerate(
            zip(ends[:: len(ends) // 40 + 1], 9 * tuple(LOOKS), strict=False)
        )
    ]


def check_arrows(boxes: Sequence[Box], moves: Sequence[Move]) -> None:
    """No arrow runs through a box or out of the picture, and every end of a move has a box."""
    places, height = spots(boxes, moves)
    arrows = [move[:2] for move in moves if move.origin != move.target]
    found = routes(arrows, places, widest_turn(places))
    drawn = {node: spot for node, spot in places.items() if not isinstance(node, Bend)}
    assert drawn.keys() == {FROM_DOOR, *(end for move in moves for end in move[:2])}
    for spot, other in product(drawn.values(), repeat=2):
        apart = abs(spot.x - other.x) >= spot.half + other.half
        assert spot is other or apart or abs(spot.y - other.y) > spot.tall + other.tall
    for (origin, target), route in zip(arrows, found, strict=True):
        assert abs(route[0][0][0] - drawn[origin].x) == pytest.approx(drawn[origin].half)
        assert abs(route[-1][-1][0] - drawn[target].x) == pytest.approx(drawn[target].half)
        points = [on_curve(curve, share / 20) for curve in route for share in range(21)]
        for (x, y), spot in product(points[1:-1], drawn.values()):
            beside = abs(x - spot.x) > spot.half - 1e-9
            assert beside or abs(y - spot.y) > spot.tall + min(AIR, 0.02)
        assert all(0 <= x <= WIDTH and 0 <= y <= height for x, y in points)


@given(maps())
@settings(max_examples=60, deadline=None)
def test_no_arrow_runs_through_a_box_and_every_service_with_a_move_is_there(
    drawn: tuple[list[Box], list[Move]],
) -> None:
    check_arrows(*drawn)


def texts(figure: Figure, gid: str) -> list[Bbox]:
    (axes,) = figure.axes
    return [text.get_window_extent() for text in axes.texts if text.get_gid() == gid]


def check_words(figure: Figure) -> None:
    """No number lies on a box, and the words of a box lie in it."""
    (axes,) = figure.axes
    boxes = [patch.get_window_extent() for patch in axes.patches if patch.get_gid() == "box"]
    for number, box in product(texts(figure, "number"), boxes):
        assert Bbox.intersection(number, box) is None
    for words in texts(figure, "words"):
        inside = [box for box in boxes if box.contains(*words.min) and box.contains(*words.max)]
        assert len(inside) == 1 or words.width == 0, words


@given(maps())
@settings(max_examples=8, deadline=None)
def test_no_number_lies_on_a_box_and_words_lie_in_theirs(
    drawn: tuple[list[Box], list[Move]],
) -> None:
    boxes, moves = drawn
    if moves:
        check_words(draw(boxes, moves, UNIT))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_services_of_a_shipped_scenario_fit_whoever_moves_where(path: Path) -> None:
    boxes = [
        Box(each.label or name, "12,345 start\n1,234 nowhere")
        for name, each in load(path).services.items()
    ]
    moves = crowded(boxes)

    check_arrows(boxes, moves)
    figure = draw(boxes, moves, UNIT)
    check_words(figure)
    assert UNIT in [text.get_text() for text in figure.axes[0].texts]


def test_a_move_back_to_the_same_service_has_a_box_and_no_arrow() -> None:
    figure = draw([Box("Ward", "")], [Move(0, 0, 3.0, "cold")], UNIT)
    assert len([patch for patch in figure.axes[0].patches if patch.get_gid() == "box"]) == 2
    assert len(figure.axes[0].patches) == 2
