"""Runs are measured from their log where the scenario names records, and only then."""

import datetime
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from sim.engines.choosing import Engine
from sim.events import Window
from sim.measures import Row, measure
from sim.measures.catalogue import describe, is_measure
from sim.measures.words.recorded import RECORDS
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.studies.asking import asking
from sim.studies.engines import ENGINES
from sim.studies.from_log import measures_from_log, needs_log
from sim.studies.keys import resolved_digest
from sim.studies.study import EVERYONE, MeasureTable, Series
from sim.studies.targets import judged_targets, target_faults
from sim.units import DAY
from tests.studies.scenarios import CAFES, loaded

DATED = CAFES.replace("length: 1 year", "begins: 2027-04-01, length: 1 year")
PLAIN = "targets:\n  days: {measure: wait_to_start.talk.mean, value: 3, low: 2, high: 4%s}\n"
LATER = PLAIN % ", from: 2027-10-01, to: 2027-12-31"
EARLIER = PLAIN % ", from: 2026-01-01, to: 2026-01-31"
OF_RECORDS = "targets:\n  waiting: {measure: records.list.talk, value: 3, low: 2, high: 4}\n"


def first_arm(scenario: Scenario) -> Resolved:
    return resolve(scenario, scenario.arm_names[0])


def kept(rows: Sequence[Row]) -> list[tuple[str, str, str]]:
    return [(row.group, row.measure, repr(row.value)) for row in rows]


@pytest.mark.parametrize(
    "named",
    [
        OF_RECORDS,
        "compare: {family: [records.list]}\n",
        "compare: {smallest_difference: {records.list: 2}}\n",
    ],
)
def test_a_scenario_that_names_a_measure_of_records_has_them(tmp_path: Path, named: str) -> None:
    resolved = first_arm(loaded(tmp_path, CAFES + named))

    rows = ENGINES[Engine.REFERENCE].measure(resolved, 1, 1)

    assert needs_log(resolved)
    assert {"records.list.talk", "records.handoffs"} <= {row.measure for row in rows}
    assert is_measure("records.list.talk", resolved.names)


def test_any_other_scenario_has_none_and_needs_no_log(tmp_path: Path) -> None:
    resolved = first_arm(loaded(tmp_path, CAFES + PLAIN % ""))

    assert not needs_log(resolved)
    assert not is_measure("records.list.talk", resolved.names)
    rows = ENGINES[Engine.REFERENCE].measure(resolved, 1, 1)
    assert not [row for row in rows if row.measure.startswith(RECORDS)]


def test_runs_with_and_without_these_measures_have_keys_of_their_own(tmp_path: Path) -> None:
    texts = (CAFES, CAFES + OF_RECORDS, DATED, DATED + LATER, DATED + EARLIER)
    digests = {resolved_digest(first_arm(loaded(tmp_path, text))) for text in texts}
    same = resolved_digest(first_arm(loaded(tmp_path, CAFES + PLAIN % "")))

    assert len(digests) == len(texts)
    assert same in digests  # a target without a window changes nothing


@pytest.mark.parametrize(
    ("target", "window"),
    [
        (LATER, Window(183 * DAY, 275 * DAY)),
        (EARLIER, Window(0, 31 * DAY)),  # as if that time went on
    ],
)
def test_a_target_with_days_is_measured_in_them(
    tmp_path: Path, target: str, window: Window
) -> None:
    scenario = loaded(tmp_path, DATED + target)
    resolved = first_arm(scenario)
    run = ENGINES[Engine.REFERENCE].run(resolved, 1, 1)
    there = resolved._replace(measuring=resolved.measuring._replace(window=window))

    found = measures_from_log(run, resolved)

    expected = [row for row in measure(run, there) if row.measure == "wait_to_start.talk.mean"]
    name = scenario.targets["days"].in_runs
    assert kept(found) == kept([row._replace(measure=name) for row in expected])
    assert [row.group for row in found] == ["everyone", "north", "south"]
    assert describe(name).unit == "days"
    assert is_measure(name, resolved.names)


@pytest.mark.parametrize("engine", [Engine.FAST, Engine.REFERENCE])
@pytest.mark.parametrize("target", [LATER, OF_RECORDS])
def test_measures_that_are_asked_for_are_those_among_all(
    tmp_path: Path, target: str, engine: Engine
) -> None:
    resolved = first_arm(loaded(tmp_path, DATED + target))
    whole = ENGINES[engine].measure(resolved, 1, 1)
    name = next(row.measure for row in whole if "wind" in row.measure or "list.talk" in row.measure)

    for asked in ([("everyone", name)], [("north", name), ("everyone", "contacts.talk")]):
        found = ENGINES[engine].measure(asking(resolved, asked), 1, 1)
        assert kept(found) == kept([row for row in whole if (row.group, row.measure) in asked])
        assert len(found) == len(asked)


def test_only_records_need_the_log_of_a_run(tmp_path: Path) -> None:
    dated, records = (first_arm(loaded(tmp_path, DATED + each)) for each in (LATER, OF_RECORDS))

    assert not needs_log(dated)
    assert needs_log(records)
    assert not needs_log(asking(records, [("everyone", "contacts.talk")]))


def test_a_target_with_days_is_judged_by_what_is_measured_in_them(tmp_path: Path) -> None:
    scenario = loaded(tmp_path, DATED + EARLIER)
    name = scenario.targets["days"].in_runs
    values = [[[3.1, 9.0], [2.9, 9.1]]]
    series = tuple(Series(EVERYONE, each, "days") for each in (name, "wait_to_start.talk.mean"))

    (judged,) = judged_targets(scenario, MeasureTable(("one_room",), series, np.array(values)))

    assert math.isclose(judged.mean, 3.0)
    assert judged.in_run == (datetime.date(2027, 4, 1), datetime.date(2027, 5, 1))
    assert not list(target_faults(scenario, first_arm(scenario).names))


def test_a_measure_of_records_in_a_window_is_that_of_the_records_of_these_days(
    tmp_path: Path,
) -> None:
    target = OF_RECORDS.replace("high: 4", "high: 4, from: 2027-10-01, to: 2027-12-31")
    scenario = loaded(tmp_path, DATED + target)
    resolved = first_arm(scenario)
    run = ENGINES[Engine.REFERENCE].run(resolved, 1, 1)

    rows = {row.measure: row.value for row in measures_from_log(run, resolved)}

    assert rows[scenario.targets["waiting"].in_runs] != rows["records.list.talk"]


def test_a_target_keeps_its_days_in_canonical_form(tmp_path: Path) -> None:
    scenario = loaded(tmp_path, DATED + LATER)

    assert scenario.targets["days"].plain()["from"] == "2027-10-01"
    assert "from" not in loaded(tmp_path, DATED + PLAIN % "").targets["days"].plain()
