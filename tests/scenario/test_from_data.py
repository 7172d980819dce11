"""A scenario as data: from a dict, back to one, and into a file."""

import copy
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from ruamel.yaml import YAML

from sim.errors import ScenarioFaults, SimError
from sim.scenario import Scenario, load
from tests.scenario.trees import HERE

SHIPPED = sorted(HERE.parents[1].glob("scenarios/*.yaml"))
DESK: dict[str, Any] = {
    "throughline": 2,
    "title": "One desk",
    "source": "counted",
    "sources": {"counted": {"kind": "local_data", "reference": "door count, May 2025"}},
    "run": {"length": "30 days"},
    "people": {"arrivals": {"callers": {"rate": "20 per day", "to": "desk"}}},
    "services": {
        "desk": {
            "capacity": {"places": 1},
            "ends": {"stay": {"exponential": {"mean": "1 hour"}}},
        }
    },
}


def desk(**changes: Any) -> Scenario:
    return Scenario.of({**copy.deepcopy(DESK), **changes})


def stay(written: Any) -> Any:
    """The stay at the desk, as plain data."""
    services = copy.deepcopy(DESK["services"])
    services["desk"]["ends"]["stay"] = written
    return desk(services=services).to_dict()["services"]["desk"]["ends"]["stay"]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_a_scenario_says_as_data_makes_an_equal_scenario(path: Path) -> None:
    original = load(path)
    data = json.loads(json.dumps(original.to_dict()))
    assert Scenario.of(data) == original
    assert Scenario.of(data).to_dict() == original.to_dict()


@pytest.mark.parametrize("name", ["queue", "cen_community", "leicester"])
def test_a_file_read_as_plain_yaml_is_the_scenario_that_the_file_is(name: str) -> None:
    path = HERE.parents[1] / "scenarios" / f"{name}.yaml"
    data = YAML(typ="safe").load(path)
    assert Scenario.of(data, folder=path.parent) == load(path)


def test_values_of_other_libraries_are_what_they_stand_for() -> None:
    table = {"unit": "hours", "values": pd.Series([1, 2]), "probabilities": np.array([0.5, 0.5])}
    assert stay({"table": table}) == stay(
        {"table": {"unit": "hours", "values": [1, 2], "probabilities": [0.5, 0.5]}}
    )
    assert desk(run={"length": timedelta(days=30)}) == desk()


def test_files_it_names_are_looked_for_in_the_folder_that_is_given(tmp_path: Path) -> None:
    desk().save(tmp_path / "base.yaml")
    said = Scenario.of({"extends": "base.yaml", "title": "Another"}, folder=tmp_path)
    assert said.title == "Another"
    with pytest.raises(ScenarioFaults, match=r"scenario: extends\n  There is no file"):
        Scenario.of({"extends": "base.yaml", "title": "Another"}, folder=tmp_path / "nowhere")
    with pytest.raises(ScenarioFaults, match="leads out of the folder"):
        Scenario.of({"extends": "../base.yaml"}, folder=tmp_path / "below")


def test_every_fault_is_told_at_once_each_with_its_path() -> None:
    services = copy.deepcopy(DESK["services"])
    services["desk"]["capacity"]["places"] = -1
    services["desk"]["ends"]["stay"] = {"table": {"unit": "hours", "values": [3, "a"]}}
    with pytest.raises(ScenarioFaults) as told:
        desk(run={"lenth": "3 days"}, services=services)
    text = str(told.value)
    assert "scenario: run.lenth\n  `lenth` is not known here. Did you mean `length`?" in text
    assert "scenario: services.desk.capacity.places\n  -1 is out of range." in text
    assert 'scenario: services.desk.ends.stay.table.values.1\n  "a" is not a number.' in text
    assert "3 faults found" in text


def test_values_that_no_file_could_hold_are_refused_together() -> None:
    with pytest.raises(ScenarioFaults) as told:
        Scenario.of({**DESK, "title": float("nan"), "run": {1, 2}, 3: "x"})  # type: ignore[dict-item]
    text = str(told.value)
    assert "scenario: title\n  There is no value here." in text
    assert "scenario: run\n  A set has no order." in text
    assert "scenario: 3\n  3 is not a name in a block." in text
    values = pd.Series([1, float("nan")])
    with pytest.raises(ScenarioFaults, match=r"scenario: services.desk.ends.stay.table.values.1\n"):
        stay({"table": {"unit": "hours", "values": values}})


