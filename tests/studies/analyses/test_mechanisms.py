"""Mechanisms taken apart: shares add up to what the arms of the study differ by."""

from pathlib import Path

import numpy as np
import pytest

from sim.errors import SimError
from sim.studies.analyses.changes import OWN
from sim.studies.statistics.mechanisms import How
from sim.studies.sweeps.planning import plan_sweep
from sim.studies.sweeps.study_file import read_study
from tests.studies.analyses.worlds import done, written


@pytest.mark.parametrize("how", ["every subset", "orders"])
@pytest.mark.parametrize("arm", ["switched", "both"])
def test_shares_add_up_to_the_difference_between_the_arms(
    tmp_path: Path, how: str, arm: str
) -> None:
    found = done(tmp_path, f"mechanisms: {{arm: {arm}, how: {how}}}\n")

    ((_, answer),) = found.answers
    for explained, measure in zip(answer.outcomes, found.plan.asked.base.outcomes, strict=True):
        paired = found.outcomes.differences_of(arm, measure)[0]
        assert explained.whole.mean == pytest.approx(float(paired.mean()))
        assert sum(e.estimate.mean for e in explained.shares) == pytest.approx(float(paired.mean()))


def test_a_switch_that_does_nothing_gets_nothing_and_others_get_something(tmp_path: Path) -> None:
    found = done(tmp_path, "mechanisms: {arm: switched}\n")

    ((asked, answer),) = found.answers
    assert asked.key == "mechanisms"
    shares = {e.changes[0]: e.estimate for e in answer.outcomes[0].shares}
    assert (shares["no_matter"].mean, shares["no_matter"].half_width) == (0, 0)
    assert shares["slow_talks"].mean != 0
    assert answer.how is How.EVERY


def test_what_an_arm_sets_itself_is_one_more_change(tmp_path: Path) -> None:
    both = read_study(written(tmp_path, "mechanisms: {arm: both}\n")).analyses[0].plain()
    one = read_study(written(tmp_path, "mechanisms: {arm: switched}\n")).analyses[0].plain()

    assert both["changes"] == [*one["changes"], OWN]


def test_chosen_mechanisms_leave_the_others_as_in_the_baseline(tmp_path: Path) -> None:
    chosen = done(tmp_path, "mechanisms: {arm: switched, which: [no_matter]}\n")

    ((asked, answer),) = chosen.answers
    assert answer.changes == ("no_matter",)
    assert np.isclose(answer.outcomes[0].whole.mean, 0)
    assert asked.plain()["changes"] == ["no_matter"]


def test_a_change_with_other_means_by_itself_is_refused_before_the_first_run(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, "mechanisms: {arm: both}\n")
    cafes = tmp_path / "cafes.yaml"
    cafes.write_text(
        cafes.read_text().replace("workforce: {unequal: a second room is the question}\n", "")
    )
    path.write_text(
        path.read_text().replace("replications: 3", "replications: 3\narms: [one_room, both]")
    )

    with pytest.raises(SimError, match="do not have the same means"):
        plan_sweep(read_study(path))


def test_the_runs_that_may_be_needed_are_those_that_are_made(tmp_path: Path) -> None:
    for how, runs in (("every subset", 2**3 * 3), ("orders", 2 * 3 * 3)):
        found = done(tmp_path, f"mechanisms: {{arm: switched, how: {how}}}\n")
        ((asked, answer),) = found.answers
        assert asked.most_runs == runs
        assert answer.runs <= runs
