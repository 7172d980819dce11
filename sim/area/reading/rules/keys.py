"""Keys are given once, have no meaning of their own, and are known where they are used."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic_core import PydanticCustomError

from sim.area.columns import Kind
from sim.area.reading.grids import NEEDED
from sim.area.reading.raw import shown
from sim.area.reading.refusing import Findings
from sim.area.reading.rows import Draft
from sim.area.reading.texts import squeezed
from sim.area.sheets import PAGE
from sim.errors import did_you_mean, listed
from sim.scenario.words import check_new_name
from sim.units import plain_number

OUTSIDE, NOWHERE = "outside", "nowhere"
MEANINGS = {
    OUTSIDE: "all that is not in this workbook",
    **dict.fromkeys(("total", "totals", "sum", "grand_total"), "a row of sums, which is not read"),
}
GIVEN = {"services": "key", "areas": "key", "sources": "key", "what_if": "arm"}
"""By sheet: the column that gives names."""
ONCE = {
    "services": ("key", "area"),
    "areas": ("key",),
    "sources": ("key",),
    "routes": ("origin", "to", "reason", "area"),
    "staff": ("service", "area", "month"),
    "demand": ("service", "area", "month"),
    "costs": ("service",),
    "what_if": ("arm", "starts", "service", "area", "item"),
    "observed": ("measure", "starts", "ends", "service", "group", "area"),
    "ranges": ("service", "area", "item"),
}
"""By sheet: the columns that together stand in one row only."""
REFERS = {
    "source": "sources",
    "service": "services",
    "area": "areas",
    "origin": "services",
    "to": "services",
}
"""By column: the sheet whose keys it uses."""
ALSO = {"origin": (OUTSIDE,), "to": (OUTSIDE, NOWHERE)}


def check_keys(drafts: Mapping[str, Sequence[Draft]], findings: Findings) -> None:
    """Add a fault for each key that is given twice, has another meaning, or is not known."""
    for field, given in GIVEN.items():
        for draft in drafts.get(field, []):
            _check_name(draft, given, findings)
    for field, columns in ONCE.items():
        _check_once(drafts.get(field, []), columns, findings)
    for rows in drafts.values():
        for column, field in REFERS.items():
            if rows and column in rows[0].page.columns:
                _check_known(rows, column, field, drafts.get(field, []), findings)
    _check_ways(drafts.get("routes", []), findings)


def _check_name(draft: Draft, column: str, findings: Findings) -> None:
    name = draft[column]
    if name is None:
        return
    if name in MEANINGS:
        findings.add(
            draft.cells[column],
            f"`{name}` has a meaning of its own: {MEANINGS[name]}.",
            "Delete the row, or choose another key.",
        )
        return
    try:
        check_new_name(name)
    except PydanticCustomError as error:
        words = error.context or {}
        findings.add(draft.cells[column], words["problem"], words["allowed"])


def _check_once(rows: Sequence[Draft], columns: Sequence[str], findings: Findings) -> None:
    first: dict[tuple[Any, ...], Draft] = {}
    for draft in rows:
        if any(draft.refused.intersection(columns)) or draft[columns[0]] is None:
            continue
        what = tuple(_same(draft[column]) for column in columns)
        other = first.setdefault(what, draft)
        if other is not draft:
            findings.add(
                draft.cells[columns[0]],
                f"{_said(draft, columns)} stands in row {other.number} already.",
                "Keep one of the two rows, or add them up in one.",
            )


def _same(value: Any) -> Any:
    return value.value if hasattr(value, "cell") else value


def _said(draft: Draft, columns: Sequence[str]) -> str:
    """Return what a row is about: ``"team", "north", 04/2024``."""
    forms: dict[Kind, Callable[[Any], str]] = {
        Kind.DATE: shown,
        Kind.MONTH: lambda month: f"{month:%m/%Y}",
        Kind.NUMBER: lambda figure: plain_number(figure.value),
    }
    kinds = draft.page.columns
    return ", ".join(
        forms.get(kinds[column].kind, shown)(draft[column])
        for column in columns
        if draft[column] is not None
    )


def _check_known(
    rows: Sequence[Draft],
    column: str,
    field: str,
    givers: Sequence[Draft],
    findings: Findings,
) -> None:
    known = dict.fromkeys(giver.written["key"] for giver in givers if "key" in giver.written)
    if not known and field in NEEDED:  # told once, and not by each row that uses a key
        return
    choices = [*known, *ALSO.get(column, ())]
    # A key that was refused is told where it was given, and not where it is used.
    alike = {squeezed(giver.written.get("key", "")) for giver in givers if "key" in giver.refused}
    page = PAGE[field].name
    for draft in rows:
        name = draft[column]
        if name is None or name in choices or squeezed(name) in alike:
            continue
        draft.refused.add(column)
        if choices:
            said = f"{listed((f'`{each}`' for each in choices), most=8)}."
            near = did_you_mean(name, choices, f"Known: {said}")
        else:
            near = f"Write the key into the sheet {page}."
        findings.add(draft.cells[column], f"`{name}` is not a key of the sheet {page}.", near)


def _check_ways(rows: Sequence[Draft], findings: Findings) -> None:
    for draft in rows:
        if draft["origin"] == OUTSIDE and draft["to"] in (OUTSIDE, NOWHERE):
            findings.add(
                draft.cells["to"],
                f"This route leads from `{OUTSIDE}` to `{draft['to']}`, past all services.",
                "Write the service that the people came to, or delete the row.",
            )
