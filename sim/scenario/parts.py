"""The base of every model of a scenario file, which refuses unknown keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, ClassVar, TypeAlias, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from sim.errors import listed
from sim.scenario.refusing import shown, wrong
from sim.scenario.remembering import Remembered
from sim.scenario.words import Level, NewName, Text
from sim.scenario.written import Block, Path
from sim.units import Frequency, Length

Plain: TypeAlias = Any  # dicts, lists, str, int, float, bool: what YAML and JSON can hold
T = TypeVar("T")


@dataclass(frozen=True)
class NamesIn:
    """Marks a field that takes names from a block of the same file, so that examples are real."""

    block: str


class Part(BaseModel):
    """Base of every model read from a file: no unknown keys, no edits after loading.

    An entry written as null counts as not written, so that a file can go back to a default.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True
    )

    also: ClassVar[tuple[JsonSchemaValue, ...]] = ()
    """JSON Schemas of values that may be written in place of the block."""

    bare: ClassVar[tuple[str, ...]] = ()
    """Fields whose value may be written in place of the block."""

    holds_parts: ClassVar[bool] = True
    """Whether a field can be a part, or hold one; otherwise no search looks inside."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the schema of the block and of everything that may be written in its place."""
        reference = handler(core)
        schema = handler.resolve_ref_schema(reference)
        if "properties" in schema and (cls.also or cls.bare):
            fields = [_without_null(schema["properties"][name]) for name in cls.bare]
            block = dict(schema)
            schema.clear()
            blocks = [] if set(cls.bare) == set(cls.model_fields) else [block]
            schema.update({"anyOf": [*cls.also, *fields, *blocks]})
        return reference

    @model_validator(mode="before")
    @classmethod
    def _only_known_keys(cls, data: Any) -> Any:
        if isinstance(data, cls):
            return data
        if not isinstance(data, dict):
            raise wrong(
                f"{shown(data).capitalize() if data is None else shown(data)} stands where a "
                "block of settings is expected.",
                f"It may hold {listed(f'`{key}`' for key in cls.known_keys())}.",
            )
        known = _keys(cls).values()
        unknown = [key for key in data if key not in known]
        if unknown:
            context = {"keys": unknown, "known": cls.known_keys(), "kind": cls}
            raise PydanticCustomError("unknown_keys", "unknown keys", context)
        return data.without_nulls() if isinstance(data, Block) else data

    @classmethod
    def known_keys(cls) -> list[str]:
        """Return the keys of this part in a file, in order."""
        return list(_keys(cls).values())

    @classmethod
    def part_name(cls) -> str:
        """Return the name of this kind of part without its type parameter, such as `Lognormal`."""
        return cls.__name__.partition("[")[0]

    @classmethod
    def needed(cls) -> list[str]:
        """Return the required keys, in order."""
        fields = cls.model_fields.items()
        return [field.alias or name for name, field in fields if field.is_required()]

    def plain(self) -> Plain:
        """Return the part in canonical form, with every default filled in."""
        entries = ((key, getattr(self, name)) for name, key in _keys(type(self)).items())
        return {key: plain(value) for key, value in entries if value is not None}


@cache
def _keys(kind: type[Part]) -> Mapping[str, str]:
    """Return the file key of each attribute of a part, in order.

    It is cached because every reading uses it.
    """
    return {name: field.alias or name for name, field in kind.model_fields.items()}


def _without_null(schema: JsonSchemaValue) -> JsonSchemaValue:
    """Return the schema of a field without null; null means that the field is not written."""
    written = [each for each in schema.get("anyOf", []) if each != {"type": "null"}]
    return written[0] if len(written) == 1 else {k: v for k, v in schema.items() if k != "default"}


def word(*words: str) -> JsonSchemaValue:
    """Return the JSON Schema of a value that must be one of a few words."""
    return {"type": "string", "enum": list(words)}


def plain(value: Any) -> Plain:
    """Convert anything that a model contains to dicts, lists and scalars."""
    if isinstance(value, Part):
        return value.plain()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (Length, Frequency, date)):
        return str(value)
    return value


def _dict_without_nulls(value: Any) -> Any:
    if isinstance(value, Block):
        return value.without_nulls()
    if not isinstance(value, dict):
        raise wrong(f"{shown(value)} stands where a block is expected.", "Write `name: value`.")
    return value


def _list(value: Any) -> Any:
    if not isinstance(value, (list, tuple)):
        raise wrong(
            f"{shown(value)} stands where a list is expected.",
            "Write it in square brackets, with commas between the items.",
        )
    return value


Named = Annotated[dict[NewName, Annotated[T, Remembered()]], BeforeValidator(_dict_without_nulls)]
Levelled = Annotated[dict[Level, T], BeforeValidator(_dict_without_nulls)]
ByMeasure = Annotated[dict[Text, T], BeforeValidator(_dict_without_nulls)]
Items = Annotated[tuple[T, ...], BeforeValidator(_list)]


def parts_in(value: Any, path: Path = ()) -> Iterator[tuple[Path, Part]]:
    """Iterate over a value and every part inside it, each with its path in the file.

    Patches are left out. They are blocks as written, and have a meaning only where they are
    applied.
    """
    found: list[tuple[Path, Part]] = []
    _gather(value, path, found)
    return iter(found)


def _gather(value: Any, path: Path, found: list[tuple[Path, Part]]) -> None:
    """Add a value and every part inside it to those found: quicker than nested iterators."""
    if isinstance(value, Part):
        found.append((path, value))
        if value.holds_parts:
            for name, key in _keys(type(value)).items():
                inside = getattr(value, name)
                if isinstance(inside, (Part, dict, tuple)):
                    _gather(inside, (*path, key), found)
    elif isinstance(value, dict) and not isinstance(value, Block):
        for key, each in value.items():
            _gather(each, (*path, str(key)), found)
    elif isinstance(value, tuple):
        for at, each in enumerate(value):
            _gather(each, (*path, at), found)
