"""Targets are compared with the results of the history arm, each by its range."""

from pathlib import Path

import numpy as np
import pytest

from sim.errors import ScenarioFaults
from sim.network.assumptions import ASSUMPTION
from sim.resolving import resolve
from sim.studies.intervals import NOTHING, Interval, interval
from sim.studies.planning import Choices
from sim.studies.running import plan
from sim.studies.study import EVERYONE, MeasureTable, Series
from sim.studies.targets import Agreement, agreement, judged_targets, target_faults
from tests.studies.scenarios import CAFES, loaded

TARGETS = """\
targets:
  days: {measure: wait_to_start.talk.mean, value: 3, low: 2, high: 4, role: fit}
  north: {measure: wait_to_start.talk.mean, value: 3, low: 2, high: 4, group: north}
  starts: {measure: spells.group, value: 100, low: 90, high: 110, label: Starts in the group}
"""
SERIES = (
    Series(EVERYONE, "wait_to_start.talk.mean", "days"),
    Series("north", "wait_to_start.talk.mean", "days"),
)
WAITS = [2.9, 3.0, 3.1, 3.2, 2.8, 3.0, 3.1, 2.9]


def table(*arms: str, shift: float = 0.0) -> MeasureTable:
    """Waits about 3 days for everyone, and about 6 in the north."""
    waits = np.array([WAITS, [2 * each for each in WAITS]]).T + shift
    return MeasureTable(arms, SERIES, np.array([waits] * len(arms)))


@pytest.mark.parametrize(
    ("mean", "likely", "expected"),
    [
        (3.0, Interval(2.5, 3.5), Agreement.INSIDE),
        (3.0, Interval(2.0, 4.0), Agreement.INSIDE),
        (3.9, Interval(3.7, 4.1), Agreement.UNSURE),
        (4.1, Interval(3.9, 4.3), Agreement.UNSURE),
        (3.0, Interval(1.0, 5.0), Agreement.UNSURE),
        (5.0, Interval(4.1, 5.9), Agreement.ABOVE),
        (1.0, Interval(0.5, 1.5), Agreement.BELOW),
        (3.0, NOTHING, Agreement.INSIDE),
        (4.5, NOTHING, Agreement.ABOVE),
        (float("nan"), NOTHING, Agreement.UNKNOWN),
    ],
)
def test_a_mean_agrees_if_its_interval_lies_in_the_range(
    mean: float, likely: Interval, expected: Agreement
) -> None:
    assert agreement(mean, likely, 2.0, 4.0) is expected


def test_targets_are_judged_by_the_runs_of_the_history_arm(tmp_path: Path) -> None:
    scenario = loaded(tmp_path, CAFES + TARGETS)

    days, north, starts = judged_targets(scenario, table("one_room", "two_rooms"))

    assert days.mean == pytest.approx(np.mean(WAITS))
    assert days.likely == interval(np.array(WAITS))
    assert (days.role, days.agreement) == ("fit", Agreement.INSIDE)
    assert (north.role, north.agreement) == ("check", Agreement.ABOVE)
    assert (starts.label, starts.agreement) == ("Starts in the group", Agreement.UNKNOWN)


def test_without_runs_of_the_history_arm_nothing_is_judged(tmp_path: Path) -> None:
    scenario = loaded(tmp_path, CAFES + TARGETS)

    assert judged_targets(scenario, table("two_rooms")) == ()
    assert judged_targets(loaded(tmp_path), table("one_room")) == ()


def test_unknown_measures_and_groups_of_targets_are_found_where_they_stand(
    tmp_path: Path,
) -> None:
    text = CAFES + (
        "targets:\n"
        "  a: {measure: spells.grup, value: 1, low: 0, high: 2}\n"
        "  b: {measure: spells.group, value: 1, low: 0, high: 2, group: nroth}\n"
    )
    scenario = loaded(tmp_path, text)

    faults = list(target_faults(scenario, resolve(scenario, "one_room").names))

    line = CAFES.count("\n") + 2
    assert [(f.location.line, f.location.column, f.location.path) for f in faults] == [
        (line, 16, "targets.a.measure"),
        (line + 1, 64, "targets.b.group"),
    ]
    assert '"spells.grup" is not a measure of this scenario.' in str(faults[0])
    assert "Did you mean `north`?" in str(faults[1])
    with pytest.raises(ScenarioFaults) as caught:
        plan(scenario, Choices())
    assert len(caught.value.faults) == 2


def test_a_target_is_no_number_of_the_model_and_changes_no_run(tmp_path: Path) -> None:
    plain, with_targets = loaded(tmp_path), loaded(tmp_path, CAFES + TARGETS)

    assert dict(with_targets.quantities()) == dict(plain.quantities())
    assert str(resolve(with_targets, "one_room")) == str(resolve(plain, "one_room"))
    assert with_targets.sources["ours"].kind == ASSUMPTION


def test_targets_come_through_canonical_form(tmp_path: Path) -> None:
    scenario = loaded(tmp_path, CAFES + TARGETS)

    assert type(scenario).of(scenario.to_dict()) == scenario
    assert scenario.to_dict()["targets"]["north"] == {
        **{"measure": "wait_to_start.talk.mean", "group": "north", "role": "check"},
        **{"value": 3.0, "source": "ours", "low": 2.0, "high": 4.0},
    }
