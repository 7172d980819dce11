"""The reference pages name everything there is, and nothing that is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import typer.main

import sim
from sim.app.command import commands as app
from sim.engines.order import StepKind
from sim.events import EventKind
from sim.scenario.schema import json_schema
from sim.studies.analyses.written import (
    BreakEvenBlock,
    MechanismsBlock,
    PrecisionBlock,
    SelectBlock,
    SensitivityBlock,
)
from sim.studies.design.designs import KINDS
from sim.studies.sweeps.study_document import StudyDocument
from sim.tables.codes import DETAILS, EMPTY, codes
from sim.tables.log_tables import LOG_TABLES
from tests.docs.pages import HOUSE
from tests.tables.small import LOGGED

REFERENCE = HOUSE / "docs" / "reference"


def properties(schema: Any) -> Iterator[str]:
    """Every key that a JSON Schema names, at any depth."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from properties(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from properties(part)


def code_words(text: str) -> set[str]:
    """Words that stand in code type."""
    in_a_line = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    return set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", in_a_line))))


def first_cells(text: str) -> str:
    """What stands in the first column of every table whose head says "key" or "family"."""
    tables = re.findall(r"^\| (?:key|family) \|.*?\n\|-.*?\n((?:\|.*\n)+)", text, re.M)
    return "\n".join(row.split("|")[1] for table in tables for row in table.splitlines())


def test_the_page_of_steps_lists_every_kind_in_its_order() -> None:
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \|", (REFERENCE / "steps.md").read_text(), re.M)
    assert rows == [(str(int(kind)), kind.name) for kind in StepKind]


def test_the_page_of_scenario_files_names_every_key() -> None:
    page = (REFERENCE / "scenario-file.md").read_text()
    keys = set(properties(json_schema()))
    assert keys - code_words(page) == set()
    assert code_words(first_cells(page)) - keys == set()


def test_the_page_of_study_files_names_every_key() -> None:
    page = (REFERENCE / "study-file.md").read_text()
    blocks = (MechanismsBlock, PrecisionBlock, BreakEvenBlock, SensitivityBlock, SelectBlock)
    inner = {key for block in blocks for key in block.known_keys()}
    assert {*StudyDocument.known_keys(), *inner, *KINDS} - set(re.findall(r"\w+", page)) <= {
        "latin hypercube"
    }
    assert code_words(first_cells(page)) <= set(StudyDocument.known_keys())


def test_the_page_of_python_names_every_public_name() -> None:
    page = (REFERENCE / "python.md").read_text()
    assert set(sim.__all__) <= set(re.findall(r"\w+", page))


def test_the_page_of_the_command_line_names_every_command_and_option() -> None:
    page = (REFERENCE / "command-line.md").read_text()
    program: Any = typer.main.get_command(app)
    said = dict(re.findall(r"^## `sim (\w[\w-]*)[^\n]*\n(.*?)(?=^## |\Z)", page, re.M | re.S))
    assert said.keys() == program.commands.keys()
    for name, command in program.commands.items():
        options = {word for param in command.params for word in param.opts if word[:2] == "--"}
        assert set(re.findall(r"`(--[\w-]+)", said[name])) == options - {"--help"}, name


def test_the_page_of_the_log_gives_every_table_with_its_columns_in_order() -> None:
    page = (REFERENCE / "event-log.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", page.partition("## The tables")[2], re.M
    )
    told = {name: re.findall(r"`([^`]+)`", columns) for name, columns in rows}
    assert told == {name: list(make(LOGGED)) for name, make in LOG_TABLES.items()}
    lists = {row.list for row in codes(LOGGED.resolved.names)} - EMPTY.keys()
    assert all(f"`{name}`" in page for name in lists)


DETAILS_IN_WORDS = {
    "group": "group",
    "need state": "state",
    "reason of refusal": "refusal",
    "reason of leaving": "leaving",
    "contact flags": "contact_flags",
    "ending": "ending",
    "reason of the route": "reason",
    "post": "post",
    "1 with handover, 0 without": "handover",
    "1: the leaving worker is there too; -1: they have left": "handover",
    "places or posts from now on": "capacity",
    "way of leaving": "exit",
    "how many times as much, in millionths": "multiple",
    "who cancelled": "cancelled",
    "weight in thousandths": "weight",
    "what changes": "dated",
    "area": "area",
}


def test_the_page_of_the_log_says_of_each_kind_of_event_which_codes_its_detail_is_of() -> None:
    page = (REFERENCE / "event-log.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([A-Z_]+)` \| (\d+) \|.*\| ([^|]*) ?\|$", page, re.M)
    assert [(name, int(number)) for name, number, _ in rows] == [(k.name, k) for k in EventKind]
    for name, _, words in rows:
        detail = words.strip()
        said = "service" if "service" in detail else DETAILS_IN_WORDS.get(detail)
        assert (said is None) == (detail == ""), detail
        assert DETAILS.get(EventKind[name]) == said, name


def test_the_glossary_explains_each_word_once_in_one_line_beside_the_term_of_the_field() -> None:
    lines = (HOUSE / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    words = [row[0] for row in rows if row[0] != "our word"]

    assert len(words) == len(set(words)) > 50
    assert all(len(row) == 3 and all(row) for row in rows)
