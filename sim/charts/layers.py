"""Arrange the boxes of a pathway diagram in columns, with few crossings of arrows."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

import networkx as nx

SWEEPS = 8
DEEPEST = 4  # columns after the door; more would leave the boxes too narrow


class Bend(NamedTuple):
    """The place in a column at which the arrows from one node to another pass between boxes."""

    origin: Hashable
    target: Hashable
    column: int


def columns(graph: nx.DiGraph[Hashable], door: Hashable) -> list[list[Hashable]]:
    """Sort the nodes of a graph into columns. The door is alone in the first column.

    The door is the node at which people first turn for help. The columns follow a tree that grows
    from the door by the edge with the highest ``rate`` to a new node, again and again (the method
    of Prim 1957). A node's column is its depth in this tree. So a service is mostly one column to
    the right of the service that most of its people come from. Nodes that cannot be reached are in
    one further column at the end. An edge between columns that are not beside each other has a
    `Bend` in every column between them, so that its arrow gets room of its own there. Inside a
    column, nodes and bends are ordered by the mean position of their neighbours. This is repeated
    column by column in both directions: the barycentre method of Sugiyama, Tagawa and Toda (1981),
    with their dummy vertices.

    Parameters
    ----------
    graph
        The graph to arrange. Every edge has a ``rate`` above 0, and no edge leads to the door.
    door
        The node of the graph that is alone in the first column.
    """
    depth = _depths(graph, door)
    beyond = min(max(depth.values()), DEEPEST) + 1
    placed: list[list[Hashable]] = [[] for _ in range(beyond + 1)]
    for node in graph:
        placed[min(depth[node], DEEPEST) if node in depth else beyond].append(node)
    placed = [column for column in placed if column]
    neighbours = _bent(graph, placed)
    for sweep in range(SWEEPS):
        for column in placed if sweep % 2 == 0 else placed[::-1]:
            heights = relative_heights(placed)
            column.sort(key=lambda node: mean_height(heights, list(neighbours[node]), node))
    return placed


def _depths(graph: nx.DiGraph[Hashable], door: Hashable) -> dict[Hashable, int]:
    """Return the depth of each node in the tree; those that cannot be reached have none."""
    depth = {door: 0}
    while True:
        leading: list[tuple[float, Hashable, Hashable]] = [
            (edge["rate"], origin, target)
            for origin, target, edge in graph.edges(depth, data=True)
            if target not in depth
        ]
        if not leading:
            return depth
        _, origin, target = max(leading, key=lambda edge: edge[0])  # the first of equal ones
        depth[target] = depth[origin] + 1


def bends(origin: Hashable, target: Hashable, here: int, there: int) -> list[Bend]:
    """Return the bends of an edge from column `here` to column `there`, in its direction."""
    step = 1 if there > here else -1
    return [Bend(origin, target, column) for column in range(here + step, there, step)]


def _bent(graph: nx.DiGraph[Hashable], placed: Sequence[list[Hashable]]) -> nx.Graph[Hashable]:
    """Put the bends of every edge into the columns, and return who is a neighbour of whom."""
    column_of = {node: number for number, column in enumerate(placed) for node in column}
    neighbours: nx.Graph[Hashable] = nx.Graph()
    neighbours.add_nodes_from(graph)
    for origin, target in graph.edges:
        between = bends(origin, target, column_of[origin], column_of[target])
        for bend in between:
            placed[bend.column].append(bend)
        nx.add_path(neighbours, [origin, *between, target])
    return neighbours


def relative_heights(placed: list[list[Hashable]]) -> dict[Hashable, float]:
    """Return how far down its column each node is, from 0 (top) to 1 (bottom)."""
    return {
        node: (position + 0.5) / len(column)
        for column in placed
        for position, node in enumerate(column)
    }


def mean_height(
    heights: dict[Hashable, float], neighbours: list[Hashable], node: Hashable
) -> float:
    """Return the mean height of a node's neighbours, or its own height if it has none."""
    if not neighbours:
        return heights[node]
    return sum(heights[other] for other in neighbours) / len(neighbours)
