"""A run measured as it happens gives the numbers of its log: every one, to the last digit."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.engines import fast
from sim.events import EVENT, FORGOTTEN, EventKind, Run
from sim.measures import crisis, re_referrals
from sim.measures.streaming import Gatherer
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load
from sim.units import WEEK
from tests.agreement.agreement import shortened
from tests.engines.awkward import awkward_world
from tests.engines.changing import changing_world
from tests.measures.random_logs import random_journey
from tests.measures.streaming.comparing import (
    LARGE,
    assert_same,
    closing_with,
    differing,
    seen_through,
    streamed,
)
from tests.measures.streaming.slots import with_places
from tests.scenarios.shipped import FOLDER

numbers = st.integers(0, 2**32 - 1)
chunks = st.sampled_from((1, 7, LARGE))
shares = st.floats(0, 1)
SHIPPED = ("queue", "cen_community", "leicester", "bristol")
LONGEST = {"bristol": 2 * WEEK}


@pytest.fixture(scope="module", autouse=True)
def _soon() -> Iterator[None]:
    """Shorten the 72 hours, the 90 days and the year, so that worlds of minutes hold them too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crisis, "FOLLOW_UP_WITHIN", 40)
        patch.setattr(crisis, "CRISIS_WITHIN", 90)
        patch.setattr(re_referrals, "REFERRED_WITHIN", 120)
        yield


def awkward_run(number: int) -> tuple[Run, Resolved]:
    world = awkward_world(number)
    closes = min(world.numbers.closes, 600)
    world = world._replace(numbers=world.numbers._replace(closes=closes))
    return fast.run(world, number, 3), world


@settings(max_examples=80, deadline=None)
@given(number=numbers, opens=shares, closes=shares, chunk=chunks)
def test_awkward_worlds_give_the_same_through_any_window_in_any_chunks(
    number: int, opens: float, closes: float, chunk: int
) -> None:
    run, world = awkward_run(number)
    world = seen_through(world, round(opens * 700), round(closes * 700))

    assert_same(run, world, run.log, chunk)


@settings(max_examples=60, deadline=None)
@given(number=numbers, opens=shares, chunk=chunks)
def test_worlds_whose_rules_change_give_the_same_from_the_change_on(
    number: int, opens: float, chunk: int
) -> None:
    world = shortened(changing_world(number), 600)
    assert world.change is not None
    after = world.change.time + round(opens * (600 - world.change.time))
    run = fast.run(world, number, 3)

    assert_same(run, seen_through(world, min(after, run.closes), run.closes), run.log, chunk)


@settings(max_examples=80, deadline=None)
@given(number=numbers, opens=shares, chunk=chunks)
def test_places_that_are_used_again_give_the_same(number: int, opens: float, chunk: int) -> None:
    run, world = awkward_run(number)
    world = seen_through(world, round(opens * run.closes), run.closes)

    assert_same(run, world, with_places(run.log), chunk)


