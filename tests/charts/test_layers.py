"""Where the boxes of a map stand."""

from collections.abc import Hashable

import networkx as nx

from sim.charts.layers import columns


def graph(*edges: tuple[str, str]) -> "nx.DiGraph[Hashable]":
    made: nx.DiGraph[Hashable] = nx.DiGraph()
    made.add_node("door")
    made.add_edges_from(edges)
    return made


def test_a_service_stands_as_far_from_the_door_as_its_shortest_way() -> None:
    ways = graph(("door", "gp"), ("gp", "team"), ("door", "crisis"), ("crisis", "team"))
    placed = columns(ways, "door")
    assert [set(column) for column in placed] == [{"door"}, {"gp", "crisis"}, {"team"}]


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
    ways = graph(("door", "a"), ("a", "b"), ("b", "a"), ("b", "door"))
    assert columns(ways, "door") == [["door"], ["a"], ["b"]]
