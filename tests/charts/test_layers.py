"""Where the boxes of a map stand."""

from collections.abc import Hashable

import networkx as nx

from sim.charts.layers import DEEPEST, Bend, columns as with_bends


def graph(*edges: tuple[str, str], **rates: float) -> "nx.DiGraph[Hashable]":
    made: nx.DiGraph[Hashable] = nx.DiGraph()
    made.add_node("door")
    for origin, target in edges:
        made.add_edge(origin, target, rate=rates.get(f"{origin}_{target}", 1.0))
    return made


def columns(made: "nx.DiGraph[Hashable]", door: str) -> list[list[Hashable]]:
    """The columns without the places where arrows pass."""
    placed = with_bends(made, door)
    return [[node for node in column if not isinstance(node, Bend)] for column in placed]


def test_an_arrow_over_several_columns_has_a_place_in_each_of_them() -> None:
    ways = graph(("door", "a"), ("a", "b"), ("b", "c"), ("c", "door"), a_b=5, b_c=5)
    ways.remove_edge("c", "door")
    ways.add_edge("door", "c", rate=1.0)
    ways.add_edge("c", "a", rate=1.0)
    bent = [[node for node in each if isinstance(node, Bend)] for each in with_bends(ways, "door")]
    assert bent == [[], [Bend("door", "c", 1)], bent[2], []]
    assert set(bent[2]) == {Bend("door", "c", 2), Bend("c", "a", 2)}


def test_a_service_stands_behind_the_one_most_of_its_people_come_from() -> None:
    edges = [("door", "gp"), ("gp", "team"), ("door", "team")]
    many_directly = graph(*edges, door_team=5)
    assert [set(column) for column in columns(many_directly, "door")] == [{"door"}, {"gp", "team"}]
    few_directly = graph(*edges, door_team=0.1)
    assert columns(few_directly, "door") == [["door"], ["gp"], ["team"]]


def test_a_long_chain_is_cut_to_columns_that_leave_room_for_boxes() -> None:
    chain = graph(("door", "a"), ("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "f"))
    assert [len(column) for column in columns(chain, "door")] == [1, 1, 1, 1, DEEPEST - 1]


def test_arrows_do_not_cross_where_they_need_not() -> None:
    ways = graph(("door", "a"), ("door", "b"), ("a", "low"), ("b", "high"), ("door", "high"))
    ways.remove_edge("door", "high")
    placed = columns(ways, "door")
    assert placed[1].index("a") == placed[2].index("low")
    assert placed[1].index("b") == placed[2].index("high")


def test_what_cannot_be_reached_stands_in_a_last_column() -> None:
    ways = graph(("door", "gp"), ("island", "gp"))
    assert columns(ways, "door")[-1] == ["island"]


def test_going_round_in_circles_is_no_trouble() -> None:
    ways = graph(("door", "a"), ("a", "b"), ("b", "a"))
    assert columns(ways, "door") == [["door"], ["a"], ["b"]]
