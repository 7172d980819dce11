"""The queues as a bare event loop in Python: a heap, lists, and nothing else."""

from __future__ import annotations

import heapq
import random
from collections import deque
from itertools import accumulate

from peers.queues import Desk, Network

ARRIVES, IS_DONE, GIVES_UP = range(3)


def desk(model: Desk, customers: int, seed: int) -> float:
    """Serve so many customers; their mean wait, or the share that gave up."""
    expovariate = random.Random(seed).expovariate
    push, pop = heapq.heappush, heapq.heappop
    calendar = [(expovariate(model.arrivals), ARRIVES, 0)]
    waiting: deque[tuple[int, float]] = deque()
    here: set[int] = set()  # who is still waiting; used only where people give up
    free, waited, gave_up, came = model.servers, 0.0, 0, 0
    while calendar:
        now, what, who = pop(calendar)
        if what == ARRIVES:
            came += 1
            if came < customers:
                push(calendar, (now + expovariate(model.arrivals), ARRIVES, came))
            if free:
                free -= 1
                push(calendar, (now + expovariate(1.0), IS_DONE, who))
            else:
                waiting.append((who, now))
                if model.patience is not None:
                    here.add(who)
                    push(calendar, (now + expovariate(1 / model.patience), GIVES_UP, who))
        elif what == IS_DONE:
            while waiting:
                who, arrived = waiting.popleft()
                if model.patience is None or who in here:
                    here.discard(who)
                    waited += now - arrived
                    push(calendar, (now + expovariate(1.0), IS_DONE, who))
                    break
            else:
                free += 1
        elif who in here:
            here.remove(who)
            gave_up += 1
    return waited / customers if model.patience is None else gave_up / customers


def network(model: Network, customers: int, seed: int) -> float:
    """Let so many customers through; the mean wait of a visit."""
    generator = random.Random(seed)
    uniform, expovariate = generator.random, generator.expovariate
    push, pop = heapq.heappush, heapq.heappop
    came = sum(model.entry)
    entry = list(accumulate(rate / came for rate in model.entry))
    onward = [list(accumulate(row)) for row in model.routing]
    rates = [1 / mean for mean in model.service]
    free = list(model.servers)
    waiting: list[deque[float]] = [deque() for _ in free]
    calendar = [(expovariate(came), -1)]  # when, and which station is done; -1 is an arrival
    waited, visits = 0.0, 0
    while calendar:
        now, station = pop(calendar)
        if station < 0:
            customers -= 1
            if customers:
                push(calendar, (now + expovariate(came), -1))
            shares = entry
        else:
            if waiting[station]:
                waited += now - waiting[station].popleft()
                push(calendar, (now + expovariate(rates[station]), station))
            else:
                free[station] += 1
            shares = onward[station]
        chosen = uniform()
        for there, share in enumerate(shares):
            if chosen < share:
                visits += 1
                if free[there]:
                    free[there] -= 1
                    push(calendar, (now + expovariate(rates[there]), there))
                else:
                    waiting[there].append(now)
                break
    return waited / visits
