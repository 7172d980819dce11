"""Write the SQL that turns the texts of a table's columns into numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping as AnyMapping
from datetime import date

from sim.records.known.codes import DUPLICATE, LEFT_OUT, NAMED, NUMBERS
from sim.records.mapping.mapping import Mapping
from sim.records.reading.database import (
    BAD_DAY,
    EARLIEST,
    LATEST_MINUTE,
    NO_CODE,
    NO_DAY,
    OTHER_CODE,
    quoted,
)

LEFT_OUT_NUMBER, DUPLICATE_NUMBER = 100, 101
"""In place of a word that has no number of its own."""
CLOCK = 2
"""What the column with a `?` says of a text with a time of day."""
A_TIME, MIDNIGHT, KNOWN = 1, 2, 4
"""What is known of a time: see `day_expression`. The numbers are below the last one."""
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


def code_expression(value: str, words: AnyMapping[str, str], column: str) -> str:
    """Return SQL that gives the number of a code's word."""
    number = numbers_of(words, column)
    pairs = [(pattern, number[word]) for pattern, word in words.items()]
    return chosen(value, pairs, OTHER_CODE, NO_CODE)


def chosen(value: str, pairs: Iterable[tuple[str, int]], other: object, none: object) -> str:
    """Return SQL that gives the number of the first pattern that fits; whole codes come first."""
    listed = list(pairs)
    whole = [(code, number) for code, number in listed if "*" not in code]
    patterns = [(code, number) for code, number in listed if "*" in code]
    whens = "".join(f" WHEN {value} = {quoted(code)} THEN {number}" for code, number in whole)
    whens += "".join(f" WHEN {fitting(value, each)} THEN {number}" for each, number in patterns)
    return f"CASE WHEN {value} IS NULL THEN {none}{whens} ELSE {other} END"


def fitting(value: str, pattern: str) -> str:
    """Return SQL that says whether a value fits a pattern, in which `*` stands for anything."""
    escaped = pattern.replace("!", "!!").replace("%", "!%").replace("_", "!_").replace("*", "%")
    return f"{value} LIKE {quoted(escaped)} ESCAPE '!'"


def day_expression(day: str, time: str | None, begins: date) -> str:
    """Return SQL that gives four times the minutes since a date, plus what is known of the time.

    That is `A_TIME` where there is a time of day, and `MIDNIGHT` where the cell with the date says
    that it is midnight: databases write this also where they know no time.

    Parameters
    ----------
    day, time
        Columns of minutes, as `minute` and `minute_of_day` give them. Beside each, the column with
        a `?` is 0 where the cell is empty, and `CLOCK` where its text has a time of day.
    """
    at, is_there = f'r."{day}"', f'r."{day}?" > 0'
    minute, timed, wrong = f"{at} % 1440", f"{at} % 1440 > 0", ""
    if time is not None:
        beside, there = f'r."{time}"', f'r."{time}?" > 0'
        minute = f"coalesce({beside}, {minute})"
        timed = f"{there} OR {timed}"
        wrong = f" OR ({there} AND {beside} IS NULL)"
    since = (begins - EARLIEST).days * 1440
    known = f'CASE WHEN {timed} THEN {A_TIME} WHEN r."{day}?" = {CLOCK} THEN {MIDNIGHT} ELSE 0 END'
    return (
        f"CASE WHEN NOT {is_there} THEN {NO_DAY} "
        f"WHEN {at} IS NULL OR {at} NOT BETWEEN 0 AND {LATEST_MINUTE - 1}{wrong} THEN {BAD_DAY} "
        f"ELSE {KNOWN} * ({at} - {at} % 1440 + {minute} - {since}) + {known} END::INTEGER"
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
            found.append(chosen(value, pairs, "NULL", "NULL"))
    some = f"CASE WHEN {team} IS NULL AND {kind} IS NULL THEN {NO_TEAM} ELSE {UNMAPPED} END"
    return f"coalesce({', '.join(found)}, {some})"
