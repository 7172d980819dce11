"""What the pages of study files and the command line say holds without a key is so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer.main

from sim.app.command import commands as app
from sim.cli.sweeping import MOST_RUNS
from sim.errors import ScenarioFaults
from sim.scenario.parts import Part
from sim.studies.analyses.written import (
    BreakEvenBlock,
    FindBlock,
    MechanismsBlock,
    PrecisionBlock,
    SelectBlock,
    SensitivityBlock,
)
from sim.studies.sweeps.specification import Asked
from sim.studies.sweeps.study_document import StudyDocument
from sim.studies.sweeps.study_file import read_study
from tests.docs.pages import HOUSE
from tests.docs.tables import Row, rows

BLOCKS: dict[str, type[Part]] = {
    "Study files": StudyDocument,
    "Enough replications": PrecisionBlock,
    "Which mechanism does the work": MechanismsBlock,
    "Where an arm stops being better": BreakEvenBlock,
    "How much is enough": FindBlock,
    "What a difference depends on": SensitivityBlock,
    "The best of many arms": SelectBlock,
}
STUDY = {
    "throughline_study": "1",
    "title": "A study",
    "scenario": str(HOUSE / "tests" / "broken_studies" / "scenario" / "switches.yaml"),
    "set": "{run.warm_up: 9 days}",
    "arms": "[one_room, switched]",
    "levers": "{people.arrivals.newcomers.rate: [1 per day, 2 per day]}",
    "outcomes": "[list_length]",
}
QUESTIONS = {
    "Enough replications": ("precision", {"within": "{list_length: 2}"}),
    "Which mechanism does the work": ("mechanisms", {"which": "[slow_talks, small_group]"}),
    "Where an arm stops being better": (
        "break_even",
        {
            "lever": "people.arrivals.newcomers.rate",
            "low": "1 per day",
            "high": "3 per day",
            "measure": "list_length",
        },
    ),
    "How much is enough": (
        "find",
        {
            "least": "services.talk.capacity.places",
            "low": "1",
            "high": "4",
            "so_that": "list.talk <= 2",
            "by": "month 6",
        },
    ),
    "What a difference depends on": ("sensitivity", {}),
    "The best of many arms": ("select", {"measure": "list_length", "zone": "5"}),
}
NOT_ALONE = {"select": {"arms": "[one_room, switched, both]"}}
STUDY_ROWS = list(rows("study-file.md", "without it"))


def study(row: Row, value: str | None, folder: Path) -> Asked:
    """What a study asks when the key of a row is left out or has a value."""
    written = dict(STUDY)
    if row.section in QUESTIONS:
        key, block = QUESTIONS[row.section]
        inside = {k: v for k, v in block.items() if k != row.key}
        if value is not None:
            inside[row.key] = value
        written |= NOT_ALONE.get(key, {})
        if key == "sensitivity":
            written["uncertainties"] = (
                "{people.arrivals.newcomers.rate: {low: 1 per day, high: 2 per day}}"
            )
            del written["levers"]
        written[key] = "{" + ", ".join(f"{k}: {v}" for k, v in inside.items()) + "}"
    else:
        written.pop(row.key, None)
        if value is not None:
            written[row.key] = value
    path = folder / "study.yaml"
    path.write_text("\n".join(f"{k}: {v}" for k, v in written.items()), encoding="utf-8")
    return read_study(path, allow_outside=True)


def same(first: Any, second: Any) -> bool:
    """Whether two answers say the same, whatever objects they are made of."""
    return repr(first) == repr(second)


def test_every_block_of_a_study_has_a_table_with_just_its_keys() -> None:
    for section, block in BLOCKS.items():
        on_page = {row.key for row in STUDY_ROWS if row.section == section}
        assert on_page == set(block.known_keys()), section


@pytest.mark.parametrize(
    "row", [row for row in STUDY_ROWS if row.default is not None], ids=lambda row: row.name
)
def test_a_default_of_a_study_written_out_is_the_same_as_none(row: Row, tmp_path: Path) -> None:
    assert same(study(row, None, tmp_path), study(row, row.default, tmp_path))


@pytest.mark.parametrize("row", [row for row in STUDY_ROWS if row.needed], ids=lambda row: row.name)
def test_what_must_be_there_in_a_study_must(row: Row, tmp_path: Path) -> None:
    with pytest.raises(ScenarioFaults, match=f"`{row.key}` is missing"):
        study(row, None, tmp_path)


@pytest.mark.parametrize(
    "row",
    [row for row in STUDY_ROWS if row.default is None and not row.needed],
    ids=lambda row: row.name,
)
def test_what_is_said_in_words_of_a_study_may_be_left_out(row: Row) -> None:
    block = BLOCKS[row.section]
    field = next(f for n, f in block.model_fields.items() if (f.alias or n) == row.key)
    default = field.get_default(call_default_factory=True, validated_data={})

    words = row.without == "`title` must be there"  # of a row of three, of which one is needed
    assert field.is_required() == (words and row.key == "title")
    assert field.is_required() or default in (None, "", (), {})


def options() -> list[tuple[str, Any, Row]]:
    """Every option of the page of the command line, and the program's own."""
    program: Any = typer.main.get_command(app)
    found = []
    for row in rows("command-line.md", "without it"):
        command = re.search(r"sim ([\w-]+)", row.section)
        assert command is not None
        name = row.key.split(" ")[0]
        for each in program.commands[command[1]].params:
            if name in each.opts:
                found.append((command[1], each, row))
    return found


def test_every_option_of_a_table_is_one_of_the_program() -> None:
    on_page = list(rows("command-line.md", "without it"))

    assert len(options()) == len(on_page) > 10


@pytest.mark.parametrize(
    ("command", "option", "row"), options(), ids=lambda value: getattr(value, "name", value)
)
def test_an_option_that_is_not_given_is_what_the_page_says(
    command: str, option: Any, row: Row
) -> None:
    default = getattr(option.default, "value", option.default)
    if option.name == "max_runs":  # told apart from a number that is given, so None until then
        default = MOST_RUNS
    if row.default is not None or row.without in CHOICES:
        assert str(default) == (row.default or row.without), command
    else:
        assert default in (None, False, [], ()), command


CHOICES = ("fast", "parquet", "usual")
