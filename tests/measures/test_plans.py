"""Days in need with a current plan, on logs worked out by hand."""

import math
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.events import EventKind, Run
from sim.measures.gaps import gather as gather_gaps
from sim.measures.observed import in_area, observe
from sim.measures.plans import gather
from sim.resolved import Resolved
from sim.units import DAY
from tests.measures.diary import Diary
from tests.measures.helping import TEAM, a_world, values
from tests.measures.random_logs import random_journey


def plans(diary: Diary, day: int, until: int) -> Diary:
    """On this day a plan is made that is current until another."""
    diary.at(day * DAY)
    return diary.note(EventKind.PLAN_MADE, service=TEAM, spell=0, worker=7, due=until * DAY)


def share(diary: Diary, days: int, opens: int = 0) -> float:
    return values(diary, a_world(days * DAY, opens * DAY, plans=True))["current_plan_share"]


def in_need() -> Diary:
    return Diary().arrives(2, 0).starts(0, TEAM, worker=7)


def test_a_plan_is_current_from_its_minute_up_to_its_date() -> None:
    assert share(plans(in_need(), 2, 7), 10) == pytest.approx(5 / 10)
    assert share(plans(in_need(), 2, 70), 10) == pytest.approx(8 / 10)
    assert share(in_need(), 10) == 0


def test_only_time_in_need_counts_and_the_plan_lasts_over_good_days() -> None:
    """In need on days 0 to 3 and 6 to 9; the plan is current on days 2 to 7."""
    diary = plans(in_need(), 2, 8).at(4 * DAY).need(0).at(6 * DAY).need(3)

    assert share(diary, 10) == pytest.approx((2 + 2) / 8)


def test_the_latest_plan_counts() -> None:
    renewed = plans(plans(in_need(), 0, 4), 3, 8)
    shorter = plans(plans(in_need(), 0, 9), 3, 5)

    assert share(renewed, 10) == pytest.approx(8 / 10)
    assert share(shorter, 10) == pytest.approx(5 / 10)


def test_a_plan_outlasts_its_spell_and_ends_with_the_person() -> None:
    over = plans(in_need(), 0, 8).at(3 * DAY).ends(0, TEAM)
    gone = plans(in_need(), 0, 8).at(3 * DAY).ends(0, TEAM).exits()

    assert share(over, 10) == pytest.approx(8 / 10)
    assert share(gone, 10) == 1


def test_a_plan_from_before_the_window_counts_in_it() -> None:
    assert share(plans(in_need(), 1, 6), 10, opens=4) == pytest.approx(2 / 6)


def test_it_is_measured_only_where_plans_are_made_in_some_arm_and_needs_need() -> None:
    diary = plans(in_need(), 2, 7)

    assert "current_plan_share" not in values(diary, a_world(10 * DAY))
    assert math.isnan(share(plans(Diary().arrives(0, 0).starts(0, TEAM, worker=7), 2, 7), 10))


def slowly(run: Run, resolved: Resolved) -> list[int]:
    """Minutes of each group in need with a current plan, minute by minute."""
    window, seek = resolved.measuring.window, resolved.numbers.needs.seek_level
    found = [0] * len(resolved.names.groups)
    for number, person in enumerate(run.people):
        mine = run.log[run.log["person"] == number]
        group, levels, until = in_area(person, 1), {0: 0, 1: 0}, 0
        gone = mine["time"][mine["event"] == EventKind.EXITED].tolist()
        at = 0
        for now in range(min([window.closes, run.closes, *gone])):
            while at < len(mine) and mine["time"][at] <= now:
                row = mine[at]
                if row["event"] in (EventKind.NEED_IS, EventKind.NEED_CHANGED):
                    levels[int(row["need"])] = int(row["level"])
                elif row["event"] == EventKind.PLAN_MADE:
                    until = int(row["due"])
                at += 1
            needy = any(level >= seek[group, need] for need, level in levels.items())
            there = at > 0 and now >= window.opens
            found[group] += needy and there and now < until
    return found


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_time_with_a_plan_agrees_with_a_slow_second_calculation(seed: int) -> None:
    run, resolved = random_journey(Random(seed))
    seen = observe(run, resolved)

    found = gather(seen, resolved).current

    assert found.tolist() == slowly(run, resolved)
    assert np.all(found <= gather_gaps(seen, resolved).worst_minutes.sum(axis=1))
