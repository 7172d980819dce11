"""Draw a map of each arm: where people first turn, are passed on, and where pathways end."""

from __future__ import annotations

from sim.charts import pathway
from sim.charts.pathway import FROM_DOOR, LOOKS, Box, Move
from sim.measures.flows import Flows, flows
from sim.report.blocks import Block, Heading, Paragraphs, Picture, Section, Table
from sim.report.view import View
from sim.report.wording import number, sentence_case
from sim.resolved import Names
from sim.rules.population import outgrows
from sim.studies.keeping import one_in
from sim.units import YEAR

PEOPLE = 100  # rates are for so many people a year
FOR_EACH = f"a year for each {PEOPLE} people"
IN_ALL = "a year"
MOST_ARROWS = 22  # more cannot be told apart


def pathways_section(view: View) -> Section:
    """Return the section with one map for each arm, from its first replication."""
    of_whom = counted(view)
    blocks: list[Block] = [
        Paragraphs(
            [
                f"Numbers are moves {of_whom}, in the first repeat. A map "
                f"shows the {MOST_ARROWS} largest moves; the table under it has all of them."
            ]
        )
    ]
    for arm in view.arms:
        look = view.look(arm)
        found = flows(view.study.first_runs[arm], view.study.resolved[arm])
        names = view.study.resolved[arm].names
        scale = for_each_people(found) if of_whom == FOR_EACH else a_year(view, found)
        moves = all_moves(found, scale)
        blocks += [
            Heading(view.label(arm), look.sign, look.colour),
            map_picture(view, arm, boxes(found, names, scale), moves),
            moves_table(view.label(arm), names, moves, of_whom),
        ]
    return Section("pathways", "The way through services", blocks)


def counted(view: View) -> str:
    """Return the words for the base of the numbers of moves.

    If the number of people is constant, moves are counted for a fixed number of people. Otherwise
    they are counted for all people together.
    """
    resolved = view.study.resolved[view.baseline]
    steady = resolved.names.needs and not outgrows(resolved, resolved.measuring.window)
    return FOR_EACH if steady else IN_ALL


def for_each_people(found: Flows) -> float:
    """Return the factor that turns a number of moves into moves per year for `PEOPLE` people."""
    return PEOPLE * YEAR / found.person_minutes if found.person_minutes else 0.0


def a_year(view: View, found: Flows) -> float:
    """Return the factor that turns a number of logged moves into moves of all people per year.

    It allows for a log that keeps only a sample of the people.
    """
    every = one_in(view.study.resolved[view.baseline])
    return every * YEAR / found.minutes if found.minutes else 0.0


def all_moves(found: Flows, scale: float) -> list[Move]:
    """Return the moves of every kind, from outside or between services; the largest first."""
    services = len(found.turned_away)
    counts = {(FROM_DOOR, t, "seeking"): int(found.referrals[services, t]) for t in range(services)}
    for s in range(services):
        for t in range(services):
            passed = {kind: int(found.handoffs[kind][s, t]) for kind in ("cold", "warm", "blocked")}
            sent = int(found.referrals[s, t]) - sum(passed.values())
            counts |= {(s, t, kind): many for kind, many in passed.items()}
            counts[s, t, "sent"] = max(sent, 0)
            counts[s, t, "consult"] = int(found.handoffs["consult"][s, t])
    moves = [
        Move(origin, target, many * scale, kind) for (origin, target, kind), many in counts.items()
    ]
    return sorted((move for move in moves if move.rate > 0), key=lambda move: -move.rate)


def boxes(found: Flows, names: Names, scale: float) -> list[Box]:
    """Return a box for each service, with its number of starts and of routes that lead nowhere."""
    starts = found.starts[:, :-1].sum(axis=0) * scale
    nowhere = found.referrals[:-1, -1] * scale
    return [
        Box(label, f"{number(begun)} start" + (f"\n{number(ended)} nowhere" if ended else ""))
        for label, begun, ended in zip(names.service_labels, starts, nowhere, strict=True)
    ]


def map_picture(view: View, arm: str, of_services: list[Box], moves: list[Move]) -> Picture:
    """Return a picture with the map of one arm."""
    names = view.study.resolved[arm].names
    shown = moves[:MOST_ARROWS]
    largest = [
        f"{end_of(move.origin, names)} to {end_of(move.target, names)}" for move in shown[:3]
    ]
    said = f" The largest moves: {'; '.join(largest)}." if largest else ""
    return Picture(
        name=f"pathway-{arm}",
        title=f"{view.label(arm)}: who moves where",
        figure=pathway.draw(of_services, shown),
        alternative=f"A map of services joined by arrows.{said} The table has every move.",
        how_to_read=(
            "Start at the left, with a person in need. Each arrow is a move, wider where more "
            "people make it; the kind of line says how they were passed on. In a box: how many "
            "start there, and how many ways from there lead nowhere."
        ),
    )


def moves_table(label: str, names: Names, moves: list[Move], of_whom: str) -> Table:
    """Return a table of all moves of one arm."""
    rows = [
        [
            end_of(move.origin, names),
            end_of(move.target, names),
            LOOKS[move.kind].words,
            number(move.rate),
        ]
        for move in moves
    ]
    columns = ["From", "To", "How", sentence_case(of_whom)]
    return Table(f"{label}: all moves, in numbers", columns, rows, (1, 2), folded=True)


def end_of(service: int, names: Names) -> str:
    """Return the words for the place at which an arrow begins or ends."""
    return "In need" if service == FROM_DOOR else names.service_labels[service]
