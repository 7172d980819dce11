"""Find written values that lie outside of the middle half of what the number may be.

The middle of a shape follows from its ends or its parameters, not from the value beside them. The
central world has the values as written, so where the two differ it is not amid the other worlds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sim.errors import Location
from sim.scenario import Scenario
from sim.scenario.replacing import steps_to
from sim.scenario.written import location_of
from sim.studies.design.levers import every_range
from sim.studies.design.ranges import Span, quantity_at
from sim.studies.design.shapes import shape_of

HALF = (0.25, 0.75)
FIGURES = 3


class OffMiddle(NamedTuple):
    """A number whose written value is not in the middle half of its shape."""

    name: str
    location: Location
    value: str
    low: str  # of the middle half
    high: str
    above: bool  # the value is above the middle half

    def __str__(self) -> str:
        """Return the place and what differs, as a sentence."""
        most = "less" if self.above else "more"
        place = f"{self.location.file}:{self.location.line}: " if self.location.line else ""
        return (
            f"{place}`{self.name}` is {self.value}, but half of all worlds have {self.low} to "
            f"{self.high}: most have {most} than the value written."
        )


def off_middle(scenario: Scenario) -> Iterator[OffMiddle]:
    """Iterate over the uncertain numbers of all arms whose value is off the middle."""
    for each in every_range(scenario, scenario.arm_names):
        for path in each.paths[:1]:
            quantity = quantity_at(scenario, path)
            law = None if quantity is None else shape_of(quantity)
            if quantity is None or law is None or each.span is None:
                continue
            low, high = (_said(each.span, law.at(share)) for share in HALF)
            value = each.span.amount(quantity.value)
            if each.span.amount(low) <= value <= each.span.amount(high):
                continue
            where = location_of(scenario.tree, steps_to(scenario, path))
            above = value > each.span.amount(high)
            yield OffMiddle(path, where, quantity.written, str(low), str(high), above)


def _said(span: Span, amount: float) -> Any:
    """Return an amount with a few figures, in the form in which a scenario holds it."""
    return span.exactly(round(amount) if span.kind == "whole" else float(f"{amount:.{FIGURES}g}"))
