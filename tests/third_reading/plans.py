"""Shared plans: for how much of their time in need people have a current one."""

from __future__ import annotations

from itertools import pairwise

from sim.events import EventKind
from tests.third_reading.arm import Group, Measured, share
from tests.third_reading.helped import any_need
from tests.third_reading.history import Person
from tests.third_reading.times import Times


def with_plan(person: Person) -> Times:
    """When the person has a current plan: the latest one counts."""
    made = person.of(EventKind.PLAN_MADE)
    begins = [*(row.time for row in made), person.leaves]
    return Times.of(
        (since, min(row.due, until))
        for row, (since, until) in zip(made, pairwise(begins), strict=True)
    )


def plans(group: Group) -> Measured:
    """Where plans are measured."""
    arm = group.arm
    if not (arm.needs and arm.resolved.measuring.counts_plans):
        return {}
    needy = [any_need(arm, person) for person in group.people]
    current = sum(
        (with_plan(person) & when).minutes for person, when in zip(group.people, needy, strict=True)
    )
    return {"current_plan_share": share(current, sum(when.minutes for when in needy))}
