"""Define the blocks of a study file that ask for analyses."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema

from sim.measures.words.access import WAIT_TO_START
from sim.measures.words.gaps import UNMET_NEED
from sim.scenario.parts import Items, Part
from sim.scenario.refusing import shown, wrong
from sim.scenario.values import AboveZero, ZeroOrMore, count, number
from sim.scenario.words import Name, SomeText, Text, one_of
from sim.studies.analyses.base import HIGHER, LOWER

MOST = 1_000_000
EVERY, ORDERS, FRACTION = "every subset", "orders", "fraction"
SWITCH, FAMILY = "switch", "family"

ANY = WithJsonSchema({})
Anything = Annotated[Any, PlainValidator(lambda value: value), ANY]
WORLDS, CHANCE = "worlds", "chance"


def _paths(value: Any) -> Any:
    """Accept one name or a list of names."""
    written = value if isinstance(value, (list, tuple)) else [value]
    if not written or not all(isinstance(each, str) and each.strip() for each in written):
        raise wrong(
            f"No number of the scenario is named by {shown(value)}.",
            "Write a path, or several that get the same value: `[path, path]`.",
        )
    return tuple(str(each).strip() for each in written)


def _probability(value: Any) -> float:
    """Accept a probability above 0 and below 1, or one in per cent."""
    found = PER_CENT.fullmatch(value) if isinstance(value, str) else None
    share = float(found[1]) / 100 if found else value
    if isinstance(share, bool) or not isinstance(share, (int, float)) or not 0 < share < 1:
        raise wrong(
            f"{shown(value)} is not how sure it is to be.",
            "Write `80 %`, or 0.8: above 0, below 1.",
        )
    return float(share)


def _month(value: Any) -> str:
    """Accept a month or a date; YAML reads a date that is not quoted as one."""
    if isinstance(value, bool) or not isinstance(value, (str, int, date)):
        raise wrong(
            f"This is no month: {shown(value)}.", "Write `month 24`, or a date such as 2029-03."
        )
    return str(value)


PER_CENT = re.compile(r"\s*(\d+(?:\.\d*)?)\s*%\s*")
Paths = Annotated[Any, PlainValidator(_paths), ANY]
Better = Annotated[str, one_of(LOWER, HIGHER)] | None
Replications = Annotated[int, count(2, MOST)]


def _block(value: Any) -> Any:
    if not isinstance(value, dict) or not value:
        raise wrong(
            f"{shown(value)} stands where a block is expected.", "Write `measure: half-width`."
        )
    return value


class MechanismsBlock(Part):
    """A block that asks how much each mechanism of an arm contributes to a difference."""

    arm: Name | None = None
    by: Annotated[str, one_of(SWITCH, FAMILY)] = SWITCH
    which: Items[Name] | None = None
    how: Annotated[str, one_of(EVERY, ORDERS, FRACTION)] | None = None
    outcomes: Items[Text] = ()
    replications: Replications | None = None


class PrecisionBlock(Part):
    """The required width of the intervals of differences."""

    within: Annotated[dict[str, Any], PlainValidator(_block), ANY] = Field(
        examples=[f"{{{UNMET_NEED}: 2}}"], description="Half-widths by measure"
    )
    floor: Replications = 20
    ceiling: Replications = 200
    batch: Annotated[int, count(1, MOST)] = 10


class BreakEvenBlock(Part):
    """A block that asks at which value of a lever an arm stops being better."""

    lever: SomeText = Field(
        examples=["services.community_team.workers.caseload"],
        description="A path, or the name of a lever of this study",
    )
    low: Anything = None
    high: Anything = None
    rest: SomeText | None = Field(
        None, description="Who makes up for it, where the lever is one share of a row"
    )
    measure: SomeText = Field(examples=[UNMET_NEED], description="A measure")
    arm: Name | None = None
    better: Better = None
    margin: ZeroOrMore = 0.0
    values: Annotated[int, count(2, 100)] = 7
    first: Annotated[int, count(3, MOST)] = 20
    ceiling: Annotated[int, count(3, MOST)] = 320
    width: Annotated[float, number(0, 1, "Write a share of the range above 0.", above=True)] = 0.05


class FindBlock(Part):
    """A block that asks for the least (or most) of a lever with which a target holds."""

    least: Paths | None = Field(None, description="What is to be as low as possible")
    most: Paths | None = Field(None, description="What is to be as high as possible")
    low: Anything = None
    high: Anything = None
    step: Anything = Field(None, description="How far apart the values are that may be chosen")
    rest: SomeText | None = Field(
        None, description="Who makes up for it, where the lever is one share of a row"
    )
    so_that: SomeText = Field(
        examples=[f"{WAIT_TO_START}.over_12_weeks <= 5 %"], description="What is to hold"
    )
    by: Annotated[Any, PlainValidator(_month), ANY] = Field(
        None, description="The month or date in which it is to hold; else the measured window"
    )
    months: Annotated[int, count(1, 1_200)] = 1
    sure: Annotated[Any, PlainValidator(_probability), ANY] = 0.8
    arm: Name | None = None
    futures: Annotated[int, count(20, MOST)] = 200
    vary: Annotated[str, one_of(WORLDS, CHANCE)] = WORLDS


class SensitivityBlock(Part):
    """A block that asks on which uncertain numbers an outcome depends."""

    method: Annotated[str, one_of("sobol", "morris", "one at a time")] = "one at a time"
    runs: Annotated[int, count(1, 100 * MOST)] | None = None
    arm: Name | None = None
    outcomes: Items[Text] = ()
    replications: Replications | None = None


class SelectBlock(Part):
    """A block that asks which of several arms is best."""

    measure: SomeText = Field(examples=[UNMET_NEED], description="A measure")
    zone: AboveZero = Field(
        examples=["5"], description="The smallest difference that matters, in the measure's unit"
    )
    better: Better = None
    confidence: Annotated[float, number(0.5, 0.999, "Write a share such as 0.95.")] = 0.95
    first: Replications = 20
    ceiling: Replications = 500
    batch: Annotated[int, count(1, MOST)] = 20
