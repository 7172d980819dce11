"""The types of rows that hold the resolved scenario: services, teams, groups, effects, states."""

from __future__ import annotations

from typing import Any, get_type_hints

import numpy as np

from sim.laws import Flags, Floats, Ints
from sim.people import Effects, Persons
from sim.resolved import LEVELS, Services, Workforce

TYPES = {Ints: np.int64, Floats: np.float64, Flags: np.int8}


def _columns(table: type, leave_out: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
    """Return a column, as name and type, for each field of a resolved table but `leave_out`."""
    return [
        (name, TYPES[kind]) for name, kind in get_type_hints(table).items() if name not in leave_out
    ]


SERVICE_MATRICES = (
    "covers",
    "group_priority",
    "contact_interval",
    "stay",
    "stay_by_group",
    "routes",
    "routes_by_group",
    "has_crisis_route",
    "handoff",
    "follow_up_by",
    "exit_delay_to",
)
PERSON_MATRICES = ("share", "area", "seek_delay", "entry", "exit_rates")
EFFECT_BY_GROUP = ("loss_lasts", "loss_planned_share", "loss_refusal_share")

SERVICE = np.dtype(
    [
        *_columns(Services, SERVICE_MATRICES),
        ("covers", np.int64),  # bits
        ("contact_interval", np.int64, (LEVELS,)),
        ("has_contacts", np.int8),
        ("has_exit_delay", np.int8),
        # As it stands now.
        ("places_now", np.int64),
        ("last_share_now", np.int64),
        ("occupied", np.int64),
        ("waiting", np.int64),
        ("first_unallocated", np.int32),
        ("last_unallocated", np.int32),
        ("first_asking", np.int32),
        ("last_asking", np.int32),
    ],
    align=True,
)

TEAM = np.dtype(
    [
        *_columns(Workforce, ("works_on", "weights", "closed")),
        ("weights", np.int64, (LEVELS,)),
        ("first_post", np.int64),
        ("most_posts", np.int64),
        ("in_post", np.int64),
        ("on_notice", np.int64),  # workers in post who will leave
        ("days_a_week", np.int64),
    ],
    align=True,
)

GROUP = np.dtype(
    [
        *_columns(Persons, PERSON_MATRICES),
        ("seek_delay", np.int64, (LEVELS,)),
        ("exit_rate", np.float64, (2,)),
        ("loss_lasts", np.int64),
        ("loss_planned_share", np.float64),
        ("loss_refusal_share", np.float64),
    ],
    align=True,
)

EFFECT = np.dtype(
    [
        *_columns(Effects, (*EFFECT_BY_GROUP, "over_contact_limit")),
        ("over_contact_limit", np.float64, (LEVELS,)),
        ("seek_level", np.int64),
        ("episode_break", np.int64),
        ("presenting_over", np.int64),
        ("candidate_rate", np.float64),
        ("name", np.int64),
    ],
    align=True,
)

WAYS = np.dtype(
    [
        ("recover_to", np.float64),
        ("neutral_from", np.float64),
        ("neutral_to", np.float64),
        ("worsen_from", np.float64),
        ("first", np.int64),
        ("moves", np.int64),
    ],
    align=True,
)

DRAWN = np.dtype(
    [
        ("shape", np.int64),
        ("a", np.float64),
        ("b", np.float64),
        ("c", np.float64),
        ("minutes_per_unit", np.float64),
        ("always", np.int64),  # minutes, where they are always the same; NONE
        ("short", np.int8),  # six numbers are enough to draw from it
        ("fixed", np.int8),  # it is always `a`
    ],
    align=True,
)
