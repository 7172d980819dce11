"""Analyses go on where they were broken off: nothing that was run is run again."""

from pathlib import Path

import pytest

from sim.report.sweep_report import SweepReport
from sim.studies.execution import StudyInterruptedError
from sim.studies.sweeps.planning import plan_sweep
from sim.studies.sweeps.running import open_store
from sim.studies.sweeps.study_file import read_study
from sim.tables.analyses import write_answers, write_precision
from sim.tables.sweeps import write_outcomes
from tests.studies.analyses.worlds import BOTH_SIDES, Counted, Done, done, written

STUDIES = {
    "mechanisms": "arms: [one_room, both]\nmechanisms: {how: orders}\n",
    "precision": (
        f"arms: [one_room, both]\nlevers: {{places: {{{BOTH_SIDES}, values: [2, 6]}}}}\n"
        "precision: {within: {list_length: 1.5}, floor: 4, ceiling: 12, batch: 3}\n"
    ),
    "break_even": (
        "arms: [one_room, both]\nbreak_even: {lever: people.arrivals.newcomers.rate, "
        "low: 0.8 per day, high: 1.2 per day, measure: list_length, values: 3, first: 3, "
        "ceiling: 6}\n"
    ),
    "find": (
        "find: {least: services.talk.capacity.places, low: 1, "
        "high: 6, so_that: list.talk <= 1, by: month 4, futures: 20}\n"
    ),
    "sensitivity": (
        "arms: [one_room, both]\nuncertainties: {people.arrivals.newcomers.rate: range}\n"
        "sensitivity: {method: morris, outcomes: [list_length]}\n"
    ),
    "select": (
        "arms: [one_room, switched, both]\n"
        "select: {measure: list_length, zone: 0.5, first: 4, ceiling: 12, batch: 3}\n"
    ),
}


def tables(found: Done, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    write_outcomes(found.outcomes, folder / "outcomes.csv")
    write_precision(found.outcomes, folder / "precision.csv")
    write_answers(found.answers, folder)
    names = found.plan.arm_table.get(0).names
    SweepReport(found.outcomes, names, found.answers).write(folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("kind", STUDIES)
def test_broken_off_and_resumed_it_is_the_same_and_nothing_is_run_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    counted = Counted(monkeypatch)
    whole = tables(done(tmp_path, STUDIES[kind], "whole"), tmp_path / "a")
    needed = len(counted.runs)
    assert len(set(counted.runs)) == needed

    for stop in (2, needed // 2, needed // 3):
        counted.runs, counted.stop_after = [], stop
        with pytest.raises(StudyInterruptedError):
            done(tmp_path, STUDIES[kind], "broken")
    counted.runs, counted.stop_after = [], None
    kept = in_store(tmp_path, STUDIES[kind])
    resumed = tables(done(tmp_path, STUDIES[kind], "broken"), tmp_path / "b")

    assert kept >= needed // 2
    assert len(counted.runs) == needed - kept
    assert resumed == whole
    assert f"{kind}.csv" in whole
    done(tmp_path, STUDIES[kind], "broken")
    assert len(counted.runs) == needed - kept


def in_store(folder: Path, text: str) -> int:
    plan = plan_sweep(read_study(written(folder, text)))
    with open_store(plan, folder / "broken") as store:
        return len(store)
