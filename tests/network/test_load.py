"""Offered load against capacity: exact where it can be, bounded or unsaid where it cannot."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from sim.network import LoadVerdict, loads, service_graph
from sim.network.load import arrival_rates, reaching_help_level
from sim.resolved import Resolved
from sim.units import DAY
from tests.resolving.worlds import ONE_NEED, resolved

NETWORK = """
people:
  arrivals:
    first: {rate: 1 per day, to: a}
    second: {rate: 2 per day, to: b, changes: [{from: 1 year, rate: 4 per day}]}
services:
  a:
    capacity: {places: 4}
    ends: {stay: {exponential: {mean: 2 days}}}
    routes: {finished_settled: {b: 0.5, nowhere: 0.5}}
  b:
    capacity: {places: 6}
    ends: {stay: {gamma: {mean: 1 day, sd: 1 day}}}
    routes: {finished_settled: {a: 0.25, c: 0.25, nowhere: 0.5}}
  c: {capacity: unlimited, ends: {stay: 1 year}}
"""


def by_name(arm: Resolved) -> dict[str, tuple[tuple[float, float], LoadVerdict]]:
    return {load.service: (load.share, load.verdict) for load in loads(arm, service_graph(arm))}


def test_a_network_without_surprises_has_the_load_of_the_traffic_equations(tmp_path: Path) -> None:
    arm = resolved(tmp_path, NETWORK)
    # a = 1 + b / 4 and b = 3 + a / 2 a day: a = 2, b = 4.
    np.testing.assert_allclose(arrival_rates(arm, 0) * DAY, [1, 3, 0], rtol=1e-2)
    found = by_name(arm)
    assert found["a"][0] == pytest.approx((2 * 2 / 4,) * 2, rel=1e-2)
    assert found["b"][0] == pytest.approx((4 * 1 / 6,) * 2, rel=1e-2)
    assert found["b"][1] is LoadVerdict.BELOW
    assert found["c"] == ((0.0, 0.0), LoadVerdict.UNLIMITED)


def test_more_than_it_can_take_is_above_its_capacity(tmp_path: Path) -> None:
    arm = resolved(tmp_path, NETWORK.replace("places: 4", "places: 3"))
    assert by_name(arm)["a"][1] is LoadVerdict.ABOVE


def test_no_places_at_all_are_too_few_for_anybody(tmp_path: Path) -> None:
    arm = resolved(tmp_path, NETWORK.replace("places: 4", "places: 0"))
    assert by_name(arm)["a"] == ((math.inf, math.inf), LoadVerdict.ABOVE)


def test_a_known_share_of_refusals_is_taken_off_exactly(tmp_path: Path) -> None:
    refusing = NETWORK.replace("places: 4}", "places: 4}\n    accepts: {probability: 0.6}")
    # Of those refused nobody goes on: a = 1 + b / 4, b = 3 + 0.6 a / 2.
    a = (1 + 0.75) / (1 - 0.075)
    share, _ = by_name(resolved(tmp_path, refusing))["a"]
    assert share == pytest.approx((0.6 * a * 2 / 4,) * 2, rel=1e-2)


def test_giving_up_on_the_way_bounds_what_comes_later(tmp_path: Path) -> None:
    impatient = NETWORK.replace("places: 4}", "places: 4}\n    patience: 1 week")
    low, high = by_name(resolved(tmp_path, impatient))["b"][0]
    # All who come to a might give up, or none.
    assert low == pytest.approx(3 / 6, rel=1e-2)
    assert high == pytest.approx(4 / 6, rel=1e-2)


def test_a_place_held_until_someone_takes_over_has_no_known_limit(tmp_path: Path) -> None:
    blocked = NETWORK.replace("places: 4}", "places: 4}\n    handoff: blocked")
    low, high = by_name(resolved(tmp_path, blocked))["a"][0]
    assert low == pytest.approx(1.0, rel=1e-2)
    assert math.isinf(high)


def test_where_people_turn_by_themselves_nothing_can_be_told(tmp_path: Path) -> None:
    arm = resolved(tmp_path, ONE_NEED)
    (load,) = loads(arm, service_graph(arm))
    assert load.verdict is LoadVerdict.CANNOT_TELL
    assert load.referrals == (0.0, math.inf)
    # Two places for a day each: two people a day, were it always full.
    assert load.can_take == pytest.approx(2 * 365.25)


def test_people_who_can_never_leave_are_not_counted_round_and_round(tmp_path: Path) -> None:
    trapped = NETWORK.replace("{b: 0.5, nowhere: 0.5}", "{b: 1}").replace(
        "{a: 0.25, c: 0.25, nowhere: 0.5}", "{a: 1}"
    )
    arm = resolved(
        tmp_path,
        trapped.replace("c: {capacity", "c: {capacity").replace(
            "second:", "third: {rate: 1 per day, to: c}\n    second:"
        ),
    )
    low, high = by_name(arm)["a"][0]
    assert low == pytest.approx(0.5)
    assert math.isinf(high)


def test_how_often_needs_rise_to_where_people_turn_for_help(tmp_path: Path) -> None:
    # Ten people, mild 4 / 15.5 of the time and severely unwell three times a year when mild.
    arm = resolved(tmp_path, ONE_NEED)
    mild = (1 / 2) / (1 + 1 / 2 + 3 / 8 + 1 / 16)
    assert reaching_help_level(arm) == pytest.approx(10 * mild * 3)


def test_room_of_a_team_is_posts_times_caseload_over_the_run(tmp_path: Path) -> None:
    team = NETWORK.replace(
        "capacity: {places: 4}",
        "workers: {posts: 2, contact_hours: 10, caseload: 8, changes: [{from: 1 year, posts: 3}]}",
    )
    arm = resolved(tmp_path, team)
    load = loads(arm, service_graph(arm))[0]
    assert load.room == pytest.approx(2.5 * 8)
    assert load.stay == pytest.approx((2 * DAY, 2 * DAY))
