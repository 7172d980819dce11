"""Write the SQL that reads a table: the texts of its files, and from them columns of numbers."""

from __future__ import annotations

from sim.records.known.columns import TABLES, TIME_OF, Holds
from sim.records.mapping.mapping import Mapping
from sim.records.reading.database import BAD_NUMBER, NO_NUMBER
from sim.records.reading.expressions import (
    CLOCK,
    CODES_OF,
    code_expression,
    day_expression,
    service_expression,
)
from sim.records.reading.identifiers import NOT_FOUND, NOT_NAMED
from sim.records.reading.sources import Source

UNSTEADY = ("DFC", "S9X2N")
"""Providers whose numbers of people change every month, as NHS England's code says."""
KINDS = ("person", "referral", "worker")
SIGNS = {"reason", "diagnosis"}
KEYS = {"contacts": "contact", "workers": "contact", "stays": "stay"}
"""Tables whose rows have identifiers that are not numbered: a hash of 64 bits stands for each.

Two of 10 million have the same hash in one of 400,000 extracts. Contacts are then taken for one
only if they are also of one referral.
"""


def texts_of(name: str, source: Source) -> str:
    """Return SQL that reads the tidy text of every column of a table; NULL where it is not."""
    columns = ", ".join(
        f'tidy({source.columns[column]}) AS "{column}"'
        if column in source.columns
        else f'NULL::VARCHAR AS "{column}"'
        for column in TABLES[name].by_name
    )
    return f"SELECT {columns} FROM {source.relation}"


def values_of(name: str, texts: str) -> str:
    """Return SQL that reads the values of texts: codes, minutes and numbers.

    What cannot be read is NULL. Beside dates, times and numbers, a column whose name ends in `?`
    is 0 where the cell is empty, and `CLOCK` where its text has a time of day.
    """
    columns = []
    for column, each in TABLES[name].by_name.items():
        rule = RULES.get(each.holds)
        columns.append(f'"{column}"' if rule is None else f'{rule}("{column}") AS "{column}"')
        if each.holds in TELLING:
            has = f"""WHEN contains("{column}", ':') THEN {CLOCK} ELSE 1"""
            none = f'CASE WHEN "{column}" IS NULL THEN 0'
            columns.append(f'({none} {has} END)::TINYINT AS "{column}?"')
    return f"SELECT {', '.join(columns)} FROM ({texts})"


RULES = {
    Holds.CODE: "code",
    Holds.TEAM: "code",
    Holds.DAY: "minute",
    Holds.TIME: "minute_of_day",
    Holds.NUMBER: "number",
}
"""The macro that reads a text, by what a column holds."""
TELLING = (Holds.DAY, Holds.TIME, Holds.NUMBER)


def columns_of(name: str, mapping: Mapping, there: set[str]) -> tuple[dict[str, str], str]:
    """Return SQL for each column of a table that is there, and the joins that it needs.

    It reads from the values of `values_of`, called `r`.
    """
    found: dict[str, str] = {}
    joins = []
    for column, each in TABLES[name].by_name.items():
        value = f'r."{column}"'
        codes = CODES_OF.get(f"{name}.{column}")
        if column not in there:
            continue
        if column == KEYS.get(name):
            found["key"] = f"key({value})"
        elif column in KINDS or column in SIGNS:
            kind = column if column in KINDS else "sign"
            joins.append(f"LEFT JOIN ids_{kind} {kind} ON {kind}.id = {value}")
            unknown = f"CASE WHEN {value} IS NULL THEN {NOT_NAMED} ELSE {NOT_FOUND} END"
            found[column] = f"coalesce({kind}.row, {unknown})"
        elif each.holds is Holds.DAY:
            time = f"{column}{TIME_OF}"
            beside = time if time in there else None
            found[column] = day_expression(column, beside, mapping.period.begins)
        elif each.holds is Holds.NUMBER:
            bad = f'CASE WHEN r."{column}?" > 0 THEN {BAD_NUMBER} ELSE {NO_NUMBER} END'
            found[column] = f"coalesce({value}, {bad})::DOUBLE"
        elif codes is not None:
            found[column] = f"({code_expression(value, mapping.codes[codes], codes)})::TINYINT"
    if "service" in TABLES[name].by_name:
        joins.append('LEFT JOIN team_types ON team_types.team = r."service"')
        team, kind = 'r."service"', "team_types.type"
        if "service_type" in TABLES[name].by_name:
            kind = f'coalesce(r."service_type", {kind})'
        found["service"] = f"({service_expression(mapping, team, kind)})::SMALLINT"
        if name in ("referrals", "other_teams"):
            joins.append(f"LEFT JOIN ids_sign types ON types.id = {kind}")
            found["type"] = f"coalesce(types.row, {NOT_NAMED})"
    if "provider" in there:
        named = ", ".join(f"'{each}'" for each in UNSTEADY)
        found["unsteady"] = f'coalesce(r."provider" IN ({named}), false)'
    return found, " ".join(joins)
