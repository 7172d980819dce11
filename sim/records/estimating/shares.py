"""Shares of events of which a person may have several."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.area.deriving.counting import Count
from sim.area.deriving.ranges import Range, of_share
from sim.laws import Flags, Floats, Ints
from sim.records.estimating.durations import clustered


class Share(NamedTuple):
    """A share with its range."""

    value: float
    found: Range
    error: float
    n: int  # people
    counts: tuple[int, int]  # events that are these, and others


def share_of(these: Flags, person: Ints) -> Share:
    """Return the share of events that are `these`, of one event at least; both of shape (n,).

    Events of one person may be alike, so that they tell less than as many people's: the range is
    that of as many events by themselves as would be as sure (Kish 1965: the design effect). They
    are never taken to tell more.
    """
    number, hits = these.size, int(these.sum())
    value = hits / number
    plain = value * (1 - value) / number
    variance = float(clustered((these - value) / number, person)[0, 0])
    effect = max(1.0, variance / plain) if plain else 1.0
    yes, no = hits / effect, (number - hits) / effect
    found = of_share(Count(yes, yes, yes), Count(no, no, no))
    method = f"Beta(½, ½), by person (design effect {effect:.2f})"
    a, b = yes + 0.5, no + 0.5
    error = math.sqrt(a * b / ((a + b) ** 2 * (a + b + 1)))
    people = int(np.unique(person).size)
    return Share(value, found._replace(method=method), error, people, (hits, number - hits))


def ratio_of(above: Floats, below: Floats, person: Ints) -> tuple[float, float]:
    """Return Σ above ÷ Σ below and its standard error, by person; `below` adds up to more than 0.

    All three have shape (n,), with a row for each event or length of time.
    """
    total = float(below.sum())
    value = float(above.sum()) / total
    return value, math.sqrt(float(clustered((above - value * below) / total, person)[0, 0]))