@settings(max_examples=80, deadline=None)
@given(number=numbers, tick=st.sampled_from((1, 720)), again=st.booleans(), chunk=chunks)
def test_random_logs_give_the_same(number: int, tick: int, again: bool, chunk: int) -> None:
    run, resolved = random_journey(Random(number), tick)

    rows = with_places(run.log) if again else run.log
    assert_same(run, closing_with(resolved, run), rows, chunk)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_scenario_gives_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crisis, "FOLLOW_UP_WITHIN", 72 * 60)
    monkeypatch.setattr(crisis, "CRISIS_WITHIN", 90 * 1440)
    monkeypatch.setattr(re_referrals, "REFERRED_WITHIN", 180 * 1440)
    scenario = load(FOLDER / f"{name}.yaml")
    for arm in scenario.arm_names:
        resolved = resolve(scenario, arm)
        closes = min(resolved.numbers.closes, LONGEST.get(name, 60 * WEEK))
        resolved = resolved._replace(numbers=resolved.numbers._replace(closes=closes))
        resolved = seen_through(resolved, closes // 5, closes)
        run = fast.run(resolved, 1, 1)

        assert_same(run, resolved, run.log)
        assert_same(run, resolved, with_places(run.log))


def test_tables_grow_with_who_is_there_and_not_with_what_happens() -> None:
    scenario = load(FOLDER / "queue.yaml")
    resolved = resolve(scenario, scenario.arm_names[0])
    sizes = []
    for weeks in (100, 400):
        numbers = resolved.numbers._replace(closes=weeks * WEEK)
        shortened = seen_through(resolved._replace(numbers=numbers), WEEK, weeks * WEEK)
        run = fast.run(shortened, 1, 1)
        rows = with_places(run.log)
        gatherer = streamed(rows, shortened, LARGE)
        sizes.append((rows.size, gatherer.bytes + gatherer.pair_bytes))

    assert sizes[1][0] > 3 * sizes[0][0]
    assert sizes[1][1] < 1.5 * sizes[0][1]


def test_a_person_with_one_need_and_four_services_takes_at_most_150_bytes() -> None:
    run, resolved = random_journey(Random(1))
    needs, services = len(resolved.names.needs), len(resolved.names.services)
    gatherer = streamed(run.log, closing_with(resolved, run), LARGE)
    memory, people = gatherer.memory, gatherer.memory.people.size

    each = memory.people.itemsize + memory.visits.itemsize * 4
    each += memory.needs.itemsize + 3 * memory.open_now.itemsize
    assert (needs, services) == (2, 5)
    assert memory.needs.size == 2 * people
    assert memory.open_now.size == 5 * people
    assert each <= 150


def test_who_is_forgotten_stays_in_the_population_until_the_window_closes() -> None:
    scenario = load(FOLDER / "queue.yaml")
    resolved = resolve(scenario, scenario.arm_names[0])
    resolved = resolved._replace(numbers=resolved.numbers._replace(closes=100 * WEEK))
    resolved = seen_through(resolved, 0, 100 * WEEK)
    run = fast.run(resolved, 1, 1)
    run = run._replace(log=run.log[run.log["event"] != EventKind.EXITED])  # as if nobody ever left
    rows = with_places(run.log)

    gatherer = assert_same(run, resolved, rows)

    assert np.count_nonzero(rows["event"] == FORGOTTEN) > len(run.people) / 2
    assert gatherer.memory.people.size < len(run.people) / 2
    population = gatherer.finish(run.closes)[0].population
    assert population.people.sum() == len(run.people)
    assert population.left.sum() == 0


def test_places_of_people_whose_way_led_nowhere_are_used_again_and_their_time_ends() -> None:
    scenario = load(FOLDER / "queue.yaml")
    resolved = resolve(scenario, scenario.arm_names[0])
    resolved = resolved._replace(numbers=resolved.numbers._replace(closes=100 * WEEK))
    resolved = seen_through(resolved, 0, 100 * WEEK)
    run = fast.run(resolved, 1, 1)
    gatherer = Gatherer(resolved)

    fast.Fast(resolved, 1, 1, gatherer.read).let_pass()

    assert differing(gatherer, run) == []
    assert gatherer.memory.people.size < len(run.people) / 2
    population = gatherer.finish(run.closes)[0].population
    assert population.people.sum() == len(run.people)
    assert population.left.sum() > 0.95 * len(run.people)
    in_spells_and_lists = gatherer.finish(run.closes)[0].activity
    there = in_spells_and_lists.open_minutes.sum() + in_spells_and_lists.list_minutes.sum()
    assert population.minutes.sum() == there


def test_asking_again_gives_the_same_and_reading_on_is_refused() -> None:
    run, resolved = random_journey(Random(2))
    gatherer = streamed(run.log, closing_with(resolved, run), LARGE)

    assert gatherer.finish(run.closes) is gatherer.finish(run.closes)
    with pytest.raises(RuntimeError, match="has been measured"):
        gatherer.read(run.log)


def test_a_run_that_closed_earlier_than_it_was_to_is_refused() -> None:
    run, resolved = random_journey(Random(2))
    gatherer = streamed(run.log, closing_with(resolved, run), LARGE)

    with pytest.raises(ValueError, match="was to close"):
        gatherer.finish(run.closes // 2)


def test_a_run_without_rows_has_nobody_in_it() -> None:
    run, resolved = random_journey(Random(3))
    empty = Run(np.zeros(0, EVENT), [], [], run.closes)

    assert differing(streamed(empty.log, closing_with(resolved, run), LARGE), empty) == []
