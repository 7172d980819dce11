"""The queues in cimba, as in its README, its own benchmark and its tutorial on patience."""

# No `from __future__ import annotations`: cimba reads the annotations of its models.
import cimba as cb
import numpy as np
from cimba import inputs

from peers.queues import EIGHT_STATIONS, Desk, Network

GAVE_UP = 42

# Ways are part of the compiled code, as in its tutorial; the last row is for those who come.
OUTSIDE = len(EIGHT_STATIONS.servers)
ENTRY = np.array(EIGHT_STATIONS.entry) / sum(EIGHT_STATIONS.entry)
ONWARD = np.cumsum(np.vstack([EIGHT_STATIONS.routing, ENTRY]), axis=1)
ONWARD[OUTSIDE, -1] = 1.0


class Queue(cb.Model):
    """Customers are the times they came, in a store that the servers take them from."""

    interarrival: cb.Input[float]
    service: cb.Input[float]
    customers: cb.Param[int]
    line: cb.Store[float]
    waited: cb.Output[float]

    @cb.on_start
    def nobody_yet(self):
        """Nobody has waited before the first customer comes."""
        self.waited = 0.0

    @cb.process
    def arrivals(self):
        """Let everyone in."""
        for _ in range(self.customers):
            cb.hold(self.interarrival.next())
            self.line.put(cb.now())

    @cb.process
    def server(self):
        """Serve one after the other."""
        while True:
            came = self.line.get()
            self.waited += cb.now() - came
            cb.hold(self.service.next())


class TenServers(Queue):
    """The same with ten servers."""

    @cb.process(copies=10)
    def server(self):
        """Serve one after the other."""
        while True:
            came = self.line.get()
            self.waited += cb.now() - came
            cb.hold(self.service.next())


class Office(cb.Model):
    """Desks, and customers who may give up."""

    interarrival: cb.Input[float]
    service: cb.Input[float]
    patience: cb.Input[float]
    customers: cb.Param[int]
    desks: cb.Resource
    gave_up: cb.Output[int]

    def __init__(self, servers: int):
        super().__init__()
        self.desks = cb.Resource(capacity=servers)

    @cb.process
    def arrivals(self):
        """Let everyone in."""
        for _ in range(self.customers):
            cb.hold(self.interarrival.next())
            cb.spawn(Customer, office=self)


class Customer(cb.Model):
    """Someone with a patience of their own."""

    office: cb.Ref[Office]

    @cb.process
    def visit(self):
        """Wait for a desk or give up."""
        me = cb.this_process()
        me.timer_set(self.office.patience.next(), GAVE_UP)
        if self.office.desks.acquire(1) == GAVE_UP:
            self.office.gave_up += 1
        else:
            me.timers_clear()
            cb.hold(self.office.service.next())
            self.office.desks.release(1)
        cb.release(self)


class Station(cb.Model):
    """Servers that visitors take one of."""

    service: cb.Input[float]
    servers: cb.Resource

    def __init__(self, servers: int, mean: float):
        super().__init__()
        self.servers = cb.Resource(capacity=servers)
        self.service = inputs.dist.exponential(mean=mean)


class Stations(cb.Model):
    """An open network; visitors find their own way."""

    interarrival: cb.Input[float]
    customers: cb.Param[int]
    stations: list[Station]
    waited: cb.Output[float]
    visits: cb.Output[int]

    def __init__(self, model: Network):
        super().__init__()
        self.interarrival = inputs.dist.exponential(mean=1 / sum(model.entry))
        self.stations = [*map(Station, model.servers, model.service)]

    @cb.on_start
    def nobody_yet(self):
        """Nobody has waited before the first visitor comes."""
        self.waited = 0.0

    @cb.process
    def arrivals(self):
        """Let everyone in."""
        for _ in range(self.customers):
            cb.hold(self.interarrival.next())
            cb.spawn(Visitor, network=self)


class Visitor(cb.Model):
    """Someone who goes from station to station."""

    network: cb.Ref[Stations]

    @cb.process
    def visit(self):
        """Visit stations until the way leads out."""
        here = OUTSIDE
        while True:
            draw = cb.random.uniform()
            there = 0
            while there < OUTSIDE and draw >= ONWARD[here, there]:
                there += 1
            if there == OUTSIDE:
                break
            here = there
            station = self.network.stations[here]
            came = cb.now()
            station.servers.acquire(1)
            self.network.waited += cb.now() - came
            self.network.visits += 1
            cb.hold(station.service.next())
            station.servers.release(1)
        cb.release(self)


def _run(model: cb.Model, seed: int):
    experiment = cb.Experiment(model, window=cb.Window.until_idle(), seed=seed)
    return experiment.run(workers=1)[model]


def desk(model: Desk, customers: int, seed: int) -> float:
    """Serve so many customers; their mean wait, or the share that gave up."""
    if model.patience is not None:
        world = Office(model.servers)
        world.patience = inputs.dist.exponential(mean=model.patience)
    else:
        world = {1: Queue, 10: TenServers}[model.servers]()
    world.interarrival = inputs.dist.exponential(mean=1 / model.arrivals)
    world.service = inputs.dist.exponential(mean=1)
    world.customers = customers
    results = _run(world, seed)
    total = results.waited if model.patience is None else results.gave_up
    return float(total[0, 0]) / customers


def network(model: Network, customers: int, seed: int) -> float:
    """Let so many customers through; the mean wait of a visit."""
    world = Stations(model)
    world.customers = customers
    results = _run(world, seed)
    return float(results.waited[0, 0] / results.visits[0, 0])
