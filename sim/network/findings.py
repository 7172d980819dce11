"""Find problems that the rules alone show: dead ends, cliff edges, loops, thresholds.

These are facts about the rules in the scenario. How many people are affected is known only after a
run.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import NamedTuple

import networkx as nx

from sim.columns import LEVEL_NAMES
from sim.errors import listed
from sim.events import Reason
from sim.network.ends import limit_words
from sim.network.getting_on import choices_in_name_only
from sim.network.graph import COMMUNITY, NOWHERE_NODE, Graph, area_graphs
from sim.network.presenting import rarely_presented
from sim.resolved import LEVELS, MISSING, Handoff, Resolved
from sim.rules.population import expected_people, outgrows
from sim.rules.residuals import mean
from sim.rules.settling import settling_rate, share_away
from sim.units import DAY, FOREVER, YEAR

LONGEST_LOOP = 4
LOOPS_LOOKED_AT = 10_000

REASON_WORDS = {
    Reason.TURNED_AWAY: "turned away",
    Reason.LEFT_WAITING: "left the waiting list",
    Reason.MISSED_CONTACTS: "missed contacts",
    Reason.FINISHED_SETTLED: "finished, settled",
    Reason.FINISHED_IN_NEED: "finished, still in need",
    Reason.CRISIS: "in crisis",
}


class FindingKind(enum.StrEnum):
    """The kinds of findings, in the order in which they are shown."""

    THRESHOLD = "nowhere to go"
    SIGNPOSTS = "only signposts"
    CLIFF_EDGE = "cliff edge"
    DEAD_END = "dead end"
    LOOP = "revolving door"
    UNREACHABLE = "never reached"
    EXIT_DELAY = "exit delay"
    CHOICE = "no real choice"
    GROWTH = "only more people"
    SETTLED = "leave as settled"
    PRESENTING = "hardly anybody"


class Finding(NamedTuple):
    """One fact that the network of services shows."""

    kind: FindingKind
    services: tuple[str, ...]
    words: str
    probability: float  # of the route or of the whole loop; NaN where there is none


def findings(resolved: Resolved, graph: Graph) -> list[Finding]:
    """Return everything that the network of one arm shows, by kind."""
    return [
        *thresholds(resolved),
        *only_signposts(resolved),
        *cliff_edges(resolved, graph),
        *dead_ends(graph),
        *dict.fromkeys(loop for each in area_graphs(resolved) for loop in loops(each)),
        *unreachable(resolved, graph),
        *exit_delays(resolved, graph),
        *choices(resolved),
        *growth(resolved),
        *leaving_settled(resolved),
        *hardly_anybody(resolved),
    ]


def thresholds(resolved: Resolved) -> Iterator[Finding]:
    """Find levels at which people turn for help but no service for the need accepts them."""
    needs, services = resolved.numbers.needs, resolved.numbers.services
    for need, label in enumerate(resolved.names.need_labels):
        lowest = int(needs.seek_level[:, need].min())
        for level in range(lowest, LEVELS):
            if level not in needs.level[need]:
                continue
            accepts = (services.level_low <= level) & (level <= services.level_high)
            if not (accepts & services.covers[:, need]).any():
                words = f"{label}, {LEVEL_NAMES[level]}: no service that covers it accepts it."
                yield Finding(FindingKind.THRESHOLD, (), words, float("nan"))


def only_signposts(resolved: Resolved) -> Iterator[Finding]:
    """Find needs that no service helps with, because all contacts for them are signposting."""
    services = resolved.numbers.services
    meets = (services.contact_interval < FOREVER).any(axis=1)
    helps = services.continuous | (meets & resolved.measuring.helps)
    for need, label in enumerate(resolved.names.need_labels):
        covers = services.covers[:, need]
        if (covers & meets & ~resolved.measuring.helps).any() and not (covers & helps).any():
            words = f"{label}: all contacts count as signposting, so none is measured as help."
            yield Finding(FindingKind.SIGNPOSTS, (), words, float("nan"))


def cliff_edges(resolved: Resolved, graph: Graph) -> Iterator[Finding]:
    """Find services with a limit after which people who are still in need are sent nowhere."""
    for row, name in enumerate(resolved.names.services):
        share = to_nowhere(graph, name).get(Reason.FINISHED_IN_NEED, 0.0)
        if share > 0:
            limit = limit_words(resolved.numbers, row)
            words = f"{name} ends {limit}; {percent(share)} of people still in need go nowhere."
            yield Finding(FindingKind.CLIFF_EDGE, (name,), words, share)


def dead_ends(graph: Graph) -> Iterator[Finding]:
    """Find services that send nowhere people who are turned away, give up or are in crisis."""
    open_need = (Reason.TURNED_AWAY, Reason.LEFT_WAITING, Reason.MISSED_CONTACTS, Reason.CRISIS)
    for name in service_names(graph):
        shares = to_nowhere(graph, name)
        for reason in open_need:
            if shares.get(reason, 0.0) > 0:
                words = f"{name}, {REASON_WORDS[reason]}: {percent(shares[reason])} go nowhere."
                yield Finding(FindingKind.DEAD_END, (name,), words, shares[reason])


def loops(graph: Graph) -> list[Finding]:
    """Return paths through at most four services that lead back to their start, likeliest first.

    The probability is the product of the routes along the path, each for the reason with the
    largest probability. It is exact if people move on for just these reasons. A consultation does
    not move anybody, so it is not part of a path.
    """
    order = {name: i for i, name in enumerate(service_names(graph))}
    moves = [
        (here, there)
        for here, there, data in graph.edges(data=True)
        if there in order and data.get("handoff") is not Handoff.CONSULT
    ]
    inner = graph.edge_subgraph(moves)
    found = []
    for cycle in islice(nx.simple_cycles(inner, length_bound=LONGEST_LOOP), LOOPS_LOOKED_AT):
        first = cycle.index(min(cycle, key=order.__getitem__))
        found.append(_loop(graph, [*cycle[first:], *cycle[: first + 1]]))
    found.sort(key=lambda finding: (-finding.probability, len(finding.services), finding.services))
    return found


def _loop(graph: Graph, way: list[str]) -> Finding:
    probability = 1.0
    steps = []
    for here, there in pairwise(way):
        reasons = graph.edges[here, there]["reasons"]
        reason = max(reasons, key=reasons.__getitem__)
        probability *= reasons[reason]
        steps.append(f"{REASON_WORDS[reason]} {reasons[reason]:.2g}")
    words = f"{' -> '.join(way)}: {probability:.2g} ({'; '.join(steps)})."
    return Finding(FindingKind.LOOP, tuple(way[:-1]), words, probability)


def unreachable(resolved: Resolved, graph: Graph) -> Iterator[Finding]:
    """Find services of this arm to which no entry, arrival or route leads."""
    reached = nx.descendants(graph, COMMUNITY)
    lacking = () if resolved.change is None else resolved.change.lacking
    for row, name in enumerate(resolved.names.services):
        if name not in reached and row not in lacking:
            words = f"{name}: no entry, arrival or route leads there."
            yield Finding(FindingKind.UNREACHABLE, (name,), words, float("nan"))


def exit_delays(resolved: Resolved, graph: Graph) -> Iterator[Finding]:
    """Find services whose exit delay does not apply after a blocked handoff."""
    rows, services = resolved.numbers.distributions, resolved.numbers.services
    names = resolved.names.services

    def is_held(row: int, there: str) -> bool:
        own = int(services.exit_delay_to[row, names.index(there)])
        law = int(services.exit_delay[row]) if own == MISSING else own
        return bool(mean(rows, law) > 0)

    for row, name in enumerate(names):
        targets = [
            there
            for _, there, data in graph.out_edges(name, data=True)
            if data.get("handoff") is Handoff.BLOCKED and is_held(row, there)
        ]
        if targets:
            words = (
                f"{name}: none after a blocked handoff to {listed(targets)}, which has held the "
                "place already; only after other endings."
            )
            yield Finding(FindingKind.EXIT_DELAY, (name,), words, float("nan"))


def choices(resolved: Resolved) -> Iterator[Finding]:
    """Find services in which nobody can choose another worker, or everybody would ask for one."""
    for name, words in choices_in_name_only(resolved):
        yield Finding(FindingKind.CHOICE, (name,), words, float("nan"))


def growth(resolved: Resolved) -> Iterator[Finding]:
    """Find a population that grows. Rates per person-year then depend on the length of the run."""
    window = resolved.measuring.window
    if not outgrows(resolved, window):
        return
    first, last = (expected_people(resolved, minute) for minute in window)
    way_out = "give `leaving`, or say that fewer people come"
    if not resolved.names.needs:
        way_out = "let people who come arrive at a service: without needs nothing leads them to one"
    words = (
        f"About {first:,.0f} people are there when measuring begins and {last:,.0f} when it ends. "
        "Figures per person-year would fall with the length of the run whatever services do, so "
        "none are given. Shares, waits and figures a year of a service are. To have them, "
        f"{way_out}."
    )
    yield Finding(FindingKind.GROWTH, (), words, float("nan"))


def leaving_settled(resolved: Resolved) -> Iterator[Finding]:
    """Tell how many people are expected to leave as settled, where they may."""
    persons = resolved.numbers.persons
    for named, name in enumerate(resolved.names.group_labels):
        group = named * persons.areas  # the same in each area
        if persons.settled_level[group] == MISSING:
            continue
        a_year = settling_rate(resolved.numbers, group) * YEAR
        who = f"{name}: about" if persons.share.size > 1 else "About"
        words = (
            f"{who} {1_000 * a_year:.3g} of 1,000 people a year leave after "
            f"{persons.settled_for[group] / DAY:,.0f} settled days, and "
            f"{1_000 * persons.recurrence[group] * YEAR:.3g} of 1,000 of those who are away return "
            f"a year. In the long run {share_away(resolved.numbers, group):.0%} of people would be "
            f"away; {persons.away_at_start[group]:.0%} of the cohort are at the start. This is by "
            "needs at base rates, without what care does and as if services let go of them at once."
        )
        yield Finding(FindingKind.SETTLED, (), words, float("nan"))


def hardly_anybody(resolved: Resolved) -> Iterator[Finding]:
    """Find levels that a service distinguishes but at which few people present themselves."""
    for need, service, levels, share in rarely_presented(resolved):
        name, label = resolved.names.services[service], resolved.names.need_labels[need]
        heights = " or ".join(LEVEL_NAMES[level] for level in levels)
        words = (
            f"{name}, {label}: {percent(share)} of people would present themselves as {heights}; "
            "a shorter `presenting` tells more people apart."
        )
        yield Finding(FindingKind.PRESENTING, (name,), words, share)


def service_names(graph: Graph) -> list[str]:
    """Return the nodes that are services, in the order of the file."""
    return [node for node in graph if node not in (COMMUNITY, NOWHERE_NODE)]


def to_nowhere(graph: Graph, name: str) -> dict[Reason, float]:
    """Return for each reason the probability that a service's route for it leads nowhere."""
    if not graph.has_edge(name, NOWHERE_NODE):
        return {}
    reasons: dict[Reason, float] = graph.edges[name, NOWHERE_NODE]["reasons"]
    return reasons


def counted(number: int, thing: str) -> str:
    """Return a number with the thing counted: ``1 contact``, ``12 contacts``."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def percent(share: float) -> str:
    """Return a share in whole per cent.

    A share strictly between 0 and 1 is never written as 0 or 100 per cent.
    """
    if share >= 1:
        return "all"
    rounded = f"{100 * share:.0f} %"
    if rounded in ("0 %", "100 %"):
        return "under 1 %" if share < 0.5 else "over 99 %"
    return rounded
