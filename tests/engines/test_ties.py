"""Simultaneous things: who comes first, and what happens when no time passes."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.draws import NO_NAME, tie_break
from sim.engines import fast, reference
from sim.engines.order import StepKind
from sim.engines.reference.state import Step
from sim.errors import BrokenConservation, EndlessLoop
from sim.events import EventKind
from sim.resolved import Resolved
from tests.engines.worlds import (
    SEEKING_THE_FIRST,
    STEADY_NEED,
    engine,
    minutes_of,
    play,
    world,
)

Run = Callable[[Resolved, int, int], object]


@pytest.fixture(params=[reference.run, fast.run], ids=["readable", "compiled"])
def run(request: pytest.FixtureRequest) -> Run:
    """Either engine: both say the same of a loop."""
    found: Run = request.param
    return found


CONTENDERS = """
people: {cohort: 2}
seeking:
  delay: {severe: 10 minutes}
  reseek_delay: 1 hour
  entry: {severe: {first: 1}}
services:
  first:
    capacity: {places: 1}
    patience: 50 minutes
    ends: {stay: 50 minutes}
    exit_delay: 20 minutes
"""


def test_ties_are_settled_by_lot_so_each_of_two_people_wins_about_half(tmp_path: Path) -> None:
    """Two people turn up in the same minute for one place, again and again.

    With fair draws the wins of one in n rounds have mean n / 2 and variance n / 4; the test
    fails beyond 4 standard deviations, which fair draws do once in 15,000 seeds.
    """
    wins = play(world(tmp_path, STEADY_NEED, CONTENDERS)).log
    winners = wins["person"][wins["event"] == EventKind.SPELL_STARTED]

    rounds = len(winners)
    assert rounds > 1_000
    assert abs((winners == 0).sum() - rounds / 2) < 4 * np.sqrt(rounds / 4)
    changes = (np.diff(winners) != 0).sum()
    assert abs(changes - rounds / 2) < 4 * np.sqrt(rounds / 4), "each tie-break is a fresh draw"


def test_a_tie_goes_to_the_lower_lot_of_that_person_and_minute(tmp_path: Path) -> None:
    outcome = play(world(tmp_path, STEADY_NEED, CONTENDERS))
    keys = [person.key for person in outcome.people]

    started = outcome.log[outcome.log["event"] == EventKind.SPELL_STARTED][:200]

    for row in started:
        tie_breaks = [int(tie_break(1, 0, NO_NAME, key, int(row["time"]))) for key in keys]
        assert row["person"] == int(np.argmin(tie_breaks))


def test_steps_of_one_minute_go_by_kind_then_lot_then_subject_then_item(tmp_path: Path) -> None:
    story = engine(world(tmp_path, STEADY_NEED, CONTENDERS))
    story.world.env.run(until=1)
    ranks = [
        (kind, place, subject, item)
        for kind in (StepKind.PERSON_SEEKS, StepKind.CAPACITY_CHANGES)
        for place in (2**31 - 1, 0)
        for subject in (7, 2**32 - 1)
        for item in (2**32 - 1, 3)
    ]
    taken: list[tuple[Any, ...]] = []
    for number, rank in enumerate(ranks):
        step = Step(story.world.env, 5, *rank)
        step._value = number
        step.callbacks.append(lambda done: taken.append(ranks[done.value]))

    story.world.env.run(until=6)

    assert taken == sorted(ranks)


def test_a_place_that_comes_free_reaches_someone_whose_patience_ends_that_minute(
    tmp_path: Path,
) -> None:
    text = CONTENDERS.replace("patience: 50", "patience: 70")
    run_ = play(world(tmp_path, STEADY_NEED, text))

    assert minutes_of(run_, EventKind.SPELL_STARTED)[:2] == [10, 80]
    assert minutes_of(run_, EventKind.LEFT_WAITING) == []


LOOP = """
people: {cohort: 1}
services:
  first:
    capacity: unlimited
    ends: {stay: STAY}
    routes: {finished_in_need: {second: 1}}
  second:
    capacity: unlimited
    ends: {stay: STAY}
    routes: {finished_in_need: {first: 1}}
  third:
    capacity: unlimited
    ends: {stay: 1 day}
"""
ALMOST_NO_TIME = "{uniform: {low: 0 minutes, high: 0.4 minutes}}"


def test_a_loop_at_no_time_is_an_error_that_names_its_services(tmp_path: Path, run: Run) -> None:
    # The loader cannot see this one: a stay that is drawn, and always rounds to no minutes.
    entry = SEEKING_THE_FIRST.replace("first: 1", "first: 0.999, third: 0.001")
    resolved = world(tmp_path, STEADY_NEED, entry, LOOP.replace("STAY", ALMOST_NO_TIME))

    with pytest.raises(EndlessLoop, match=r"cohort 1 took more than a thousand .* minute 10") as at:
        run(resolved, 1, 0)

    assert at.value.services == ("first", "second")


def test_refusals_that_go_round_at_no_time_are_an_error_that_names_them_all(
    tmp_path: Path, run: Run
) -> None:
    text = """
    people: {cohort: 1}
    services:
      lead_in: {capacity: unlimited, accepts: {levels: [3, 3]}, routes: {turned_away: {first: 1}}}
    """
    for here, there in (("first", "second"), ("second", "third"), ("third", "first")):
        text += f"""
      {here}:
        capacity: unlimited
        accepts: {{levels: [3, 3]}}
        decision_delay: {ALMOST_NO_TIME}
        routes: {{turned_away: {{{there}: 1}}}}
    """
    seeking = SEEKING_THE_FIRST.replace("first: 1", "lead_in: 1")

    with pytest.raises(EndlessLoop) as at:
        run(world(tmp_path, STEADY_NEED, seeking, text), 1, 0)

    assert at.value.services == ("first", "second", "third")


def test_a_loop_outside_all_services_names_none(tmp_path: Path, run: Run) -> None:
    seeking = f"""
    seeking:
      delay: {{severe: 10 minutes}}
      reseek_delay: {ALMOST_NO_TIME}
      entry: {{severe: {{nowhere: 1}}, crisis: {{first: 0.5, third: 0.5}}}}
    """
    resolved = world(tmp_path, STEADY_NEED, seeking, LOOP.replace("STAY", "1 day"))

    with pytest.raises(EndlessLoop, match="'person seeks'") as at:
        run(resolved, 1, 0)

    assert at.value.services == ()


def test_an_error_in_the_midst_of_a_run_can_be_copied_to_another_process() -> None:
    for error in (EndlessLoop("ann", 3, "referral", ["first"]), BrokenConservation(3, ["twice"])):
        copy = pickle.loads(pickle.dumps(error))

        assert str(copy) == str(error)


def test_a_post_that_turns_over_at_no_time_is_an_error_that_names_the_team(
    tmp_path: Path, run: Run
) -> None:
    text = f"""
    people: {{arrivals: {{newcomers: {{rate: 1 per day, to: first}}}}}}
    services:
      first:
        workers: {{posts: 1, contact_hours: 20, caseload: 1, tenure: {ALMOST_NO_TIME}}}
        ends: {{stay: 1 day}}
    """

    with pytest.raises(EndlessLoop, match=r"Post 1 .* at `first`"):
        run(world(tmp_path, text), 1, 0)
