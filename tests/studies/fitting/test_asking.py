"""What a fit lacks is told before any run, all at once; its question keeps its runs."""

from __future__ import annotations

import pytest

from sim.errors import ScenarioFaults
from sim.scenario import Scenario
from sim.studies.fitting.asking import (
    question_of,
    see_that_it_can_be_fitted,
    see_to_discrepancy,
    see_to_size,
)
from sim.studies.fitting.bank import plan_bank
from sim.studies.planning import ChoiceError
from tests.report.fitting.made import TARGETS, fitted_file
from tests.studies.worlds.small import RATE, scenario

CHECKS = {name: {**each, "role": "check"} for name, each in TARGETS.items()}


def test_a_scenario_with_targets_and_ranges_can_be_fitted() -> None:
    see_that_it_can_be_fitted(fitted_file())


def test_everything_that_is_missing_is_told_at_once() -> None:
    with pytest.raises(ScenarioFaults) as caught:
        see_that_it_can_be_fitted(scenario({RATE: "2 per week"}))

    said = [each.problem for each in caught.value.faults]
    assert said[0] == "There are no `targets`, so nothing to fit to."
    assert said[1].startswith("No number that the arm `baseline` uses has a range")


def test_targets_that_are_all_held_out_are_nothing_to_fit_to() -> None:
    with pytest.raises(ScenarioFaults, match="None of the targets has the role `fit`"):
        see_that_it_can_be_fitted(scenario(targets=CHECKS))


def test_what_was_fitted_is_not_fitted_again_and_the_way_out_is_told() -> None:
    rows = f"{RATE},weight\n1 per week,1\n2 per week,1\n"
    form = fitted_file().to_dict()
    table = {"file": "fitted.csv", "contents": rows}
    fitted = Scenario.of(form | {"worlds": {"source": "ours", "from_table": table}})

    with pytest.raises(ScenarioFaults) as caught:
        see_that_it_can_be_fitted(fitted)

    (fault,) = caught.value.faults
    assert fault.location.path == "worlds"
    assert "the rows of `fitted.csv`, so it is fitted already" in fault.problem
    assert "`resolved.yaml`" in fault.allowed
    assert "`worlds: null`" in fault.remedy
    see_that_it_can_be_fitted(Scenario.of(fitted.to_dict() | {"worlds": None}))


@pytest.mark.parametrize("runs", [0, 199, 100_001])
def test_a_bank_of_too_few_or_too_many_runs_is_refused(runs: int) -> None:
    with pytest.raises(ChoiceError, match="Choose a whole number from 200 to 100,000"):
        see_to_size(runs)
    see_to_size(None)
    see_to_size(200)


@pytest.mark.parametrize("share", [-0.01, 1.01, float("nan")])
def test_a_discrepancy_that_is_no_share_is_refused(share: float) -> None:
    with pytest.raises(ChoiceError, match="is out of range"):
        see_to_discrepancy(share)
    see_to_discrepancy(0)


def test_more_runs_or_another_discrepancy_are_the_same_family_and_another_question() -> None:
    few, many = (plan_bank(fitted_file(), runs) for runs in (200, 400))
    first, more, other = question_of(few, 0.1), question_of(many, 0.1), question_of(few, 0.2)

    assert first.family == more.family == other.family
    assert len({first.digest, more.digest, other.digest}) == 3
    assert more.may_follow(first)
    assert not first.may_follow(more)
    assert first.stays
    assert first.begun == first.family
