"""A grid: rows of fields, each named "row, column", and the changes that entries in it make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sim.app.editing import Change, at, plain_of
from sim.app.house import Asked
from sim.app.projects import Opened
from sim.app.screens.cells import Cell, cell, entry
from sim.app.screens.columns import Column, Kind
from sim.app.screens.entries import read, shown
from sim.app.screens.faults import Told, by_cell, cell_path, label_of, name_of
from sim.errors import SimError
from sim.report.wording import sentence_case
from sim.scenario.written import Block

BACK = "back"
"""The action of a button that puts a number of the workbook back; the path follows."""
AS_IT_WAS = "nothing"  # the words for an empty cell


class Field(NamedTuple):
    """A cell of a grid."""

    cell: Cell
    column: Column
    name: str  # "row, column"
    wrong: str  # what is wrong with it
    hint: str = ""  # the same amount in another unit
    first: str = ""  # the number that the workbook gave, where it is another one by now


class Line(NamedTuple):
    """One row of a grid."""

    name: str
    label: str
    fields: tuple[Field, ...]


class Grid(NamedTuple):
    """A grid as a page shows it."""

    kind: Kind
    lines: list[Line]


class Refused(NamedTuple):
    """An entry that was not taken."""

    name: str  # "row, column"
    why: str


@dataclass
class Entered:
    """What a form brought: the changes it makes, how it was read, and what was not taken."""

    changes: list[Change] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    wrong: dict[str, Refused] = field(default_factory=dict)  # by path of the cell
    typed: Mapping[str, str] = field(default_factory=dict)  # by path of the cell

    def take(self, found: Cell, column: Column, name: str, text: str) -> None:
        """Take one entry: the change it makes, or why it was not taken.

        Parameters
        ----------
        found
            The cell as the file has it.
        name
            What it is called: "row, column".
        """
        before = shown(column.reads, found.shown)
        if text == before:
            return
        made = read(column.reads, text)
        if made.wrong:
            self.wrong[found.path] = Refused(sentence_case(name), made.wrong)
            return
        if made.meant:
            self.said.append(f"{sentence_case(name)}: “{text}” was read as {made.meant}.")
        if not found.shown or shown(column.reads, made.text) != before:
            change = entry(found, made.text, mean=column.mean)
            self.changes += [] if change is None else [change]

    @property
    def told(self) -> list[Told]:
        """What was not taken, for the summary on top of the page."""
        return [
            Told(f"{each.name}: {each.why}" if each.name else each.why, "", "", f"#{path}")
            for path, each in self.wrong.items()
        ]

    def leave_out(self, path: str) -> None:
        """Forget what was entered at a path, and below it."""
        self.changes = [e for e in self.changes if not _is_in(".".join(e.steps), path)]
        self.wrong = {at: each for at, each in self.wrong.items() if not _is_in(at, path)}


def _is_in(path: str, above: str) -> bool:
    return path == above or path.startswith(f"{above}.")


def grid(
    opened: Opened,
    kind: Kind,
    hints: Mapping[str, str] | None = None,
    first: Block | None = None,
    form: Entered | None = None,
) -> Grid:
    """Return a grid of a project.

    Parameters
    ----------
    hints
        What stands below a cell, by its path: the same amount in another unit.
    first
        The scenario as the workbook gave it, for numbers that were changed since.
    form
        A form that was not taken: what was typed stays, beside what is wrong with it.
    """
    wrong = by_cell(opened.faults)
    kept = form or Entered()
    lines = []
    for name, label in rows(opened, kind):
        fields = [
            Field(
                as_typed(as_shown(found, column), kept.typed),
                column,
                name_of(label, column),
                kept.wrong[found.path].why if found.path in kept.wrong
                else wrong.get(found.path, ""),
                (hints or {}).get(found.path, ""),
                _before(first, found, column),
            )
            for column, found in cells(opened, kind, name)
        ]  # fmt: skip
        lines.append(Line(name, label, tuple(fields)))
    return Grid(kind, lines)


def rows(opened: Opened, kind: Kind) -> Iterator[tuple[str, str]]:
    """Iterate over the rows of a kind of grid: name and label."""
    there = at(opened.content, kind.above)
    for name in there if isinstance(there, Block) else ():
        if not kind.only or name in kind.only:
            yield name, label_of(opened, (*kind.above, name)) if kind.row else ""


def cells(opened: Opened, kind: Kind, name: str) -> Iterator[tuple[Column, Cell]]:
    """Iterate over the cells of one row, as the file has them."""
    for column in kind.columns:
        path = ".".join((*kind.above, name, column.path))
        yield column, cell(opened.content, path, mean=column.mean)


def as_shown(found: Cell, column: Column) -> Cell:
    """Return a cell of the file as its column shows it."""
    low, high = (shown(column.reads, each) for each in (found.low, found.high))
    return found._replace(shown=shown(column.reads, found.shown), low=low, high=high)


def as_typed(found: Cell, typed_in: Mapping[str, str]) -> Cell:
    """Return a cell with what was typed in a form that was not taken."""
    return found._replace(shown=typed_in.get(found.path, found.shown)) if typed_in else found


def entered(asked: Asked, opened: Opened, *kinds: Kind) -> Entered:
    """Return what the fields of a form change in grids."""
    form = Entered(typed=asked.form.fields)
    for kind in kinds:
        for name, label in rows(opened, kind):
            for column, found in cells(opened, kind, name):
                if found.editable and found.path in asked.form.fields:
                    text = asked.form.text(found.path)
                    form.take(found, column, name_of(label, column), text)
    form.changes = [_with_its_block(opened.content, each, kinds) for each in form.changes]
    return form


def _with_its_block(content: Block, change: Change, kinds: Sequence[Kind]) -> Change:
    """Return a change that takes out the block too of which it takes out the last entry."""
    steps = change.steps
    least = 1 + max(len(kind.above) for kind in kinds)
    while change.value is None and len(steps) > least + 1:
        above = at(content, steps[:-1])
        if not isinstance(above, Block) or set(above) != {steps[-1]}:
            break
        steps = steps[:-1]
    return Change(steps, change.value)


def put_back(first: Block | None, path: str, *kinds: Kind) -> Change:
    """Return the change that puts back what the workbook gave for a cell.

    Raises
    ------
    SimError
        If the workbook gives nothing for it.
    """
    if first is None or not any(cell_path(path, kind) == path for kind in kinds):
        raise SimError("The workbook gives no number for this.\n  Open the page again.")
    steps = tuple(path.split("."))
    return Change(steps, plain_of(at(first, steps)))


def _before(first: Block | None, found: Cell, column: Column) -> str:
    """Return what the workbook gave for a cell; empty where it is still there, or gave no row."""
    row = tuple(found.path.split("."))[: -len(column.path.split("."))]
    if first is None or not isinstance(at(first, row), Block):
        return ""
    before = cell(first, found.path, mean=column.mean)
    if before == found or before.shown == found.shown or not before.editable:
        return ""
    return shown(column.reads, before.shown) or AS_IT_WAS
