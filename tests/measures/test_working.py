"""Workers' time is measured against their working time, in any window."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import assume, given, settings, strategies as st

from sim.engines import fast
from sim.events import NOBODY, EventKind, Run, Window
from sim.measures import measure
from sim.measures.working import Calendars, working_minutes_between
from sim.resolved import Capacity, Resolved
from sim.resolving import resolve
from sim.scenario import load
from sim.units import DAY, HOUR, WEEK, YEAR
from tests.engines.worlds import HEAD
from tests.measures.diary import Diary
from tests.measures.worlds import Place, world

WEEKDAYS = (True,) * 5 + (False,) * 2
OFFICE = Place(
    "team",
    capacity=Capacity.WORKERS,
    places=1,
    weekly_minutes=600,
    works_on=WEEKDAYS,
    day_opens=9 * 60,
    day_closes=17 * 60,
)
ALWAYS_BUSY = """
people: {{arrivals: {{newcomers: {{rate: 20 per day, to: team}}}}}}
services:
  team:
    workers: {{posts: 1, contact_hours: {hours}, caseload: 60, working_hours: {working}{more}}}
    contacts: {{every: 1 week, length: {length}}}
"""
SHIFTS = (
    "{}",
    '{days: [tue, wed, sat], from: "06:30", to: "20:00"}',
    '{days: [sun], from: "00:00", to: "22:00"}',
)
days_of_run = st.integers(0, 140)


@cache
def busy(hours: int, working: str, length: str, more: str = "") -> tuple[Run, Resolved]:
    """A run of 150 days with one worker who always has more to do than time for it."""
    text = ALWAYS_BUSY.format(hours=hours, working=working, length=length, more=more)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "busy.yaml"
        file.write_text(HEAD.replace("12 weeks", "150 days") + text)
        resolved = resolve(load(file), "baseline")
    return fast.run(resolved, 1, 1), resolved


def through(run: Run, resolved: Resolved, opens: int, closes: int) -> dict[str, float]:
    """The measures of a run in a window of these minutes."""
    measuring = resolved.measuring._replace(window=Window(opens, closes))
    rows = measure(run, resolved._replace(measuring=measuring))
    return {row.measure: row.value for row in rows if row.group == "everyone"}


@settings(max_examples=60, deadline=None)
@given(begins=days_of_run, days=st.integers(1, 40))
def test_a_worker_who_gives_all_hours_is_used_wholly_whatever_day_the_window_begins(
    begins: int, days: int
) -> None:
    begins += 14  # the list has filled the diary by then
    assume(begins + days <= 150)
    run, resolved = busy(20, "{}", "60 minutes")

    found = through(run, resolved, begins * DAY, (begins + days) * DAY)

    if all((begins + day) % 7 >= 5 for day in range(days)):
        assert math.isnan(found["utilisation.team"])
        assert math.isnan(found["staff_hours"])
        return
    assert found["utilisation.team"] == 1
    assert found["staff_hours.team"] == found["staff_hours"] == pytest.approx(20 * YEAR / WEEK)


@settings(max_examples=100, deadline=None)
@given(
    week=st.integers(0, 20),
    days=st.integers(1, 60),
    hours=st.sampled_from((3, 7, 20)),
    working=st.sampled_from(SHIFTS),
    contact=st.sampled_from(("60 minutes", "50 minutes", "9 hours")),
)
def test_from_a_monday_on_more_than_the_time_there_was_is_used_only_by_the_contact_that_is_running(
    week: int, days: int, hours: int, working: str, contact: str
) -> None:
    """A day's time can be used in its first hours, and what is left on later days of the week."""
    run, resolved = busy(hours, working, contact)
    opens, closes = week * WEEK, min(week * WEEK + days * DAY, run.closes)

    found = through(run, resolved, opens, closes)

    worked = sum_of_minutes(resolved, opens, closes)
    if not worked:
        assert math.isnan(found["utilisation.team"])
        return
    team = resolved.numbers.workforce
    per_week = sum_of_minutes(resolved, 0, WEEK)
    offered = worked * int(team.weekly_minutes[0]) / per_week
    longest = {"60 minutes": 60, "50 minutes": 50, "9 hours": 540}[contact]
    assert found["utilisation.team"] <= 1 + longest / offered + 1e-9


