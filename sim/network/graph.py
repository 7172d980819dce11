"""Describe the services of one arm as a directed graph, before any run.

The nodes are the service ids and two more: `COMMUNITY`, where people live and turn for help, and
`NOWHERE_NODE`, where a route ends. An edge has the probability of its route for each reason that
can occur.
"""

from __future__ import annotations

from typing import TypeAlias

import networkx as nx
import numpy as np

from sim.events import Reason
from sim.laws import Flags, Floats, Shape
from sim.network.ends import can_end
from sim.resolved import LEVELS, MISSING, REASONS, Capacity, Handoff, Resolved, StartKind

Graph: TypeAlias = "nx.DiGraph[str]"

COMMUNITY = "(community)"
NOWHERE_NODE = "(nowhere)"


def probabilities(cumulative: Floats) -> Floats:
    """Return single probabilities from cumulative ones along the last axis."""
    start = np.zeros((*cumulative.shape[:-1], 1))
    shares: Floats = np.diff(cumulative, axis=-1, prepend=start)
    return shares


def happens(resolved: Resolved) -> Flags:
    """Return which reasons can occur at which service, shape (S, R).

    This follows from the settings of the service alone. Whether a reason does occur depends on the
    run.
    """
    numbers = resolved.numbers
    services = numbers.services
    can = np.zeros((len(services.name), REASONS), dtype=np.bool_)
    has_needs = len(numbers.needs.name) > 0
    limited = can_end(numbers, whatever_the_need=True)
    attributes = np.bitwise_or.reduce(numbers.persons.attributes, initial=0)
    for here in resolved.start.table:
        attributes |= here.attributes
    narrow = (services.level_low > 0) | (services.level_high < LEVELS - 1)
    can[:, Reason.TURNED_AWAY] = (
        (services.accept_probability < 1)
        | (services.refusal_penalty > 0)
        | ((services.excludes & attributes) != 0)
        | ((services.list_limit != MISSING) & (services.capacity != Capacity.UNLIMITED))
        | (narrow & has_needs)
    )
    gives_up = numbers.distributions.shape[services.patience] != Shape.NEVER
    can[:, Reason.LEFT_WAITING] = (services.capacity != Capacity.UNLIMITED) & (
        gives_up | (services.opt_out_if_settled & has_needs)
    )
    can[:, Reason.MISSED_CONTACTS] = (
        (services.max_missed != MISSING) & ~services.outreach & (services.attendance < 1)
    )
    can[:, Reason.FINISHED_SETTLED] = can_end(numbers)
    can[:, Reason.FINISHED_IN_NEED] = limited & has_needs
    can[:, Reason.CRISIS] = services.has_crisis_route & has_needs
    return can


def entries(resolved: Resolved, area: int) -> Floats:
    """Return the largest probability of turning to each service in an area, shape (S + 1,).

    The maximum is over needs, over levels at which people seek help, and over groups. The last
    element is the probability of turning to no service. All are 0 in a scenario without needs.
    """
    numbers = resolved.numbers
    persons, needs, rows = numbers.persons, numbers.needs, numbers.distributions
    largest = np.zeros(persons.entry.shape[-1])
    if not len(needs.name):
        return largest
    shares = probabilities(persons.entry)
    seeks = rows.shape[persons.seek_delay] != Shape.NEVER
    levels = np.arange(LEVELS)
    for need, states in enumerate(needs.level):
        counts = seeks & np.isin(levels, states) & (levels >= needs.seek_level[:, need, None])
        counts &= (np.arange(len(counts)) % persons.areas == area)[:, None]
        largest = np.maximum(largest, (shares[:, need] * counts[..., None]).max(axis=(0, 1)))
    return largest


def service_graph(resolved: Resolved) -> Graph:
    """Return the graph of an arm's services.

    If people live in areas, the graph combines the routes of all areas. The probability of a route
    is then the largest in any area.
    """
    areas = area_graphs(resolved)
    if len(areas) == 1:
        return areas[0]
    graph: Graph = nx.DiGraph(arm=resolved.arm)
    graph.add_nodes_from(areas[0].nodes(data=True))
    for each in areas:
        reached = {COMMUNITY, *nx.descendants(each, COMMUNITY)}
        for here, there, data in each.edges(reached, data=True):
            if not graph.has_edge(here, there):
                graph.add_edge(here, there, **{**data, "reasons": dict(data["reasons"])})
                continue
            reasons = graph.edges[here, there]["reasons"]
            for reason, share in data["reasons"].items():
                reasons[reason] = max(share, reasons.get(reason, 0.0))
    return graph


def area_graphs(resolved: Resolved) -> list[Graph]:
    """Return one graph of the services for the people of each area; without areas, one graph."""
    return [area_graph(resolved, area) for area in range(resolved.numbers.persons.areas)]


def area_graph(resolved: Resolved, area: int) -> Graph:
    """Return the graph of an arm's services for the people of an area.

    Edge attributes are ``reasons`` and, between services, ``handoff`` (a `Handoff`). ``reasons``
    maps each `Reason` to its probability. For edges from COMMUNITY the reason is `Reason.SEEKING`,
    and direct arrivals at a service count as 1.
    """
    names = resolved.names.services
    graph: Graph = nx.DiGraph(arm=resolved.arm)
    graph.add_node(COMMUNITY, label="The community")
    for name, label in zip(names, resolved.names.service_labels, strict=True):
        graph.add_node(name, label=label)
    graph.add_node(NOWHERE_NODE, label="Nowhere")
    targets = (*names, NOWHERE_NODE)
    shares = probabilities(resolved.numbers.services.routes)[:, area]
    can = happens(resolved)
    for row, name in enumerate(names):
        for column, target in enumerate(targets):
            reasons = {
                reason: float(shares[row, reason, column])
                for reason in list(Reason)[:REASONS]
                if can[row, reason] and shares[row, reason, column] > 0
            }
            if reasons:
                graph.add_edge(name, target, reasons=reasons)
                if target in names:
                    handoff = Handoff(int(resolved.numbers.services.handoff[row, column]))
                    graph.edges[name, target]["handoff"] = handoff
    for column, share in enumerate(entries(resolved, area)):
        if share > 0:
            graph.add_edge(COMMUNITY, targets[column], reasons={Reason.SEEKING: float(share)})
    for to in direct_arrivals(resolved, area):
        graph.add_edge(COMMUNITY, names[to], reasons={Reason.SEEKING: 1.0})
    return graph


def direct_arrivals(resolved: Resolved, area: int) -> set[int]:
    """Return the services at which an area's people arrive directly, or are at the start."""
    start, arrivals = resolved.start, resolved.numbers.arrivals
    comes = np.isin(arrivals.area, (MISSING, area))
    there: set[int] = set(arrivals.to[comes, area].tolist())
    if start.kind is StartKind.TABLE:
        rows = (row for row in start.table if row.service >= 0)
        theirs = (row.service for row in rows if row.area in (MISSING, area))
        there |= {int(start.service_map[service, area]) for service in theirs}
    if start.kind is StartKind.FULL:
        there |= set(start.service_map[np.isin(start.area, (MISSING, area)), area].tolist())
    return there - {MISSING}
