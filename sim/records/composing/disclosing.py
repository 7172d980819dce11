"""Estimates as they may be written: rounded, or not at all."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable

from sim.records.disclosure import (
    FEWEST_PEOPLE,
    Ends,
    is_enough,
    outwards,
    rounded,
    share,
    two_digits,
    with_two_digits,
)
from sim.records.disclosure.counts import LEAST
from sim.records.estimating import Estimate, Law, Untold
from sim.records.estimating.estimate import Parameter, Step, Tail

PER_DAY, SHARE, ROUTE = "per day", "share", "route"
OF_WORKERS = frozenset({"tenure", "vacancy", "WTE", "WTE of a post"})
OF_COUNTS = frozenset({"outside referrals"})
"""Rates whose `n` is the count that they are made of."""
LEFT_OUT = frozenset({"cancelled share", "cancelled by person", "cancelled by provider"})
"""Shares without which a scenario has none."""
TOO_FEW = "There are too few people in the records for it to be told."
TOO_FEW_WORKERS = "There are too few workers in the records for it to be told."
TOO_FEW_EVENTS = "It happened too seldom in this time for it to be told."
PRIOR, MOST_HIDDEN = 0.5, LEAST - 1
"""What Beta(½, ½) adds to a part and to the rest, and what a hidden count may be at most."""


def told(estimates: Iterable[Estimate]) -> tuple[list[Estimate], list[Untold]]:
    """Return the estimates that may be written, rounded, and those that may not."""
    may_be, not_told = [], []
    for each in estimates:
        why = _why_not(each)
        if why:
            not_told.append(
                Untold(
                    service=each.service,
                    item=each.item,
                    why=why,
                    area=each.area,
                    reason=each.reason,
                )
            )
        else:
            may_be.append(_rounded(each))
    return _with_rows(may_be), not_told


def _with_rows(estimates: list[Estimate]) -> list[Estimate]:
    """Return estimates whose routes for one reason add up to 1, from rounded counts.

    Each way is of at least 5 people, as others are shared among them.
    """
    rows: dict[tuple[str, str | None, str | None], list[int]] = {}
    for each in estimates:
        if each.item == ROUTE:
            rows.setdefault(_row_of(each), []).append(_people(each))
    return [
        _around(each, _people(each) / sum(rows[_row_of(each)])) if each.item == ROUTE else each
        for each in estimates
    ]


def _around(way: Estimate, value: float) -> Estimate:
    """Return a way with another share, and a range that holds it."""
    low, high = way.low, way.high
    return dataclasses.replace(
        way,
        value=value,
        low=None if low is None else min(low, value),
        high=None if high is None else max(high, value),
    )


def _row_of(way: Estimate) -> tuple[str, str | None, str | None]:
    return way.service, way.area, way.reason


def _people(way: Estimate) -> int:
    return rounded(round(way.value * way.n)) or LEAST


def _why_not(each: Estimate) -> str:
    """Return why an estimate may not be told; "" if it may."""
    if each.item in OF_WORKERS:
        return "" if is_enough(FEWEST_PEOPLE, each.n) else TOO_FEW_WORKERS
    if not is_enough(each.n):
        return TOO_FEW
    seldom = each.item in LEFT_OUT and _counts(each)[0] < LEAST
    return TOO_FEW_EVENTS if seldom or _events(each) < LEAST else ""


def _counts(each: Estimate) -> tuple[int, int]:
    """Return the events that a share is of, and the others; without them, people or workers."""
    part = round(each.value * each.n)
    return each.counts or (part, each.n - part)


def _events(each: Estimate) -> float:
    """Return of how many events a mean time or a rate is: its error is that of a count."""
    if each.standard_error is None or each.unit not in (PER_DAY, "days"):
        return math.inf
    return round((each.value / each.standard_error) ** 2) if each.standard_error else math.inf


def _rounded(estimate: Estimate) -> Estimate:
    """Return an estimate without more digits than may be told."""
    value, low, high = estimate.value, estimate.low, estimate.high
    ends: Ends | None = None if low is None or high is None else outwards(low, high)
    if estimate.unit == SHARE and estimate.item != ROUTE:
        value, ends = _share(*_counts(estimate), ends)
    elif estimate.item in OF_COUNTS:
        value *= (rounded(estimate.n) or estimate.n) / estimate.n
    elif estimate.item != ROUTE:
        value = two_digits(value)
    if ends is not None:
        ends = Ends(min(ends.low, value), max(ends.high, value))
    error = estimate.standard_error
    return dataclasses.replace(
        estimate,
        value=value,
        low=ends and ends.low,
        high=ends and ends.high,
        standard_error=None if error is None else two_digits(error),
        law=None if estimate.law is None else _law(estimate.law, estimate.n),
        n=rounded(estimate.n) or LEAST,
        counts=None,
        method=with_two_digits(estimate.method),
        note=with_two_digits(estimate.note),
    )


def _share(part: int, rest: int, ends: Ends | None) -> tuple[float, Ends | None]:
    """Return a share from rounded counts, and its range.

    Where the part or the rest is under 5, its share is what Beta(½, ½) expects if none was seen in
    the rounded total, ½ ÷ (total + 1), and the range is that of 0 to 4. So the value is the same
    whatever the hidden count is, and within what it may be. Most hidden counts are of what never
    happens; reading them as 2 would have a service that turns nobody away turn some away. Beside
    the true share it is wrong by less than 4 ÷ total.
    """
    whole = part + rest
    found = share(part, whole)
    if found is not None:
        return found, ends
    shown = rounded(whole) or LEAST
    usual, most = PRIOR / (shown + 2 * PRIOR), MOST_HIDDEN / shown
    return (usual, Ends(0.0, most)) if part < LEAST else (1 - usual, Ends(1 - most, 1.0))


def _law(law: Law, n: int) -> Law:
    """Return a law with two digits in each parameter, and with at least 5 people at each point."""
    points, tail = _points(law, n)
    return dataclasses.replace(
        law,
        parameters=tuple(map(_parameter, law.parameters)),
        points=points,
        tail=tail,
        steps=tuple(Step(each.begins, _parameter(each.per_day)) for each in law.steps),
    )


def _parameter(parameter: Parameter) -> Parameter:
    value, ends = two_digits(parameter.value), outwards(parameter.low, parameter.high)
    return parameter._replace(
        value=value,
        low=min(ends.low, value),
        high=max(ends.high, value),
        standard_error=two_digits(parameter.standard_error),
    )


def _points(law: Law, n: int) -> tuple[tuple[tuple[float, float], ...], Tail | None]:
    """Return the points of a table with their neighbours, until each is of at least 5 people.

    The probabilities come from rounded counts. What is left over counts to the last point.
    """
    merged: list[tuple[float, float]] = []
    days = people = 0.0
    for at, probability in law.points:
        days, people = days + at * probability * n, people + probability * n
        if round(people) >= LEAST:
            merged.append((two_digits(days / people), people))
            days = people = 0.0
    if people and merged:
        merged[-1] = (merged[-1][0], merged[-1][1] + people)
    beyond = law.tail.share * n if law.tail else 0.0
    counted: dict[float, int] = {}
    for at, number in merged:
        counted[at] = counted.get(at, 0) + (rounded(round(number)) or LEAST)
    kept = rounded(round(beyond)) or 0
    whole = sum(counted.values()) + kept
    tail = (
        law.tail
        and kept
        and Tail(kept / whole, two_digits(law.tail.begins), two_digits(law.tail.mean))
    )
    return tuple((at, number / whole) for at, number in counted.items()), tail or None
