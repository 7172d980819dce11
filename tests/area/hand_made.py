"""Workbooks made by hand, in few words: each number gets the cell in which it would stand."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from sim.area.columns import Kind
from sim.area.derived import Check, Derived
from sim.area.figures import SHEETS, Row, Workbook
from sim.area.sheets import placed
from tests.area.making import figure

HIDDEN = "*"
Values = Mapping[str, Any]
LISTS: Values = {"key": "lists", "kind": "local_data", "reference": "The lists of the teams"}


def workbook(
    *services: Values,
    period: tuple[str, str] = ("2024-04-01", "2025-03-31"),
    about: Values | None = None,
    **sheets: Sequence[Values],
) -> Workbook:
    """A workbook of some services and the rows of other sheets, given by field names."""
    area = {
        "format": 1,
        "title": "Made by hand",
        "snapshot": period[1],
        "period_from": period[0],
        "period_to": period[1],
    }
    rows: dict[str, Any] = {
        "services": tuple(_row("services", {"capacity": "places"} | dict(e)) for e in services),
        "sources": (_row("sources", LISTS),),
    }
    rows |= {name: tuple(_row(name, each) for each in every) for name, every in sheets.items()}
    return placed(Workbook(area=_row("area", area | dict(about or {})), **rows))


def number(derived: Sequence[Derived], item: str, **which: Any) -> Derived:
    """The one number of an item, of those with these values in other fields."""
    (found,) = [
        each
        for each in derived
        if each.item == item and all(getattr(each, key) == value for key, value in which.items())
    ]
    return found


def check(checks: Sequence[Check], name: str) -> Check:
    """The one check of a name."""
    (found,) = [each for each in checks if each.name == name]
    return found


def _row(sheet: str, values: Values) -> Any:
    kind: type[Row] = SHEETS[sheet][1]
    kinds = {
        each.name: each.metadata["column"].kind
        for each in dataclasses.fields(kind)
        if each.metadata
    }
    made = {key: _value(value, kinds[key]) for key, value in values.items()}
    if "source" in kinds:
        made.setdefault("source", "lists")
    return kind(**made)


def _value(value: Any, kind: Kind) -> Any:
    if value == HIDDEN and kind is Kind.COUNT:
        return figure(2.0, hidden=True)
    if isinstance(value, int | float):
        return figure(float(value))
    if kind in (Kind.DATE, Kind.MONTH) and isinstance(value, str):
        return datetime.date.fromisoformat(value)
    return value
