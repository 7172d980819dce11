"""Own rules that tests give to both engines: each decides otherwise than the model's own rule."""

from __future__ import annotations

import math
from collections.abc import Callable
from types import FunctionType
from typing import Any

from sim.own_rules import NO_RULES, OwnRules, own_rules


def usual(state: Any) -> Any:
    return state.usual


def acceptance(state: Any) -> Any:
    if state.waiting > 2 * state.places:
        return state.draw < 0.5
    chance = state.usual * (0.3 + 0.4 * state.level - 0.05 * state.refusals * state.visits)
    return min(max(chance, 0.0), 1.0)


def route(state: Any) -> Any:
    if state.level > 1 and state.trust > 0.2:
        return state.targets[len(state.targets) - 1]
    reached = 0.0
    for position in range(len(state.targets)):
        reached += state.shares[position] ** 2
        if state.draw < reached:
            return state.targets[position]
    return state.usual


def next_contact(state: Any) -> Any:
    busy = 1.5 if state.limit > 0 and state.load >= state.limit else 1.0
    return max(1, state.usual * busy * (0.6 + 0.8 * state.draw) + state.contacts)


def assigned(state: Any) -> Any:
    if state.known >= 0:
        return state.known
    most = 0
    for position in range(len(state.loads)):
        room = state.limits[position] - state.loads[position]
        if room * (1 + state.people[position]) > most + state.minutes_in_post[position] % 7:
            most = room
            if state.draw < 0.7:
                return position
    return state.usual


def ending(state: Any) -> Any:
    if state.contacts < 2:
        return False
    return state.draw < 0.2 + 0.1 * (state.level == 0) + 0.05 * state.waiting


def need_rate(state: Any) -> Any:
    if state.direction < 0:
        return state.usual * math.sqrt(state.trust)
    return min(state.most, state.usual * (1.0 + 0.5 * state.draw))


def tenure(state: Any) -> Any:
    before = 1.0 + 3.0 * state.load_before / (state.limit + 1)
    now = 1.0 + 3.0 * state.load / (state.limit + 1)
    return max(1, state.usual * before / now)


OTHERWISE: dict[str, Callable[[Any], Any]] = {
    "acceptance": acceptance,
    "route": route,
    "next_contact": next_contact,
    "assigned": assigned,
    "ending": ending,
    "need_rate": need_rate,
    "tenure": tenure,
}


def rules(**functions: Any) -> OwnRules:
    """These functions as own rules, by the names of the hooks."""
    given: dict[str, FunctionType | None] = functions
    return own_rules(given)


ALL_USUAL = rules(**dict.fromkeys(NO_RULES._fields, usual))
