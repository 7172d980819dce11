"""All measures of one run: counted once, then summarised for everyone and by group and area."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.events import EventKind, Exit, Run, Window
from sim.laws import Floats
from sim.measures import (
    access,
    activity,
    capacity,
    continuity,
    crisis,
    equity,
    gaps,
    helped,
    in_care,
    money,
    plans,
    transitions,
)
from sim.measures.asked import EVERYTHING, Asked, asked_of, asks_of_measured_time
from sim.measures.catalogue import SERVICES, describe
from sim.measures.observed import Observed, observe, rows_within
from sim.measures.referrals import Referrals, referrals
from sim.measures.tallies import UNDEFINED, Population, count, of_everyone, of_part
from sim.resolved import Names, Resolved
from sim.rules.population import outgrows
from sim.units import YEAR

EVERYONE = "everyone"
AREA = "area:"
"""The prefix of an area's name, in the column that otherwise contains the name of a group."""
PER_PERSON = "person-year"


def is_group(name: str) -> bool:
    """Return whether rows with this name are about a group, and not about everyone or an area."""
    return name != EVERYONE and not name.startswith(AREA)


class Row(NamedTuple):
    """The value of one measure for everyone, a group or an area; NaN if it is undefined."""

    group: str  # EVERYONE, a group, or an area as `area:NAME`
    measure: str
    unit: str
    value: float


class Tallies(NamedTuple):
    """All counts of a run that are made by group of people; the first axis is the group."""

    population: Population
    gaps: gaps.GapTally
    access: access.AccessTally
    continuity: continuity.ContinuityTally
    transitions: transitions.TransitionTally
    crisis: crisis.CrisisTally
    activity: activity.ActivityTally
    help: helped.HelpTally
    plans: plans.PlanTally
    care: in_care.CareTally


def measure(run: Run, resolved: Resolved) -> list[Row]:
    """Return every measure of a run in the scenario's window.

    Returns
    -------
    list of Row
        First the measures for `everyone`, then those for each group if there is more than one,
        then those for each area (`area:NAME`) if there is more than one.
        Measures of things that the scenario does not have (needs, workers, costs) are absent.
        Measures without anything to count in this run are NaN.
        Only the measures that are asked for are there (`resolved.measuring.asked`).
    """
    if not asks_of_measured_time(resolved.measuring.asked):
        return []
    seen = observe(run, resolved)
    made = referrals(seen)
    tallies = gather(seen, made, resolved)
    of_services = capacity.gather(run, seen, made, resolved)
    return summarise(tallies, of_services, seen.window, resolved)


def gather(seen: Observed, made: Referrals, resolved: Resolved) -> Tallies:
    """Count what the measures of people need: events, times and states, by group."""
    here = seen.present > 0
    exits = rows_within(seen, EventKind.EXITED)
    # Who is away at minute 0 has not left.
    exits = exits[
        (exits["detail"] != Exit.SETTLED) | (exits["time"] > seen.arrived[exits["person"]])
    ]
    return Tallies(
        population=Population(
            people=count((seen.groups,), seen.group[here]),
            minutes=count((seen.groups,), seen.group, weights=seen.present),
            left=count((seen.groups,), seen.group[exits["person"]]),
        ),
        gaps=gaps.gather(seen, resolved),
        access=access.gather(seen, made, resolved),
        continuity=continuity.gather(seen, resolved),
        transitions=transitions.gather(seen),
        crisis=crisis.gather(seen, made, resolved),
        activity=activity.gather(seen, made, resolved),
        help=helped.gather(seen, resolved),
        plans=plans.gather(seen, resolved),
        care=in_care.gather(seen, made, resolved),
    )


