"""How many people a service can have at the same time, and who is taken first."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Literal

from pydantic import (
    Field,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue

from sim.loose import number_meant
from sim.scenario.parts import Items, Part, Plain, word
from sim.scenario.quantities import Count, Point
from sim.scenario.refusing import shown, wrong
from sim.scenario.seasons import Pattern, Season, Week
from sim.scenario.values import MOST_PEOPLE
from sim.scenario.words import Name

ENDLESS = {"unlimited", "none", "no limit", "infinite", "infinity", "open", "any"}
STAFF = re.compile(r"(?:\b|\d)(?:wtes?|ftes?|staff|workers?|posts?|nurses?)\b", re.IGNORECASE)


def _meant(data: str | float) -> str:
    """Return the remedy to suggest for a capacity that is not written as it should be."""
    text = str(data).strip()
    if text.lower() in ENDLESS:
        return "Did you mean `unlimited`?"
    if STAFF.search(text):
        return "Staff stand under `workers`, as `{posts: 2, contact_hours: 18, caseload: 30}`."
    counts = number_meant(text).only(lambda each: each.isdigit() and int(each) <= MOST_PEOPLE)
    places = tuple(each._replace(text=f"{{places: {each.text}}}") for each in counts.readings)
    if len(places) == 1:
        places = (places[0]._replace(condition=""),)
    return counts._replace(readings=places).sentence("`")


class PlacesChange(Part):
    """A number of places from some time on."""

    begins: Point = Field(alias="from")
    places: Count


class Capacity(Part):
    """How many people a service can have at the same time; unlimited without `places`."""

    also: ClassVar[tuple[JsonSchemaValue, ...]] = (word("unlimited"),)

    places: Count | None = None
    changes: Items[PlacesChange] = ()
    season: Season | None = Field(None, description="Factors of the places by month")
    week: Week | None = Field(None, description="Factors of the places by weekday")
    pattern: Pattern | None = Field(None, description="Factors of the places that repeat")

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, data: Any) -> Any:
        if isinstance(data, (str, int, float)):
            if data != "unlimited":
                raise wrong(
                    f"{shown(data)} is not a capacity.",
                    "Write `unlimited` or `{places: 20}`.",
                    _meant(data),
                )
            return {}
        return data

    @model_validator(mode="after")
    def _changes_of_something(self) -> Capacity:
        if self.changes and self.places is None:
            raise wrong("There are changes, but no `places` to begin with.", "Add `places`.")
        for key in ("season", "week", "pattern"):
            if getattr(self, key) is not None and self.places is None:
                raise wrong(f"There is a `{key}`, but no `places` that it varies.", "Add `places`.")
        return self

    def plain(self) -> Plain:
        """Return the word `unlimited`, or a block if there are places."""
        return "unlimited" if self.places is None else super().plain()


class Queue(Part):
    """The order in which people are taken from the waiting list."""

    also: ClassVar[tuple[JsonSchemaValue, ...]] = (word("first_come", "level", "returning"),)

    rule: Literal["first_come", "level", "returning", "group"] = "first_come"
    group: Items[Name] = Field((), description="Groups in order of priority, the first first")

    @model_validator(mode="before")
    @classmethod
    def _from_bare(cls, data: Any) -> Any:
        if isinstance(data, dict) and "group" in data and "rule" not in data:
            return {**data, "rule": "group"}
        if isinstance(data, str):
            if data not in ("first_come", "level", "returning"):
                raise wrong(
                    f"{shown(data)} is not a queue rule.",
                    "Write `first_come`, `level`, `returning`, or `group: [first, next]`.",
                )
            return {"rule": str(data)}
        return data

    @model_validator(mode="after")
    def _groups_for_their_rule(self) -> Queue:
        if self.group and self.rule != "group":
            raise wrong(
                f"There are groups in order of priority, and the rule is `{self.rule}`.",
                "A list is ordered by one of the two.",
                f"Write `queue: {self.rule}`, or `queue: {{group: [first, next]}}`.",
            )
        if self.rule == "group" and not self.group:
            raise wrong(
                "The rule is `group`, and no group is named.",
                remedy="Write `queue: {group: [first, next]}`, with the groups in order.",
            )
        return self

    def plain(self) -> Plain:
        """Return the name of the rule, or a block with the groups in order of priority."""
        return {"group": list(self.group)} if self.rule == "group" else self.rule
