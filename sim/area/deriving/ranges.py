"""Central 90 % ranges of what counts tell: how far chance alone may have moved a number.

A share of independent events has the beta distribution after Jeffreys' prior, Beta(½, ½) (Brown,
Cai and DasGupta 2001, doi:10.1214/ss/1009213286): at the ends, 0 and 1 belong to the range. A rate
of events in so much time has the gamma distribution after Jeffreys' prior. A mean time until an
event is the inverse of its rate: time at risk ÷ events. People may enter and leave at any time, as
long as the event is as likely each day. Where a count is hidden, the range covers all that it may
be.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from scipy.special import betainccinv, betaincinv, gammainccinv, gammaincinv

from sim.area.deriving.counting import Count

BELOW = 0.05  # of 100 worlds 5 lie below a range and 5 above it
NORMAL = 1.6449  # so many standard deviations to each side hold the central 90 %


class Range(NamedTuple):
    """A central 90 % range, and how it was found."""

    low: float
    high: float
    method: str


class Unsure(NamedTuple):
    """What makes a time spent unsure."""

    variance: float  # relative to its square
    words: str


def of_share(these: Count, others: Count) -> Range:
    """Return the range of the share of `these` among both, 0 to 1."""
    few, many = (these.least, others.most), (these.most, others.least)
    low = float(betaincinv(few[0] + 0.5, few[1] + 0.5, BELOW)) if few[0] > 0 else 0.0
    high = float(betainccinv(many[0] + 0.5, many[1] + 0.5, BELOW)) if many[1] > 0 else 1.0
    return Range(low, high, f"Beta(½, ½) after {these} and {others}")


def of_count(events: Count, what: str) -> Range:
    """Return the range of the number of events that was to be expected."""
    low = float(gammaincinv(events.least + 0.5, BELOW)) if events.least > 0 else 0.0
    high = float(gammainccinv(events.most + 0.5, BELOW))
    return Range(low, high, f"Poisson of {events} {what}")


def of_mean_time(spent: float, events: Count, what: str, unsure: Unsure | None = None) -> Range:
    """Return the range of a mean time: time spent ÷ events, which are more than 0."""
    counted = of_count(events, what)
    widened = NORMAL * math.sqrt(unsure.variance) if unsure else 0.0
    down = math.hypot(math.log(counted.high / events.value), widened)
    up = math.hypot(math.log(events.value / counted.low), widened) if counted.low else math.inf
    value = spent / events.value
    more = f", and {unsure.words}" if unsure else ""
    return Range(value * math.exp(-down), value * math.exp(up), f"{counted.method}{more}")
