"""Count how many numbers of a scenario are known and how many are assumed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from sim.scenario import Scenario
from sim.scenario.quantities import Quantity, Sourced, as_float, as_text

ASSUMPTION = "assumption"
WIDEST_SHOWN = 5


class Range(NamedTuple):
    """A number with a range of possible values."""

    path: str
    value: str
    low: str
    high: str
    width: float  # high minus low as a share of the value; inf when the value is 0


class Known(NamedTuple):
    """The numbers of a scenario, grouped by the kind of their source."""

    by_kind: dict[str, int]
    with_range: int  # assumptions that say how low and how high they may be
    widest: tuple[Range, ...]  # widest first

    @property
    def total(self) -> int:
        """The count of all numbers."""
        return sum(self.by_kind.values())

    @property
    def assumed(self) -> int:
        """The count of assumptions."""
        return self.by_kind.get(ASSUMPTION, 0)


class Stated(NamedTuple):
    """A number that stands for a fact."""

    arm: str  # the first that changes it so; empty if it holds in all
    path: str
    number: Sourced


def stated_numbers(scenario: Scenario) -> list[Stated]:
    """Return the numbers of a scenario and of the changes in its arms, each once."""
    found: dict[tuple[str, str, str], Stated] = {}
    changed = ((arm, scenario.changed_quantities(arm)) for arm in scenario.arm_names)
    for arm, numbers in (("", scenario.quantities()), *changed):
        for path, number in numbers:
            found.setdefault((path, number.written, number.source), Stated(arm, path, number))
    return list(found.values())


def what_is_known(scenario: Scenario) -> Known:
    """Count the numbers of a scenario and of the changes in its arms; each is counted once."""
    found = stated_numbers(scenario)
    kinds = Counter[str](scenario.sources[each.number.source].kind for each in found)
    assumed = [
        (each.path, each.number)
        for each in found
        if scenario.sources[each.number.source].kind == ASSUMPTION
    ]
    ranges = _ranges(assumed)
    ranged = sum(isinstance(number, Quantity) and number.has_range for _, number in assumed)
    widest = sorted(ranges, key=lambda each: (-each.width, each.path))[:WIDEST_SHOWN]
    return Known(dict(kinds), ranged, tuple(widest))


def _ranges(numbers: Iterable[tuple[str, Sourced]]) -> Iterable[Range]:
    for path, number in numbers:
        if not isinstance(number, Quantity) or number.low is None or number.high is None:
            continue
        size = abs(as_float(number.value))
        spread = as_float(number.high) - as_float(number.low)
        width = spread / size if size > 0 else float("inf")
        yield Range(path, number.written, as_text(number.low), as_text(number.high), width)
