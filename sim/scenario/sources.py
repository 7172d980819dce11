"""The sources of numbers. An assumption is a source too, if it is marked as one."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from sim.scenario.parts import Part
from sim.scenario.words import SomeText, one_of

SourceKind = Literal["published", "derived", "local_data", "expert", "fitted", "assumption"]
KINDS: tuple[SourceKind, ...] = get_args(SourceKind)


class Source(Part):
    """The origin of numbers.

    They were published, derived from published numbers, taken from local data, given by an expert,
    fitted (chosen so that the model meets its targets), or are assumptions.
    """

    kind: Annotated[SourceKind, one_of(*KINDS)]
    reference: SomeText = Field(
        description="DOI, data set and date, who said it when, or why it is assumed",
        examples=['"appointment diary, January to March 2025"'],
    )
    agreed_by: SomeText | None = None
    note: SomeText | None = None
