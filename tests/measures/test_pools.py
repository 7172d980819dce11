"""Continuity with all named staff, workers and people of pools, on logs made by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings, strategies as st

from sim.events import FIRST_OF_POOL, NOBODY, Window
from sim.measures import measure
from sim.resolved import Capacity, Resolved
from sim.units import DAY
from tests.measures.diary import Diary
from tests.measures.streaming.comparing import assert_same
from tests.measures.worlds import Place, world

GP, NURSE, TEAM = 0, 1, 2
PLACES = (
    Place("gp"),
    Place("nurse"),
    Place("team", capacity=Capacity.WORKERS, places=2, weekly_minutes=600),
)
FIRST, SECOND = FIRST_OF_POOL, FIRST_OF_POOL - 1
Contact = tuple[int, int]
"""Service and worker."""


def values(contacts: list[Contact], opens: int = 0, pools: bool = True) -> dict[str, float]:
    resolved: Resolved = world(PLACES, window=Window(opens * DAY, 100 * DAY), pools=pools)
    diary = Diary(DAY).arrives(1).hires(TEAM, post=0).hires(TEAM, post=1)
    for service in (GP, NURSE, TEAM):
        diary.refers(service, service).starts(
            service, service, worker=0 if service == TEAM else NOBODY
        )
    for day, (service, worker) in enumerate(contacts):
        diary.at(day + 1).meets(service, service, worker=worker)
    run = diary.run(100)
    assert_same(run, resolved, run.log)
    return {row.measure: row.value for row in measure(run, resolved) if row.group == "everyone"}


def test_workers_and_people_of_pools_count_alike_and_nobody_is_left_out() -> None:
    found = values([(GP, FIRST), (GP, FIRST), (TEAM, 0), (GP, NOBODY)])

    assert found["upc.staff"] == pytest.approx(2 / 3)
    assert found["secon.staff"] == pytest.approx(1 / 2)
    assert found["coc.staff"] == pytest.approx(1 / 3)
    assert found["contacts_per_person.staff"] == 3
    assert found["people_with_contacts.staff"] == 1
    assert found["unnamed_contacts"] == pytest.approx(1 / 4)


def test_people_of_the_pools_of_two_services_are_different_people() -> None:
    found = values([(GP, FIRST), (NURSE, FIRST), (GP, FIRST), (GP, SECOND)])

    assert found["upc.staff"] == pytest.approx(2 / 4)
    assert found["secon.staff"] == 0


def test_continuity_with_the_keyworker_does_not_see_pools() -> None:
    found = values([(TEAM, 0), (GP, FIRST), (TEAM, 0), (GP, FIRST), (TEAM, 1)])

    assert found["upc.person"] == pytest.approx(2 / 3)
    assert found["secon.person"] == pytest.approx(1 / 2)
    assert found["workers_met"] == 2
    without = values([(TEAM, 0), (TEAM, 0), (TEAM, 1)])
    assert found["staff_hours"] == pytest.approx(without["staff_hours"])


def test_contacts_before_the_window_do_not_count() -> None:
    found = values([(GP, SECOND), (GP, FIRST), (GP, FIRST), (GP, FIRST)], opens=2)

    assert found["upc.staff"] == 1
    assert found["secon.staff"] == 1


def test_without_pools_in_the_scenario_nothing_is_told_of_them() -> None:
    found = values([(TEAM, 0), (TEAM, 0), (TEAM, 0)], pools=False)

    assert not {name for name in found if "staff" in name and not name.startswith("staff_hours")}
    assert "unnamed_contacts" not in found


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.sampled_from([GP, NURSE]), st.integers(FIRST_OF_POOL - 3, NOBODY)),
            st.tuples(st.just(TEAM), st.integers(0, 1)),
        ),
        max_size=12,
    )
)
def test_in_passing_and_from_the_log_they_are_the_same(contacts: list[Contact]) -> None:
    found = values(contacts, opens=3)
    named = [worker for _, worker in contacts[2:] if worker != NOBODY]

    assert math.isnan(found["upc.staff"]) == (len(named) < 3)
