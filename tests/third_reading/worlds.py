"""Worlds to read: awkward ones with a window of their own, and the shipped scenarios cut short."""

from __future__ import annotations

import numpy as np

from sim.engines import fast
from sim.events import EventKind, Run, Window
from sim.resolved import Resolved
from sim.units import DAY, HOUR
from tests.engines.awkward import awkward_world
from tests.engines.wide import wide_world
from tests.third_reading.arm import Arm
from tests.third_reading.growth import expected

SEED = 5
EDGES = (0, 1, -1)


def awkward(number: int) -> Resolved:
    """A world made to be awkward, of even numbers a short one, of odd numbers a wide one.

    Windows, lengths, prices and the pace of arrivals differ, so that every measure has a value in
    several of them.
    """
    world = wide_world(number // 2) if number % 2 else awkward_world(number // 2)
    numbers, measuring = world.numbers, world.measuring
    by_chance = np.random.default_rng(number)
    closes = numbers.closes * (4 if numbers.closes > 20_000 else 1)
    services = len(world.names.services)
    prices = by_chance.choice([np.nan, 0.0, 12.5, 80.0], (2, services))
    # Drawn apart, so that no other number of these worlds moves.
    of_posts = np.random.default_rng((number, 1)).choice([np.nan, np.nan, 0.0, 40_000.0], services)
    has_team = world.numbers.services.team >= 0
    opens = int(by_chance.choice([0, 60, closes // 5, closes // 2]))
    measuring = measuring._replace(
        window=Window(opens, closes),
        covered_for=int(by_chance.choice([1, 40, 500])),
        gap_days=(1, 2, 30, 60) if number % 3 else (30, 60, 90),
        lost_after=int(by_chance.choice([1, 180, DAY])),
        contact_cost=prices[0],
        place_day_cost=prices[1],
        post_year_cost=np.where(has_team, of_posts, np.nan),
        price_year=2024,
    )
    arrivals = numbers.arrivals
    slower = float(by_chance.choice([1.0, 20.0, 100.0]))
    arrivals = arrivals._replace(piece_rate=arrivals.piece_rate / slower)
    return world._replace(
        numbers=numbers._replace(closes=closes, arrivals=arrivals), measuring=measuring
    )


def on_edges(world: Resolved, run: Run, number: int) -> Resolved:
    """The same world, its window begun and ended in minutes in which something becomes true.

    These are minutes of rows, and minutes that lie one of the measured lengths after a row, or one
    minute beside them.
    """
    by_chance = np.random.default_rng(number)
    measuring = world.measuring
    lengths = [0, measuring.covered_for, measuring.lost_after, 72 * HOUR, 90 * DAY, 365 * DAY]
    lengths += [days * DAY for days in measuring.gap_days]
    of_note = np.isin(run.log["event"], [EventKind.CONTACT, *range(9, 16)])
    times = np.unique(run.log["time"][of_note]) if of_note.any() else np.array([0])

    def edge() -> int:
        minute = by_chance.choice(times) + by_chance.choice(lengths) + by_chance.choice(EDGES)
        return int(np.clip(minute, 0, world.numbers.closes))

    opens, closes = sorted((edge(), edge()))
    closes = max(closes, opens + 1)
    if by_chance.random() < 0.3:
        opens = 0
    return world._replace(
        numbers=world.numbers._replace(closes=closes),
        measuring=measuring._replace(window=Window(opens, closes)),
    )


def edged(number: int) -> Resolved:
    """An awkward world whose window lies on edges."""
    world = awkward(number)
    return on_edges(world, fast.run(world, SEED, 0), number)


def with_crisis_service(number: int) -> Resolved:
    """An awkward world whose first service accepts people in crisis only."""
    world = awkward(number)
    services = world.numbers.services
    low, high = services.level_low.copy(), services.level_high.copy()
    low[0] = high[0] = 3
    services = services._replace(level_low=low, level_high=high)
    return world._replace(numbers=world.numbers._replace(services=services))


def growing(number: int, factor: float) -> Resolved:
    """An awkward world whose arrivals are such that people grow by this factor over the window."""
    world = awkward(number)
    still, moving = with_arrivals(world, 0.0), with_arrivals(world, 1.0)
    opens, closes = world.measuring.window
    at = {
        (arrivals, minute): expected(Arm(each), minute)
        for arrivals, each in ((0, still), (1, moving))
        for minute in (opens, closes)
    }
    more_then = at[1, closes] - at[0, closes] - factor * (at[1, opens] - at[0, opens])
    return with_arrivals(world, (factor * at[0, opens] - at[0, closes]) / more_then)


def with_arrivals(world: Resolved, times: float) -> Resolved:
    """The world with so many times as many people who come."""
    arrivals = world.numbers.arrivals
    arrivals = arrivals._replace(piece_rate=arrivals.piece_rate * times)
    return world._replace(numbers=world.numbers._replace(arrivals=arrivals))
