"""What records tell of a number of the model, and what they cannot tell.

Durations are in days, rates per day and shares from 0 to 1, as in `sim.area.derived`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sim.scenario.parts import Plain
from sim.units import plain_number

DIGITS = 6
UNITLESS = frozenset({"shape", "mu", "sigma"})


class Family(StrEnum):
    """The families of laws, by their names in scenario files."""

    EXPONENTIAL = "exponential"
    WEIBULL = "weibull"  # shape, mean
    GAMMA = "gamma"  # shape, mean
    LOGNORMAL = "lognormal"  # mu, sigma of the logarithm of days
    TABLE = "table"  # points; perhaps a tail beyond the last of them
    HAZARD = "hazard"  # steps


class Parameter(NamedTuple):
    """A parameter of a law, or its probability of ending on a day, with its central 90 % range."""

    name: str  # as in scenario files: mean, shape, mu, sigma; of a step `per_day`
    value: float  # in days, but of `UNITLESS`
    low: float
    high: float
    standard_error: float


class Step(NamedTuple):
    """From how many whole days on which probability of ending on each day holds."""

    begins: int
    per_day: Parameter


class Tail(NamedTuple):
    """What is beyond the last event that was seen: durations that end as likely each day."""

    share: float
    begins: float  # days
    mean: float  # days beyond `begins`


@dataclass(frozen=True)
class Law:
    """A distribution of durations, as a scenario file can say it."""

    family: Family
    parameters: tuple[Parameter, ...] = ()
    points: tuple[tuple[float, float], ...] = ()  # of a table: days, ascending, and probability
    tail: Tail | None = None  # of a table; its share and the probabilities add up to 1
    steps: tuple[Step, ...] = ()  # of a hazard

    def block(self, source: str) -> dict[str, Plain]:
        """Return the law as in a scenario file; `source` is the key of its source."""
        if self.family is Family.TABLE:
            return self._table(source)
        if self.family is Family.HAZARD:
            rows: list[Plain] = [
                {"from": f"{each.begins} days", "per_day": _sourced(each.per_day, source)}
                for each in self.steps
            ]
            return {"hazard": {"table": rows}}
        block: dict[str, Plain] = {each.name: _sourced(each, source) for each in self.parameters}
        if self.family is Family.LOGNORMAL:
            block["unit"] = "days"
        return {str(self.family): block}

    def _table(self, source: str) -> dict[str, Plain]:
        """Return a table; with a tail, the mixture of the table and an exponential beyond it."""
        within = 1 - (self.tail.share if self.tail else 0.0)
        shares = [share / within for _, share in self.points]
        table: dict[str, Plain] = {
            "table": {
                "unit": "days",
                "values": [_digits(days) for days, _ in self.points],
                "probabilities": [*shares[:-1], 1 - sum(shares[:-1])],
                "source": source,
            }
        }
        if self.tail is None:
            return table
        beyond: dict[str, Plain] = {
            "exponential": {"mean": {"value": _days(self.tail.mean), "source": source}},
            "truncated": {"low": {"value": _days(self.tail.begins), "source": source}},
        }
        inside = {"share": {"value": within, "source": source}, "of": table}
        outside = {"share": {"value": 1 - within, "source": source}, "of": beyond}
        return {"mixture": [inside, outside]}


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A number of the model as records tell it, with its error, where it comes from and how.

    Items are those of `sim.area.derived.Derived`, and these:

    - `week`: the factor of the day of the week that is `to` (``mon`` … ``sun``).
    - `cancelled by person`, `cancelled by provider`: the parts of `cancelled share`.
    - `WTE of a post`: whole-time equivalents of one worker in post.
    """

    service: str  # key; "" for what is of no service
    item: str
    value: float  # in `unit`; of a law its mean, `inf` for never
    unit: str  # "days", "minutes", "share", "per day", "contacts", …
    law: Law | None = None  # of durations: what the scenario needs, with its mean in `value`
    low: float | None = None  # central 90 % range of `value`; None where nothing tells it
    high: float | None = None
    standard_error: float | None = None  # of `value`
    n: int  # people, or events where `method` says so
    first: datetime.date  # first day of the window
    last: datetime.date  # last day of the window
    method: str  # how value and range were found: "Beta(½, ½), by person"
    note: str  # one or more sentences for planners; without exact counts of people
    area: str | None = None
    month: datetime.date | None = None  # of `season`: the first day of that month
    reason: str | None = None  # of a route, as the scenario calls it
    to: str | None = None  # of a route: a service, or `nowhere`
    counts: tuple[int, int] | None = None  # of a share of events: those that are so, and others
    assumed: bool = False  # rests on something that the records do not hold; `note` says what


@dataclass(frozen=True, kw_only=True)
class Untold:
    """A number that the records cannot tell, and why: the scenario then has none from them."""

    service: str
    item: str
    why: str  # a sentence
    n: int = 0  # of what there is
    area: str | None = None
    reason: str | None = None


class Estimates(NamedTuple):
    """All that records tell, in the order of services, and what they cannot tell."""

    told: tuple[Estimate, ...]
    untold: tuple[Untold, ...]


def _sourced(parameter: Parameter, source: str) -> dict[str, Plain]:
    unit = parameter.name not in UNITLESS and parameter.name != "per_day"
    ends = {"value": parameter.value, "low": parameter.low, "high": parameter.high}
    written = {name: _days(end) if unit else _digits(end) for name, end in ends.items()}
    return {**written, "source": source}


def _days(number: float) -> str:
    return f"{plain_number(_digits(number))} days"


def _digits(number: float) -> float:
    return float(f"{number:.{DIGITS}g}")
