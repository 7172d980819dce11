"""Values of a scenario file that are not facts: names, texts, choices, levels and settings."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    PlainValidator,
    WithJsonSchema,
)

from sim.columns import LEVEL_NAMES
from sim.errors import did_you_mean, listed
from sim.scenario.refusing import shown, wrong
from sim.scenario.values import setting_length
from sim.units import Length

NAME = re.compile(r"[a-z][a-z0-9_]*")
RESERVED = {
    "nowhere": "where people go who go to no service",
    "community": "where people are who are in no service",
    "otherwise": "every target of a handoff that is not named",
    "source": "who vouches for a number",
    "value": "the number itself, beside its range",
    "all": "every need",
    "never": "a time that no run reaches",
    "default": "the source of what the program fills in by itself",
}
"""Words that cannot name a service, need, group, arm, state or source, with their meanings."""
LONGEST_NAME = 60


def check_name(value: Any) -> str:
    """Accept a name: small letters, digits and underscores."""
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


def check_new_name(value: Any) -> str:
    """Accept a name that may be given: one without a meaning of its own."""
    name = check_name(value)
    if name in RESERVED:
        raise wrong(
            f"`{name}` has a meaning of its own: {RESERVED[name]}.",
            "Choose another name, and put the words people read in `label`.",
        )
    return name


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise wrong(f"{shown(value)} is not a text.", "Put a text in quotation marks.")
    if getattr(value, "cut", False):
        raise wrong(
            f"The comma in {shown(value)} ends a value here, inside brackets.",
            "Put a text that holds a comma in quotation marks.",
        )
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


def one_of(*words: str) -> BeforeValidator:
    """Return a validator that accepts only the given words."""

    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in words:
            choices = listed(f"`{word}`" for word in words)
            meant = did_you_mean(str(value), words)
            raise wrong(f"{shown(value)} is not a choice here.", f"Choices: {choices}.", meant)
        return str(value)

    return BeforeValidator(check)


def _level(value: Any) -> int:
    words = {name: level for level, name in enumerate(LEVEL_NAMES)}
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    level = words.get(text, int(text) if text in {"0", "1", "2", "3"} else None)
    if level is None or isinstance(value, (bool, float)):
        raise wrong(
            f"{shown(value)} is not a level of need.",
            "Levels: 0 settled, 1 mild, 2 severe, 3 crisis.",
        )
    return level


Name = Annotated[str, BeforeValidator(check_name)]  # a name used
NewName = Annotated[str, BeforeValidator(check_new_name)]  # a name given
Text = Annotated[str, BeforeValidator(_text)]
SomeText = Annotated[str, BeforeValidator(_some_text)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Level = Annotated[int, BeforeValidator(_level), Field(ge=0, le=3)]
SettingLength = Annotated[
    Length,
    PlainValidator(setting_length),
    WithJsonSchema({"type": "string", "examples": ["6 weeks"]}),
]
"""A length of time that the author chooses; it is not a fact and needs no source."""


HandoffKind = Literal["cold", "warm", "blocked", "consult"]
Reason = Literal[
    "turned_away",
    "left_waiting",
    "missed_contacts",
    "finished_settled",
    "finished_in_need",
    "crisis",
]
