"""The queues in SimPy: a process a customer and a Resource a station, as in its bank example."""

from __future__ import annotations

import random
from collections.abc import Generator
from itertools import accumulate
from typing import Any

import simpy

from peers.queues import Desk, Network

Process = Generator[simpy.Event, Any, None]


class Counting(simpy.Environment):
    """An environment that counts its steps; used once, apart from what is timed."""

    steps = 0

    def step(self) -> None:
        """Process the next event."""
        Counting.steps += 1
        super().step()


def desk(model: Desk, customers: int, seed: int, world: type = simpy.Environment) -> float:
    """Serve so many customers; their mean wait, or the share that gave up."""
    generator = random.Random(seed)
    env = world()
    counter = simpy.Resource(env, capacity=model.servers)
    waits: list[float] = []
    gave_up: list[float] = []

    def customer() -> Process:
        arrive = env.now
        with counter.request() as request:
            if model.patience is None:
                yield request
            else:
                patience = env.timeout(generator.expovariate(1 / model.patience))
                results = yield request | patience
                if request not in results:
                    gave_up.append(env.now)
                    return
            waits.append(env.now - arrive)
            yield env.timeout(generator.expovariate(1.0))

    def source() -> Process:
        for _ in range(customers):
            yield env.timeout(generator.expovariate(model.arrivals))
            env.process(customer())

    env.process(source())
    env.run()
    return sum(waits) / len(waits) if model.patience is None else len(gave_up) / customers


def network(model: Network, customers: int, seed: int, world: type = simpy.Environment) -> float:
    """Let so many customers through; the mean wait of a visit."""
    generator = random.Random(seed)
    env = world()
    stations = [simpy.Resource(env, capacity=servers) for servers in model.servers]
    ways = range(len(stations) + 1)
    away = len(stations)
    onward = [list(accumulate((*row, 1 - sum(row)))) for row in model.routing]
    entry = list(accumulate(model.entry))
    waits: list[float] = []

    def customer() -> Process:
        (here,) = generator.choices(ways[:-1], cum_weights=entry)
        while here != away:
            arrive = env.now
            with stations[here].request() as request:
                yield request
                waits.append(env.now - arrive)
                yield env.timeout(generator.expovariate(1 / model.service[here]))
            (here,) = generator.choices(ways, cum_weights=onward[here])

    def source() -> Process:
        for _ in range(customers):
            yield env.timeout(generator.expovariate(entry[-1]))
            env.process(customer())

    env.process(source())
    env.run()
    return sum(waits) / len(waits)
