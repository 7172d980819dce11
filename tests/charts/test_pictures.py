"""Every picture: what it shows, with data and without, and that saving it is repeatable."""

import math
import re
from collections.abc import Callable

import pytest
from matplotlib.figure import Figure

from sim.charts import (
    differences,
    equity,
    gaps_by_cause,
    panels,
    pathway,
    timelines,
    waits,
    worked_off,
)
from sim.charts.pathway import FROM_DOOR, Box, Move
from sim.charts.style import arm_look, png, svg
from sim.charts.timelines import Lane, Stretch, Way
from sim.measures.words.access import WEEKS

NAN = math.nan
ARMS = ["Handing on", "Lasting worker"]
CAUSES = ["worker lost", "waiting list"]
SERVICES = [Box("GP", "9 start"), Box("Team", "5 start"), Box("Never used", "")]


def words(figure: Figure) -> list[str]:
    """All words of a picture, as a reader of the SVG finds them."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg(figure).decode())


def a_gap_picture() -> Figure:
    return gaps_by_cause.draw(ARMS, CAUSES, [[30, 90], [20, NAN]])


def a_difference_picture() -> Figure:
    lines = [
        differences.Difference("Days without help", -20, -30, -10, "better", True),
        differences.Difference("Crises", 3, -1, 7, "cannot be told", False),
        differences.Difference("One run only", 3, NAN, NAN, "cannot be told", False),
        differences.Difference("No share known", NAN, NAN, NAN, "identical", False),
    ]
    return differences.draw(lines, "Handing on", arm_look(1))


def a_panel_picture() -> Figure:
    panel = panels.Panel("Crises", "a year", [1.5, NAN], [1, NAN], [2, NAN])
    return panels.draw([panel, panel, panel], ARMS)


def a_wait_picture() -> Figure:
    return waits.draw([*ARMS, "Nobody"], [[0.7, 0.4, 0.2, 0.1], [0, 0, 0, 0], [NAN] * 4], WEEKS)


def a_group_picture() -> Figure:
    return equity.draw(["One", "Two"], ARMS, [[10, 12], [NAN, 3]], "days")


def a_way(arm: str, lanes: list[Lane]) -> Way:
    return Way(arm, [0, 40, 90], [1, 2, 3], [Stretch(50, 90)], lanes, 800)


def a_timeline() -> Figure:
    lane = Lane("GP", [Stretch(10, 30)], [Stretch(30, 300)], [30, 60], [90])
    return timelines.draw([a_way(ARMS[0], [lane]), a_way(ARMS[1], [])])


def a_map() -> Figure:
    moves = [
        Move(FROM_DOOR, 0, 40, "seeking"),
        Move(0, 1, 12, "warm"),
        Move(1, 0, 0.5, "cold"),
        Move(1, 1, 3, "cold"),
    ]
    return pathway.draw(SERVICES, moves, "A year")


def a_list_picture() -> Figure:
    return worked_off.draw([worked_off.Panel(arm, [9, 3, 0], [9, 7, 6]) for arm in ARMS], 1.5)


PICTURES = [
    a_list_picture,
    a_gap_picture,
    a_difference_picture,
    a_panel_picture,
    a_wait_picture,
    a_group_picture,
    a_timeline,
    a_map,
]


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_saves_to_the_same_bytes_whenever_it_is_drawn(
    picture: Callable[[], Figure],
) -> None:
    once, again = picture(), picture()
    assert svg(once) == svg(once) == svg(again)
    assert png(once) == png(again)


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_holds_no_date_and_asks_nothing_of_the_network(
    picture: Callable[[], Figure],
) -> None:
    text = svg(picture()).decode()
    assert "<dc:date>" not in text
    assert 'href="http' not in text


def test_bars_of_gaps_carry_their_parts_and_their_totals_and_skip_what_is_not_known() -> None:
    said = words(a_gap_picture())
    assert {"30", "90", "120", "20", *ARMS, *CAUSES} <= set(said)


def test_verdicts_stand_beside_their_measures_and_unknown_shares_are_left_out() -> None:
    said = words(a_difference_picture())
    assert said.count("cannot be told") == 2
    assert "better" in said
    assert "No share known" not in said


def test_a_decided_difference_has_a_filled_marker_and_an_undecided_one_an_open_marker() -> None:
    (axes,) = a_difference_picture().axes
    filled = [line.get_markerfacecolor() for line in axes.lines if line.get_marker() == "s"]
    assert filled == [arm_look(1).colour, "#ffffff", "#ffffff"]


def test_a_measure_that_is_not_known_in_an_arm_says_so() -> None:
    assert words(a_panel_picture()).count(" not known") == 3


def test_shares_over_four_lengths_become_five_bands_that_sum_to_all() -> None:
    parts = waits.bands([0.7, 0.4, 0.2, 0.1])
    assert parts == pytest.approx([0.3, 0.3, 0.2, 0.1, 0.1])
    assert math.isnan(waits.bands([0.7, NAN, 0.2, 0.1])[1])


def test_a_row_without_waits_is_left_out() -> None:
    said = words(a_wait_picture())
    assert "100" in said
    assert "Nobody" not in said


def test_a_person_without_any_service_is_shown_as_that() -> None:
    assert "no service in this time" in words(a_timeline())


def test_the_map_leaves_out_services_nobody_uses_and_names_the_kinds_of_moves() -> None:
    said = words(a_map())
    assert {"GP", "Team", "In need", "turning for help", "passed on warm"} <= set(said)
    assert "Never used" not in said
    assert {"40", "12"} <= set(said)


EMPTY = [
    (lambda: gaps_by_cause.draw(ARMS, CAUSES, [[0, 0], [NAN, 0]]), "Nobody was in need"),
    (lambda: gaps_by_cause.draw([], [], []), "Nobody was in need"),
    (lambda: differences.draw([], "x", arm_look(0)), "No difference"),
    (lambda: panels.draw([], ARMS), "None of these measures"),
    (lambda: waits.draw(["x"], [[NAN] * 4], WEEKS), "Nobody started"),
    (lambda: equity.draw(["x"], ARMS, [[NAN, NAN]], "days"), "could not be worked out"),
    (lambda: pathway.draw(SERVICES, [], "A year"), "Nobody moved"),
    (lambda: worked_off.draw([], None), "shorter than a month"),
]


@pytest.mark.parametrize(("picture", "sentence"), EMPTY)
def test_nothing_to_draw_is_said_in_words(picture: Callable[[], Figure], sentence: str) -> None:
    assert any(sentence in line for line in words(picture()))
