"""Where numbers come from. An assumption is a source too, if it is marked as one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.parts import Part
from sim.scenario.words import SomeText, one_of

SourceKind = Literal["published", "local_data", "expert", "assumption"]


class Source(Part):
    """The origin of numbers: a publication, local data, an expert, or an assumption."""

    kind: Annotated[SourceKind, one_of("published", "local_data", "expert", "assumption")]
    reference: SomeText = Field(
        description="DOI, data set and date, who said it when, or why it is assumed",
        examples=['"appointment diary, January to March 2025"'],
    )
    agreed_by: SomeText | None = None
    note: SomeText | None = None
