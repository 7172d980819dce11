"""Write the SQL that turns the texts of a table's columns into numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping as AnyMapping
from datetime import date

from sim.records.known.codes import DUPLICATE, LEFT_OUT, NAMED, NUMBERS
from sim.records.mapping.mapping import Mapping
from sim.records.reading.database import (
    BAD_DAY,
    FIRST_YEAR,
    LAST_YEAR,
    NO_CODE,
    NO_DAY,
    OTHER_CODE,
    quoted,
)

LEFT_OUT_NUMBER, DUPLICATE_NUMBER = 100, 101
"""In place of a word that has no number of its own."""
UNMAPPED, NO_TEAM = -2, -1
"""In place of a service: a team that the mapping does not name, and no team."""
CODES_OF = {
    "contacts.outcome": "outcome",
    "contacts.how": "how",
    "referrals.rejected_why": "rejected",
    "referrals.closed_why": "closed",
    "other_teams.rejected_why": "rejected",
    "other_teams.closed_why": "closed",
    "referrals.source": "source",
    "people.group": "group",
    "people.area": "area",
}
"""Which codes of the mapping a column has."""


def numbers_of(words: AnyMapping[str, str], column: str) -> dict[str, int]:
    """Return the number of each word: that of its enumeration, or its place among the names."""
    own = {LEFT_OUT: LEFT_OUT_NUMBER, DUPLICATE: DUPLICATE_NUMBER}
    if column in NAMED:
        return {word: place for place, word in enumerate(dict.fromkeys(words.values()))}
    return own | {each.name.lower(): each.value for each in NUMBERS[column]}


def code_expression(text: str, words: AnyMapping[str, str], column: str) -> str:
    """Return SQL that gives the number of a code's word."""
    number = numbers_of(words, column)
    pairs = [(pattern, number[word]) for pattern, word in words.items()]
    return _chosen(f"code({text})", text, pairs, OTHER_CODE, NO_CODE)


def _chosen(
    value: str, text: str, pairs: Iterable[tuple[str, int]], other: object, none: object
) -> str:
    """Return SQL that gives the number of the first pattern that fits; whole codes come first."""
    ordered = sorted(pairs, key=lambda pair: "*" in pair[0])
    whens = " ".join(f"WHEN {fitting(value, pattern)} THEN {number}" for pattern, number in ordered)
    return f"CASE WHEN {text} IS NULL THEN {none} {whens} ELSE {other} END"


def fitting(value: str, pattern: str) -> str:
    """Return SQL that says whether a value fits a pattern, in which `*` stands for anything."""
    if "*" not in pattern:
        return f"{value} = {quoted(pattern)}"
    escaped = pattern.replace("!", "!!").replace("%", "!%").replace("_", "!_").replace("*", "%")
    return f"{value} LIKE {quoted(escaped)} ESCAPE '!'"


def day_expression(day: str, time: str | None, begins: date) -> str:
    """Return SQL that gives twice the minutes since a date, plus 1 where there is a time of day.

    A midnight that stands in the same cell as the date is no time of day: databases write it.
    """
    at = f"instant({day})"
    midnight = f"epoch(date_trunc('day', {at}) - TIMESTAMP '{begins}')::BIGINT // 60"
    own = f"(epoch({at})::BIGINT % 86400) // 60"
    minute = own if time is None else f"coalesce(minute_of_day({time}), {own})"
    timed = f"{own} > 0" if time is None else f"({time} IS NOT NULL OR {own} > 0)"
    bad_time = "" if time is None else f" OR ({time} IS NOT NULL AND minute_of_day({time}) IS NULL)"
    return (
        f"CASE WHEN {day} IS NULL THEN {NO_DAY} "
        f"WHEN {at} IS NULL OR year({at}) NOT BETWEEN {FIRST_YEAR} AND {LAST_YEAR}{bad_time} "
        f"THEN {BAD_DAY} ELSE (2 * ({midnight} + {minute}) + ({timed})::INTEGER)::INTEGER END"
    )


def service_expression(mapping: Mapping, team: str, kind: str) -> str:
    """Return SQL that gives the number of a service from the name of a team, or from its type."""
    services = mapping.services
    if len(services) == 1 and not (services[0].teams or services[0].types):
        return "0"
    found = []
    for value, patterns in ((team, "teams"), (kind, "types")):
        pairs = [(each, at) for at, one in enumerate(services) for each in getattr(one, patterns)]
        if pairs:
            found.append(_chosen(f"code({value})", value, pairs, "NULL", "NULL"))
    some = f"CASE WHEN {team} IS NULL AND {kind} IS NULL THEN {NO_TEAM} ELSE {UNMAPPED} END"
    return f"coalesce({', '.join(found)}, {some})"
