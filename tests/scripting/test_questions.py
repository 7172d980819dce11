"""A question of a script takes what its block of a study file takes, and leaves defaults to it."""

from __future__ import annotations

import ast
import inspect
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sim
import sim.scripting
from sim.scenario.parts import Part
from sim.scripting.keywords import keywords_of
from sim.scripting.questions import BreakEvenSettings, FindSettings, SelectSettings
from sim.studies.analyses.reading import BLOCKS
from sim.studies.analyses.written import BreakEvenBlock, FindBlock, SelectBlock
from tests.scenarios.shipped import FOLDER

QUESTIONS: dict[str, tuple[Callable[..., sim.Answer], type[Part]]] = {
    "explain": (sim.explain, BLOCKS["mechanisms"]),
    "break_even": (sim.break_even, BLOCKS["break_even"]),
    "sensitivity": (sim.sensitivity, BLOCKS["sensitivity"]),
    "find": (sim.find, BLOCKS["find"]),
    "select": (sim.select, BLOCKS["select"]),
}
NOT_OF_THE_BLOCK = {"scenario", "over", "measures", "rules", "execution"}


def test_every_block_has_its_function() -> None:
    assert {block for _, block in QUESTIONS.values()} == set(BLOCKS.values())


@pytest.mark.parametrize("name", list(QUESTIONS))
def test_a_function_takes_every_key_of_its_block_and_no_other(name: str) -> None:
    function, block = QUESTIONS[name]
    taken = keywords_of(function)
    assert len(set(taken)) == len(taken)
    assert set(taken) - NOT_OF_THE_BLOCK == set(block.model_fields)


@pytest.mark.parametrize(
    ("settings", "function", "block"),
    [
        (BreakEvenSettings, sim.break_even, BreakEvenBlock),
        (FindSettings, sim.find, FindBlock),
        (SelectSettings, sim.select, SelectBlock),
    ],
)
def test_typed_settings_are_the_fields_of_the_block_that_have_no_argument_of_their_own(
    settings: type, function: Callable[..., sim.Answer], block: type[Part]
) -> None:
    own = set(inspect.signature(function).parameters)
    types = typing.get_type_hints(settings)
    assert set(types) == set(block.model_fields) - own
    for name, kind in types.items():
        default = block.model_fields[name].get_default()
        assert default is None or kind is type(default), name


def test_no_default_of_a_question_is_repeated_where_scripts_ask() -> None:
    folder = Path(sim.scripting.__file__).parent
    fields = {name for block in BLOCKS.values() for name in block.model_fields}
    for file in ("questions.py", "answering.py", "asking.py"):
        for node in ast.walk(ast.parse((folder / file).read_text(encoding="utf-8"))):
            if isinstance(node, ast.arguments):
                named = node.args[len(node.args) - len(node.defaults) :]
                pairs = [*zip(named, node.defaults, strict=True)]
                pairs += [
                    (each, default)
                    for each, default in zip(node.kwonlyargs, node.kw_defaults, strict=True)
                    if default is not None
                ]
                for argument, default in pairs:
                    if argument.arg in fields:
                        assert ast.unparse(default) == "None", (file, argument.arg)


@pytest.mark.parametrize("name", ["break_even", "find", "sensitivity", "select"])
def test_help_names_every_default_of_the_block(name: str) -> None:
    function, block = QUESTIONS[name]
    text = function.__doc__ or ""
    assert "{defaults}" not in text
    defaults = {field: each.get_default() for field, each in block.model_fields.items()}
    with_value = {
        field: value for field, value in defaults.items() if isinstance(value, (int, float, str))
    }
    assert with_value
    for field, value in with_value.items():
        assert f"{field}={value!r}" in text


def test_a_setting_that_is_none_is_as_if_left_out(tmp_path: Path) -> None:
    queue = sim.Scenario.load(Path(__file__).resolve().parents[2] / "scenarios" / "queue.yaml")
    with pytest.raises(sim.ScenarioFaults, match="above the ceiling of 320"):
        sim.break_even(
            queue,
            "people.arrivals.newcomers.rate",
            "wait_to_start.group.mean",
            low="0.4 per day",
            high="0.6 per day",
            first=321,
            ceiling=None,  # type: ignore[arg-type]
        )


PLACES = "services.group.capacity.places"
CHAIRS = {"sets": [PLACES, f"arms.four_chairs.set.{PLACES}"]}


@pytest.mark.parametrize(
    ("lever", "range_of_it"),
    [
        ({"chairs": CHAIRS}, {"low": 2, "high": 6}),
        ({"chairs": {**CHAIRS, "low": 2, "high": 6}}, {}),
        ({"chairs": {**CHAIRS, "values": [2, 4, 6]}}, {}),
    ],
)
def test_a_break_even_is_found_along_one_lever_for_several_paths(
    lever: dict[str, Any], range_of_it: dict[str, Any]
) -> None:
    queue = sim.Scenario.load(FOLDER / "queue.yaml").with_values({"run.length": "1.5 years"})
    few: Any = {"values": 3, "first": 3, "ceiling": 3}
    found = sim.break_even(queue, lever, "list_length", **range_of_it, **few)
    tried = found.table.sql("SELECT lever, value FROM this WHERE kind = 'gain' ORDER BY value")
    assert list(tried) == [("chairs", 2.0), ("chairs", 4.0), ("chairs", 6.0)]
    # Both arms have as many places then, so neither can be better.
    gains = found.table.sql("SELECT DISTINCT mean FROM this WHERE kind = 'gain'")
    assert list(gains) == [(0.0,)]


@pytest.mark.parametrize(
    ("lever", "words"),
    [
        ({"chairs": CHAIRS}, "lever: chairs\n  The scenario gives no range"),
        ({"one": CHAIRS, "two": CHAIRS}, "lever: 2 levers are named"),
        ({}, "lever: 0 levers are named"),
        ({"chairs": {"sets": [PLACES], "low": 2, "high": 6}}, "one lever set it: `lever="),
        ({"chairs": {"sets": ["services.gruop.capacity.places"]}}, "Did you mean `group`"),
    ],
)
def test_a_lever_that_cannot_be_is_told_as_the_argument_it_is(
    lever: dict[str, Any], words: str
) -> None:
    queue = sim.Scenario.load(FOLDER / "queue.yaml")
    with pytest.raises(sim.SimError) as told:
        sim.break_even(queue, lever, "list_length")
    assert words in str(told.value)
