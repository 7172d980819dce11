"""The hours that a phase-in costs, as they are printed before a run."""

from __future__ import annotations

from typing import Any

import pytest

from sim.network import check_workforce
from sim.network.phase_in import NO_PHASE_IN_WORDS, phase_in_words, phased_in
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.units import DAY
from tests.engines.test_phase_in import CHANGE, WORLD


def arms(**slow: Any) -> dict[str, Resolved]:
    """The arms of the world, `slow` phased in or else changed."""
    scenario = Scenario.of({**WORLD, "arms": {"today": {}, "slow": slow}})
    return {name: resolve(scenario, name) for name in scenario.arm_names}


def test_the_hours_lost_are_the_area_above_the_line() -> None:
    found = phased_in(arms(phase_in={"over": "20 weeks", "productivity": 0.4})["slow"])

    assert found is not None
    # Two posts of 10 hours lose 60 % at first and nothing after 20 weeks: 20 * 10 * 2 * 0.6 / 2.
    assert found.hours == pytest.approx(120, abs=20 * 2 / 60)  # each week is rounded to a minute
    assert found.lost == {"team": found.hours}


def test_a_change_on_a_thursday_loses_only_what_is_left_of_the_week() -> None:
    thursday = {**WORLD["run"], "change": f"{CHANGE // DAY + 3} days"}
    scenario = Scenario.of(
        {
            **WORLD,
            "run": thursday,
            "arms": {"today": {}, "slow": {"phase_in": {"over": "1 minute", "productivity": 0}}},
        }
    )

    found = phased_in(resolve(scenario, "slow"))

    assert found is None or found.hours == 0  # the middle of the week is past the phase-in


def test_a_run_that_ends_within_the_phase_in_loses_hours_until_then() -> None:
    found = phased_in(arms(phase_in={"over": "100 weeks", "productivity": 0})["slow"])

    assert found is not None
    # Half of the line in 50 weeks: 20 hours a week, of which 1 - 25/100 are lost on average.
    assert found.hours == pytest.approx(50 * 20 * 0.75, abs=50 * 2 / 60)


def test_posts_that_come_later_count_from_then_on() -> None:
    more = {"posts": 2, "changes": [{"from": "40 weeks", "posts": 4}]}
    slow = {
        "set": {"services": {"team": {"workers": more}}},
        "phase_in": {"over": "20 weeks", "productivity": 0.4},
    }

    found = phased_in(arms(**slow)["slow"])

    assert found is not None
    assert found.hours == pytest.approx(120 + 120 / 4, abs=2)


def test_equal_staff_is_judged_without_the_phase_in() -> None:
    check = check_workforce(arms(phase_in={"over": "20 weeks", "productivity": 0.4}), 0.0, "")

    assert not check.problems


def test_the_check_says_what_is_lost_or_that_there_is_no_phase_in() -> None:
    one, other = phase_in_words(arms(phase_in={"over": "20 weeks", "productivity": 0.4}))

    assert one.startswith(
        "slow: in the first 20 weeks after the change, contact hours rise evenly from 40 % to all "
        "of them. With every post filled, "
    )
    assert other == "Staff hours of the arms are compared without this."
    assert phase_in_words(arms()) == [NO_PHASE_IN_WORDS]


def test_nothing_is_said_where_rules_never_change() -> None:
    run = {key: value for key, value in WORLD["run"].items() if key != "change"}
    scenario = Scenario.of({**WORLD, "run": run, "arms": {"today": {}}})

    assert phase_in_words({"today": resolve(scenario, "today")}) == []
