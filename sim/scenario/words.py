"""Single values of a scenario file that are no facts: names, texts, choices, levels, settings."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    PlainValidator,
    WithJsonSchema,
)

from sim.errors import did_you_mean, listed
from sim.scenario.refusing import LENGTHS, shown, wrong
from sim.units import Length, NotUnderstood, parse_length

NAME = re.compile(r"[a-z][a-z0-9_]*")
RESERVED = frozenset(
    {"nowhere", "community", "otherwise", "source", "value", "all", "never", "default"}
)
LONGEST_NAME = 60
LARGEST_WHOLE = 2**53  # whole numbers beyond this are not exact everywhere


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
