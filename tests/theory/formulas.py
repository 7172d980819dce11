"""What queueing and renewal theory say, in closed form or by solving a small Markov chain.

Rates and times are in any one unit; *load* is arrival rate times mean service, in servers.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def erlang_b(servers: int, load: float) -> float:
    """Share of arrivals lost by M/M/c/c: Erlang's loss formula by its recursion."""
    lost = 1.0
    for server in range(1, servers + 1):
        lost = load * lost / (server + load * lost)
    return lost


def kaufman_roberts(room: int, sizes: list[int], loads: list[float]) -> list[float]:
    """Return the share lost of each class, whose arrivals take so much of a room without a list.

    Kaufman 1981, doi:10.1109/TCOM.1981.1094894, and Roberts 1981, by recursion over the room taken.
    """
    taken = [1.0]
    for used in range(1, room + 1):
        parts = zip(sizes, loads, strict=True)
        taken.append(
            sum(load * size * taken[used - size] for size, load in parts if size <= used) / used
        )
    return [sum(taken[room - size + 1 :]) / sum(taken) for size in sizes]


def erlang_c(servers: int, load: float) -> float:
    """Share of arrivals that must wait in M/M/c with load < servers."""
    lost = erlang_b(servers, load)
    busy = load / servers
    return lost / (1 - busy * (1 - lost))


def wait_in_mmc(arrivals: float, service: float, servers: int) -> float:
    """Mean wait before service in M/M/c; `service` is the mean service time."""
    waiting = erlang_c(servers, arrivals * service)
    return waiting * service / (servers - arrivals * service)


class WithPatience(NamedTuple):
    """M/M/c+M in steady state."""

    leaving: float  # share of arrivals that leave before service
    wait: float  # mean time on the list, of those served and those who leave alike
    busy: float  # mean number in service


def erlang_a(arrivals: float, service: float, servers: int, patience: float) -> WithPatience:
    """M/M/c+M from its birth-death chain; `service` and `patience` are means."""
    weights = [1.0]
    for number in range(1, 100_000):
        departures = min(number, servers) / service + max(number - servers, 0) / patience
        weights.append(weights[-1] * arrivals / departures)
        if number > servers and weights[-1] < 1e-18 * max(weights):
            break
    shares = np.array(weights) / math.fsum(weights)
    numbers = np.arange(shares.size)
    waiting = float(shares @ np.maximum(numbers - servers, 0))
    return WithPatience(
        leaving=waiting / patience / arrivals,
        wait=waiting / arrivals,
        busy=float(shares @ np.minimum(numbers, servers)),
    )


def pollaczek_khinchine(arrivals: float, service: float, squared_variation: float) -> float:
    """Mean wait before service in M/G/1; the second number is Var(service) / mean**2."""
    busy = arrivals * service
    return busy * service * (1 + squared_variation) / (2 * (1 - busy))


def cobham(arrivals: list[float], service: float, square: float | None = None) -> list[float]:
    """Mean waits by class, first class first, in M/G/1 with priority that never interrupts.

    `square` is the mean square of a service time; of an exponential one unless given.
    """
    residual = sum(arrivals) * (2 * service**2 if square is None else square) / 2
    waits = []
    ahead = 0.0
    for rate in arrivals:
        with_own = ahead + rate * service
        waits.append(residual / ((1 - ahead) * (1 - with_own)))
        ahead = with_own
    return waits


def poisson_shares(mean: float, largest: int) -> Floats:
    """Shares of 0, 1, ... `largest`: how many are in M/G/infinity, whatever the service law."""
    numbers = range(largest + 1)
    return np.array([math.exp(n * math.log(mean) - mean - math.lgamma(n + 1)) for n in numbers])


class Station(NamedTuple):
    """One station of an open Jackson network in steady state."""

    rate: float  # visits per unit of time
    wait: float  # mean, per visit
    number: float  # mean number waiting or in service


def jackson(
    entry: list[float], routing: list[list[float]], service: list[float], servers: list[int]
) -> list[Station]:
    """Open Jackson network: outside arrival rates, routing shares, mean services, servers."""
    size = len(entry)
    rates = np.linalg.solve(np.eye(size) - np.array(routing).T, np.array(entry))
    stations = []
    for rate, mean, places in zip(rates.tolist(), service, servers, strict=True):
        wait = wait_in_mmc(rate, mean, places)
        stations.append(Station(rate, wait, rate * (wait + mean)))
    return stations


def stationary(generator: Floats) -> Floats:
    """Stationary law of a continuous-time chain; rows of `generator` sum to 0.

    The chain must have one closed class; its law is the only solution of law @ generator = 0
    that sums to 1. The last of those equations follows from the others and makes room for the sum.
    """
    system = generator.T.copy()
    system[-1] = 1.0
    right = np.zeros(len(generator))
    right[-1] = 1.0
    law: Floats = np.linalg.solve(system, right).astype(np.float64)
    return law


def from_rates(rates: dict[tuple[int, int], float], size: int) -> Floats:
    """The generator of a chain on 0 ... size - 1 from its rates between states."""
    generator = np.zeros((size, size))
    for (here, there), rate in rates.items():
        generator[here, there] += rate
        generator[here, here] -= rate
    return generator


class Blocking(NamedTuple):
    """Two stations, one place each, no list between them, blocking after service."""

    number: float  # mean number at the first station: waiting, being served or blocked
    blocked: float  # share of time the first place is held by someone who is finished
    second_busy: float  # share of time the second place is taken


def tandem_with_blocking(
    arrivals: float, first: float, second: float, longest: int = 400
) -> Blocking:
    """Poisson arrivals to M -> M with blocking; services are exponential with these means.

    Chain on (number at the first station, phase): 0 second empty, 1 second busy, 2 second
    busy and the first blocked. Arrivals beyond `longest` are cut off, so it must be far out
    in the tail.
    """

    def state(number: int, phase: int) -> int:
        return 3 * number + phase

    rates = {}
    for number in range(longest + 1):
        for phase in range(3):
            if number < longest and (number > 0 or phase < 2):
                rates[state(number, phase), state(number + 1, phase)] = arrivals
        if number > 0:
            rates[state(number, 0), state(number - 1, 1)] = 1 / first
            rates[state(number, 1), state(number, 2)] = 1 / first
            rates[state(number, 2), state(number - 1, 1)] = 1 / second
        rates[state(number, 1), state(number, 0)] = 1 / second
    # Nobody can be blocked at an empty first station: give that state a way out, none in.
    rates[state(0, 2), state(0, 1)] = 1 / second
    law = stationary(from_rates(rates, 3 * (longest + 1))).reshape(-1, 3)
    return Blocking(
        number=float(np.arange(longest + 1) @ law.sum(axis=1)),
        blocked=float(law[:, 2].sum()),
        second_busy=float(law[:, 1:].sum()),
    )


class Turnover(NamedTuple):
    """A post that is filled, then vacant, then filled again, for ever."""

    rate: float  # leavers per unit of time
    vacant: float  # share of time


def renewal(tenure: float, vacancy: float) -> Turnover:
    """Alternating renewal process in the long run, whatever the laws with these means."""
    cycle = tenure + vacancy
    return Turnover(rate=1 / cycle, vacant=vacancy / cycle)
