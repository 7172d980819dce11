"""A scenario, a study or a manifest where another is wanted: one fault, with what to do."""

import json
from pathlib import Path

import pytest

from sim.errors import Location, ScenarioFaults
from sim.scenario import load
from sim.scenario.kinship import see_that_it_is_a_scenario
from sim.studies.sweeps.study_file import read_study
from tests.scenario.trees import SMALL

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
STUDIES = sorted((ROOT / "scenarios" / "studies").glob("*.yaml"))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_scenario_given_as_a_study_gets_one_hint(path: Path) -> None:
    with pytest.raises(ScenarioFaults) as caught:
        read_study(path)

    (fault,) = caught.value.faults
    assert "This is a scenario" in fault.problem
    assert f"`sim run {path}`" in fault.remedy


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.stem)
def test_a_study_given_as_a_scenario_gets_one_hint(path: Path) -> None:
    with pytest.raises(ScenarioFaults) as caught:
        load(path)

    (fault,) = caught.value.faults
    assert "This is a study" in fault.problem
    assert f"`sim sweep {path}`" in fault.remedy


def test_a_study_without_its_first_line_is_still_a_study(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("title: Places\nscenario: base.yaml\nlevers: {a: [1]}\n")

    with pytest.raises(ScenarioFaults, match="This is a study"):
        load(path)


def test_a_study_that_calls_itself_a_scenario_is_told_of_the_name(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("throughline: 2\ntitle: Places\nscenario: base.yaml\nlevers: {a: [1]}\n")

    with pytest.raises(ScenarioFaults) as caught:
        read_study(path)
    assert "Did you mean `throughline_study`?" in str(caught.value)


def test_a_manifest_given_as_a_scenario_is_told_what_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps({"throughline_manifest": 1, "outputs": {}}))

    with pytest.raises(ScenarioFaults, match="sim reproduce"):
        load(path)


def test_a_study_cannot_be_extended(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text("throughline_study: 1\ntitle: x\nscenario: y.yaml\n")
    path = tmp_path / "x.yaml"
    path.write_text("extends: study.yaml\n")

    with pytest.raises(ScenarioFaults, match="This is a study"):
        load(path)


@pytest.mark.parametrize(
    "text", [SMALL, json.dumps({"throughline": 2, "x": 2}, indent=2), "{services: {}}"]
)
def test_what_a_scenario_extends_is_known_as_one_in_every_way_of_writing(text: str) -> None:
    see_that_it_is_a_scenario(text, "base.yaml", Location("x.yaml", 1, 10))


@pytest.mark.parametrize("text", ["root:x:0:0:services:/root:/bin/sh", "KEY=1\n", "title: x\n"])
def test_what_names_nothing_of_a_scenario_is_none(text: str) -> None:
    with pytest.raises(ScenarioFaults, match=r"x\.yaml:1:10"):
        see_that_it_is_a_scenario(text, "base.yaml", Location("x.yaml", 1, 10))