@pytest.mark.parametrize("vacancy", ["0 days", "9 days"])
def test_posts_that_are_filled_for_short_times_are_never_used_more_than_they_are_there(
    vacancy: str,
) -> None:
    run, resolved = busy(20, "{}", "60 minutes", f", tenure: 20 days, vacancy: {vacancy}")

    for begins in range(28, 110):
        found = through(run, resolved, begins * DAY, (begins + 40) * DAY)
        assert found["utilisation.team"] <= 1
        assert 0 <= found["vacancy_share.team"] <= 1


def sum_of_minutes(resolved: Resolved, opens: int, closes: int) -> int:
    """Working minutes counted one by one."""
    team = resolved.numbers.workforce
    minutes = np.arange(opens, closes)
    on = team.works_on[0][minutes // DAY % 7]
    of_day = minutes % DAY
    return int((on & (of_day >= team.day_opens[0]) & (of_day < team.day_closes[0])).sum())


@settings(max_examples=100, deadline=None)
@given(
    spans=st.lists(st.tuples(st.integers(0, 21 * DAY), st.integers(0, 21 * DAY)), max_size=4),
    window=st.tuples(st.integers(0, 21 * DAY), st.integers(0, 21 * DAY)).map(sorted),
    works_on=st.lists(st.booleans(), min_size=7, max_size=7),
    weekday=st.integers(0, 6),
    hours=st.lists(st.integers(0, DAY), min_size=2, max_size=2, unique=True).map(sorted),
)
def test_working_minutes_are_those_of_the_span_in_the_window_and_the_working_hours(
    spans: list[tuple[int, int]],
    window: list[int],
    works_on: list[bool],
    weekday: int,
    hours: list[int],
) -> None:
    times = Calendars(np.array([works_on]), np.array(hours[:1]), np.array(hours[1:]), weekday * DAY)
    begins, ends = np.array(spans, np.int64).reshape(-1, 2).T

    found = working_minutes_between(
        times, np.zeros(len(spans), np.int64), begins, ends, Window(*window)
    )

    minutes = np.arange(21 * DAY)
    worked = np.array(works_on)[(minutes // DAY + weekday) % 7]
    worked &= (minutes % DAY >= hours[0]) & (minutes % DAY < hours[1])
    worked &= (minutes >= window[0]) & (minutes < window[1])
    assert found.tolist() == [
        sum(int(worked[begin:end].sum()) for begin, end in spans if end > begin)
    ]


def test_a_post_that_is_empty_only_on_days_nobody_works_is_not_vacant() -> None:
    resolved = world([OFFICE], window=Window(0, WEEK))
    diary = Diary(DAY).arrives(2).hires(0)
    diary.at(5).note(EventKind.WORKER_LEFT, NOBODY, service=0, worker=0, detail=0)

    found = {row.measure: row.value for row in measure(diary.run(7), resolved)}

    assert found["vacancy_share.team"] == found["vacancy_share"] == 0


def test_posts_of_teams_with_different_hours_count_alike_in_the_vacant_share() -> None:
    round_the_clock = OFFICE._replace(
        name="ward", works_on=(True,) * 7, day_opens=0, day_closes=DAY
    )
    resolved = world([OFFICE, round_the_clock], window=Window(0, 2 * WEEK))
    diary = Diary(DAY).arrives(2).hires(0).hires(1)
    diary.at(7).note(EventKind.WORKER_LEFT, NOBODY, service=0, worker=0, detail=0)

    found = {row.measure: row.value for row in measure(diary.run(14), resolved)}

    assert found["vacancy_share.team"] == pytest.approx(1 / 2)
    assert found["vacancy_share.ward"] == 0
    assert found["vacancy_share"] == pytest.approx(1 / 4)


def test_hours_a_year_are_those_of_a_mean_year_of_working_time() -> None:
    resolved = world([OFFICE], window=Window(0, 2 * DAY))  # two of five working days
    diary = Diary(HOUR).arrives(2).hires(0).refers(0, 0).starts(0, 0, worker=0)
    diary.at(10).meets(0, 0, worker=0, minutes=120)

    found = {row.measure: row.value for row in measure(diary.run(48), resolved)}

    assert found["utilisation.team"] == pytest.approx(120 / (600 * 2 / 5))
    assert found["staff_hours.team"] == pytest.approx(2 * 5 / 2 * YEAR / WEEK)
