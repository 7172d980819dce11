"""A light that only a run can tell is set from the last run, as it was of the project as it is."""

from __future__ import annotations

import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sim.app.house import House
from sim.app.projects.reading import Library, Opened
from sim.app.running import Result, Wanted, wanted_in
from sim.app.screens.lights import ABOVE, BELOW, UNKNOWN, Row, lights
from sim.network import Load, loads, service_graph
from tests.app.conftest import Planner

MONTHS = """arm,service,measure,unit,month,begins,from_minute,mean,low,high,runs
as_today,,people,people,1,2026-04-01,0,50,,,2
as_today,team,list,people,1,2026-04-01,0,90,,,2
as_today,team,list,people,2,2026-05-01,43200,4,,,2
as_today,team,list,people,3,2026-06-01,87840,6,,,2
as_today,team,caseload,people,2,2026-05-01,43200,30,,,2
as_today,team,hours_wanted,hours,2,2026-05-01,43200,12,,,2
as_today,team,hours_offered,hours,2,2026-05-01,43200,10,,,2
other,team,list,people,2,2026-05-01,43200,99,,,2
"""


@pytest.fixture
def opened(house: House, riverside: Path) -> Opened:
    return Library().open(house.projects.named("riverside"))


def result(folder: Path, outputs: Any) -> Result:
    return Result("run-1", folder, SimpleNamespace(outputs=outputs))  # type: ignore[arg-type]


def signs(rows: list[Row]) -> dict[tuple[str, str], str]:
    return {
        (row.service, which): light.sign
        for row in rows
        for which, light in (("room", row.places), ("hours", row.hours))
    }


def test_what_a_run_gave_is_averaged_over_the_months_that_are_measured(tmp_path: Path) -> None:
    (tmp_path / "monthly.csv").write_text(MONTHS, encoding="utf-8")

    found = wanted_in(result(tmp_path, {"monthly.csv": ""}), "as_today", 43200)

    assert found == {"team": Wanted(30 + (4 + 6) / 2, 12, 10)}
    assert wanted_in(result(tmp_path, {}), "as_today", 43200) == {}
    assert wanted_in(result(tmp_path, {"monthly.csv": ""}), "as_today", 10**9) == {}


@pytest.mark.parametrize(("times", "sign"), [(0.5, BELOW), (1.0, BELOW), (1.5, ABOVE)])
def test_only_open_lights_are_set_and_by_what_is_wanted_of_what_there_is(
    opened: Opened, times: float, sign: str
) -> None:
    before = signs(lights(opened, {}))
    assert UNKNOWN in before.values()
    run = {e.service: Wanted(times * e.room, times * 10, 10) for e in _loads(opened)}

    after = signs(lights(opened, run))

    assert after == {at: sign if each == UNKNOWN else each for at, each in before.items()}


def test_a_service_without_a_value_stays_open(opened: Opened) -> None:
    run = {each.service: Wanted(math.nan, math.nan, math.nan) for each in _loads(opened)}

    assert signs(lights(opened, run)) == signs(lights(opened, {}))


def test_before_a_run_check_says_what_is_open_and_how_it_is_settled(
    planner: Planner, riverside: Path
) -> None:
    page = planner.get("/projects/riverside/check")

    assert "Why “?”" in page
    assert "Run the project as it is now" in page


def _loads(opened: Opened) -> tuple[Load, ...]:
    assert opened.known is not None
    resolved = opened.known.arms[opened.known.scenario.baseline]
    return tuple(loads(resolved, service_graph(resolved)))
