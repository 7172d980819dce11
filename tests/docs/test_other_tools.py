"""The examples for other tools run, and what these tools say agrees with what we say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.records.estimating.durations import Durations
from sim.records.estimating.kaplan_meier import kaplan_meier
from tests.docs.pages import HOUSE, blocks
from tests.docs.test_pages import OTHER_TOOLS

pytestmark = pytest.mark.filterwarnings("ignore")  # of the other tools

SHARED, *EXAMPLES = (block.text for block in blocks("python") if block.page == OTHER_TOOLS)
REASON = "the extra `interop` is not installed"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run the example of a tool, and give the names that it made."""

    def of_tool(tool: str) -> dict[str, Any]:
        pytest.importorskip(tool, reason=REASON)
        (tmp_path / "scenarios").mkdir()
        shipped = (HOUSE / "scenarios" / "queue.yaml").read_text(encoding="utf-8")
        (tmp_path / "scenarios" / "queue.yaml").write_text(shipped, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        (example,) = (each for each in EXAMPLES if f"{tool}" in each)
        names: dict[str, Any] = {}
        for text in (SHARED, example):
            exec(compile(text, str(OTHER_TOOLS), "exec"), names)
        return names

    return of_tool


def events(names: dict[str, Any], kind: str) -> dict[int, int]:
    """The time of each event of a kind at the group, by its spell."""
    query = f"SELECT spell, time FROM this WHERE kind = '{kind}' AND service_name = 'group'"
    return dict(names["log"].events.sql(query))


def test_salib_finds_the_number_on_which_the_list_depends(run: Any) -> None:
    names = run("SALib")
    rate, days = names["indices"]["S1"]
    assert rate > max(days, 0.3)


def test_an_experiment_of_the_ema_workbench_is_the_run_with_its_numbers(run: Any) -> None:
    names = run("ema_workbench")
    third = names["experiments"].iloc[2]
    assert len(names["outcomes"]["wait"]) == 8
    found = names["waits"](third["per_day"], third["days"])
    assert found["wait"] == names["outcomes"]["wait"][2] > 0


def test_pm4py_reads_every_event_of_every_person(run: Any) -> None:
    names = run("pm4py")
    table = names["log"].process.to_pandas()
    assert len(names["events"]) == len(table) > 1000
    people = table["case:concept:name"].nunique()
    assert names["events"]["case:concept:name"].nunique() == people
    assert sum(names["follows"].values()) == len(table) - people
    assert sum(names["first"].values()) == sum(names["last"].values()) == people


def test_vidigi_sees_as_many_people_in_the_group_as_there_are(run: Any) -> None:
    names = run("vidigi")
    started = events(names, "SPELL_STARTED")
    ended = events(names, "ENDED_PLANNED") | events(names, "ENDED_UNPLANNED")
    frames = names["frames"]
    seen = frames[frames["event"] == "group"].groupby("snapshot_time").size()
    minutes = range(365 * 1440, 395 * 1440, 1440)
    there = [
        sum(begun <= now < ended.get(spell, now + 1) for spell, begun in started.items())
        for now in minutes
    ]
    assert [int(seen.get(now, 0)) for now in minutes] == there
    assert max(there) == 3


def test_the_curve_of_lifelines_is_ours_to_the_last_digits(run: Any) -> None:
    names = run("lifelines")
    waits = names["waits_seen"]
    assert 0 < (~waits["over"]).sum() < len(waits)
    # Our curve, as that of records, takes a wait of no time as one of a minute.
    days = np.maximum(waits["days"].to_numpy(float), 1 / 1440)
    rows = np.arange(len(days))
    ours = kaplan_meier(Durations(0.0 * days, days, waits["over"].to_numpy(), rows, rows, 0.0))
    assert ours is not None
    theirs = type(names["curve"])().fit(days, waits["over"])
    np.testing.assert_allclose(
        theirs.survival_function_at_times(ours.days).to_numpy(), ours.lasting, rtol=1e-12
    )
    after = ours.days > 1 / 1440
    np.testing.assert_allclose(
        names["curve"].survival_function_at_times(ours.days[after]).to_numpy(),
        ours.lasting[after],
        rtol=1e-12,
    )


def test_every_example_belongs_to_one_tool() -> None:
    tools = ("SALib", "ema_workbench", "pm4py", "vidigi", "lifelines")
    assert [sum(tool in each for tool in tools) for each in EXAMPLES] == [1] * 5
