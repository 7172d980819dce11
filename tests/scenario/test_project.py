"""Which files a scenario or study may name: those of its own project, unless told otherwise."""

from pathlib import Path

import pytest

from sim.errors import ScenarioFaults
from sim.resolving import resolve
from sim.scenario import Scenario, load
from sim.studies.sweeps.study_file import read_study
from tests.scenario.trees import SMALL

SECRET = "root:x:0:0:root:/root:/bin/sh\npassword: hunter2\n"
STUDY = """\
throughline_study: 1
title: Places
scenario: {scenario}
levers: {{services.team.capacity.places: [2, 3]}}
outcomes: [list_length]
replications: 1
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in a folder of its own, a scenario and a secret beside that folder."""
    (tmp_path / "outside.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "people.csv").write_text("id,service\nana,team\n", encoding="utf-8")
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    folder = tmp_path / "project"
    (folder / "below").mkdir(parents=True)
    (folder / "base.yaml").write_text(SMALL, encoding="utf-8")
    (folder / "below" / "base.yaml").write_text(SMALL, encoding="utf-8")
    return folder


def extending(folder: Path, name: object) -> Path:
    path = folder / "top.yaml"
    path.write_text(f"extends: {name}\ntitle: On top\n", encoding="utf-8")
    return path


def refused(path: Path) -> str:
    with pytest.raises(ScenarioFaults) as caught:
        load(path)
    (_,) = caught.value.faults
    return str(caught.value)


@pytest.mark.parametrize("name", ["base.yaml", "below/base.yaml", "below/../base.yaml"])
def test_a_scenario_names_files_beside_it_and_below(project: Path, name: str) -> None:
    assert load(extending(project, name)).title == "On top"


def test_an_absolute_name_inside_the_project_is_inside(project: Path) -> None:
    assert load(extending(project, project / "base.yaml")).title == "On top"


@pytest.mark.parametrize("name", ["../outside.yaml", "below/../../outside.yaml", "/etc/shadow"])
def test_a_name_that_leads_out_is_refused_where_it_stands(project: Path, name: str) -> None:
    said = refused(extending(project, name))

    assert said.startswith(f"{project / 'top.yaml'}:1:10: extends\n  `{name}` leads out of")
    assert "--allow-outside" in said


def test_whether_there_is_a_file_outside_is_not_told(project: Path) -> None:
    there, not_there = (
        refused(extending(project, name)).replace(name, "x")
        for name in ("../outside.yaml", "../nothing.yaml")
    )
    assert there == not_there


def test_a_link_that_leads_out_is_outside(project: Path) -> None:
    (project / "link.yaml").symlink_to(project.parent / "outside.yaml")
    (project / "linked").symlink_to(project.parent)

    for name in ("link.yaml", "linked/outside.yaml"):
        assert "leads out of" in refused(extending(project, name))


def test_a_link_that_stays_inside_is_inside(project: Path) -> None:
    (project / "link.yaml").symlink_to(project / "below" / "base.yaml")

    assert load(extending(project, "link.yaml")).title == "On top"


def test_links_in_a_circle_are_refused(project: Path) -> None:
    (project / "one.yaml").symlink_to(project / "two.yaml")
    (project / "two.yaml").symlink_to(project / "one.yaml")

    assert "top.yaml:1:10" in refused(extending(project, "one.yaml"))


def test_a_file_named_by_one_below_stays_in_the_project_of_the_file_that_was_given(
    project: Path,
) -> None:
    (project / "below" / "middle.yaml").write_text("extends: ../base.yaml\nabout: x\n")
    assert load(extending(project, "below/middle.yaml")).about == "x"

    (project / "below" / "middle.yaml").write_text("extends: ../../outside.yaml\nabout: x\n")
    assert "below/middle.yaml:1:10" in refused(extending(project, "below/middle.yaml"))


def test_a_starting_table_outside_is_refused(project: Path) -> None:
    path = project / "top.yaml"
    path.write_text("extends: base.yaml\npeople: {start: {from_table: ../people.csv}}\n")

    assert "top.yaml:2:30: people.start.from_table" in refused(path)
    assert "ana" in load(path, allow_outside=True).people.start.from_table.contents  # type: ignore[union-attr]


def test_outside_is_allowed_when_somebody_says_so(project: Path) -> None:
    path = extending(project, "../outside.yaml")

    assert Scenario.load(path, allow_outside=True).title == "On top"


@pytest.mark.parametrize("allow", [True, False])
def test_nothing_of_a_file_that_is_no_scenario_is_repeated(project: Path, allow: bool) -> None:
    (project / "secret").write_text(SECRET, encoding="utf-8")
    name = "../secret" if allow else "secret"

    with pytest.raises(ScenarioFaults) as caught:
        load(extending(project, name), allow_outside=allow)

    assert "top.yaml:1:10" in str(caught.value)
    assert "is not a scenario" in str(caught.value)
    assert not any(word in str(caught.value) for word in ("/bin/sh", "password", "hunter2"))


def test_nothing_of_a_file_that_is_no_starting_table_is_repeated(project: Path) -> None:
    (project / "secret").write_text(SECRET, encoding="utf-8")
    path = project / "top.yaml"
    path.write_text("extends: base.yaml\npeople: {start: {from_table: secret}}\n")
    scenario = load(path)

    with pytest.raises(ScenarioFaults) as caught:
        resolve(scenario, "baseline")

    assert "is not a starting table" in str(caught.value)
    assert not any(word in str(caught.value) for word in ("/bin/sh", "password", "hunter2"))


def study(folder: Path, scenario: str) -> Path:
    path = folder / "study.yaml"
    path.write_text(STUDY.format(scenario=scenario), encoding="utf-8")
    return path


def test_a_study_names_a_scenario_in_the_folder_above(project: Path) -> None:
    assert read_study(study(project / "below", "../base.yaml")).title == "Places"


def test_a_study_may_not_name_a_scenario_further_away(project: Path) -> None:
    path = study(project / "below", "../../outside.yaml")
    with pytest.raises(ScenarioFaults, match=r"study.yaml:3:11: scenario\n.*leads out of"):
        read_study(path)
    assert read_study(path, allow_outside=True).title == "Places"


def test_a_table_of_settings_outside_is_refused(project: Path) -> None:
    (project.parent / "settings.csv").write_text("services.team.capacity.places\n2\n3\n")
    path = study(project / "below", "../base.yaml")
    text = path.read_text().replace("levers: {services.team.capacity.places: [2, 3]}\n", "")
    path.write_text(f"{text}design: {{table: ../../settings.csv}}\n")

    with pytest.raises(ScenarioFaults, match=r"study.yaml:6:1: design\n.*leads out of"):
        read_study(path)
    assert len(read_study(path, allow_outside=True).design.rows) == 2


def test_nothing_is_repeated_of_a_scenario_that_is_none(project: Path) -> None:
    (project / "secret").write_text(SECRET, encoding="utf-8")

    with pytest.raises(ScenarioFaults) as caught:
        read_study(study(project, "secret"))

    assert "study.yaml:3:11" in str(caught.value)
    assert not any(word in str(caught.value) for word in ("/bin/sh", "password", "hunter2"))


def test_nothing_is_repeated_of_a_table_of_settings_that_is_none(project: Path) -> None:
    (project / "secret").write_text(SECRET, encoding="utf-8")
    path = study(project, "base.yaml")
    text = path.read_text().replace("levers: {services.team.capacity.places: [2, 3]}\n", "")
    path.write_text(f"{text}design: {{table: secret}}\n")

    with pytest.raises(ScenarioFaults) as caught:
        read_study(path)

    assert "study.yaml:6:1: design" in str(caught.value)
    assert "is not a table of settings" in str(caught.value)
    assert not any(word in str(caught.value) for word in ("/bin/sh", "password", "hunter2"))
