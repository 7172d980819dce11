"""Referrals to one service over three years, whose growth and season are known."""

from __future__ import annotations

import datetime

import numpy as np

from sim.events import Window
from sim.measures.recorded.tables import Links, Recorded, Source
from sim.units import DAY
from tests.records.bare import bare, referrals

BEGINS, YEARS = datetime.date(2022, 4, 1), 3
RATE, GROWTH, JULY, JANUARY = 2.0, 0.08, 1.3, 0.7
"""The rate is that of the day after the window; the other months have a factor of 1."""


def demand(
    seed: int, growth: float = GROWTH, july: float = JULY, january: float = JANUARY
) -> tuple[Recorded, Links]:
    """The records of people who are referred and not heard of again."""
    draw = np.random.default_rng(seed)
    last = BEGINS.replace(year=BEGINS.year + YEARS)
    days = (last - BEGINS).days
    dates = [BEGINS + datetime.timedelta(days=day) for day in range(days)]
    months = np.array([12 * (each.year - last.year) + each.month - last.month for each in dates])
    season = np.array([{7: july, 1: january}.get(each.month, 1.0) for each in dates])
    number = draw.poisson(RATE * (1 + growth) ** (months / 12) * season)
    received = np.sort(
        np.repeat(np.arange(days), number) * DAY + draw.integers(0, DAY, number.sum())
    )
    recorded = bare(("door",), people=len(received))._replace(
        begins=BEGINS,
        window=Window(0, days * DAY),
        taken=(days + 60) * DAY,
        referrals=referrals(received, source=Source.OUTSIDE),
    )
    return recorded, Links(np.full(len(received), -1), np.zeros(len(received), bool), 28)
