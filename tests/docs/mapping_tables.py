"""The tables of the page about mapping files, made from what the program reads."""

from __future__ import annotations

from typing import Any

from sim.records.known.codes import MHSDS, WORDS
from sim.records.known.columns import TABLES, Columns
from sim.records.known.shapes import Shape, tables_of
from sim.records.mapping.document import (
    CohortPart,
    ConditionPart,
    ExtractPart,
    MappingDocument,
    ServicePart,
)
from sim.scenario.parts import Part
from tests.docs.workbook_tables import table

PARTS: dict[str, type[Part]] = {
    "": MappingDocument,
    "extract": ExtractPart,
    "services.NAME": ServicePart,
    "cohort": CohortPart,
    "cohort.any.#": ConditionPart,
}
"""The parts with keys of their own, by where they stand."""
MEANS = {
    "shape": "Which files, headings and codes are known: "
    + ", ".join(f"`{each}`" for each in Shape),
    "extract": "The days that the extract covers",
    "taken": "The last day that is known; `to` unless written",
    "timed": "Whether times of day are used; true unless written, if there are any",
    "services": "The services of the scenario by key, and the teams that each stands for",
    "tables": "Files and headings, where they are other than in the shape",
    "codes": "What codes mean, where they are other than in the shape",
    "cohort": "The people that are looked at; everybody unless written",
    "join_days": "Referrals of a person to one service so many days apart are one",
    "link_days": "How far the next referral may lie from an ending",
    "label": "What the service is called; else its key in words",
    "any": "People who meet any of these conditions",
    "all": "People who meet all of these conditions",
    "reason": "Codes of the reason for a referral; * stands for anything",
    "diagnosis": "Codes of a diagnosis, such as `F60*`",
    "team_type": "Types of a team",
}


def keys() -> str:
    """Every key that is not of a table or of a code."""
    rows = [row for path, part in PARTS.items() for row in _keys(path, part)]
    return table(("key", "default", "meaning"), *rows)


def columns() -> str:
    """Every table with its columns, and their headings in two national shapes."""
    return "\n\n".join(_columns(name, form) for name, form in TABLES.items())


def words() -> str:
    """What codes may stand for, and the national codes."""
    rows = [
        (
            f"`{column}`",
            f"`{word}`",
            ", ".join(code for code, each in MHSDS[column].items() if each == word),
        )
        for column, every in WORDS.items()
        for word in every
    ]
    return table(("column", "word", "codes of MHSDS"), *rows)


def _keys(path: str, part: type[Part]) -> list[tuple[str, str, str]]:
    found = []
    for key, (name, field) in zip(part.known_keys(), part.model_fields.items(), strict=True):
        where = f"{path}.{key}" if path else key
        default = "**needed**" if field.is_required() else _default(field.default)
        found.append((f"`{where}`", default, MEANS.get(name) or field.description or ""))
    return found


def _default(value: Any) -> str:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`" if isinstance(value, (int, str)) and value != "" else ""


def _columns(name: str, form: Columns) -> str:
    v6, v5 = (tables_of(shape)[name] for shape in (Shape.MHSDS_V6, Shape.MHSDS_V5))
    rows = [
        (
            f"`{key}`",
            "**needed**" if column.needed else "",
            column.holds.value,
            v6[1].get(key, ""),
            v5[1].get(key, ""),
        )
        for key, column in form.by_name.items()
    ]
    needed = ", **needed**" if form.needed else ""
    ways = " or ".join(" and ".join(f"`{key}`" for key in group) for group in form.one_of)
    more = f" It needs {ways}." if ways else ""
    head = ("column", "", "holds", f"`mhsds_v6`: {v6[0]}", f"`mhsds_v5`: {v5[0]}")
    return f"### {name}{needed}\n{len(rows)} columns.{more}\n\n{table(head, *rows)}"
