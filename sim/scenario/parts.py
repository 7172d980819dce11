"""What every model of a scenario file has in common, and the plain values inside them.

Models refuse what they do not know. Messages are written here and not left to pydantic, so that
they name the value, what is allowed and a way out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Literal, TypeAlias, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from sim.errors import did_you_mean, listed
from sim.scenario.written import Block
from sim.units import Length, NotUnderstood, parse_length

NAME = re.compile(r"[a-z][a-z0-9_]*")
RESERVED = frozenset(
    {"nowhere", "community", "otherwise", "source", "value", "all", "never", "default"}
)
LONGEST_NAME = 60
LARGEST_WHOLE = 2**53  # whole numbers beyond this are not exact everywhere

Plain: TypeAlias = Any  # dicts, lists, str, int, float, bool: what YAML and JSON can hold
T = TypeVar("T")


def wrong(problem: str, allowed: str = "", remedy: str = "", kind: str = "wrong") -> Exception:
    """An error with the words a person will read."""
    context = {"problem": problem, "allowed": allowed, "remedy": remedy}
    return PydanticCustomError(kind, "{problem} {allowed} {remedy}", context)


def shown(value: object) -> str:
    """A value as it may appear in a message: short, and as it was written."""
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, dict):
        return "a block"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    text = str(value)
    text = text if len(text) <= 60 else f"{text[:57]}…"
    return f'"{text}"' if isinstance(value, str) else text


class Part(BaseModel):
    """Base of every model read from a file: no unknown keys, no edits after loading.

    An entry written as null counts as not written, so that a file can go back to a default.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True
    )

    also: ClassVar[tuple[JsonSchemaValue, ...]] = ()
    """What may stand in place of the block, for the JSON Schema."""

    bare: ClassVar[tuple[str, ...]] = ()
    """Fields whose value may stand in place of the block."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """The block, or what may stand in its place."""
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
        known = cls.known_keys()
        unknown = [key for key in data if key not in known]
        if unknown:
            context = {"keys": unknown, "known": known}
            raise PydanticCustomError("unknown_keys", "unknown keys", context)
        return data.without_nulls() if isinstance(data, Block) else data

    @classmethod
    def known_keys(cls) -> list[str]:
        """The keys this part may have in a file, in order."""
        return [field.alias or name for name, field in cls.model_fields.items()]

    def plain(self) -> Plain:
        """The part in canonical form, with every default filled in."""
        entries = (
            (field.alias or name, getattr(self, name))
            for name, field in type(self).model_fields.items()
        )
        return {key: plain(value) for key, value in entries if value is not None}


def _without_null(schema: JsonSchemaValue) -> JsonSchemaValue:
    """The schema of a field that is written, where None stands for not written."""
    written = [each for each in schema.get("anyOf", []) if each != {"type": "null"}]
    return written[0] if len(written) == 1 else {k: v for k, v in schema.items() if k != "default"}


def word(*words: str) -> JsonSchemaValue:
    """JSON Schema of a few words."""
    return {"type": "string", "enum": list(words)}


def plain(value: Any) -> Plain:
    """Anything a model holds as dicts, lists and scalars."""
    if isinstance(value, Part):
        return value.plain()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, Length):
        return str(value)
    return value


def check_name(value: Any) -> str:
    """A name as it may be used: small letters, digits and underscores."""
    if not isinstance(value, str):
        raise wrong(f"{shown(value)} is not a name.", "A name is a word such as `crisis_team`.")
    if not NAME.fullmatch(value) or len(value) > LONGEST_NAME:
        better = re.sub(r"[^a-z0-9]+", "_", value.lower()).strip("_0123456789")[:LONGEST_NAME]
        raise wrong(
            f"{shown(value)} cannot be a name.",
            f"Names are up to {LONGEST_NAME} small letters, digits and `_`, a letter first.",
            f"Did you mean `{better}`? Put the words people read in `label`." if better else "",
        )
    return str(value)


def _new_name(value: Any) -> str:
    name = check_name(value)
    if name in RESERVED:
        raise wrong(f"`{name}` has a meaning of its own.", "Choose another name.")
    return name


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise wrong(f"{shown(value)} is not a text.", "Put a text in quotation marks.")
    return str(value)


def _some_text(value: Any) -> str:
    text = _text(value)
    if not text.strip():
        raise wrong("The text is empty.", "Write a few words.")
    return text


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        meant = {"yes": "true", "on": "true", "no": "false", "off": "false"}
        word = meant.get(str(value).lower())
        raise wrong(
            f"{shown(value)} is not a yes or a no.",
            "Write `true` or `false`.",
            f"Did you mean `{word}`?" if word else "",
        )
    return value


def whole(low: int, high: int = LARGEST_WHOLE, what: str = "a whole number") -> BeforeValidator:
    """A whole number between two bounds, both included."""
    bounds = f"from {low} to {high}" if high < LARGEST_WHOLE else f"of {low} or more"
    allowed = f"Write {low}." if low == high else f"Write a whole number {bounds}."

    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise wrong(f"{shown(value)} is not {what}.", allowed)
        if not low <= value <= high:
            raise wrong(f"{value} is out of range.", allowed)
        return int(value)

    return BeforeValidator(check)


def one_of(*words: str) -> BeforeValidator:
    """One of a few words."""

    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in words:
            choices = listed(f"`{word}`" for word in words)
            meant = did_you_mean(str(value), words)
            raise wrong(f"{shown(value)} is not a choice here.", f"Choices: {choices}.", meant)
        return str(value)

    return BeforeValidator(check)


def _level(value: Any) -> int:
    words = {"settled": 0, "mild": 1, "severe": 2, "crisis": 3}
    text = str(value)
    level = words.get(text, int(text) if text in {"0", "1", "2", "3"} else None)
    if level is None or isinstance(value, (bool, float)):
        raise wrong(
            f"{shown(value)} is not a level of need.",
            "Levels: 0 settled, 1 mild, 2 severe, 3 crisis.",
        )
    return level


def _setting_length(value: Any) -> Length:
    if isinstance(value, Length):
        return value
    try:
        return parse_length(value if isinstance(value, str) else str(value))
    except NotUnderstood as error:
        raise wrong(str(error), LENGTHS, error.remedy) from None


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


LENGTHS = "Write a number and a unit: minutes, hours, days, weeks, months or years."

Name = Annotated[str, BeforeValidator(check_name)]  # a name used
NewName = Annotated[str, BeforeValidator(_new_name)]  # a name given
Text = Annotated[str, BeforeValidator(_text)]
SomeText = Annotated[str, BeforeValidator(_some_text)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Level = Annotated[int, BeforeValidator(_level), Field(ge=0, le=3)]
SettingLength = Annotated[
    Length,
    PlainValidator(_setting_length),
    WithJsonSchema({"type": "string", "examples": ["6 weeks"]}),
]
"""A length of time that is a choice about the run, not a fact, and so needs no source."""

Named = Annotated[dict[NewName, T], BeforeValidator(_dict_without_nulls)]
Levelled = Annotated[dict[Level, T], BeforeValidator(_dict_without_nulls)]
Items = Annotated[tuple[T, ...], BeforeValidator(_list)]


def setting(low: float, high: float) -> Callable[[Any], float]:
    """Check of a plain number that is a choice about the run, not a fact."""

    def check(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise wrong(f"{shown(value)} is not a number.", f"Write a number {low:g} to {high:g}.")
        if not low <= value <= high:
            raise wrong(f"{value} is out of range.", f"Write a number from {low:g} to {high:g}.")
        return float(value)

    return check


HandoffKind = Literal["cold", "warm", "blocked", "consult"]
Reason = Literal[
    "turned_away",
    "left_waiting",
    "missed_contacts",
    "finished_settled",
    "finished_in_need",
    "crisis",
]
REASONS: tuple[Reason, ...] = (
    "turned_away",
    "left_waiting",
    "missed_contacts",
    "finished_settled",
    "finished_in_need",
    "crisis",
)
