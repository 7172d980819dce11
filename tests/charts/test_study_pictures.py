"""Pictures of study statistics: what they show, with data and without, and that they repeat."""

import math
from collections.abc import Callable

import pytest
from matplotlib.figure import Figure

from sim.charts import break_even, finding, plane, scatter, shares, tornado, warm_up
from sim.charts.break_even import Spot, Turn
from sim.charts.finding import Enough, Held
from sim.charts.plane import Points, around_zero
from sim.charts.scatter import Cloud, stripes
from sim.charts.shares import AGAINST, FOR, Bar
from sim.charts.style import arm_look, png, svg
from sim.charts.tornado import End, Whirl
from tests.charts.test_pictures import words

NAN = math.nan
BARS = [
    Bar("Lasting worker", -12, -15, -9),
    Bar("Warm endings", 2, -1, 5),
    Bar("Lost", NAN, NAN, NAN),
]
WHOLE = Bar("All together", -10, -14, -6)


def share_picture() -> Figure:
    return shares.draw(BARS, "days a year", WHOLE)


def tornado_picture() -> Figure:
    narrow = Whirl("Narrow", End(1, 0.5, 1.5), End(-1, -2, 0))
    wide = Whirl("Wide", End(-4, -5, -3), End(6, 5, 7))
    return tornado.draw([narrow, wide, Whirl("Lost", End(NAN, NAN, NAN), End(1, 1, 1))], "days")


def scatter_picture() -> Figure:
    clouds = [Cloud(f"Input {i}", [float(i + j) for j in range(20)]) for i in range(4)]
    return scatter.draw(clouds, [NAN, *map(float, range(19))], "Days without help")


def break_even_picture() -> Figure:
    spots = [Spot(10, 4, 3, 5), Spot(20, 1, -1, 3), Spot(30, -3, -4, -2), Spot(40, NAN, NAN, NAN)]
    return break_even.draw(spots, [Turn(23, 21, 26)], "Caseload", "days")


def warm_up_picture() -> Figure:
    return warm_up.draw([9.0, 5, 3, 2, 2, 2], 4, 2, 3, "People on lists", sure=True)


def find_picture() -> Figure:
    held = [Held(4, 0.1, 0.05, 0.2), Held(6, 0.85, 0.75, 0.92), Held(8, 0.97, 0.9, 1)]
    return finding.draw(held, Enough(6, 5, 7), 0.8, "Posts")


def plane_picture() -> Figure:
    looks = [arm_look(1), arm_look(2)]
    one = Points("Lasting worker", [5, 6, NAN], [100, 120, 4], looks[0])
    other = Points("Open door", [-1, 2, 3], [-50, 4, NAN], looks[1])
    return plane.draw([one, other], "Days without help avoided", "Cost, £ 2023")


PICTURES = [
    *(share_picture, tornado_picture, scatter_picture, break_even_picture, warm_up_picture),
    *(find_picture, plane_picture),
]


@pytest.mark.parametrize("picture", PICTURES)
def test_a_study_picture_saves_to_the_same_bytes_and_asks_nothing_of_the_network(
    picture: Callable[[], Figure],
) -> None:
    once, again = picture(), picture()
    assert svg(once) == svg(again)
    assert png(once) == png(again)
    text = svg(once).decode()
    assert "<dc:date>" not in text
    assert 'href="http' not in text


def test_parts_that_point_the_other_way_are_hatched_and_unknown_ones_left_out() -> None:
    (axes,) = share_picture().axes
    assert [patch.get_hatch() or "" for patch in axes.patches] == [
        FOR.hatch,
        AGAINST.hatch,
        FOR.hatch,
    ]
    said = words(share_picture())
    assert {"Lasting worker", "Warm endings", "All together", "days a year"} <= set(said)
    assert "Lost" not in said


def test_intervals_of_parts_are_drawn_from_end_to_end() -> None:
    (axes,) = share_picture().axes
    spans = [tuple(line.get_xdata()) for line in axes.lines if len(set(line.get_ydata())) == 1]  # type: ignore[arg-type]
    assert (-15, -9) in spans
    assert (-14, -6) in spans


