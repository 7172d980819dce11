"""Estimates are written rounded, or not at all."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sim.records.composing.disclosing import told
from sim.records.disclosure import rounded
from sim.records.estimating import Estimate, Family, Law
from sim.records.estimating.estimate import Parameter, Tail

FIRST, LAST = datetime.date(2024, 4, 1), datetime.date(2025, 3, 31)


def estimate(**about: Any) -> Estimate:
    """An estimate of some hundred people."""
    usual = {
        "service": "team", "item": "interval", "value": 13.46, "unit": "days", "low": 12.18,
        "high": 14.72, "standard_error": 0.77, "n": 312, "first": FIRST, "last": LAST,
        "method": "mean", "note": "From one contact to the next.",
    }  # fmt: skip
    return Estimate(**{**usual, **about})


def one(each: Estimate) -> Estimate:
    """What is told of an estimate."""
    (found,), _ = told([each])
    return found


def test_a_value_has_two_digits_and_its_range_holds_the_estimated_one() -> None:
    found = one(estimate())
    assert (found.value, found.low, found.high) == (13.0, 12.0, 15.0)
    assert (found.n, found.standard_error) == (310, 0.77)


@pytest.mark.parametrize(
    ("item", "n"), [("interval", 9), ("stay", 3), ("tenure", 4), ("WTE", 4), ("vacancy", 1)]
)
def test_nothing_is_told_of_too_few(item: str, n: int) -> None:
    found, not_told = told([estimate(item=item, n=n)])
    assert not found
    assert (not_told[0].item, not_told[0].service) == (item, "team")
    assert "too few" in not_told[0].why


def test_a_mean_time_until_fewer_than_5_events_is_not_told() -> None:
    """Its error is the mean ÷ √events, so it would tell how many there were."""
    few = estimate(item="stay", value=120.0, standard_error=60.0, low=60.0, high=240.0)
    found, (not_told,) = told([few])
    assert not found
    assert "seldom" in not_told.why


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_share_is_of_rounded_counts_and_hidden_ones_change_nothing(part: int, rest: int) -> None:
    whole = part + rest
    if whole < 10:
        return
    value = {"value": part / whole, "low": 0.0, "high": 1.0, "counts": (part, rest)}
    found, shown = one(estimate(item="attendance", unit="share", n=20, **value)), rounded(whole)
    assert found.counts is None
    assert shown is not None
    usual = 0.5 / (shown + 1)
    if part < 5:
        assert (found.value, found.low, found.high) == (usual, 0.0, 4 / shown)
    elif rest < 5:
        assert (found.value, found.low, found.high) == (1 - usual, 1 - 4 / shown, 1.0)
    else:
        assert found.value == min(1.0, (rounded(part) or 0) / shown)


@given(st.lists(st.integers(5, 300), min_size=1, max_size=8))
def test_the_ways_out_of_a_service_are_rounded_counts_and_add_up(people: list[int]) -> None:
    n = sum(people)
    if n < 10:
        return
    ways = [
        estimate(item="route", unit="share", value=each / n, n=n, reason="finished_settled", to=to)
        for to, each in zip("abcdefgh", people, strict=False)
    ]
    found, _ = told(ways)
    assert sum(each.value for each in found) == pytest.approx(1)
    for each in found:
        assert each.low is not None
        assert each.high is not None
        assert each.low <= each.value <= each.high


def test_a_rate_of_referrals_is_that_of_the_rounded_count() -> None:
    rate = {"value": 312 / 365, "low": 0.77, "high": 0.94, "standard_error": 0.048}
    each = estimate(item="outside referrals", unit="per day", n=312, **rate)
    assert one(each).value == pytest.approx(310 / 365)


def test_each_parameter_of_a_law_has_two_digits() -> None:
    law = Law(Family.WEIBULL, (Parameter("shape", 0.8346, 0.7712, 0.9032, 0.0391),))
    found = one(estimate(item="stay", law=law)).law
    assert found is not None
    assert found.parameters == (Parameter("shape", 0.83, 0.77, 0.91, 0.039),)


@given(st.lists(st.integers(1, 12), min_size=6, max_size=60), st.integers(0, 20))
def test_each_point_of_a_table_is_of_at_least_5_people(ended: list[int], left: int) -> None:
    n = sum(ended) + left
    if n < 10 or sum(ended) < 10:
        return
    points = tuple((10.37 * (at + 1), each / n) for at, each in enumerate(ended))
    tail = Tail(left / n, points[-1][0], 123.4) if left else None
    found = one(estimate(item="stay", n=n, law=Law(Family.TABLE, points=points, tail=tail))).law
    assert found is not None
    days, shares = zip(*found.points, strict=True)
    assert list(days) == sorted(set(days))
    assert all(float(f"{day:.2g}") == day for day in days)
    assert sum(shares) + (found.tail.share if found.tail else 0) == pytest.approx(1)
    assert all(each * n >= 2.5 for each in shares)
    assert (found.tail is None) == (left < 5)


def test_no_count_stands_in_a_note_as_it_is() -> None:
    each = estimate(method="Poisson of 73 endings", note="After 412 days of 3 people.")
    found = one(each)
    assert found.method == "Poisson of 75 endings"
    assert found.note == "After 410 days of fewer than 5 people."


def test_what_is_told_keeps_whatever_is_no_number() -> None:
    each = estimate(reason="turned_away", to="nowhere", assumed=True)
    found = one(each)
    for field in dataclasses.fields(Estimate):
        if field.name not in ("value", "low", "high", "standard_error", "n"):
            assert getattr(found, field.name) == getattr(each, field.name)
