"""The JSON Schema of scenario files, with which editors complete and check them.

It contains structure, words and ranges of values. Only `sim check` checks names, sums and loops. A
file may leave out keys that the extended file contains. Therefore only the value in a quantity is
required.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from sim.scenario.document import Document
from sim.scenario.parts import plain
from sim.scenario.people import PATCH
from sim.scenario.quantities import BUILT_IN

DIALECT = "https://json-schema.org/draft/2020-12/schema"
EXTENDS = {
    "type": "string",
    "description": "Another file, which this one is laid over",
    "examples": ["base.yaml"],
}
SOURCE = {
    "type": "string",
    "description": "Vouches for every number in this block that has no nearer source",
}
PATCHED = (
    "services",
    "seeking",
    "needs",
    "relationship",
    "trust",
    "attendance",
    "leaving",
    "effects",
)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of scenario files, in the 2020-12 dialect."""
    schema = Document.model_json_schema(by_alias=True, schema_generator=_Generator)
    properties = schema["properties"]
    patch = {key: properties[key] for key in PATCHED}
    schema["$defs"]["Patch"] = {
        "type": "object",
        "description": "Changes laid over the scenario",
        "additionalProperties": False,
        "properties": patch,
    }
    for block in _blocks(schema):
        if block.get("$comment") == PATCH["$comment"]:
            block.clear()
            block["$ref"] = "#/$defs/Patch"
        else:
            _as_written(block)
    schema["properties"] = {"extends": EXTENDS, **schema["properties"]}
    schema.pop("description")
    return {"$schema": DIALECT, "title": "Throughline scenario", **schema}


def schema_text() -> str:
    """Return the JSON Schema as text, as it is printed and published."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


class _Generator(GenerateJsonSchema):
    """A generator of pydantic's schema that shows defaults as people would write them."""

    def encode_default(self, dft: Any) -> Any:
        """Return a default in its shortest form."""
        return _short(plain(dft))

    def get_title_from_name(self, name: str) -> str:
        """Return no title, because names are sufficient."""
        return ""

    def model_schema(self, schema: Any) -> JsonSchemaValue:
        """Return a model's schema without the title that repeats its name."""
        result = super().model_schema(schema)
        result.pop("title", None)
        return result


def _short(value: Any) -> Any:
    """Return plain data in which default values are written without a block around them."""
    if isinstance(value, dict):
        if value.get("source") == BUILT_IN:
            return value["value"]
        if list(value) == ["fixed"]:
            return _short(value["fixed"])
        return {key: _short(each) for key, each in value.items()}
    return [_short(each) for each in value] if isinstance(value, list) else value


def _blocks(schema: Any) -> Iterator[dict[str, Any]]:
    """Iterate over every part of a schema that describes a block."""
    for each in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(each, (dict, list)):
            yield from _blocks(each)
    if isinstance(schema, dict) and schema.get("type") == "object":
        yield schema


def _as_written(block: dict[str, Any]) -> None:
    """Allow in a block's schema what any block may contain: a source, and null for a default."""
    required = {"value", "values"}.intersection(block.pop("required", ()))
    properties = block.setdefault("properties", {})
    for key, each in properties.items():
        each.pop("title", None)
        if key not in required:
            properties[key] = _or_null(each)
    if isinstance(block.get("additionalProperties"), dict):
        block["additionalProperties"] = _or_null(block["additionalProperties"])
    properties["source"] = SOURCE
    if required:
        block["required"] = sorted(required)


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    null = {"type": "null"}
    choices = schema.get("anyOf")
    if choices is not None:
        return schema if null in choices else {**schema, "anyOf": [*choices, null]}
    kept = ("default", "description", "examples")
    about = {key: value for key, value in schema.items() if key in kept}
    rest = {key: value for key, value in schema.items() if key not in kept}
    return {"anyOf": [rest, null], **about}
