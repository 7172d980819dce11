"""Short texts for pictures, tables and headings: one line of limited length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from sim.scenario.refusing import shown, wrong
from sim.scenario.words import SomeText, Text

LONGEST_LABEL = 100
LONGEST_TITLE = 200


def short(most: int) -> BeforeValidator:
    """Return a validator that accepts one line of up to this many characters.

    Values of other types pass, because later checks refuse them.
    """

    def check(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        lines = value.strip().splitlines()
        if len(lines) > 1:
            raise wrong(
                f"{shown(value)} goes over {len(lines):,} lines.",
                "This text stands in headings and pictures: write it on one line.",
            )
        if len(value) > most:
            raise wrong(
                f"This text is {len(value):,} characters long: {shown(value)}.",
                f"It stands in headings and pictures: write up to {most}.",
                "Longer texts belong in `about` or `description`.",
            )
        return value

    return BeforeValidator(check)


Label = Annotated[Text, Field(max_length=LONGEST_LABEL), short(LONGEST_LABEL)]
SomeLabel = Annotated[SomeText, Field(max_length=LONGEST_LABEL), short(LONGEST_LABEL)]
Title = Annotated[SomeText, Field(max_length=LONGEST_TITLE), short(LONGEST_TITLE)]


def apart(words: Mapping[str, str]) -> dict[str, str]:
    """Return the words by code; where codes have the same words, each code follows its words."""
    often = Counter(each.casefold() for each in words.values())
    return {
        code: f"{each} ({code})" if often[each.casefold()] > 1 else each
        for code, each in words.items()
    }
