from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engines.choosing import Engine
from sim.scenario import Scenario
from sim.studies.execution import Shard, here
from sim.studies.fitting.bank import BankPlan, plan_again, plan_bank, plan_runs, run_bank
from sim.studies.fitting.fitted import Column, FitResult, Told
from sim.studies.fitting.fitting import fit_scenario
from sim.studies.fitting.usable import FitError
from sim.studies.sizes import Size
from sim.studies.store import Store
from sim.studies.targets import Agreement
from sim.studies.worlds.running import make_worlds
from tests.studies.worlds.small import ATTEND_GP, ATTEND_TEAM, RATE, ROUTES, scenario

RUNS = 120
COLUMNS = (Column("referrals.gp", "everyone"), Column("contacts.gp", "everyone"))
TARGETS = {
    "referrals": {"measure": "referrals.gp", "value": 60, "low": 50, "high": 70, "role": "fit"},
    "people": {"measure": "people", "value": 25, "low": 20, "high": 30, "role": "fit"},
    "held": {"measure": "contacts.gp", "value": 1, "low": 0.5, "high": 2},
}
UNSURE: dict[str, Any] = {
    ATTEND_GP: {"value": 0.9, "low": 0.5, "high": 0.95},
    ATTEND_TEAM: {
        "value": 0.8,
        "uncertain": {"table": [{"value": 0.7, "weight": 1}, {"value": 0.9, "weight": 2}]},
    },
    ROUTES: {
        "team": {"value": 0.5, "uncertain": {"dirichlet": {"weight": 40}}},
        "clinic": {"value": 0.2, "uncertain": {"dirichlet": {"weight": 40}}},
        "nowhere": {"value": 0.3, "uncertain": {"dirichlet": {"weight": 40}}},
    },
    "services.team.workers.posts": {"value": 2, "low": 1, "high": 4},
}
STRUCTURES = {"services.team.parallel": {"yes": 0.3, "no": 0.7}}


def area(**top: Any) -> Scenario:
    return scenario(UNSURE, targets=TARGETS, structures=STRUCTURES, **top)


def fitted(bank: BankPlan, folder: Path) -> FitResult:
    with Store(folder, Engine.FAST, bank.central.digest, "small") as store:
        return fit_scenario(bank, store, Engine.FAST, here)


def simulated(bank: BankPlan, folder: Path, columns: tuple[Column, ...] = COLUMNS) -> np.ndarray:
    with Store(folder, Engine.FAST, bank.central.digest, "small") as store:
        return run_bank(plan_runs(bank), columns, store, Engine.FAST, here).simulated


def in_bytes(found: FitResult) -> bytes:
    rows = found.fitted.rows
    assert rows is not None
    said = repr((found.fitted.numbers, found.fitted.targets, found.values)).encode()
    return said + rows.inputs.values.tobytes() + rows.weights.tobytes()


@pytest.fixture(scope="module")
def bank() -> BankPlan:
    return plan_bank(area(), RUNS)


@pytest.fixture(scope="module")
def found(bank: BankPlan, tmp_path_factory: pytest.TempPathFactory) -> FitResult:
    return fitted(bank, tmp_path_factory.mktemp("fit") / "runs")


def test_all_that_can_be_uncertain_is_fitted_and_written_back(
    bank: BankPlan, found: FitResult
) -> None:
    names = [each.name for each in found.fitted.numbers]
    assert names == [each.name for each in found.uncertain]
    assert {RATE, ATTEND_GP, ATTEND_TEAM, *STRUCTURES} <= set(names)
    assert any(name.startswith(f"{ROUTES}.") for name in names)
    rate = found.fitted.numbers[names.index(RATE)]
    assert rate.told is not Told.NOTHING
    assert found.fitted.rows is not None
    assert len(found.values) == len(found.fitted.rows.weights)
    for values in found.values[:3]:
        assert bank.central.scenario.with_values(dict(values))


def test_each_target_is_held_against_runs_of_fitted_worlds(found: FitResult) -> None:
    assert [each.role for each in found.fitted.targets] == ["fit", "fit", "check"]
    assert all(each.before and each.after for each in found.fitted.targets)
    assert Agreement.UNKNOWN not in [each.agreement for each in found.fitted.targets]


def test_a_fit_is_the_same_however_its_runs_were_made(
    bank: BankPlan, found: FitResult, tmp_path: Path
) -> None:
    for number in (2, 1):
        with Store(tmp_path / "runs", Engine.FAST, bank.central.digest, "small") as store:
            make_worlds(plan_runs(bank, shard=Shard(number, 3)), store, Engine.FAST, here)
    assert in_bytes(fitted(bank, tmp_path / "runs")) == in_bytes(found)


def test_runs_of_a_bank_have_random_numbers_of_their_own(bank: BankPlan, found: FitResult) -> None:
    few = bank._replace(wanted=bank.wanted._replace(size=Size(5, each=1)))
    assert [job.replication for job in plan_runs(few).jobs()] == [1, 2, 3, 4, 5]
    assert found.fitted.rows is not None
    again = plan_again(few, found.fitted.rows, np.array([0, 0, 1]))
    assert [job.replication for job in again.jobs()] == [6, 7, 8]


def test_the_first_runs_of_a_larger_bank_are_those_of_a_smaller_one(tmp_path: Path) -> None:
    small, large = (simulated(plan_bank(area(), runs), tmp_path / "runs") for runs in (16, 20))
    assert np.array_equal(large[:16], small, equal_nan=True)


def test_a_measure_that_no_run_has_is_undefined(tmp_path: Path) -> None:
    unpriced = {"measure": "cost", "value": 1, "low": 0, "high": 2}
    bank = plan_bank(scenario(UNSURE, targets={**TARGETS, "cost": unpriced}), 4)
    columns = (*COLUMNS, Column("cost", "everyone"))
    found = simulated(bank, tmp_path / "runs", columns)
    assert np.isnan(found[:, 2]).all()
    assert np.isfinite(found[:, 0]).all()


def test_a_bank_gives_no_number_that_its_runs_were_not_asked_for(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"not asked for .*referrals\.team"):
        simulated(plan_bank(area(), 4), tmp_path / "runs", (Column("referrals.team", "everyone"),))


def test_a_bank_serves_other_values_of_its_targets_and_not_other_targets() -> None:
    other = {**TARGETS, "people": {**TARGETS["people"], "value": 28}}
    more = {**TARGETS, "team": {**TARGETS["held"], "measure": "contacts.team"}}
    keys = [
        [job.key for job in plan_runs(plan_bank(scenario(UNSURE, targets=each), 4)).jobs()]
        for each in (TARGETS, other, more)
    ]
    assert keys[0] == keys[1]
    assert not set(keys[0]) & set(keys[2])


def test_the_arm_of_today_is_run() -> None:
    then = {"services": {"gp": {"ends": {"stay": "3 weeks"}}}}
    arms = {"now": {}, "then": {"set": then}}
    two = scenario(targets=TARGETS, arms=arms, compare={"baseline": "now"})
    assert plan_bank(two, RUNS).central.settings.arms == ("now",)


def test_without_a_range_nothing_can_be_fitted() -> None:
    certain = scenario({RATE: "2 per week"}, targets=TARGETS)
    with pytest.raises(FitError, match="nothing to fit"):
        plan_bank(certain, RUNS)
