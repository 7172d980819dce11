"""Notebooks run from top to bottom, say nothing on the error stream, and are their sources."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest
from nbclient import NotebookClient

from sim.compiling.announcing import QUIET
from tests.notebooks.making import FOLDER, SOURCES, as_text, made_from

LONGEST = 300  # seconds a cell may take, for a machine that has to compile and is busy


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_notebook_runs_and_warns_of_nothing(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONWARNINGS", "default")
    monkeypatch.setenv(QUIET, "1")  # whether anything is still to be compiled is up to the order
    notebook = made_from(source)
    client = NotebookClient(
        notebook, timeout=LONGEST, resources={"metadata": {"path": str(FOLDER)}}
    )

    asyncio.run(client.async_execute())

    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any(output.output_type == "execute_result" for output in shown)
    assert not [output.text for output in shown if output.get("name") == "stderr"]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_notebook_is_its_source_and_holds_no_outputs(source: Path) -> None:
    text = source.with_suffix(".ipynb").read_text(encoding="utf-8")
    assert text == as_text(source), "python -m tests.notebooks.making writes it anew"
    code = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    assert code
    assert not [cell for cell in code if cell["outputs"] or cell["execution_count"]]


def test_every_notebook_has_a_source() -> None:
    assert [path.with_suffix(".py") for path in sorted(FOLDER.glob("*.ipynb"))] == SOURCES
    assert len(SOURCES) == 5


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_notebook_begins_with_what_it_shows_and_how_long_it_takes(source: Path) -> None:
    first = " ".join(made_from(source).cells[0].source.split())
    assert first.startswith("# ")
    assert "**What it shows:**" in first
    assert "**How long it takes:**" in first


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_every_link_of_a_notebook_leads_somewhere(source: Path) -> None:
    targets = re.findall(r"\]\(([^)\s#:]+)\)", source.read_text(encoding="utf-8"))
    assert not [target for target in targets if not (FOLDER / target).exists()]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_there_is_no_logic_in_a_notebook_but_measures_of_ones_own(source: Path) -> None:
    text = re.sub(r"^@sim\.measure\(.*\)\ndef ", "", source.read_text("utf-8"), flags=re.M)
    assert not re.findall(r"^\s*(?:def|class|while|async) ", text, re.M)
