"""Say in sentences what an arm costs for what it gains."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from sim.report.wording import MINUS, NOT_KNOWN, counted, listed, number
from sim.studies.statistics.estimates import Estimate
from sim.studies.statistics.plane import Plane, Way

DAYS = "days in need without help"
COSTS = {
    Way.MORE: "cost more than",
    Way.LESS: "cost less than",
    Way.SAME: "cost the same as",
}
GAINS = {
    Way.MORE: f"had fewer {DAYS}",
    Way.LESS: f"had more {DAYS}",
    Way.SAME: f"had as many {DAYS}",
}
PARTS = (
    f"it cost more, with fewer {DAYS}",
    f"it cost less, with fewer {DAYS}",
    f"it cost less, with more {DAYS}",
    f"it cost more, with more {DAYS}",
    "the cost or the days were the same",
)


class Prices(NamedTuple):
    """The currency of all prices, and their year."""

    currency: str
    year: int

    @property
    def unit(self) -> str:
        """The unit, such as `£ 2023`."""
        return f"{self.currency} {self.year}"

    def amount(self, value: float) -> str:
        """Return an amount of money: `£1,234`, or `EUR 1,234` where the currency is a word."""
        apart = " " if self.currency[-1:].isalpha() else ""
        return f"{MINUS * (value < 0)}{self.currency}{apart}{number(abs(value))}"


def spending_words(found: Plane, here: str, there: str, prices: Prices) -> str:
    """Return sentences on whether an arm costs more, gains more, and what a day avoided costs.

    Parameters
    ----------
    found
        Where the arm is on the plane; gains are days in need without help that it avoids.
    here, there
        What the arm and the baseline are called.
    """
    cost, days = found.dearer, found.better
    said = []
    if Way.UNCLEAR not in (cost, days):
        said.append(f"{here} {COSTS[cost]} {there} and {GAINS[days]}.")
    else:
        known = [f"{here} {COSTS[cost]} {there}"] if cost is not Way.UNCLEAR else []
        known += [f"{here} {GAINS[days]} than {there}"] if days is not Way.UNCLEAR else []
        said += [f"{each}." for each in known]
        unknown = ["cost"] * (cost is Way.UNCLEAR) + ["days without help"] * (days is Way.UNCLEAR)
        said.append(f"In {listed(unknown)} the repeats allow both more and less.")
    amount = difference_words(found.cost, prices.amount, ("less", "more"))
    avoided = difference_words(found.gain, number, ("more", "fewer"))
    said.append(f"For each person and year the cost was {amount}, and {DAYS} were {avoided}.")
    return " ".join([*said, per_day_words(found, prices)])


def difference_words(found: Estimate, said: Callable[[float], str], words: tuple[str, str]) -> str:
    """Return a difference with its interval; `words` are for one below 0 and for one above."""

    def one(value: float) -> str:
        return f"{said(abs(value))} {words[value > 0]}" if value else "the same"

    if not math.isfinite(found.mean):
        return NOT_KNOWN
    if not math.isfinite(found.low):
        return f"{one(found.mean)} (no range: {found.note})"
    if found.low == found.high:
        return one(found.mean)
    return f"{one(found.mean)} (95 % interval: {one(found.low)} to {one(found.high)})"


def per_day_words(found: Plane, prices: Prices) -> str:
    """Return what each day avoided costs, or each further day saves; or why this means nothing."""
    if math.isfinite(found.ratio):
        amount = _ratio(found, prices)
        if found.better is Way.MORE:
            return f"Each day without help that was avoided cost {amount}."
        return f"For each further day without help, {amount} was saved."
    return f"A cost for each day avoided is not meaningful here: {_reason(found)}."


def per_day_cell(found: Plane, prices: Prices) -> str:
    """Return the same as the text of a table cell."""
    if not math.isfinite(found.ratio):
        return f"not meaningful: {_reason(found)}"
    return f"{_ratio(found, prices)}{' saved' if found.better is Way.LESS else ''}"


def _ratio(found: Plane, prices: Prices) -> str:
    ends = f"{prices.amount(found.low)} to {prices.amount(found.high)}"
    return f"{prices.amount(found.ratio)} (95 % interval: {ends})"


def _reason(found: Plane) -> str:
    """Return why a cost for each day avoided would mislead."""
    cost, days = found.dearer, found.better
    if days is Way.UNCLEAR:
        return "the days may not differ"
    if days is Way.SAME:
        return "the days do not differ"
    if cost is Way.UNCLEAR:
        return "the cost may not differ"
    if cost is Way.SAME:
        return "the cost does not differ"
    return "it is both cheaper and better" if days is Way.MORE else "it is both dearer and worse"


def quadrant_words(found: Plane, here: str) -> str:
    """Return in how many repeats an arm cost more or less, with fewer or more days."""
    pairs = found.cost.used
    counts = [round(share * pairs) for share in found.quadrants]
    said = [f"{part} in {count}" for part, count in zip(PARTS, counts, strict=True) if count]
    left = f" {counted(found.cost.left_out, 'repeat')} could not be compared."
    return (
        f"Of {counted(pairs, 'repeat')} of {here}: {'; '.join(said)}."
        f"{left if found.cost.left_out else ''}"
    )
