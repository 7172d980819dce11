"""Labelled variants: the same arms, people and rules, with a few values set otherwise."""

from pathlib import Path

import pytest

from sim.engines.choosing import Engine
from sim.errors import SimError
from sim.studies.execution import here
from sim.studies.planning import Choices
from sim.studies.running import carry_out
from sim.studies.store import Store
from sim.studies.study import Verdict
from sim.studies.variants.planning import plan_variants
from sim.studies.variants.running import are_there, run_variants
from sim.studies.variants.turns import beside_central, headline_measures
from tests.studies.variants.cafes import EQUAL, FEWER, LONGER, SAME, planned, study

WAIT = "wait_to_start.talk.mean"


def test_a_variant_that_sets_what_the_scenario_has_gives_the_central_numbers_exactly(
    tmp_path: Path,
) -> None:
    found = study(tmp_path, SAME)

    (variant,) = found.variants
    assert str(variant.comparisons) == str(found.comparisons)  # NaN is not equal to itself
    assert not [each for each in beside_central(found, headline_measures(found)) if each.turns]


def test_arms_that_are_those_of_the_scenario_share_its_runs(tmp_path: Path) -> None:
    central = planned(tmp_path, SAME, EQUAL)
    carry_out(central, tmp_path / "kept", workers=1)
    plan = plan_variants(central)
    assert plan is not None

    with Store(tmp_path / "kept", Engine.FAST, central.digest, central.scenario.title) as store:
        new = {job.key for job in plan.jobs if job.key not in store}

    assert len(plan.jobs) == 4 * 3  # three arms, and another `two_rooms`, each three times
    assert len(new) == 3  # only those of the other `two_rooms`


def test_a_variant_that_makes_arms_equal_gives_identical_results(tmp_path: Path) -> None:
    found = study(tmp_path, EQUAL)

    (variant,) = found.variants
    known = {row.verdict for row in variant.comparisons if row.pairs and row.arm_a == "two_rooms"}
    assert known == {Verdict.IDENTICAL}
    assert found.comparison("two_rooms", WAIT).verdict is not Verdict.IDENTICAL


def test_a_verdict_the_other_way_round_is_opposite(tmp_path: Path) -> None:
    found = study(tmp_path, EQUAL, FEWER, replications=10)

    turned = {
        each.variant: each
        for each in beside_central(found, [WAIT])
        if each.other.arm_a == "two_rooms"
    }
    assert turned["equal"].turns
    assert not turned["equal"].is_opposite
    assert turned["second"].is_opposite
    assert turned["second"].central.difference < 0 < turned["second"].other.difference


def test_a_variant_is_what_a_scenario_with_these_values_gives(tmp_path: Path) -> None:
    found = study(tmp_path, LONGER)
    (tmp_path / "alone").mkdir()
    longer = planned(tmp_path / "alone", choices=Choices(years=2))
    alone = carry_out(longer, tmp_path / "alone" / "kept", workers=1)

    assert str(found.variants[0].comparisons) == str(alone.comparisons)


def test_length_and_seed_of_a_command_hold_for_variants_that_do_not_set_them(
    tmp_path: Path,
) -> None:
    central = planned(tmp_path, SAME, LONGER, choices=Choices(years=0.5, seed=7, replications=2))
    plan = plan_variants(central)
    assert plan is not None

    closes = {
        name: plan.arm_table.get(places[0]).numbers.closes for name, places in plan.arm_at.items()
    }
    assert closes["as_it_is"] == central.resolved["one_room"].numbers.closes
    assert closes["longer"] == 4 * closes["as_it_is"]
    assert {job.replication for job in plan.jobs} == {1, 2}


def test_runs_go_on_where_a_stop_left_them(tmp_path: Path) -> None:
    central = planned(tmp_path, EQUAL, LONGER)
    plan = plan_variants(central)
    assert plan is not None
    asked: list[int] = []

    def stop(done: int, total: int) -> None:
        asked.append(total)
        if done:
            raise KeyboardInterrupt

    title = central.scenario.title
    with Store(tmp_path / "kept", Engine.FAST, central.digest, title) as store:
        with pytest.raises(BaseException):  # noqa: B017, PT011 - however the stop arrives
            run_variants(plan, store, Engine.FAST, here, stop)
        assert not are_there(plan, store)
    with Store(tmp_path / "kept", Engine.FAST, central.digest, title) as store:
        assert any(job.key in store for job in plan.jobs)
        found = run_variants(plan, store, Engine.FAST, here)

    assert str(found) == str(study(_new(tmp_path / "whole"), EQUAL, LONGER).variants)


def test_a_scenario_without_variants_and_a_study_of_one_arm_have_none(tmp_path: Path) -> None:
    assert plan_variants(planned(tmp_path)) is None
    assert plan_variants(planned(tmp_path, SAME, choices=Choices(arms=["one_room"]))) is None


def test_a_variant_whose_arms_are_not_equal_is_refused_before_any_run(tmp_path: Path) -> None:
    more = "  more: {label: More, set: {arms.two_rooms.set.services.talk.capacity.places: 5}}\n"
    fair = "  unfair: {label: No reason, set: {workforce.unequal: null}}\n"

    assert plan_variants(planned(tmp_path, more)) is not None  # the file gives a reason
    with pytest.raises(SimError, match=r"variant `unfair`: workforce: these arms do not have"):
        plan_variants(planned(tmp_path, fair))


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder
