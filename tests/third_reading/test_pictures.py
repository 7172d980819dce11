"""Moves between services and the course of a run, read from the log a third time."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engines import fast
from sim.measures.flows import Flows, flows
from sim.measures.series import Series, series
from sim.resolved import Resolved
from sim.units import WEEK
from tests.third_reading.pictures import course, moves
from tests.third_reading.shipped import CUTS, arms
from tests.third_reading.worlds import SEED, awkward

WORLDS = (3, 5, 9, 17, 29, 30, 45, 56, 83, 121, 147, 175, 199, 231, 259, 331)
PERIODS = {"bristol": WEEK}
FEW_PEOPLE = ("cen_community", "leicester", "queue", "bristol")


def same_moves(resolved: Resolved) -> None:
    run = fast.run(resolved, SEED, 1)
    told, mine = flows(run, resolved)._asdict(), moves(run, resolved)
    told |= told.pop("handoffs")

    assert told.keys() == mine.keys()
    for name, table in mine.items():
        np.testing.assert_array_equal(told[name], table, err_msg=name)


def same_course(resolved: Resolved, period: int) -> None:
    run = fast.run(resolved, SEED, 1)
    told, mine = series(run, resolved, period), course(run, resolved, period)

    assert {"opens", *mine} == set(Series._fields)
    assert told.opens.tolist() == list(range(0, run.closes - period + 1, period))
    for name, values in mine.items():
        np.testing.assert_allclose(getattr(told, name), values, rtol=1e-12, err_msg=name)


@pytest.mark.parametrize("name", CUTS)
def test_the_moves_between_services_are_those_of_the_log(name: str) -> None:
    for resolved in arms(name):
        same_moves(resolved)


@pytest.mark.parametrize("number", WORLDS)
def test_the_moves_between_services_are_those_of_the_log_in_awkward_worlds(number: int) -> None:
    same_moves(awkward(number))


@pytest.mark.parametrize("name", FEW_PEOPLE)
def test_the_course_of_a_run_is_that_of_its_whole_periods(name: str) -> None:
    same_course(arms(name)[0], PERIODS.get(name, 12 * WEEK))


@pytest.mark.parametrize("number", WORLDS)
def test_the_course_of_a_run_is_that_of_its_whole_periods_in_awkward_worlds(number: int) -> None:
    resolved = awkward(number)

    same_course(resolved, max(resolved.numbers.closes // 3 - 7, 1))


def test_all_that_flows_tell_is_read() -> None:
    assert set(Flows._fields) == {
        "referrals",
        "starts",
        "turned_away",
        "left_waiting",
        "handoffs",
        "person_minutes",
        "minutes",
    }
