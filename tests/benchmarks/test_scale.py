"""What a large study costs is worked out from what was measured, and its world is in proportion."""

from __future__ import annotations

import pytest
from peers import throughline
from scale import ARMS, PEOPLE, RUNS, Cost, hours, office_busy, scaled

from sim.network import check_workforce
from sim.resolving import resolve
from sim.scenario import load
from sim.units import YEAR

FREE = Cost(
    steps=1.0,
    events=1.0,
    alone=1.8,
    together=1.8,
    clock_alone=1.8,
    clock_together=1.8,
    preparing=0.0,
    handing=0.0,
    measures=1,
    writing=1.0,
    size=1.0,
    memory=1.0,
)


def test_the_world_has_means_in_proportion_to_its_people_and_the_same_in_both_arms() -> None:
    before, after = (
        {arm: resolve(scenario, arm) for arm in ARMS}
        for scenario in (load(throughline.COMMUNITY), scaled(load(throughline.COMMUNITY)))
    )
    numbers, was = after[ARMS[0]].numbers, before[ARMS[0]].numbers
    names = after[ARMS[0]].names.services

    assert numbers.cohort == PEOPLE
    assert numbers.closes == 5 * YEAR
    assert not check_workforce(after, 0.001, "").refused
    times = PEOPLE / was.cohort
    for service, places in zip(names, was.services.places, strict=True):
        now = numbers.services.places[names.index(service)]
        # The last post may be part of one, and a service has one post at least.
        assert now == pytest.approx(places * times, abs=1), service


def test_without_any_overhead_ten_times_the_cores_take_a_tenth_of_the_time() -> None:
    assert hours(FREE, 1) == pytest.approx(RUNS * 1.8 / 3600)
    assert hours(FREE, 1_000) == pytest.approx(hours(FREE, 100) / 10)


def test_an_office_that_cannot_keep_up_is_the_limit_and_shards_relieve_it() -> None:
    slow = FREE._replace(handing=0.018)

    assert office_busy(slow, 10) < 0.1
    assert office_busy(slow, 1_000) == 1.0
    assert hours(slow, 1_000) == pytest.approx(RUNS * 0.018 / 3600)
    assert hours(slow, 1_000) == pytest.approx(hours(slow, 2_000))
    assert hours(slow, 1_000, shards=10) < hours(slow, 1_000) / 5


def test_what_every_office_prepares_does_not_get_shorter_with_more_cores() -> None:
    prepared = FREE._replace(preparing=3.6)
    assert hours(prepared, 100_000) > 1.0
