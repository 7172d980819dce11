"""Compute how many people a worker can have at once: a number, or bounds for weighed people."""

from __future__ import annotations

from sim.network.person_hours import Bounds, bounds, levels_there
from sim.resolved import MISSING, WHOLE_POST, Resolved
from sim.rules.posts import part_of


def of_one_worker(resolved: Resolved, service: int, share: int = WHOLE_POST) -> Bounds:
    """Return the fewest and the most people who fill the caseload of one worker of a service.

    `share` are the thousandths of a post that the worker has. The caseload is filled by the fewest
    people if all are at the level with the largest weight, and by the most if all are at the level
    with the smallest. The bounds are equal if people are counted, not weighed.
    """
    levels = levels_there(resolved, service)
    limits = [of_level(resolved, service, level, share) for level in levels]
    return bounds((min(limits), max(limits)))


def of_level(resolved: Resolved, service: int, level: int, share: int = WHOLE_POST) -> float:
    """Return how many people fill a worker's caseload, if all are at one level of need."""
    teams = resolved.numbers.workforce
    team = resolved.numbers.services.team[service]
    if teams.load_limit[team] == MISSING:
        return float(part_of(int(teams.caseload[team]), share))
    # A worker without people takes anyone.
    limit = float(part_of(int(teams.load_limit[team]), share))
    return max(limit / float(teams.weights[team, level]), 1.0)


def weighs(resolved: Resolved, service: int) -> bool:
    """Return whether a service has workers whose caseload weighs people, not only counts them."""
    team = resolved.numbers.services.team[service]
    return bool(team != MISSING and resolved.numbers.workforce.load_limit[team] != MISSING)
