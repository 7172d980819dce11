"""Rows of a workbook made by hand: each value with the cell in which it would stand."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from typing import Any, TypeVar

from sim.area.columns import Cell, Figure, Kind
from sim.area.figures import SHEETS, Area, Row, Service, Source, Workbook

NUMBERS = {Kind.COUNT, Kind.NUMBER, Kind.SHARE, Kind.CHANGE, Kind.VALUE}
FIRST_ROW = 3  # below heading and unit
HIDDEN = "*"

R = TypeVar("R", bound=Row)


def row(kind: type[R], /, at: int = 0, sheet: str = "", **values: Any) -> R:
    """A row of a sheet, the `at`-th from 0; numbers become figures with their cells."""
    name = sheet or next(title for title, each in SHEETS.values() if each is kind)
    fields = [each for each in dataclasses.fields(kind) if "column" in each.metadata]
    cells = {
        each.name: Cell(name, f"{letters(place)}{FIRST_ROW + at}")
        for place, each in enumerate(fields)
    }
    kinds = {each.name: each.metadata["column"].kind for each in fields}
    made = {key: _value(value, kinds[key], cells[key]) for key, value in values.items()}
    if "source" in kinds:
        made.setdefault("source", "diary")
    return kind(cells=cells, **made)


def workbook(
    services: Sequence[dict[str, Any]],
    *,
    period: tuple[str, str] = ("2024-04-01", "2025-03-31"),
    about: dict[str, Any] | None = None,
    **sheets: Sequence[dict[str, Any]],
) -> Workbook:
    """A workbook of some services and the rows of other sheets, given by field names."""
    first, last = (datetime.date.fromisoformat(each) for each in period)
    area = row(
        Area,
        **{
            "format": 1,
            "title": "Made by hand",
            "snapshot": last,
            "period_from": first,
            "period_to": last,
        }
        | (about or {}),
    )
    return Workbook(
        area=area,
        services=tuple(
            row(Service, at, **{"capacity": "places"} | each) for at, each in enumerate(services)
        ),
        sources=(row(Source, key="diary", kind="local_data", reference="the diary"),),
        **{
            name: tuple(
                row(SHEETS[name][1], at, SHEETS[name][0], **each) for at, each in enumerate(rows)
            )
            for name, rows in sheets.items()
        },
    )


def letters(place: int) -> str:
    """The letters of a column of a sheet, counted from 0."""
    before, last = divmod(place, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def _value(value: Any, kind: Kind, cell: Cell) -> Any:
    if value == HIDDEN and kind is Kind.COUNT:
        return Figure(2.0, cell, hidden=True)
    if kind in NUMBERS and isinstance(value, int | float):
        return Figure(float(value), cell)
    if kind in (Kind.DATE, Kind.MONTH) and isinstance(value, str):
        return datetime.date.fromisoformat(value)
    return value
