"""People whose arrivals are listed come in exactly those minutes, in every run and engine."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from sim.engines import fast, reference
from sim.errors import ScenarioFaults
from sim.events import EventKind, Run
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.rules.population import expected_arrivals, expected_people
from sim.scenario import Scenario, load
from sim.units import DAY
from tests.agreement.agreement import same

BEGINS = datetime.date(2027, 3, 1)
LIST = ["day 12 09:30", "2027-03-01 09:30", "3 days", "2027-03-05", "day 12 09:30", "day 99"]
MINUTES = [570, 3 * DAY, 4 * DAY, 12 * DAY + 570, 12 * DAY + 570]
"""Of those within the run, in order."""


def document(**streams: Any) -> dict[str, Any]:
    return {
        "throughline": 2,
        "title": "A list",
        "source": "ours",
        "sources": {"ours": {"kind": "assumption", "reference": "made up"}},
        "run": {"length": "60 days", "begins": BEGINS},
        "people": {
            "groups": {"one": {"share": 0.5}, "two": {"share": 0.5}},
            "arrivals": streams,
        },
        "services": {"desk": {"ends": {"stay": "1 day"}}},
    }


def world(**streams: Any) -> Resolved:
    return resolve(Scenario.of(document(**streams)), "baseline")


def arrived(run: Run, stream: str) -> list[int]:
    return [person.arrived for person in run.people if person.name.startswith(stream)]


@pytest.mark.parametrize("engine", [reference, fast])
@pytest.mark.parametrize("replication", [1, 2])
def test_people_arrive_in_exactly_the_listed_minutes(engine: Any, replication: int) -> None:
    resolved = world(referred={"at": LIST, "to": "desk", "group": "two"})

    run = engine.run(resolved, 7, replication)

    assert arrived(run, "referred") == MINUTES
    assert {person.group for person in run.people} == {1}
    referred = run.log[run.log["event"] == EventKind.REFERRED]
    assert referred["time"].tolist() == MINUTES


def test_both_engines_write_the_same_log_beside_a_random_stream() -> None:
    resolved = world(
        random={"rate": "1 per day", "to": "desk"},
        short={"at": ["0 days", "1 minute"], "to": "desk"},
        long={"at": LIST, "to": "desk"},
    )

    run, other = reference.run(resolved, 1, 1), fast.run(resolved, 1, 1)

    same(run, other)
    assert arrived(run, "short") == [0, 1]
    assert len(arrived(run, "random")) > 30


def test_a_list_leaves_the_people_of_other_streams_as_they_are() -> None:
    alone = fast.run(world(random={"rate": "1 per day", "to": "desk"}), 1, 1)
    beside = fast.run(world(random={"rate": "1 per day", "to": "desk"}, more={"at": LIST}), 1, 1)

    def random(run: Run) -> list[tuple[Any, ...]]:
        rows = [each for each in run.people if each.name.startswith("random")]
        return [(each.key, each.group, each.arrived) for each in rows]

    assert random(alone) == random(beside)


def test_listed_people_are_expected_in_their_minutes() -> None:
    resolved = world(referred={"at": LIST}, callers={"at": ["59 days"], "to": "desk"})

    assert [
        round(expected_arrivals(resolved, each), 9) for each in (0, 571, 5 * DAY, 60 * DAY)
    ] == [*(0, 1, 3, 6)]
    assert expected_people(resolved, 60 * DAY) == pytest.approx(5)


def test_a_list_may_stand_in_a_table_beside_the_file(tmp_path: Path) -> None:
    table, path = tmp_path / "arrivals.csv", tmp_path / "a.yaml"
    table.write_text("at\r\n" + "\n".join(LIST) + "\n\n")
    named = document(referred={"at": {"from_table": "arrivals.csv"}, "to": "desk"})
    path.write_text(json.dumps(named, default=str))

    scenario = load(path)

    assert scenario == Scenario.of(document(referred={"at": LIST, "to": "desk"}))
    assert Scenario.of(scenario.to_dict()) == scenario
    for content, line, words in (
        ("at\n3 days\nsoon\n", 3, "soon"),
        ("at,group\n3 days,one\n", 1, "one column"),
        ("at\n3 days,one\n", 2, "2 cells"),
        ("at\n", 1, "Nobody"),
    ):
        table.write_text(content)
        with pytest.raises(ScenarioFaults, match=rf"arrivals.csv:{line}:1(.|\n)*{words}"):
            load(path)
