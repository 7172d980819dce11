"""Write the SQL that reads a table: the texts of its files, and from them columns of numbers."""

from __future__ import annotations

from sim.records.known.columns import TABLES, TIME_OF, Holds
from sim.records.mapping.mapping import Mapping
from sim.records.reading.expressions import (
    CODES_OF,
    code_expression,
    day_expression,
    service_expression,
)
from sim.records.reading.identifiers import NOT_FOUND, NOT_NAMED
from sim.records.reading.sources import Source

UNSTEADY = ("DFC", "S9X2N")
"""Providers whose numbers of people change every month, as NHS England's code says."""
KINDS = {"person": "person", "referral": "referral", "worker": "worker"}
SIGNS = {"reason", "diagnosis"}
KEYS = {"contacts": "contact", "workers": "contact", "stays": "stay"}
"""Tables whose rows have keys of their own: a hash of 64 bits, and its place among the texts.

Two of 10 million keys have the same hash in one of 400,000 extracts; they are taken for one only if
they are also of one referral.
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


def columns_of(name: str, mapping: Mapping, there: set[str]) -> tuple[dict[str, str], str]:
    """Return SQL for each column of a table that is there, and the joins that it needs."""
    found: dict[str, str] = {}
    joins = []
    for column, each in TABLES[name].by_name.items():
        text = f't."{column}"'
        codes = CODES_OF.get(f"{name}.{column}")
        if column not in there:
            continue
        if column == KEYS.get(name):
            found["key"] = f"coalesce(md5_number_lower({text}), 0)"
            if name != "workers":
                found["place"] = f"(dense_rank() OVER (ORDER BY {text}))::INTEGER"
        elif column in KINDS or column in SIGNS:
            kind = KINDS.get(column, "sign")
            joins.append(f"LEFT JOIN ids_{kind} {kind} ON {kind}.id = {_id(text, kind)}")
            found[column] = (
                f"CASE WHEN {text} IS NULL THEN {NOT_NAMED} "
                f"ELSE coalesce({kind}.row, {NOT_FOUND}) END"
            )
        elif each.holds is Holds.DAY:
            time = f"{column}{TIME_OF}"
            beside = f't."{time}"' if time in there else None
            found[column] = day_expression(text, beside, mapping.period.begins)
        elif each.holds is Holds.NUMBER:
            found[column] = f"number({text})"
        elif codes is not None:
            found[column] = f"({code_expression(text, mapping.codes[codes], codes)})::TINYINT"
    if "service" in TABLES[name].by_name:
        kind = 't."service_type"' if "service_type" in TABLES[name].by_name else "NULL"
        joins.append('LEFT JOIN team_types ON team_types.team = code(t."service")')
        of_type = f"coalesce(code({kind}), team_types.type)"
        service = service_expression(mapping, 't."service"', of_type)
        found["service"] = f"({service})::SMALLINT"
        if name in ("referrals", "other_teams"):
            joins.append(f"LEFT JOIN ids_sign types ON types.id = {of_type}")
            found["type"] = f"coalesce(types.row, {NOT_NAMED})"
    if "provider" in there:
        named = ", ".join(f"'{each}'" for each in UNSTEADY)
        found["unsteady"] = f'coalesce(code(t."provider") IN ({named}), false)'
    return found, " ".join(joins)


def _id(text: str, kind: str) -> str:
    return f"code({text})" if kind == "sign" else text
