"""Resolve where people are at minute 0.

It is the same for all arms: the places of the history arm are filled, or without `run.change` those
of the scenario before any patches.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence

import numpy as np

from sim.errors import Fault
from sim.laws import Ints, Shape
from sim.resolved import LEVELS, MISSING, Capacity, Here, Start, StartKind
from sim.resolving.context import SERVICE, Context, flags, integers, keys
from sim.resolving.people import person_path
from sim.resolving.rows import Row
from sim.resolving.services import capacities_of, capacity_of, covers, excludes
from sim.resolving.start_table import read_start_table
from sim.resolving.teams import is_weighted, load_limit, weights_of
from sim.rules.posts import part_of
from sim.rules.residuals import equilibrium_residual, mean
from sim.scenario.areas import draw_names
from sim.scenario.distributions import Time
from sim.scenario.people import COMMUNITY
from sim.scenario.services import Service

MOST_KNOWN = 1_000
_WORKED_OUT: dict[str, tuple[float, ...]] = {}
"""The distributions of remaining stays, by stay: computed once for all arms and settings."""

KINDS = {"empty": StartKind.EMPTY, "full": StartKind.FULL, "from_table": StartKind.TABLE}


def start(common: Context, context: Context, arm: str, *, to_run: bool = True) -> Start:
    """Return the initial state of an arm.

    Parameters
    ----------
    common
        The scenario whose services are filled. It shares its rows and faults with `context`.
    context
        The arm.
    arm
        The name of the arm.
    to_run
        False leaves out the distributions of remaining stays. They take long to compute, and only
        a run needs them.
    """
    written = common.document.people.start
    services = common.document.services
    kind = KINDS[written.kind]
    table: tuple[Here, ...] = ()
    if written.from_table is not None:
        table = read_start_table(common, written.from_table.file, written.from_table.contents)
        _refuse_too_many(common, table)
    return Start(
        kind=kind,
        table=table,
        relationship=written.full.relationship.value if written.full is not None else 0.0,
        name=keys(SERVICE, draw_names(services, services)),
        room=integers([_room(common, service) for service in services.values()]),
        weights=integers([_weights(service) for service in services.values()]),
        covers=covers(common),
        level_low=integers([service.accepts.levels[0] for service in services.values()]),
        level_high=integers([service.accepts.levels[1] for service in services.values()]),
        excludes=excludes(common),
        parallel=flags([service.parallel for service in services.values()]),
        residual_stay=integers(
            [
                residual_stay(common, name)
                if kind is StartKind.FULL and to_run
                else common.rows.never()
                for name in services
            ]
        ),
        residual_by_group=_residual_by_group(common, kind is StartKind.FULL and to_run),
        area=integers([_area(common, service) for service in services.values()]),
        service_map=service_map(common, context, arm),
    )


def _area(context: Context, service: Service) -> int:
    """Return the area whose people can be in a service at the start; MISSING means every area."""
    return MISSING if service.part_of is None else context.areas.index(service.part_of.area)


def _room(context: Context, service: Service) -> int:
    """Return the room of a service at the start: its places, or its posts times the caseload.

    The caseload is in people, or in thousandths of a weight.
    """
    held = capacities_of(context, service)[0]
    if service.workers is None or held.places == 0:
        return held.places
    limit = load_limit(service.workers)
    return (held.places - 1) * limit + int(part_of(limit, held.last_share))


def _weights(service: Service) -> list[int]:
    """Return how much of a service's room a person takes at the start, by level of need."""
    if service.workers is None or not is_weighted(service.workers):
        return [1] * LEVELS
    return weights_of(service.workers)


def residual_stay(context: Context, name: str) -> int:
    """Return the row of the remaining time of a stay, for a service in equilibrium.

    A stay without a finite mean never ends by itself, so its remaining time never ends either.
    """
    return _residual(context, context.document.services[name].ends.stay, "services", name, "ends")


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
                rows[at, group] = _residual(common, stay, *path)
    return rows


def _residual(context: Context, stay: Time, *path: str | int) -> int:
    row = context.distribution(stay, *path)
    known = json.dumps(stay.plain(), sort_keys=True)
    rows = context.rows.laid_out()
    whole = float(mean(rows, row))
    if math.isinf(whole):
        return context.rows.never()
    if whole == 0.0:
        return context.rows.fixed_minutes(0)
    if known not in _WORKED_OUT:
        if len(_WORKED_OUT) >= MOST_KNOWN:
            _WORKED_OUT.clear()
        _WORKED_OUT[known] = tuple(equilibrium_residual(rows, row).tolist())
    points = _WORKED_OUT[known]
    return context.rows.add(Row(Shape.QUANTILES, points=points, cumulative=(0.0,) * len(points)))


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
