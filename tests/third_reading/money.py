"""What care cost, by the prices of contacts, days in a spell and posts."""

from __future__ import annotations

import math

from sim.events import EventKind
from sim.units import DAY, YEAR
from tests.third_reading.arm import Group, Measured, ratio, working_minutes
from tests.third_reading.continuity import in_window
from tests.third_reading.history import History
from tests.third_reading.staff import capacity, offered_within
from tests.third_reading.times import Times
from tests.third_reading.unmet import open_times


def money(group: Group, past: History, everyone: bool) -> Measured:
    """Costs over all services, of each kind, and by service; of posts for everyone only."""
    arm, measuring = group.arm, group.arm.resolved.measuring
    kinds = {
        "cost_contacts": measuring.contact_cost.tolist(),
        "cost_place_days": measuring.place_day_cost.tolist(),
        "cost_posts": measuring.post_year_cost.tolist(),
    }
    if all(math.isnan(price) for prices in kinds.values() for price in prices):
        return {}
    unit = f"{measuring.currency} {measuring.price_year} per person-year"
    of_kind = {
        kind: 0.0
        for kind, prices in kinds.items()
        if not all(map(math.isnan, prices)) and (everyone or kind != "cost_posts")
    }
    by_service: dict[str, float] = {}
    for service, name in enumerate(arm.resolved.names.services):
        contacts = sum(row.service == service for row in in_window(group, EventKind.CONTACT))
        minutes = sum(
            (open_times(spell, person) & arm.window).minutes
            for person in group.people
            for spell in person.spells.values()
            if spell.service == service
        )
        numbers = {
            "cost_contacts": contacts,
            "cost_place_days": minutes / DAY,
            "cost_posts": _posts(group, past, service) * arm.window.minutes / YEAR,
        }
        prices = {kind: each[service] for kind, each in kinds.items()}
        cost = 0.0
        if (contacts or minutes) and all(map(math.isnan, prices.values())):
            cost = math.nan
        for kind, price in prices.items():
            if kind in of_kind and not math.isnan(price):
                of_kind[kind] += price * numbers[kind]
                cost += price * numbers[kind]
        if everyone or math.isnan(prices["cost_posts"]):
            by_service[f"cost.{name}"] = cost
    found = of_kind | by_service
    if everyone or all(map(math.isnan, kinds["cost_posts"])):
        found["cost"] = sum(by_service.values())
    return {name: (group.money(cost), unit) for name, cost in found.items()}


def _posts(group: Group, past: History, service: int) -> float:
    """The mean number of posts of a service over its working minutes of the window."""
    arm = group.arm
    if not arm.has_workers(service):
        return 0.0

    team = int(arm.resolved.numbers.services.team[service])

    def working(times: Times) -> int:
        return sum(working_minutes(arm, team, *stretch) for stretch in times.stretches)

    offers = capacity(arm, past, service)
    return ratio(offered_within(arm, offers, working) / 1_000, working(arm.window))
