"""Define the blocks of a study file that ask for analyses."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema

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
