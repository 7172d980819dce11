"""Compute how many people a worker can have at once: a number, or bounds for weighed people."""

from __future__ import annotations

from sim.network.person_hours import Bounds, bounds, levels_there
from sim.resolved import MISSING, Resolved


def of_one_worker(resolved: Resolved, service: int) -> Bounds:
    """Return the fewest and the most people who fill the caseload of one worker of a service.

    It is filled by the fewest people if all are at the level with the largest weight, and by the
    most if all are at the level with the smallest. The bounds are equal if people are counted, not
    weighed.
    """
    limits = [of_level(resolved, service, level) for level in levels_there(resolved, service)]
    return bounds((min(limits), max(limits)))


def of_level(resolved: Resolved, service: int, level: int) -> float:
    """Return how many people fill a worker's caseload, if all are at one level of need."""
    teams = resolved.numbers.workforce
    team = resolved.numbers.services.team[service]
    if teams.load_limit[team] == MISSING:
        return float(teams.caseload[team])
    # A worker without people takes anyone.
    return max(float(teams.load_limit[team]) / float(teams.weights[team, level]), 1.0)


def weighs(resolved: Resolved, service: int) -> bool:
    """Return whether a service has workers whose caseload weighs people, not only counts them."""
    team = resolved.numbers.services.team[service]
    return bool(team != MISSING and resolved.numbers.workforce.load_limit[team] != MISSING)
