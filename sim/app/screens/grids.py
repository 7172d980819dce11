"""A grid: rows of fields, each named "row, column", and the changes that entries in it make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sim.app.editing import Change
from sim.app.house import Asked
from sim.app.projects import Opened
from sim.app.screens.cells import Cell, at, cell, entry, typed
from sim.app.screens.columns import POSTS, Column, Kind
from sim.app.screens.faults import by_cell
from sim.scenario.written import Block


class Field(NamedTuple):
    """A cell of a grid."""

    cell: Cell
    column: Column
    name: str  # "row, column"
    wrong: str  # what is wrong with it
    hint: str = ""  # the same amount as it stands in the workbook


class Line(NamedTuple):
    """One row of a grid."""

    name: str
    label: str
    fields: tuple[Field, ...]


class Grid(NamedTuple):
    """A grid as a page shows it."""

    kind: Kind
    lines: list[Line]


def grid(opened: Opened, kind: Kind, posts_of_a_wte: Mapping[str, float] | None = None) -> Grid:
    """Return a grid of a project; posts also in WTE for rows where a WTE is other than a post."""
    wrong = by_cell(opened.faults)
    heads = posts_of_a_wte or {}
    lines = []
    for name, label in rows(opened, kind):
        fields = [
            Field(
                found,
                column,
                f"{label}, {column.heading}" if label else column.heading,
                wrong.get(found.path, ""),
                _in_wte(found, column, heads.get(name)),
            )
            for column, found in cells(opened, kind, name)
        ]
        lines.append(Line(name, label, tuple(fields)))
    return Grid(kind, lines)


def rows(opened: Opened, kind: Kind) -> Iterator[tuple[str, str]]:
    """Iterate over the rows of a kind of grid: name and label."""
    there = at(opened.content, kind.above)
    for name, inside in there.items() if isinstance(there, Block) else ():
        if not kind.only or name in kind.only:
            label = inside.get("label") if isinstance(inside, Block) else None
            yield name, str(label or name.replace("_", " ")) if kind.row else ""


def cells(opened: Opened, kind: Kind, name: str) -> Iterator[tuple[Column, Cell]]:
    """Iterate over the cells of one row."""
    for column in kind.columns:
        path = ".".join((*kind.above, name, column.path))
        yield column, cell(opened.content, path, mean=column.mean)


def entered(asked: Asked, opened: Opened, kind: Kind) -> Iterator[Change]:
    """Iterate over the changes that the fields of a form make."""
    for name, _ in rows(opened, kind):
        for column, found in cells(opened, kind, name):
            if found.editable and found.path in asked.form.fields:
                text = asked.form.text(found.path)
                change = entry(found, text, mean=column.mean)
                if change is not None:
                    yield change


def _in_wte(found: Cell, column: Column, posts: float | None) -> str:
    """Return posts in WTE; empty for other numbers, and where a post is a WTE."""
    number = typed(found.shown)
    if column.path != POSTS or posts is None or isinstance(number, str):
        return ""
    return f"{number / posts:.3g} WTE"
