"""What the pages promise holds: links lead somewhere, files load, commands answer as shown."""

from __future__ import annotations

import re
import shutil
from importlib import metadata
from pathlib import Path

import pytest

from sim.cli import app
from sim.errors import ScenarioFaults
from sim.records.mapping.reading import read_mapping
from sim.scenario import load
from sim.studies.sweeps.specification import Asked
from sim.studies.sweeps.study_file import read_study
from tests.docs.pages import HOUSE, PAGES, Block, blocks, commands, links

OTHER_TOOLS = HOUSE / "docs" / "how-to" / "use-with-other-tools.md"
SHORT = ["--replications", "1", "--years", "5.2", "--quiet", "--no-variants", "--worlds", "0"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A place to type the commands of a page in, with the shipped scenarios."""
    shutil.copytree(HOUSE / "scenarios", tmp_path / "scenarios")
    return tmp_path


def write_files(page: Path, folder: Path) -> None:
    """Put every YAML file that a page shows where its commands look for it."""
    for block in blocks("yaml"):
        if block.page == page:
            (folder / block.file).write_text(block.text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOUSE)))
def test_every_link_between_our_pages_leads_somewhere(page: Path) -> None:
    missing = [target for target in links(page) if not (page.parent / target).exists()]
    assert not missing


def test_no_snippet_is_in_a_language_that_nobody_checks() -> None:
    checked = {"yaml", "console", "sh", "python"}
    fences = sum(len(re.findall(r"^```(?!\{)\w+$", page.read_text(), re.M)) for page in PAGES)
    assert fences == sum(len(blocks(language)) for language in checked)


@pytest.mark.parametrize("block", blocks("yaml"), ids=lambda block: block.name)
def test_every_scenario_file_on_a_page_loads_or_is_said_not_to(block: Block, folder: Path) -> None:
    path = folder / block.file
    path.write_text(block.text)
    read = read_study if "throughline_study:" in block.text else load
    if "throughline_mapping:" in block.text:
        assert read_mapping(path).services
        return
    if "(does not load)" in block.text.partition("\n")[0]:
        with pytest.raises(ScenarioFaults):
            read(path)
    else:
        found = read(path)
        assert found.base.arms if isinstance(found, Asked) else found.arms


@pytest.mark.parametrize(
    "page",
    # The page of other tools has a test of its own: not all of them are installed everywhere.
    sorted({block.page for block in blocks("python")} - {OTHER_TOOLS}),
    ids=lambda page: page.stem,
)
def test_the_python_of_a_page_runs_from_top_to_bottom(
    page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    for block in blocks("python"):
        if block.page == page:
            exec(compile(block.text, str(page), "exec"), names)


@pytest.mark.parametrize("block", blocks("console"), ids=lambda block: block.name)
def test_every_command_on_a_page_answers_as_shown(
    block: Block,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_files(block.page, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    for command in commands(block):
        program, *words = command.words
        assert program == "sim"
        faulty = any(
            "(does not load)" in (folder / w).read_text() for w in words if w[-5:] == ".yaml"
        )
        with pytest.raises(SystemExit) as end:
            app([*words, *(SHORT if words[0] == "run" else [])], prog_name="sim")
        said = capsys.readouterr()
        assert (end.value.code or 0) == (2 if faulty else 0), said.err
        at = 0
        answer = said.out + said.err
        for line in command.shown:
            assert line in answer[at:]
            at = answer.index(line, at) + len(line)


def test_the_citation_names_the_version_that_is_installed() -> None:
    assert f"\nversion: {metadata.version('throughline')}\n" in (HOUSE / "CITATION.cff").read_text()


def test_the_set_up_commands_are_those_that_ci_runs() -> None:
    ci = (HOUSE / ".ci" / "run").read_text()
    run, test, app = (block.text.strip() for block in blocks("sh") if block.page.parent == HOUSE)
    assert run.endswith("sim run scenarios/cen_community.yaml")
    assert app.endswith("install '.[app]' && .venv/bin/sim app")
    assert "'.[dev]'" in test
    assert "'.[dev]'" in ci
    assert f"step {test.rpartition('/bin/')[2]}" in ci
