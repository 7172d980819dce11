"""Where the boxes of a pathway stand: columns by distance from the door, fewest crossings."""

from __future__ import annotations

from collections.abc import Hashable

import networkx as nx

SWEEPS = 8


def columns(graph: nx.DiGraph[Hashable], door: Hashable) -> list[list[Hashable]]:
    """Sort the nodes of a graph into columns, the door alone in the first.

    A node stands as many columns from the door as its shortest way from there is long; nodes
    that cannot be reached stand in a last column of their own. Inside a column, nodes are put in
    the order of the mean place of their neighbours, column after column, to and fro: the
    barycentre method of Sugiyama, Tagawa and Toda (1981).
    """
    steps = nx.single_source_shortest_path_length(graph, door)
    beyond = max(steps.values()) + 1
    placed: list[list[Hashable]] = [[] for _ in range(beyond + 1)]
    for node in graph:
        placed[steps.get(node, beyond)].append(node)
    placed = [column for column in placed if column]
    neighbours = graph.to_undirected(as_view=True)
    for sweep in range(SWEEPS):
        for column in placed if sweep % 2 == 0 else placed[::-1]:
            heights = relative_heights(placed)
            column.sort(key=lambda node: mean_height(heights, list(neighbours[node]), node))
    return placed


def relative_heights(placed: list[list[Hashable]]) -> dict[Hashable, float]:
    """How far down its column each node stands, from 0 to 1."""
    return {
        node: (place + 0.5) / len(column) for column in placed for place, node in enumerate(column)
    }


def mean_height(
    heights: dict[Hashable, float], neighbours: list[Hashable], node: Hashable
) -> float:
    """Mean height of a node's neighbours; its own where it has none."""
    if not neighbours:
        return heights[node]
    return sum(heights[other] for other in neighbours) / len(neighbours)
