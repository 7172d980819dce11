"""The queues in salabim: a Component a customer and a Resource a station, as in its bank models.

Processes use `yield`, one of its two ways; the other, greenlets, was 7 % slower here. Resources
keep no statistics, because waits are counted by hand.
"""

from __future__ import annotations

import random
from collections.abc import Generator
from itertools import accumulate
from typing import Any

import salabim

from peers.queues import Desk, Network

Process = Generator[Any, Any, None]


def _world(seed: int) -> salabim.Environment:
    salabim.yieldless(False)
    return salabim.Environment(random_seed=seed, trace=False)


def desk(model: Desk, customers: int, seed: int) -> float:
    """Serve so many customers; their mean wait, or the share that gave up."""
    env = _world(seed)
    clerks = salabim.Resource("clerks", capacity=model.servers, monitor=False)
    between, service = salabim.Exponential(1 / model.arrivals), salabim.Exponential(1)
    patience = salabim.inf if model.patience is None else salabim.Exponential(model.patience)
    waits: list[float] = []
    gave_up: list[float] = []

    class Customer(salabim.Component):
        def process(self) -> Process:
            yield self.request(clerks, fail_delay=patience)
            if self.failed():
                gave_up.append(env.now())
                return
            waits.append(env.now() - self.creation_time())
            yield self.hold(service.sample())
            self.release()

    class Source(salabim.Component):
        def process(self) -> Process:
            for _ in range(customers):
                yield self.hold(between.sample())
                Customer()

    Source()
    env.run()
    return sum(waits) / len(waits) if model.patience is None else len(gave_up) / customers


def network(model: Network, customers: int, seed: int) -> float:
    """Let so many customers through; the mean wait of a visit."""
    env = _world(seed)
    generator = random.Random(seed)
    stations = [
        salabim.Resource(f"station {number}", capacity=servers, monitor=False)
        for number, servers in enumerate(model.servers)
    ]
    between = salabim.Exponential(1 / sum(model.entry))
    service = [salabim.Exponential(mean) for mean in model.service]
    ways = range(len(stations) + 1)
    away = len(stations)
    entry = list(accumulate(model.entry))
    onward = [list(accumulate((*row, 1 - sum(row)))) for row in model.routing]
    waits: list[float] = []

    class Customer(salabim.Component):
        def process(self) -> Process:
            (here,) = generator.choices(ways[:-1], cum_weights=entry)
            while here != away:
                arrive = env.now()
                yield self.request(stations[here])
                waits.append(env.now() - arrive)
                yield self.hold(service[here].sample())
                self.release()
                (here,) = generator.choices(ways, cum_weights=onward[here])

    class Source(salabim.Component):
        def process(self) -> Process:
            for _ in range(customers):
                yield self.hold(between.sample())
                Customer()

    Source()
    env.run()
    return sum(waits) / len(waits)
