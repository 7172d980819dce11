"""What the date of minute 0 changes in a run: when workers work, and nothing else."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.calendar import Calendar
from sim.engines import fast
from sim.events import EventKind
from sim.resolved import Resolved
from sim.units import DAY
from tests.agreement.agreement import agree, same
from tests.engines.staffed import staffed_world

MONDAY = datetime.date(2027, 3, 1)
HELD = (EventKind.CONTACT, EventKind.CONTACT_MISSED, EventKind.HANDOVER, EventKind.ADVISED)


def dated(world: Resolved, begins: datetime.date | None) -> Resolved:
    """The same world, beginning on a date."""
    return world._replace(calendar=Calendar(begins))


@settings(max_examples=20, deadline=None)
@given(number=st.integers(0, 2**32 - 1), weeks=st.integers(0, 60))
def test_a_run_that_begins_on_a_monday_is_the_run_without_a_date(number: int, weeks: int) -> None:
    world = staffed_world(number)
    monday = MONDAY + datetime.timedelta(weeks=weeks)

    same(fast.run(dated(world, None), 1, 1), fast.run(dated(world, monday), 1, 1))


@settings(max_examples=30, deadline=None)
@given(number=st.integers(0, 2**32 - 1), day=st.integers(1, 6))
def test_on_another_weekday_both_engines_agree_and_work_begins_in_working_hours(
    number: int, day: int
) -> None:
    begins = MONDAY + datetime.timedelta(days=day)
    world = dated(staffed_world(number), begins)
    agree(world, 1, 1)

    run, teams = fast.run(world, 1, 1), world.numbers.workforce
    log, where = run.log, np.array([one.service for one in run.workers], np.int64)
    held = log[np.isin(log["event"], HELD) & (log["worker"] >= 0) & (log["minutes"] > 0)]
    team = world.numbers.services.team[where[held["worker"]]]
    moment = np.datetime64(begins, "m") + held["time"]
    weekday = [each.weekday() for each in moment.tolist()]
    assert teams.works_on[team, weekday].all()
    of_day = held["time"] % DAY
    assert (of_day >= teams.day_opens[team]).all()
    assert (of_day < teams.day_closes[team]).all()


def test_the_weekday_of_minute_0_matters_to_worlds_of_workers() -> None:
    differ = 0
    for number in range(10):
        one, other = (
            fast.run(dated(staffed_world(number), MONDAY + datetime.timedelta(days=day)), 1, 1).log
            for day in (0, 3)
        )
        differ += not np.array_equal(one, other)
    assert differ > 3


@pytest.mark.parametrize("day", [2, 6])
def test_a_week_of_hours_begins_anew_on_monday(day: int) -> None:
    """No worker takes more in a week from Monday on than its hours and what was begun last."""
    full = 0
    worlds = (dated(staffed_world(n), MONDAY + datetime.timedelta(days=day)) for n in range(40))
    for world in worlds:
        teams = world.numbers.workforce
        run = fast.run(world, 1, 1)
        rows = run.log[np.isin(run.log["event"], HELD) & (run.log["minutes"] > 0)]
        for worker, one in enumerate(run.workers):
            beside = (rows["other_worker"] == worker) & (rows["event"] != EventKind.HANDOVER)
            own = rows[(rows["worker"] == worker) | beside]
            week = (own["time"] + day * DAY) // (7 * DAY)
            allowed = teams.weekly_minutes[world.numbers.services.team[one.service]]
            for number in set(week.tolist()):
                used = own["minutes"][week == number]
                assert used[:-1].sum() <= allowed
                full += used.sum() >= allowed
    assert full > 20