@pytest.mark.parametrize("data", [3, "queue.yaml", None, [DESK]])
def test_what_is_no_mapping_is_not_a_scenario(data: Any) -> None:
    with pytest.raises(ScenarioFaults, match="is not a scenario"):
        Scenario.of(data)


def test_what_is_no_folder_is_refused() -> None:
    with pytest.raises(ScenarioFaults, match="is not a folder"):
        Scenario.of(DESK, folder=3)  # type: ignore[arg-type]


def test_a_study_is_not_taken_for_a_scenario() -> None:
    with pytest.raises(ScenarioFaults, match="This is a study"):
        Scenario.of({"throughline_study": 1, "scenario": "queue.yaml"})


def test_a_saved_scenario_is_read_again_and_never_lies_over_something_else(tmp_path: Path) -> None:
    path = tmp_path / "desk.yaml"
    assert desk().save(path) == path
    assert load(path) == desk()
    assert desk().save(str(path)) == path  # the same again changes nothing
    other = desk(title="Another")
    with pytest.raises(SimError, match="something of that name already"):
        other.save(path)
    assert load(path) == desk()
    other.save(path, replace=True)
    assert load(path) == other
    assert [each.name for each in tmp_path.iterdir()] == ["desk.yaml"]


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    target = tmp_path / "target.yaml"
    target.write_text("theirs", encoding="utf-8")
    (tmp_path / "link.yaml").symlink_to(target)
    with pytest.raises(SimError, match="left as it is"):
        desk().save(tmp_path / "link.yaml", replace=True)
    assert target.read_text(encoding="utf-8") == "theirs"


@pytest.mark.parametrize("path", [3, None, "", "no_such_folder/desk.yaml", "a\0b.yaml"])
def test_a_name_that_no_file_can_have_is_refused(path: Any) -> None:
    with pytest.raises(SimError, match=r"not the path of a file|cannot be written there"):
        desk().save(path)


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "desk.yaml").mkdir()
    with pytest.raises(SimError, match="left as it is"):
        desk().save(tmp_path / "desk.yaml", replace=True)


@given(st.lists(st.sampled_from([0.5, 1, 2, 3.25, 8]), min_size=1, max_size=40), st.randoms())
@settings(max_examples=30, deadline=None)
def test_a_sample_is_its_values_and_how_often_each_was_seen(seen: list[float], mixed: Any) -> None:
    found = stay({"table": {"unit": "hours", "values": seen}})["table"]
    assert found["values"] == sorted(set(seen))
    assert found["probabilities"] == [seen.count(value) / len(seen) for value in found["values"]]
    assert found["source"] == "counted"
    mixed.shuffle(seen)
    assert stay({"table": {"unit": "hours", "values": seen}})["table"] == found


def test_an_empty_sample_and_one_with_other_things_in_it_are_refused() -> None:
    with pytest.raises(ScenarioFaults, match="0 values"):
        stay({"table": {"unit": "hours", "values": []}})
    with pytest.raises(ScenarioFaults, match="is not a number"):
        stay({"table": {"unit": "hours", "values": [1, "two"]}})


def test_values_with_probabilities_are_still_written_in_order() -> None:
    with pytest.raises(ScenarioFaults, match="not in ascending order"):
        stay({"table": {"unit": "hours", "values": [2, 1], "probabilities": [0.5, 0.5]}})


def test_a_scenario_shows_itself_in_one_line_and_as_a_page() -> None:
    assert repr(desk()) == '<Scenario "One desk": 1 arm, 1 service, 0 needs>'
    long = desk(title="A <b>very</b> long title " * 5)
    assert "\n" not in repr(long)
    assert len(repr(long)) < 120
    page = long._repr_html_()
    assert "A &lt;b&gt;very&lt;/b&gt;" in page
    assert "Runs of 30 days" in page
    assert ">desk<" in page


def test_completion_offers_what_is_ours_alone() -> None:
    offered = dir(desk())
    assert {"title", "services", "to_dict", "save", "explain", "with_values", "of"} <= set(offered)
    for name in offered:
        assert hasattr(desk(), name)
        assert not name.startswith(("model_", "_"))
    assert not {"parse_obj", "json", "copy", "construct", "update_forward_refs"} & set(offered)
