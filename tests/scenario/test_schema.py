"""The JSON Schema that editors use is current, accepts what loads and refuses a typo."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sim.scenario.schema import json_schema, schema_text
from sim.scenario.yaml_nodes import read_tree

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
GOOD = [HERE / "example.yaml", HERE / "example_base.yaml", *sorted(ROOT.glob("scenarios/*.yaml"))]
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def data(path: Path) -> Any:
    """A file as JSON holds it: keys are texts."""
    return json.loads(json.dumps(read_tree(path.read_text(encoding="utf-8"), str(path))))


def test_the_published_schema_is_the_one_the_models_give() -> None:
    published = ROOT / "docs" / "reference" / "scenario-schema.json"

    assert published.read_text(encoding="utf-8") == schema_text()


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_a_file_that_loads_is_accepted(path: Path) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(data(path))] == []


@pytest.mark.parametrize(
    ("path", "typo"),
    [
        (("services", "cmht"), "contcts"),
        (("services", "cmht", "contacts"), "lenght"),
        (("people", "groups", "recorded"), "shares"),
        (("arms", "relational", "set", "services", "cmht", "workers"), "post"),
        (("mechanisms", "warm_endings", "on", "services", "cmht"), "handof"),
    ],
)
def test_a_misspelt_key_is_refused(path: tuple[str, ...], typo: str) -> None:
    example = data(HERE / "example.yaml")
    part = example
    for key in path:
        part = part[key]
    part[typo] = 1

    assert not VALIDATOR.is_valid(example)


def test_a_wrong_word_is_refused() -> None:
    example = data(HERE / "example.yaml")
    example["services"]["cmht"]["pauses_others"] = "sometimes"

    assert not VALIDATOR.is_valid(example)


def test_defaults_are_shown_as_people_write_them() -> None:
    need = json_schema()["$defs"]["Need"]["properties"]

    assert need["episode_break"]["default"] == "28 days"
    assert need["largest_ratio"]["default"] == 4
    assert need["start"]["default"] == "stationary"
