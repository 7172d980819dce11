"""The example that uses every key of a scenario file does use every one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.scenario.schema import json_schema
from sim.scenario.suggesting import QUANTITIES
from tests.scenario.test_schema import HERE, data

SCHEMA = json_schema()
TOP = "the file"
ANYWHERE = "source"
"""A key that every block may have, so that the example has it in some of them only."""

Key = tuple[str, str]
BESIDE = "people at minute 0 are given by `full` here, which cannot stand beside a table"
PLANNED = "the rules of judging stand in the analysis plan here, and are written once"
INSTEAD: dict[Key, str] = {
    (TOP, "question"): "kept from the file that the example extends",
    ("Compare", "family"): PLANNED,
    ("Compare", "smallest_difference"): PLANNED,
    ("Distribution", "never"): "written as the word `never`",
    ("Start", "from_table"): BESIDE,
    ("StartTable", "contents"): BESIDE,
    ("StartTable", "file"): BESIDE,
}
"""Keys that the example does not have, each with the reason."""


def model(name: str) -> str:
    """Distributions of times, shares and multiples are one model, and so are all quantities."""
    name = name.removesuffix("_Duration_").removesuffix("_Share_").removesuffix("_Positive_")
    return "Quantity" if name in QUANTITIES else name


def keys(form: dict[str, Any]) -> set[str]:
    """What a model may hold, in any of its forms."""
    ways = (*form.get("anyOf", ()), *form.get("oneOf", ()), *form.get("allOf", ()))
    return set(form.get("properties", ())).union(*map(keys, ways))


def used(form: dict[str, Any], value: Any, name: str | None = None) -> Iterator[Key]:
    """Every key of a model that a value uses, itself and in what it holds."""
    if "$ref" in form:
        name = form["$ref"].rpartition("/")[2]
        yield from used(SCHEMA["$defs"][name], value, name)
    for way in (*form.get("anyOf", ()), *form.get("oneOf", ()), *form.get("allOf", ())):
        yield from used(way, value, name if "$ref" not in way else None)
    if isinstance(value, list) and isinstance(form.get("items"), dict):
        for each in value:
            yield from used(form["items"], each)
    known = form.get("properties", {})
    more = form.get("additionalProperties")
    if not isinstance(value, dict) or (more is False and not value.keys() <= known.keys()):
        return
    for key, inner in value.items():
        if key in known:
            if name is not None:
                yield model(name), key
            yield from used(known[key], inner)
        elif isinstance(more, dict):
            yield from used(more, inner)


def test_the_example_uses_every_key_of_every_block() -> None:
    models = {TOP: SCHEMA, **SCHEMA["$defs"]}
    there = {(model(name), key) for name, form in models.items() for key in keys(form)}
    seen = set(used(SCHEMA, data(HERE / "example.yaml"), TOP))

    assert seen <= there
    assert len(there) > 250
    assert {each for each in there - seen if each[1] != ANYWHERE} == INSTEAD.keys()
