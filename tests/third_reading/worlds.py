"""Worlds to read: awkward ones with a window of their own, and the shipped scenarios cut short."""

from __future__ import annotations

import numpy as np

from sim.resolved import Resolved
from tests.engines.awkward import awkward_world
from tests.engines.wide import wide_world

SEED = 5


def awkward(number: int) -> Resolved:
    """A world made to be awkward, of even numbers a short one, of odd numbers a wide one.

    Windows, lengths, prices and the pace of arrivals differ, so that every measure has a value in
    several of them.
    """
    world = wide_world(number // 2) if number % 2 else awkward_world(number // 2)
    numbers, measuring = world.numbers, world.measuring
    by_chance = np.random.default_rng(number)
    closes = min(numbers.closes, 60_000)
    services = len(world.names.services)
    prices = by_chance.choice([np.nan, 0.0, 12.5, 80.0], (2, services))
    days = (1, 2, 30, 60) if number % 3 else (30, 60, 90)
    measuring = measuring._replace(
        window=measuring.window._replace(opens=int(by_chance.choice([0, 60, closes // 5, closes // 2])), closes=closes),
        covered_for=int(by_chance.choice([1, 40, 500])),
        gap_days=days,
        lost_after=int(by_chance.choice([1, 180, 1_440])),
        contact_cost=prices[0],
        place_day_cost=prices[1],
        price_year=int(by_chance.choice([0, 2024, 2024])),
    )
    arrivals = numbers.arrivals
    slower = float(by_chance.choice([1.0, 20.0, 100.0]))
    arrivals = arrivals._replace(piece_rate=arrivals.piece_rate / slower)
    return world._replace(
        numbers=numbers._replace(closes=closes, arrivals=arrivals), measuring=measuring
    )
