"""The queues that every program models; the files in `benchmarks/scenarios` say the same.

A unit of time here is a mean service time, in the scenario files 4 hours.
"""

from __future__ import annotations

from typing import NamedTuple

from peers.theory import leaving_mmc, visits_in_jackson, wait_in_jackson, wait_in_mmc


class Desk(NamedTuple):
    """M/M/c, and with a mean patience M/M/c+M."""

    servers: int
    arrivals: float  # per unit of time; mean service is 1
    patience: float | None = None


class Network(NamedTuple):
    """An open Jackson network."""

    servers: tuple[int, ...]
    service: tuple[float, ...]  # means
    entry: tuple[float, ...]  # outside arrivals per unit of time at each station
    routing: tuple[tuple[float, ...], ...]  # what is missing to 1 leaves


class Queue(NamedTuple):
    """One queue, with its answer in closed form."""

    name: str
    title: str
    scenario: str  # file in benchmarks/scenarios
    model: Desk | Network
    answer: str  # which figure is checked
    theory: float
    arrivals: float  # customers per unit of time
    events: float  # logical ones of a customer: arrivals, ends of service, giving up
    size: int  # customers of a replication in a thorough check


ONE_DESK = Desk(1, 0.9)
TEN_DESKS = Desk(10, 9.0)
IMPATIENT = Desk(10, 11.0, patience=2.0)
EIGHT_STATIONS = Network(
    servers=(3, 5, 2, 8, 4, 6, 2, 10),
    service=(0.42, 0.81, 0.31, 1.56, 0.83, 1.33, 0.37, 2.6),
    entry=(4.0, 2.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.5),
    routing=(
        (0.00, 0.25, 0.20, 0.10, 0.10, 0.05, 0.05, 0.05),
        (0.05, 0.00, 0.25, 0.20, 0.05, 0.05, 0.05, 0.05),
        (0.10, 0.05, 0.00, 0.15, 0.20, 0.05, 0.05, 0.10),
        (0.05, 0.10, 0.05, 0.10, 0.15, 0.20, 0.05, 0.05),
        (0.05, 0.05, 0.10, 0.05, 0.00, 0.25, 0.15, 0.05),
        (0.10, 0.05, 0.05, 0.10, 0.05, 0.00, 0.20, 0.15),
        (0.05, 0.05, 0.05, 0.05, 0.10, 0.05, 0.00, 0.25),
        (0.15, 0.05, 0.05, 0.05, 0.05, 0.10, 0.15, 0.00),
    ),
)
"""Busy from 60 to 90 %; a customer makes about four visits."""


def _desk(name: str, title: str, desk: Desk, size: int) -> Queue:
    if desk.patience is None:
        answer, theory = "mean wait", wait_in_mmc(desk.arrivals, 1, desk.servers)
    else:
        answer = "share giving up"
        theory = leaving_mmc(desk.arrivals, 1, desk.servers, desk.patience)
    # An arrival, and an end: of the service, or of the patience.
    return Queue(name, title, f"{name}.yaml", desk, answer, theory, desk.arrivals, 2.0, size)


def _network(name: str, title: str, network: Network, size: int) -> Queue:
    visits = sum(visits_in_jackson(network.entry, network.routing))
    came = sum(network.entry)
    theory = wait_in_jackson(network.entry, network.routing, network.service, network.servers)
    return Queue(
        name,
        title,
        f"{name}.yaml",
        network,
        "mean wait of a visit",
        theory,
        came,
        1 + visits / came,
        size,
    )


QUEUES = (
    _desk("mm1", "M/M/1, 90 % busy", ONE_DESK, 40_000),
    _desk("mm10", "M/M/10, 90 % busy", TEN_DESKS, 50_000),
    _network("jackson", "Open Jackson network, 8 stations", EIGHT_STATIONS, 30_000),
    _desk("reneging", "M/M/10 with exponential patience", IMPATIENT, 10_000),
)
