"""Draw a map of each arm: where people first turn, are passed on, and where pathways end."""

from __future__ import annotations

from collections.abc import Sequence

from sim.charts import pathway
from sim.charts.pathway import DOORS, FROM_DOOR, LOOKS, Box, Move
from sim.measures.flows import Flows, flows
from sim.report.blocks import Block, Heading, Paragraphs, Picture, Section, Table
from sim.report.view import View
from sim.report.wording import counted as counted_things, listed, number, sentence_case
from sim.resolved import Names
from sim.rules.population import outgrows
from sim.studies.keeping import one_in
from sim.units import YEAR

PEOPLE = 100  # rates are for so many people a year
FOR_EACH = f"a year for each {PEOPLE} people"
IN_ALL = "a year"
MOST_ARROWS = 22  # more can hardly be told apart


def pathways_section(view: View) -> Section:
    """Return the section with one map for each arm, from its first replication."""
    of_whom = counted(view)
    blocks: list[Block] = [
        Paragraphs(
            [
                f"Numbers are moves {of_whom}, in the first repeat. Each map has every service "
                "with a move to or from it; the table under it has all moves."
            ]
        )
    ]
    for arm in view.arms:
        look = view.look(arm)
        found = flows(view.study.first_runs[arm], view.study.resolved[arm])
        names = view.study.resolved[arm].names
        scale = for_each_people(found) if of_whom == FOR_EACH else a_year(view, found)
        moves = all_moves(found, view.names, scale)
        blocks += [
            Heading(view.label(arm), look.sign, look.colour),
            map_picture(view, arm, boxes(found, names, scale), moves, of_whom),
            Paragraphs(left_out_words(moves, names, of_whom)),
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


def all_moves(found: Flows, names: Names, scale: float) -> list[Move]:
    """Return the moves of every kind, from outside or between services; the largest first."""
    services, comes = len(found.turned_away), "seeking" if names.needs else "arriving"
    counts = {(FROM_DOOR, t, comes): int(found.referrals[services, t]) for t in range(services)}
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


def drawn_moves(moves: Sequence[Move]) -> list[Move]:
    """Return the moves with an arrow: the largest, and the largest of each service without one.

    So every service with a move to or from another one is on the map.

    Parameters
    ----------
    moves
        All moves, the largest first.
    """
    between = [move for move in moves if move.origin != move.target]
    shown, rest = between[:MOST_ARROWS], between[MOST_ARROWS:]
    there = {end for move in shown for end in move[:2]}
    for move in rest:
        if not there.issuperset(move[:2]):
            shown.append(move)
            there |= {move.origin, move.target}
    return shown


def left_out_words(moves: Sequence[Move], names: Names, of_whom: str) -> list[str]:
    """Return sentences on the moves without an arrow on the map, and on services without a move.

    Parameters
    ----------
    moves
        All moves, the largest first.
    of_whom
        What their rates are for, such as "a year".
    """
    shown = drawn_moves(moves)
    rest = [move for move in moves if move not in shown and move.origin != move.target]
    stays = sum(move.rate for move in moves if move.origin == move.target)
    said = []
    if rest:
        small, every = sum(move.rate for move in rest), sum(move.rate for move in moves)
        kinds = f"{counted_things(len(rest), 'smaller kind')} of move"
        said.append(
            f"Left out of the map: {kinds}, together {number(small)} of {number(every)} moves "
            f"{of_whom}, none above {number(rest[0].rate)}."
        )
    if stays:
        said.append(f"{number(stays)} moves {of_whom} lead back to the same service.")
    used = {end for move in moves for end in move[:2]}
    unused = [label for at, label in enumerate(names.service_labels) if at not in used]
    if unused and moves:
        said.append(f"Nobody moved to or from {listed(unused)}.")
    return [" ".join(said) or "Every move is on the map."] if moves else []


def map_picture(
    view: View, arm: str, of_services: list[Box], moves: list[Move], of_whom: str
) -> Picture:
    """Return a picture with the map of one arm."""
    names = view.study.resolved[arm].names
    shown = drawn_moves(moves)
    # A service that people move to from itself alone is there too, without an arrow.
    stays = [move for move in moves if move.origin == move.target]
    largest = [
        f"{origin_of(move, names)} to {names.service_labels[move.target]}" for move in shown[:3]
    ]
    begin = "with people in need" if names.needs else "where people come from outside"
    said = f" The largest moves: {'; '.join(largest)}." if largest else ""
    return Picture(
        name=f"pathway-{arm}",
        title=f"{view.label(arm)}: who moves where",
        figure=pathway.draw(of_services, [*shown, *stays], unit_words(of_whom)),
        alternative=f"A map of services joined by arrows.{said} The table has every move.",
        how_to_read=(
            f"Start at the left, {begin}. Each arrow is a move, wider where it is made more "
            "often; the kind of line says how people were passed on. The thinnest arrows have no "
            "number. In a box: how often help starts there, and how many ways from there lead "
            "nowhere."
        ),
    )


def unit_words(of_whom: str) -> str:
    """Return the sentence above a map that says what its numbers are."""
    return f"On arrows: moves {of_whom}. In boxes: starts, and ways that lead nowhere, {of_whom}."


def moves_table(label: str, names: Names, moves: list[Move], of_whom: str) -> Table:
    """Return a table of all moves of one arm."""
    rows = [
        [
            origin_of(move, names),
            names.service_labels[move.target],
            LOOKS[move.kind].words,
            number(move.rate),
        ]
        for move in moves
    ]
    columns = ["From", "To", "How", sentence_case(of_whom)]
    return Table(f"{label}: all moves, in numbers", columns, rows, (1, 2), folded=True)


def origin_of(move: Move, names: Names) -> str:
    """Return the words for the place at which an arrow begins."""
    if move.origin == FROM_DOOR:
        return DOORS[move.kind].label
    return names.service_labels[move.origin]
