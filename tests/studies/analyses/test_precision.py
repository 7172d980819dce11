"""Replications until differences are known well enough, setting by setting."""

from pathlib import Path

import numpy as np

from sim.studies.statistics.precision import stops_at
from tests.studies.analyses.worlds import BOTH_SIDES, Done, done

LEVER = f"levers: {{places: {{{BOTH_SIDES}, values: [2, 6]}}}}\narms: [one_room, both]\n"


def study(folder: Path, within: str, store: str = "store") -> Done:
    text = f"{LEVER}precision: {{within: {within}, floor: 4, ceiling: 30, batch: 3}}\n"
    return done(folder, text, store)


def test_every_setting_has_the_replications_that_the_rule_asks_for(tmp_path: Path) -> None:
    found = study(tmp_path, "{list_length: 1.5}")

    asked = found.plan.asked
    assert asked.precision is not None
    targets = [t for _, t in asked.precision.targets(asked.base)]
    everything = study(tmp_path, "{list_length: 0.000001}").outcomes.values
    assert everything.shape[2] == 30
    for setting, count in enumerate(found.outcomes.replications):
        values = everything[setting].transpose(1, 0, 2)
        assert stops_at(values, targets, asked.precision.rule) in (0, count)
        assert np.array_equal(
            found.outcomes.values[setting, :, :count], everything[setting, :, :count]
        )
        assert np.isnan(found.outcomes.values[setting, :, count:]).all()


def test_the_ceiling_is_kept_and_said(tmp_path: Path) -> None:
    found = study(tmp_path, "{list_length: 1 % of difference}")

    assert found.outcomes.replications == [30, 30]
    assert not any(each.enough for each in found.outcomes.precision)
    assert found.outcomes.repeats == "30"


def test_rows_are_those_of_the_replications_that_count(tmp_path: Path) -> None:
    found = study(tmp_path, "{list_length: 1.5}").outcomes

    rows = list(found.rows())
    assert len(rows) == sum(found.replications) * 2 * 2
    assert all(replication < found.replications[setting] for setting, _, replication, *_ in rows)
    assert {each.pairs for each in found.differences() if each.setting == 0} == {
        found.replications[0]
    }


def test_settings_that_share_an_arm_each_use_their_own_number_of_its_runs(tmp_path: Path) -> None:
    lever = "arms.both.services.talk.ends.stay.exponential.mean: [0.2 days, 1.1 days]"
    block = "{within: {list_length: 2}, floor: 4, ceiling: 30, batch: 3}"
    found = done(
        tmp_path, f"levers: {{{lever}}}\narms: [one_room, both]\nprecision: {block}\n"
    ).outcomes

    assert len(set(found.replications)) == 2
    shared = found.of("one_room", "list_length")
    for setting, count in enumerate(found.replications):
        assert np.isfinite(shared[setting]).sum() == count
