"""Targets of windows of their own, and of what records hold, are met in the runs of a bank."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engines.choosing import Engine
from sim.measures.catalogue import BUILT_IN
from sim.scenario import Scenario
from sim.studies.engines import ENGINES
from sim.studies.execution import here
from sim.studies.fitting.bank import plan_bank, plan_runs, run_bank
from sim.studies.fitting.fitted import Scale
from sim.studies.fitting.fitting import covariance_of_targets, known_targets
from sim.studies.store import Store
from tests.studies.worlds.small import scenario

STARTS = {"measure": "spells.gp", "value": 30, "low": 20, "high": 40, "role": "fit"}
EARLY = {"from": "2027-01-01", "to": "2027-02-15"}
LATE = {"from": "2027-05-15", "to": "2027-06-29"}
BEFORE = {"from": "2026-10-01", "to": "2026-11-15"}  # as many days as `EARLY`


def dated(**targets: Any) -> Scenario:
    """A small scenario that begins with 2027 and lasts for 180 days."""
    form = scenario().to_dict()
    form["run"] |= {"begins": "2027-01-01", "length": "180 days", "warm_up": "60 days"}
    form["targets"] = {name: each | {"source": "ours"} for name, each in targets.items()}
    return Scenario.of(form)


def held_out(**targets: Any) -> list[str]:
    """The targets that a fit holds out for their windows."""
    found = known_targets(dated(**targets), BUILT_IN)
    assert all(each.role == "check" for each in found if each.last_months)
    return [each.name for each in found if each.last_months]


def test_fit_targets_of_the_last_three_months_are_held_out() -> None:
    early, late = STARTS | EARLY, STARTS | LATE
    long = STARTS | {"from": "2027-01-01", "to": "2027-06-29"}

    assert held_out(early=early, late=late) == ["late"]
    assert held_out(always=STARTS, late=late) == ["late"]
    assert held_out(long=long, late=late | {"role": "check"}) == []


def test_where_all_would_be_held_out_none_is() -> None:
    assert held_out(late=STARTS | LATE) == []
    assert held_out(late=STARTS | LATE, early=STARTS | EARLY | {"role": "check"}) == []


def test_three_months_are_at_most_92_days() -> None:
    summer = STARTS | {"from": "2026-07-10", "to": "2026-08-31"}
    quarter = STARTS | {"from": "2026-10-01", "to": "2026-12-31"}
    longer = STARTS | {"from": "2026-09-30", "to": "2026-12-31"}

    assert held_out(summer=summer, quarter=quarter) == ["quarter"]
    assert held_out(summer=summer, longer=longer) == []


def test_each_target_of_a_bank_is_that_of_its_window(tmp_path: Path) -> None:
    records = {"measure": "records.caseload.gp", "value": 9, "low": 5, "high": 20}
    given = dated(early=STARTS | EARLY, before=STARTS | BEFORE, whole=STARTS, seen=records | EARLY)
    known = known_targets(given, BUILT_IN)
    bank = plan_bank(given, 3)
    plan = plan_runs(bank)
    columns = [each.column for each in known]
    with Store(tmp_path / "runs", Engine.FAST, bank.central.digest, "dated") as store:
        found = run_bank(plan, columns, store, Engine.FAST, here).simulated

    early, before, whole, seen = found.T
    first, arms = plan.jobs()[0], plan.arm_table
    resolved = arms.get(first.arm)
    rows = ENGINES[Engine.REFERENCE].measure(resolved, given.run.seed, first.replication)
    by_name = {each.measure: each.value for each in rows if each.group == "everyone"}

    assert np.array_equal(early, before)  # as if that time went on
    assert (early != whole).any()
    assert early[0] == by_name[given.targets["early"].in_runs]
    assert seen[0] == by_name[given.targets["seen"].in_runs]
    assert known[3].scale is Scale.LOGARITHM
    assert np.isfinite(seen).all()


def test_errors_are_those_of_ranges_and_go_together_as_the_table_says() -> None:
    form = dated(a=STARTS, b=STARTS | {"low": 10, "high": 50}, apart=STARTS).to_dict()
    one, other = (20 / 3.29) ** 2, (40 / 3.29) ** 2
    lines = ["target,b,a", f"b,{other:.12g},{-other / 4:.12g}", f"a,{-other / 4:.12g},{one:.12g}"]
    table = {"file": "errors.csv", "contents": "\n".join([*lines, ""])}
    given = Scenario.of(form | {"targets_covariance": {"from_table": table}})

    found = covariance_of_targets(given, known_targets(given, BUILT_IN))

    assert found == pytest.approx(
        np.array([[one, -other / 4, 0], [-other / 4, other, 0], [0, 0, one]])
    )
    assert covariance_of_targets(dated(a=STARTS), known_targets(dated(a=STARTS), BUILT_IN)) is None
