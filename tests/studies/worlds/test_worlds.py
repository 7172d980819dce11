"""Worlds of a small scenario: planned, run once each, kept, and put into findings."""

from pathlib import Path

import numpy as np
import pytest

from sim.engines.choosing import Engine
from sim.resolving import resolve
from sim.studies.asking import asking
from sim.studies.engines import ENGINES
from sim.studies.execution import here
from sim.studies.keys import resolved_digest
from sim.studies.planning import ChoiceError
from sim.studies.running import carry_out
from sim.studies.sizes import NO_WORLDS, SIZES, Size, Sure
from sim.studies.store import Store
from sim.studies.study import EVERYONE, MeasureTable
from sim.studies.worlds.planning import WorldsPlan, plan_worlds, size_of, wanted
from sim.studies.worlds.running import run_worlds, with_worlds
from tests.studies.worlds.rooms import ROOMS, SIZE, planned, study

WAIT = "wait_to_start.talk.mean"
EQUAL = ROOMS.replace("{places: 2}", "{places: 1}")
CHECKED = (
    ROOMS
    + """\
targets:
  queue: {measure: list_length, value: 0, low: 0, high: LIMIT, role: check, source: counted}
"""
)


def made(folder: Path, plan: WorldsPlan, engine: Engine = Engine.FAST) -> MeasureTable:
    central = plan.central
    with Store(folder / "worlds", engine, central.digest, central.scenario.title) as store:
        return run_worlds(plan, store, engine, here)


def plan_of(folder: Path, text: str = ROOMS, size: Size = SIZE) -> WorldsPlan:
    central = planned(folder, text)
    asked = wanted(central, size)
    assert asked is not None
    return plan_worlds(central, asked)


def test_each_world_has_replications_of_its_own_and_all_arms_share_them(tmp_path: Path) -> None:
    plan = plan_of(tmp_path)
    jobs = plan.jobs()
    by_world = {world: [job for job in jobs if job.group == world] for world in plan.arm_at}
    assert len(by_world) == SIZE.worlds
    for world, own in by_world.items():
        assert {job.replication for job in own} == {2 * world + 1, 2 * world + 2}
        assert len(own) == 4  # two arms, twice
    assert len({job.key for job in jobs}) == len(jobs)


def test_each_world_is_the_scenario_with_its_values_written_into_it(tmp_path: Path) -> None:
    plan = plan_of(tmp_path)
    for world in (0, 7, 19):
        by_hand = plan.central.scenario.replacing(plan.sample.values[world], arms=())
        for arm, at in zip(plan.central.settings.arms, plan.arm_at[world], strict=True):
            whole = asking(resolve(by_hand, arm), plan.wanted.asked)
            assert plan.arm_table.digests[at] == resolved_digest(whole)


def test_worlds_have_just_the_numbers_they_are_asked_for_as_among_all_measures(
    tmp_path: Path,
) -> None:
    plan = plan_of(tmp_path, CHECKED.replace("LIMIT", "3"), Size(2))
    table = made(tmp_path, plan)
    job = plan.jobs()[0]
    whole = asking(plan.arm_table.get(job.arm), None)
    rows = ENGINES[Engine.FAST].measure(whole, plan.central.settings.seed, job.replication)
    by_name = {(row.group, row.measure): row.value for row in rows}

    assert plan.wanted.asked is not None
    assert {each[:2] for each in table.series} == set(plan.wanted.asked) & set(by_name)
    assert {(EVERYONE, WAIT), (EVERYONE, "list_length")} <= {each[:2] for each in table.series}
    np.testing.assert_array_equal(table.values[0, 0], [by_name[each[:2]] for each in table.series])


def test_a_question_about_a_measure_that_worlds_were_not_asked_for_is_refused(
    tmp_path: Path,
) -> None:
    central = planned(tmp_path)
    asked = wanted(central, Size(2))
    assert asked is not None
    found = carry_out(central, tmp_path / "kept", workers=1)
    plan = plan_worlds(central, asked._replace(asked=((EVERYONE, "list_length"),)))
    table = made(tmp_path, plan)

    with pytest.raises(RuntimeError, match=r"not asked for .*wait_to_start"):
        with_worlds(found, plan, table)


