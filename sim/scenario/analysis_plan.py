"""The analysis plan: what is judged, written into the file before there are results.

Its digest is printed before any result, so that readers can see that the plan was not changed.
"""

from __future__ import annotations

import hashlib
import json
from typing import Annotated

from pydantic import Field

from sim.scenario.dates import Day
from sim.scenario.parts import ByMeasure, Items, NamesIn, Part
from sim.scenario.values import ZeroOrMore, count
from sim.scenario.words import Name, Text

DIGITS = 16


class AnalysisPlan(Part):
    """Which measures are judged together, in which arms, after how many replications."""

    headline: Items[Text] = Field(examples=["[contacts]"], description="Measures judged together")
    smallest_difference: ByMeasure[ZeroOrMore] = Field(
        default_factory=dict, description="By measure; smaller differences do not matter"
    )
    arms: Annotated[Items[Name], NamesIn("arms")] = Field(
        examples=["[today, relational]"],
        description="Arms that are run; the baseline is always one of them",
    )
    replications: Annotated[int, count(1, 1_000_000)] = Field(
        examples=["20"], description="How often each arm is run"
    )
    written: Day | None = Field(None, description="When the plan was written")
    note: Text = ""

    @property
    def digest(self) -> str:
        """The first 16 hex digits of the SHA-256 of the plan in canonical form.

        The order of keys and the layout of the file do not count: neither how numbers are written
        nor where the lines of the note are broken. Every other change gives another digest.
        """
        form = {**self.plain(), "note": " ".join(self.note.split())}
        text = json.dumps(form, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
