"""What queueing theory says of each queue, and the rule by which an answer counts as that."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.studies.student_t import quantile

CONFIDENCE = 0.999
"""Of the interval over replications that has to contain theory; fixed before any run."""


class Rule(NamedTuple):
    """How an answer is checked before anything is timed."""

    replications: int  # independent ones, each from an empty start
    size: float  # of one replication, relative to the size of the workload
    widest: float  # half the interval, relative to theory; a wider one shows nothing


THOROUGH = Rule(replications=20, size=1.0, widest=0.15)
ROUGH = Rule(replications=10, size=0.2, widest=0.50)


class Verdict(NamedTuple):
    """One program's answer beside theory."""

    theory: float
    low: float
    high: float
    words: str  # "agrees", "wrong", or "too wide to tell"

    @property
    def agrees(self) -> bool:
        """Whether the program may be timed."""
        return self.words == "agrees"


def judge(answers: Sequence[float], theory: float, rule: Rule) -> Verdict:
    """Judge answers, one per replication, against `theory`, which is not 0."""
    values = np.array(answers, dtype=np.float64)
    # Student's interval as it is: the rule was fixed with it, and is not to be widened afterwards.
    reach = quantile(0.5 + CONFIDENCE / 2, values.size - 1) * values.std(ddof=1) / values.size**0.5
    low, high = values.mean() - reach, values.mean() + reach
    words = "agrees"
    if not low <= theory <= high:  # also when an answer is not a number
        words = "wrong"
    elif (high - low) / 2 > rule.widest * abs(theory):
        words = "too wide to tell"
    return Verdict(theory, low, high, words)


def wait_in_mmc(arrivals: float, service: float, servers: int) -> float:
    """Mean wait before service in M/M/c by Erlang's C; `service` is a mean."""
    load = arrivals * service
    lost = 1.0
    for server in range(1, servers + 1):
        lost = load * lost / (server + load * lost)
    waiting = lost / (1 - load / servers * (1 - lost))
    return waiting * service / (servers - load)


def leaving_mmc(arrivals: float, service: float, servers: int, patience: float) -> float:
    """Share of arrivals that give up in M/M/c+M; `service` and `patience` are means.

    By the birth-death chain on the number there, cut off where it is out of reach.
    """
    weights = [1.0]
    while len(weights) <= servers or weights[-1] > 1e-18 * max(weights):
        number = len(weights)
        ends = min(number, servers) / service + max(number - servers, 0) / patience
        weights.append(weights[-1] * arrivals / ends)
    waiting = math.fsum(max(n - servers, 0) * weight for n, weight in enumerate(weights))
    return waiting / math.fsum(weights) / patience / arrivals


def visits_in_jackson(entry: Sequence[float], routing: Sequence[Sequence[float]]) -> list[float]:
    """Visits per unit of time at each station, by the traffic equations."""
    size = len(entry)
    rates = np.linalg.solve(np.eye(size) - np.array(routing).T, np.array(entry))
    return [float(rate) for rate in rates]


def wait_in_jackson(
    entry: Sequence[float],
    routing: Sequence[Sequence[float]],
    service: Sequence[float],
    servers: Sequence[int],
) -> float:
    """Mean wait of a visit, over all stations of an open Jackson network (product form)."""
    rates = visits_in_jackson(entry, routing)
    waits = map(wait_in_mmc, rates, service, servers)
    return math.fsum(rate * wait for rate, wait in zip(rates, waits, strict=True)) / sum(rates)


def stationary(generator: Sequence[Sequence[float]]) -> list[float]:
    """Stationary law of a chain with one closed class; rows of `generator` sum to 0."""
    system = np.array(generator).T
    system[-1] = 1.0
    right = np.zeros(len(system))
    right[-1] = 1.0
    return [float(share) for share in np.linalg.solve(system, right)]
