"""Settings of the measures: what covers a need, how much help is enough, which waits are long."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.scenario.distributions import Multiple
from sim.scenario.parts import Items, Part
from sim.scenario.quantities import Share, TimePerWeek, built_in
from sim.scenario.values import count
from sim.scenario.words import Flag, SettingLength
from sim.units import Length

WAIT_WEEKS = (4, 12, 26, 52)
"""The lengths of long waits, in weeks, if the file names none."""
ENOUGH = 0.5
"""The share of the time in need that counts as enough help, if the file states none."""


class Wanted(Part):
    """How much help a person wants while a need is at each level; at a level without a line, none.

    Writing the block switches on all measures of enough help.
    """

    settled: TimePerWeek = built_in(TimePerWeek, "0 minutes per week")
    mild: TimePerWeek = built_in(TimePerWeek, "0 minutes per week")
    severe: TimePerWeek = Field(
        default=built_in(TimePerWeek, "0 minutes per week"), examples=["30 minutes per week"]
    )
    crisis: TimePerWeek = Field(
        default=built_in(TimePerWeek, "0 minutes per week"), examples=["2 hours per week"]
    )

    person: Multiple | None = Field(
        None, description="How many times as much a person wants: a distribution with mean 1"
    )

    @property
    def minutes(self) -> tuple[int, int, int, int]:
        """The help wanted by level of need, in whole minutes a week."""
        levels = (self.settled, self.mild, self.severe, self.crisis)
        a, b, c, d = (level.minutes for level in levels)
        return a, b, c, d


class Measures(Part):
    """What counts as covered, as enough help, as a gap, as lost, and as a long wait."""

    covered_for: SettingLength = Length(28, "day")
    gap_days: Items[Annotated[int, count(1, 100_000)]] = Field(
        (30, 60, 90, 180), description="In days"
    )
    lost_after: SettingLength = Length(180, "day")
    stigma_covers: Flag | None = Field(
        None,
        description="Whether a stigmatising contact covers and supports needs like any other: "
        "`false` unless written, `true` in format 1",
    )
    wanted: Wanted | None = Field(None, description="Help wanted while in need, by level")
    enough: Share | None = Field(
        None, description="Share of the time in need without being short that is enough: 0.5"
    )
    wait_weeks: Items[Annotated[int, count(1, 10_000)]] | None = Field(
        None, description="Lengths of long waits, in weeks: `[4, 12, 26, 52]` unless written"
    )
