"""Keep the figures of a workbook as plain data, as they were read, and give them back."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from sim.area.columns import Cell, Figure
from sim.area.derived import Check, Derived
from sim.area.figures import SHEETS, Row, Workbook

CELLS = "cells"
NEVER = "never"
DIGITS = 9
"""Of what was worked out: libraries of different machines may differ in later ones."""
HIDDEN = "*"
HIDDEN_VALUE = 2.0


def kept(workbook: Workbook, derived: Sequence[Derived], checks: Sequence[Check]) -> dict[str, Any]:
    """Return figures, derived numbers and checks as data that JSON can hold.

    A figure is its cell with its number, or `*` where it was hidden; a date stands in a list.
    """
    return {
        "figures": {field: _sheet(getattr(workbook, field)) for field in SHEETS},
        "derived": [_record(each._asdict()) for each in derived],
        "checks": [_record(each._asdict()) for each in checks],
    }


def given_back(figures: Mapping[str, Any]) -> Workbook:
    """Return the workbook whose figures were kept. Its rows do not know their empty cells.

    Raises
    ------
    ValueError
        If they are not figures of a workbook as this version of the program keeps them.
    """
    try:
        sheets = {
            field: tuple(_row(sheet, kind, each) for each in figures[field])
            for field, (sheet, kind) in SHEETS.items()
        }
        (area,) = sheets.pop("area")
        return Workbook(area=area, **sheets)  # type: ignore[arg-type]  # by field, as in SHEETS
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"no figures of a workbook: {error}") from None


def _sheet(rows: Row | tuple[Row, ...]) -> list[dict[str, Any]]:
    every = rows if isinstance(rows, tuple) else (rows,)
    return [
        {
            each.name: _value(value)
            for each in fields(row)
            if each.name != CELLS and (value := getattr(row, each.name)) is not None
        }
        for row in every
    ]


def _value(value: Any) -> Any:
    if isinstance(value, Figure):
        return {value.cell.cell: HIDDEN if value.hidden else value.value}
    if isinstance(value, datetime.date):
        return [value.isoformat()]
    return value


def _row(sheet: str, kind: type[Row], data: Mapping[str, Any]) -> Row:
    return kind(**{name: _given_back(sheet, value) for name, value in data.items()})


def _given_back(sheet: str, value: Any) -> Any:
    if isinstance(value, list):
        (day,) = value
        return datetime.date.fromisoformat(day)
    if isinstance(value, dict):
        ((cell, number),) = value.items()
        hidden = number == HIDDEN
        return Figure(HIDDEN_VALUE if hidden else float(number), Cell(sheet, cell), hidden)
    return value


def _record(fields_: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said of a derived number or a check; what is not said is left out."""
    record: dict[str, Any] = {}
    for key, value in fields_.items():
        if value is None or value == "" or value is False:
            continue
        if isinstance(value, float):
            record[key] = NEVER if math.isinf(value) else float(f"{value:.{DIGITS}g}")
        elif key == CELLS:
            record[key] = [str(cell) for cell in value]
        else:
            record[key] = value.isoformat() if isinstance(value, datetime.date) else value
    return record
