"""A small scenario for scripts, and ways to call the functions of `sim` with anything."""

from collections.abc import Callable
from typing import Any

import sim

api: Any = sim  # these calls are wrong on purpose, so their types are not checked
PLACES = "services.group.capacity.places"
RATE = "people.arrivals.newcomers.rate"
STAY = "services.group.ends.stay.exponential.mean"
SHARE = "services.talk.routes.finished_settled.group"
Misuse = Callable[[Any], object]


def swept(
    scenario: sim.Scenario, over: Any = None, arms: Any = ("one_room",), **more: Any
) -> sim.Sweep:
    settings: dict[str, Any] = {"outcomes": ["list_length"], "replications": 1}
    return sim.sweep(scenario, over, execution=sim.Execution(arms=arms), **settings | more)


def endless() -> Any:
    while True:
        yield 1
