"""Find services in which nobody can choose another worker, or everybody would ask for one."""

from __future__ import annotations

from collections.abc import Iterator

from sim.resolved import MISSING, Resolved
from sim.rules.relationship import grow_towards


def choices_in_name_only(resolved: Resolved) -> Iterator[tuple[str, str]]:
    """Iterate over services where nobody can choose another worker, or everybody would ask.

    Each item is the name of a service, and a sentence.
    """
    numbers, names = resolved.numbers, resolved.names.services
    teams, changes = numbers.workforce, numbers.changes
    for team, service in enumerate(teams.service.tolist()):
        if teams.choice_after[team] == MISSING:
            continue
        most = max([int(teams.posts[team]), *changes.places[changes.service == service].tolist()])
        if most == 1:
            yield (
                names[service],
                f"{names[service]}: people may ask for another worker, but it has one post.",
            )
        if not _anybody_stays(resolved, team):
            yield (
                names[service],
                f"{names[service]}: by {int(teams.choice_after[team])} contacts no relationship "
                f"has grown to {teams.choice_below[team]:g}, so everybody asks for another worker.",
            )


def _anybody_stays(resolved: Resolved, team: int) -> bool:
    """Return whether, in any group, a growing relationship becomes good enough to stay."""
    persons, teams = resolved.numbers.persons, resolved.numbers.workforce
    pairs = zip(
        persons.relationship_start.tolist(), persons.relationship_growth.tolist(), strict=True
    )
    for start, growth in pairs:
        relationship = start
        for _ in range(int(teams.choice_after[team])):
            relationship = float(grow_towards(relationship, growth, 1.0))
        if relationship >= teams.choice_below[team]:
            return True
    return False
