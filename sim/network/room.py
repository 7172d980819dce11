"""How many people the teams of each arm may hold at once: their posts times the caseload limit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from sim.network.people_at_once import of_one_worker
from sim.network.person_hours import Bounds
from sim.network.workforce import capacity_over_time
from sim.resolved import WHOLE_POST, Resolved

HEADING = "Room in caseloads (posts x limit at the end of the run, every post filled)"
ALL = "All teams"
Rooms: TypeAlias = dict[str, Bounds]
"""By team: the fewest and the most people."""


def rooms_of(resolved: Resolved) -> Rooms:
    """Return how many people each team of an arm may hold; they differ where people are weighed.

    Teams without posts at the end of the run hold nobody. People who stay with their worker beyond
    the limit are not counted, nor are vacant posts taken off.
    """
    return {
        resolved.names.services[service]: _room(resolved, service)
        for service in resolved.numbers.workforce.service.tolist()
    }


def _room(resolved: Resolved, service: int) -> Bounds:
    held = capacity_over_time(resolved, service)[-1]
    parts = 0 if held.last_share == WHOLE_POST or not held.places else 1
    fewest, most = of_one_worker(resolved, service)
    low, high = (held.places - parts) * fewest, (held.places - parts) * most
    if parts:
        few, many = of_one_worker(resolved, service, held.last_share)
        low, high = low + few, high + many
    return low, high


def room_text(arms: Mapping[str, Resolved]) -> Iterator[str]:
    """Iterate over lines that show the room of each team in all arms; none for a single arm.

    An arm is said to have less room than the first one if it has at any mix of needs, that is, if
    its most is below the fewest of the first.
    """
    by_arm = {arm: rooms_of(resolved) for arm, resolved in arms.items()}
    teams = list(dict.fromkeys(team for rooms in by_arm.values() for team in rooms))
    if len(arms) < 2 or not teams:
        return
    rows = {team: [rooms.get(team, (0.0, 0.0)) for rooms in by_arm.values()] for team in teams}
    if len(teams) > 1:
        columns = zip(*rows.values(), strict=True)
        rows[ALL] = [
            (sum(low for low, _ in each), sum(high for _, high in each)) for each in columns
        ]
    cells = {name: list(map(_people, row)) for name, row in rows.items()}
    yield HEADING
    first = max(len(f"{name} (people)") for name in cells)
    widths = [
        max(len(arm), *(len(row[at]) for row in cells.values())) for at, arm in enumerate(arms)
    ]
    yield _line("", first, arms, widths)
    for name, row in cells.items():
        yield _line(f"{name} (people)", first, row, widths)
    yield from _less(list(arms), rows)


def _less(arms: list[str], rows: Mapping[str, list[Bounds]]) -> Iterator[str]:
    """Iterate over sentences on arms in which a team has less room than in the first arm."""
    for name, row in rows.items():
        where = [arm for arm, room in zip(arms, row, strict=True) if room[1] < row[0][0]]
        for arm in where:
            here = row[arms.index(arm)]
            yield (
                f"  - {name}: less room in {arm} than in {arms[0]}, whatever the mix of needs "
                f"({_people(here)} people against {_people(row[0])})."
            )


def _people(room: Bounds) -> str:
    low, high = f"{room[0]:,.6g}", f"{room[1]:,.6g}"
    return low if low == high else f"{low} to {high}"


def _line(name: str, first: int, cells: Iterable[str], widths: list[int]) -> str:
    shown = "  ".join(cell.rjust(size) for cell, size in zip(cells, widths, strict=True))
    return f"  {name.ljust(first)}  {shown}".rstrip()