def test_runs_are_made_once_and_are_the_same_in_both_engines(tmp_path: Path) -> None:
    plan = plan_of(tmp_path)
    table = made(tmp_path, plan)
    done: list[tuple[int, int]] = []
    central = plan.central
    with Store(tmp_path / "worlds", Engine.FAST, central.digest, "") as store:
        again = run_worlds(plan, store, Engine.FAST, here, lambda *at: done.append(at))
    few = plan_of(tmp_path, ROOMS.replace("length: 1 year", "length: 10 weeks"))
    both = [made(tmp_path / name, few, Engine(name)) for name in ("fast", "reference")]

    assert done == [(80, 80)]
    assert again.values.tobytes() == table.values.tobytes()
    np.testing.assert_array_equal(both[0].values, both[1].values)


def test_two_arms_that_are_the_same_are_the_same_in_every_world(tmp_path: Path) -> None:
    found = study(tmp_path, EQUAL).worlds
    assert found is not None
    np.testing.assert_array_equal(found.values.values[0], found.values.values[1])
    for row in found.findings.headlines:
        assert row.judged is not None
        assert row.judged.better.value == row.judged.worse.value == 0
        assert row.judged.neither.value == 1
        assert not row.depends
        assert row.better_where is None
    for each in found.findings.choosing:
        assert each.choice is not None
        assert each.choice.worth_of_knowing.value == 0
        assert [arm.loss.value for arm in each.choice.arms] == [0, 0]


def test_a_second_room_shortens_the_wait_where_it_is_long(tmp_path: Path) -> None:
    found = study(tmp_path, size=Size(64)).worlds
    assert found is not None
    wait = next(row for row in found.findings.headlines if row.measure == WAIT)
    assert wait.arm == "two_rooms"
    assert wait.judged is not None
    # A second room can never make it longer; what noise leaves open is little.
    assert wait.judged.worse.value < 0.03
    assert 0.5 < wait.judged.better.value < 1  # but where nobody waits it is no shorter
    assert {each.name for each in wait.depends} == {
        "people.arrivals.newcomers.rate",
        "services.talk.ends.stay.exponential.mean",
    }
    choosing = found.findings.choosing[0]
    assert choosing.preferred == "two_rooms"
    assert found.assumed == 1


@pytest.mark.parametrize(("limit", "told"), [("0.0001", 0), ("100000", SIZE.worlds)])
def test_worlds_are_like_today_where_every_check_target_is_met(
    tmp_path: Path, limit: str, told: int
) -> None:
    found = study(tmp_path, CHECKED.replace("LIMIT", limit)).worlds
    assert found is not None
    assert found.alike is not None
    assert found.alike.sum() == told
    assert all((row.alike is not None) == (told > 0) for row in found.findings.headlines)


def test_a_world_that_the_scenario_refuses_is_left_out_and_counted(tmp_path: Path) -> None:
    # More rooms in the first arm than in the second, which is not allowed without a reason.
    unfair = ROOMS.replace("{places: 1}", "{places: {value: 1, low: 1, high: 4}}")
    unfair = unfair.replace("workforce: {unequal: the second arm has one room more}\n", "")
    unfair = unfair.replace("{places: 2}", "{places: 1}")
    plan = plan_of(tmp_path, unfair)
    assert plan.refused
    assert len(plan.arm_at) + len(plan.refused) == SIZE.worlds
    assert len(plan.inputs.values) == len(plan.arm_at)


@pytest.mark.parametrize(
    "text",
    [
        ROOMS.replace("low: 0.6 per day, high: 1.6 per day, ", "").replace(
            ", low: 0.5 days, high: 1.3 days", ""
        ),
    ],
)
def test_a_scenario_without_ranges_has_no_worlds(tmp_path: Path, text: str) -> None:
    assert wanted(planned(tmp_path, text), SIZE) is None
    assert wanted(planned(tmp_path), NO_WORLDS) is None


def test_sizes_go_by_the_word_or_the_number() -> None:
    assert size_of(Sure.USUAL, None) == SIZES[Sure.USUAL] == Size(200, 2)
    assert size_of(Sure.QUICK, 0).worlds == 0
    assert size_of(Sure.THOROUGH, 50) == Size(50, 2)
    for wrong in (-1, 1, 19, 10**9):
        with pytest.raises(ChoiceError, match="from 20 to 100000, or 0 for none"):
            size_of(Sure.USUAL, wrong)
