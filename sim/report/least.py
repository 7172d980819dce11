"""Say the answer of a search for the least staff: in WTE or places, with what it rests on."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from sim.measures.words.access import WAIT_TO_START
from sim.studies.analyses.find import LEAST
from sim.studies.stored import number

TABLE = "find.csv"
VALUE, TODAY, COST = "value", "as written", "cost"
DIGITS = 3
FUTURE = (
    "A possible future is one run of the model, with its own chance and its own draw of every "
    "number that has a range. A number without a range is the same in all of them."
)
NO_PRICES = "What it costs is not known: the scenario has no prices."
CHANCE = (
    "This many could be so by chance alone. Ask for more futures, or look at a wider range, to "
    "find out."
)


class Sought(NamedTuple):
    """What was sought, in the words of who asked."""

    label: str  # of the team, with where it is
    what: str  # "WTE" or "places"
    factor: float  # how many of what the scenario counts are one of them
    today: str  # how many there are today, in `what`
    share: str  # per cent that may wait too long
    weeks: str  # over which a wait is too long
    when: str  # a month, such as "in December 2026"; empty for the measured time

    @classmethod
    def of(cls, about: Mapping[str, str]) -> Sought:
        """Read it from texts by field; raise KeyError or ValueError if one cannot be read."""
        texts = {name: about[name] for name in cls._fields if name != "factor"}
        return cls(factor=float(about["factor"]), **texts)


def least_words(folder: Path, about: Mapping[str, str]) -> list[str]:
    """Return the answer that stands in the table of a folder; no sentence if it does not tell.

    The first sentence is the answer. The others say how far it can be relied on, what holds
    today, and what it counts.

    Parameters
    ----------
    about
        What was sought, as the fields of `Sought` by name.
    """
    return least_told(rows_found(folder), about)


def rows_found(folder: Path) -> list[dict[str, str]]:
    """Return the rows of the table of a folder; none if it cannot be read."""
    try:
        with (folder / TABLE).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, ValueError):
        return []


def least_told(rows: Sequence[Mapping[str, str]], about: Mapping[str, str]) -> list[str]:
    """Return the answer that stands in rows, as `least_words` does."""
    try:
        return _sentences(rows, Sought.of(about))
    except (KeyError, ValueError, IndexError):
        return []


def rounded(many: float) -> str:
    """Return a number of WTE or places as a field shows it."""
    return f"{round(many, DIGITS):g}"


def _sentences(rows: Sequence[Mapping[str, str]], sought: Sought) -> list[str]:
    (answer,) = (row for row in rows if row["kind"] == LEAST)
    values = (row for row in rows if row["kind"] == VALUE)
    tried = sorted(values, key=lambda row: number(row["value"]))
    today = next(row for row in rows if row["kind"] == TODAY)
    found = number(answer["value"])
    if math.isfinite(found):
        said = _enough(answer, tried, sought)
    else:
        said = _none_is_enough(tried, sought, may_be=math.isfinite(number(answer["low"])))
    said.append(f"With {sought.today} {sought.what}, as today, it is so in {_held(today)}.")
    said += [_counted(answer["measure"], sought), FUTURE]
    if math.isfinite(found) and not any(row["kind"] == COST for row in rows):
        said.append(NO_PRICES)
    return said


def _enough(
    answer: Mapping[str, str], tried: Sequence[Mapping[str, str]], sought: Sought
) -> list[str]:
    found, what = number(answer["value"]), sought.what
    at = next(row for row in tried if number(row["value"]) == found)
    is_sure = not math.isnan(number(answer["high"]))
    is_enough = "is enough" if is_sure else "may be enough, but that cannot be told from chance yet"
    return [
        f"{rounded(found / sought.factor)} {what} at {sought.label} {is_enough}: "
        f"{_target(answer['measure'], sought)}, in {_held(at)}.",
        f"That is the least that was looked at, so fewer {what} may do too."
        if at is tried[0]
        else _likely(answer, sought),
        *([] if is_sure else [CHANCE]),
    ]


def _none_is_enough(
    tried: Sequence[Mapping[str, str]], sought: Sought, *, may_be: bool
) -> list[str]:
    best = max(tried, key=lambda row: number(row["mean"]))
    ends = f"{_many(tried[0], sought)} and {_many(tried[-1], sought)} {sought.what}"
    target = f"so that {_target(best['measure'], sought)}"
    at_best = f"At best, with {_many(best, sought)}, it is so in {_held(best)}."
    if may_be:
        return [
            f"It cannot be told from chance yet whether anything between {ends} at {sought.label} "
            f"is enough {target}. {at_best} That is too seldom, but chance alone could explain it.",
            "Ask for more futures, or look at a wider range.",
        ]
    return [
        f"Nothing between {ends} at {sought.label} is enough {target}. {at_best}",
        "Look at a wider range, allow a larger share to wait, or change something else too.",
    ]


def _target(measure: str, sought: Sought) -> str:
    when = f" {sought.when}" if sought.when else ""
    if _is_of_starts(measure):
        return f"at most {sought.share} % of those who start waited over {sought.weeks} weeks{when}"
    return (
        f"at most {sought.share} % of those on the list{when} have waited over {sought.weeks} weeks"
    )


def _counted(measure: str, sought: Sought) -> str:
    """Return which people are counted, since a list and its starts differ in who has waited."""
    if _is_of_starts(measure):
        return (
            f"Counted are the people who start at {sought.label} in the measured time, and how "
            "long each had waited by then. People who are still waiting are not in it."
        )
    return (
        f"Counted are the people on the list of {sought.label}{_at(sought)}, and how long each has "
        "waited so far. People who have started or left the list are not in it."
    )


def _at(sought: Sought) -> str:
    return f", on average over the month ({sought.when.removeprefix('in ')})" * bool(sought.when)


def _likely(answer: Mapping[str, str], sought: Sought) -> str:
    low, high = number(answer["low"]), number(answer["high"])
    least = "fewer than was looked at" if math.isnan(low) else rounded(low / sought.factor)
    most = "more than was looked at" if math.isnan(high) else rounded(high / sought.factor)
    if least == most:
        return f"No other number of {sought.what} that was tried is likely to be the answer."
    return (
        f"The least that is enough is likely between {least} and {most} {sought.what}: in this "
        "model, such a range holds it 19 times out of 20. It would be narrower with more futures."
    )


def _is_of_starts(measure: str) -> bool:
    return measure.startswith(f"{WAIT_TO_START}.")


def _held(row: Mapping[str, str]) -> str:
    futures = round(number(row["used"]))
    return f"{round(number(row['mean']) * futures)} of {futures} possible futures"


def _many(row: Mapping[str, str], sought: Sought) -> str:
    return rounded(number(row["value"]) / sought.factor)