def summarise(
    tallies: Tallies, of_services: capacity.CapacityTally, window: Window, resolved: Resolved
) -> list[Row]:
    """Return rows for everyone and, if there is more than one, for each group and each area.

    Only the measures that are asked for are worked out (`resolved.measuring.asked`).
    """
    groups, areas = parts_of(resolved.names)
    grows = outgrows(resolved, window)

    def each(parts: dict[str, slice]) -> dict[str, dict[str, float]]:
        asked = {name: asked_of(resolved.measuring.asked, name) for name in parts}
        return {
            name: of_population(of_part(tallies, part), window, resolved, grows, asked[name])
            for name, part in parts.items()
            if asked[name].names != frozenset()
        }

    by_group, by_area = each(groups), each(areas)
    asked = asked_of(resolved.measuring.asked, EVERYONE)
    of_posts = money.post_costs(of_services, window, resolved)
    values = of_population(of_everyone(tallies), window, resolved, grows, asked, of_posts)
    if asked.of(SERVICES):
        values |= asked.only(capacity.summarise(of_services, window, resolved, asked))
    if by_group:
        values |= asked.only(equity.spread(by_group))
    found = rows(EVERYONE, values, resolved)
    for name, measures in (by_group | by_area).items():
        found += rows(name, measures, resolved)
    return found


def parts_of(names: Names) -> tuple[dict[str, slice], dict[str, slice]]:
    """Return the slices of groups and of areas, by name; each is empty if there is only one.

    A slice selects the part of the first axis of tallies that belongs to a group or area. An area
    is called `area:NAME`.
    """
    areas = len(names.areas) or 1
    groups = {name: slice(at * areas, (at + 1) * areas) for at, name in enumerate(names.groups)}
    of_area = {f"{AREA}{name}": slice(at, None, areas) for at, name in enumerate(names.areas)}
    return groups if len(groups) > 1 else {}, of_area if areas > 1 else {}


def of_population(
    tallies: Tallies,
    window: Window,
    resolved: Resolved,
    grows: bool,
    asked: Asked = EVERYTHING,
    of_posts: Floats | None = None,
) -> dict[str, float]:
    """Return the measures of the people to whom these counts belong.

    Parameters
    ----------
    grows
        Whether the number of people grows without bound (`outgrows`). Rates per person-year are
        then undefined, because they would fall with the length of the run.
    asked
        Which of their measures are asked for.
    of_posts
        What the posts of each service cost, shape (S,); None for a part of the people.
    """
    values = asked.only(all_of_population(tallies, window, resolved, asked, of_posts))
    if not grows:
        return values
    return {
        name: UNDEFINED if describe(name).unit.endswith(PER_PERSON) else value
        for name, value in values.items()
    }


def all_of_population(
    tallies: Tallies, window: Window, resolved: Resolved, asked: Asked, of_posts: Floats | None
) -> dict[str, float]:
    """Return all measures of the families and services that are asked for.

    They include rates that mean little if the population grows.
    """
    minutes = tallies.population.minutes
    values = {
        "people": float(tallies.population.people),
        "person_years": float(minutes) / YEAR,
        "people_left": float(tallies.population.left),
    }
    if resolved.names.needs:
        if asked.of("gaps"):
            values |= gaps.summarise(tallies.gaps, minutes, resolved)
        if asked.of("help"):
            values |= helped.summarise(tallies.help, tallies.gaps, minutes, resolved)
        if asked.of("continuity"):
            values |= plans.summarise(tallies.plans, tallies.gaps, resolved)
    elif asked.of("in_care"):
        values |= in_care.summarise(tallies.care, window, minutes, resolved)
    if asked.of("access"):
        values |= access.summarise(tallies.access, window, resolved, asked)
    if asked.of("continuity"):
        values |= continuity.summarise(
            tallies.continuity, minutes, pools=resolved.measuring.counts_pools
        )
        values |= transitions.summarise(tallies.transitions, minutes, resolved)
    if asked.of("crisis"):
        values |= crisis.summarise(tallies.crisis, minutes, resolved)
    if asked.of(SERVICES, "continuity"):
        values |= activity.summarise(tallies.activity, window, minutes, resolved, asked)
    if asked.of(SERVICES):
        values |= money.costs(tallies.activity, minutes, resolved, of_posts)
    return values


def rows(group: str, values: dict[str, float], resolved: Resolved) -> list[Row]:
    """Return a row for each value, with its unit from the catalogue."""
    prices = f"{resolved.measuring.currency} {resolved.measuring.price_year}"
    return [
        Row(group, name, describe(name).unit.replace("{money}", prices), float(np.float64(value)))
        for name, value in values.items()
    ]
