"""Resolve where people are at minute 0.

It is the same for all arms: the places of the history arm are filled, or without `run.change` those
of the scenario before any patches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.errors import Fault
from sim.laws import Ints
from sim.resolved import LEVELS, MISSING, WHOLE_POST, Capacity, Here, StartKind
from sim.resolving.context import SERVICE, Context, flags, integers, keys
from sim.resolving.people import person_path
from sim.resolving.residual import residual
from sim.resolving.services import capacities_of, capacity_of, covers, excludes
from sim.resolving.start_table import read_start_table
from sim.resolving.steps import Step, column
from sim.resolving.teams import is_weighted, load_limit, thousandths, weights_of
from sim.rules.posts import part_of
from sim.scenario.areas import draw_names
from sim.scenario.people import COMMUNITY
from sim.scenario.services import Service

KINDS = {"empty": StartKind.EMPTY, "full": StartKind.FULL, "from_table": StartKind.TABLE}


def start_steps(common: Context, to_run: bool) -> tuple[Step, ...]:
    """Return the steps of the initial state, except where the people of a service are in an arm.

    Parameters
    ----------
    common
        The scenario whose services are filled. It shares its rows and faults with the arm.
    to_run
        False leaves out the distributions of remaining stays. They take long to compute, and only
        a run needs them.
    """
    written = common.document.people.start
    services = common.document.services.values
    kind = KINDS[written.kind]
    needed = kind is StartKind.FULL and to_run
    return (
        lambda c: {"kind": kind, "table": _table(c)},
        lambda _: {
            "relationship": 0.0 if written.full is None else written.full.relationship.value
        },
        column("name", _names),
        column("room", lambda c: integers([_room(c, service) for service in services()])),
        column("weights", lambda _: integers([_weights(service) for service in services()])),
        column("covers", covers),
        column("level_low", lambda _: integers([each.accepts.levels[0] for each in services()])),
        column("level_high", lambda _: integers([each.accepts.levels[1] for each in services()])),
        column("excludes", excludes),
        column("parallel", lambda _: flags([service.parallel for service in services()])),
        column("residual_stay", lambda c: _residual_stays(c, needed)),
        column("residual_by_group", lambda c: _residual_by_group(c, needed)),
        column("area", lambda c: integers([_area(c, service) for service in services()])),
    )


def _names(context: Context) -> Ints:
    services = context.document.services
    return keys(SERVICE, draw_names(services, services))


def _table(common: Context) -> tuple[Here, ...]:
    """Return the people of the starting table; nobody without one."""
    written = common.document.people.start.from_table
    if written is None:
        return ()
    table = read_start_table(common, written.file, written.contents)
    _refuse_too_many(common, table)
    return table


def _residual_stays(common: Context, needed: bool) -> Ints:
    names, never = common.document.services, common.rows.never
    return integers([residual_stay(common, name) if needed else never() for name in names])


def _area(context: Context, service: Service) -> int:
    """Return the area whose people can be in a service at the start; MISSING means every area."""
    return MISSING if service.part_of is None else context.areas.index(service.part_of.area)


def _room(context: Context, service: Service) -> int:
    """Return the room of a service at the start: its places, or filled posts times the caseload.

    The caseload is in people, or in thousandths of a weight.
    """
    held = capacities_of(context, service)[0]
    if service.workers is None or held.places == 0:
        return held.places
    limit, vacant = load_limit(service.workers), thousandths(service.workers.vacant_at_start.value)
    filled = (held.places - 1) * WHOLE_POST + held.last_share - vacant
    whole, part = divmod(max(filled, 0), WHOLE_POST)
    return whole * limit + (int(part_of(limit, part)) if part else 0)


def _weights(service: Service) -> list[int]:
    """Return how much of a service's room a person takes at the start, by level of need."""
    if service.workers is None or not is_weighted(service.workers):
        return [1] * LEVELS
    return weights_of(service.workers)


def residual_stay(context: Context, name: str) -> int:
    """Return the row of the remaining time of a stay, for a service in equilibrium.

    A stay without a finite mean never ends by itself, so its remaining time never ends either.
    """
    return residual(context, context.document.services[name].ends.stay, "services", name, "ends")


def _residual_by_group(common: Context, needed: bool) -> Ints:
    """Return the rows of the remaining stays of groups whose stays differ. Shape (Z, G).

    They are MISSING where a group's stay is the general one.
    """
    document = common.document
    groups = common.groups if needed else ()
    rows = np.full((len(document.services), len(groups)), MISSING)
    for at, (name, service) in enumerate(document.services.items()):
        for group, of_group in enumerate(groups):
            stay = of_group.services[name].ends.stay
            if stay != service.ends.stay:
                path = person_path(common, group, "services", name, "ends", "stay")
                rows[at, group] = residual(common, stay, *path)
    return rows


def service_map(common: Context, context: Context, arm: str) -> Ints:
    """Return the arm's service in place of each service of the scenario, by area. Shape (Z, A).

    MISSING means the community.
    """
    instead = common.document.arms[arm].start_map
    there = [name for name in context.services if name not in context.closed]
    targets = [name if name in there else instead.get(name) for name in common.services]
    return _by_area(context, targets)


def moves_at_change(context: Context, instead: Mapping[str, str]) -> Ints:
    """Return where the people of each service go when an arm's rules begin to hold. Shape (S, A).

    Parameters
    ----------
    context
        The arm, with the services of all arms.
    instead
        The arm's `start_map`: for a service that the arm lacks, where its people go. MISSING
        means the community.
    """
    there = context.services
    targets = [instead.get(name) if name in context.closed else name for name in there]
    return _by_area(context, targets)


def _by_area(context: Context, targets: Sequence[str | None]) -> Ints:
    """Return the numbers of the services that are meant by `targets`, by the person's area.

    MISSING means the community.
    """
    there = context.services
    rows = [
        [
            MISSING if to in (None, COMMUNITY) else there.index(meant.get(str(to), str(to)))
            for meant in context.meant
        ]
        for to in targets
    ]
    return integers(rows).reshape(len(targets), len(context.areas))


def _refuse_too_many(context: Context, table: tuple[Here, ...]) -> None:
    """Record a fault if the starting table has more people in a service than it has places."""
    for number, (name, service) in enumerate(context.document.services.items()):
        if capacity_of(service) is not Capacity.PLACES:
            continue
        people = sum(1 for here in table if here.service == number and not here.waiting)
        places = capacities_of(context, service)[0].places
        if people > places:
            location = context.location(("people", "start", "from_table"))
            problem = f"{people} people are in `{name}`, which has {places} places."
            remedy = "Change their status to `waiting`, or give it more places."
            context.faults.append(Fault(location, problem, remedy=remedy))
