"""Timing programs side by side: A B C A B C ..., in processor time, by medians."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

MOST = 1_000_000
"""Units of work in one timed run, at most: memory is not what is compared."""


class Program(NamedTuple):
    """Something that does an amount of work: customers, or replications."""

    name: str
    run: Callable[[int, int], object]  # amount, seed


class Timed(NamedTuple):
    """How long a program took."""

    name: str
    amount: int
    seconds: float  # median over the rounds

    @property
    def rate(self) -> float:
        """Units of work in a second of processor time."""
        return self.amount / self.seconds


def seconds_of(program: Program, amount: int, seed: int) -> float:
    """Processor time of one run, what it makes and drops included, of all threads."""
    gc.collect()
    begin = time.process_time()
    program.run(amount, seed)
    return time.process_time() - begin


def fitting(program: Program, seconds: float, smallest: int) -> int:
    """The amount of work, a 1, 2 or 5 with zeros, that takes about so long.

    The program must have run before: what it does once, such as compiling, is not counted.
    """
    amount = smallest
    while amount < MOST:
        took = seconds_of(program, amount, seed=1)
        if took > seconds / 5:
            break
        amount *= 5 if took > seconds / 25 else 20
    else:
        return MOST
    most = min(max(amount * seconds / took, smallest), MOST)
    return max(
        step * 10**zeros for zeros in range(7) for step in (1, 2, 5) if step * 10**zeros <= most
    )


def side_by_side(programs: Sequence[Program], amounts: Sequence[int], rounds: int) -> list[Timed]:
    """Every program once, then every program again, with other seeds: the median of each."""
    seen: list[list[float]] = [[] for _ in programs]
    for turn in range(rounds):
        for program, amount, seconds in zip(programs, amounts, seen, strict=True):
            seconds.append(seconds_of(program, amount, seed=101 + turn))
    return [
        Timed(program.name, amount, statistics.median(seconds))
        for program, amount, seconds in zip(programs, amounts, seen, strict=True)
    ]