def test_the_widest_input_stands_on_top_of_a_tornado() -> None:
    (axes,) = tornado_picture().axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Wide", "Narrow"]
    assert {"low end of the range", "high end of the range"} <= set(words(tornado_picture()))


def test_clouds_share_the_scale_of_the_outcome_and_leave_out_points_without_one() -> None:
    axes = [a for a in scatter_picture().axes if a.get_visible()]
    assert len(axes) == 4
    assert len({a.get_ylim() for a in axes}) == 1
    assert all(len(a.lines[0].get_xdata()) == 19 for a in axes)  # type: ignore[arg-type]


def test_the_line_through_a_cloud_joins_means_of_stripes() -> None:
    x, y = stripes([3, 1, 2, 0], [30, 10, 20, 0])
    assert (x, y) == ([0, 1, 2, 3], [0, 10, 20, 30])
    x, y = stripes(list(range(16)), [1.0] * 16)
    assert x == [0.5 + 2 * i for i in range(8)]
    assert y == [1.0] * 8


def test_a_clear_value_has_a_full_marker_and_the_crossing_a_band() -> None:
    (axes,) = break_even_picture().axes
    faces = [line.get_markerfacecolor() for line in axes.lines if line.get_marker() == "o"]
    assert [face == "#ffffff" for face in faces] == [False, True, False]
    assert "where that may lie" in words(break_even_picture())
    without = break_even.draw([Spot(1, 2, 1, 3)], [], "Caseload", "days")
    assert "where that may lie" not in words(without)


def test_the_warm_up_is_hatched_to_where_it_ends_and_says_when_it_is_not_certain() -> None:
    (axes,) = warm_up_picture().axes
    assert axes.patches[0].get_extents().width > 0
    assert {"still remembers its start", "counting begins"} <= set(words(warm_up_picture()))
    doubtful = warm_up.draw([3.0, 2, 1], 4, 2, None, "People", sure=False)
    assert "still remembers its start (not certain)" in words(doubtful)
    assert "counting begins" not in words(doubtful)


EMPTY = [
    (lambda: shares.draw([], "days"), "None of the parts"),
    (lambda: tornado.draw([], "days"), "None of the changes"),
    (lambda: scatter.draw([Cloud("x", [1])], [NAN], "days"), "could not be worked out"),
    (lambda: break_even.draw([], [], "x", "days"), "could not be worked out"),
    (lambda: warm_up.draw([], 4, 0, None, "x", sure=True), "too short"),
]


@pytest.mark.parametrize(("picture", "sentence"), EMPTY)
def test_nothing_to_draw_is_said_in_words(picture: Callable[[], Figure], sentence: str) -> None:
    assert any(sentence in line for line in words(picture()))


def test_a_share_of_futures_has_its_line_and_a_band_only_where_the_answer_may_be_another() -> None:
    assert {"it holds, with its range", "asked for", "enough"} <= set(words(find_picture()))
    assert "where that may lie" in words(find_picture())
    held = [Held(4, 0.1, 0.05, 0.2), Held(6, 0.85, 0.75, 0.92)]
    assert "where that may lie" not in words(finding.draw(held, Enough(6, 6, 6), 0.8, "Posts"))
    assert "enough" not in words(finding.draw(held, None, 0.8, "Posts"))


def test_the_plane_names_its_corners_and_shows_both_sides_of_nothing() -> None:
    shown = words(plane_picture())
    for corner in ("better, costs more", "better, costs less", "worse, costs more"):
        assert corner in shown
    low, high = around_zero([5.0, 6.0])
    assert low < 0
    assert high > 6


def test_a_plane_without_a_known_pair_says_so() -> None:
    figure = plane.draw([Points("Lost", [NAN], [1], arm_look(0))], "days", "cost")
    assert "The difference in cost could not be worked out in any repeat." in words(figure)
