"""The grid of services: edit cells, copy, add and remove rows, paste from a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from starlette.responses import Response

from sim.app.editing import Change, Value
from sim.app.house import Asked
from sim.app.projects import Opened
from sim.app.projects.imported import imported
from sim.app.screens.cells import Cell, cell, entry, typed
from sim.app.screens.columns import COLUMNS, POSTS, Column
from sim.app.screens.faults import by_cell, told
from sim.app.screens.pasting import pasted
from sim.errors import SimError
from sim.scenario.words import check_new_name
from sim.scenario.written import Block, Row, WrittenFloat

TITLE = "Services"
SERVICES = "services"
ADD, COPY, REMOVE, PASTE = "add", "copy", "remove", "paste"


class Field(NamedTuple):
    """A cell of the grid with its names."""

    cell: Cell
    column: Column
    wrong: str  # what is wrong with it
    hint: str = ""  # the same amount as it stands in the workbook


class Line(NamedTuple):
    """One service in the grid."""

    name: str
    label: str
    fields: tuple[Field, ...]


def services(asked: Asked) -> Response:
    """Show the grid."""
    opened = asked.opened
    return asked.of_project(
        "services",
        TITLE,
        lines=_lines(opened, _heads(asked)),
        columns=COLUMNS,
        errors=told(opened),
    )


def save(asked: Asked) -> Response:
    """Save the cells that were changed, and then add, copy, remove or paste rows if asked."""
    opened = asked.opened
    changes = list(_entered(asked, opened))
    what, _, name = asked.form.text("action").partition(":")
    if what == REMOVE:
        inside = f"{SERVICES}.{name}."
        changes = [each for each in changes if not ".".join(each.steps).startswith(inside)]
    changes += _action(asked, opened, what, name)
    asked.house.saver.save(asked.project, asked.form.text("revision"), changes)
    return asked.go("services")


def _heads(asked: Asked) -> dict[str, float]:
    """Return posts of a WTE by service, where the workbook says them."""
    kept = imported(asked.project)
    return {} if kept is None else kept.posts_of_a_wte


def _lines(opened: Opened, heads: Mapping[str, float]) -> list[Line]:
    wrong = by_cell(opened.faults)
    return [
        Line(
            name,
            label,
            tuple(
                Field(
                    found,
                    column,
                    wrong.get(found.path, ""),
                    _in_wte(found, column, heads.get(name)),
                )
                for column, found in _cells(opened, name)
            ),
        )
        for name, label in names(opened)
    ]


def _in_wte(found: Cell, column: Column, posts: float | None) -> str:
    """Return posts in WTE; empty for other numbers, and where a post is a WTE."""
    number = typed(found.shown)
    if column.path != POSTS or posts is None or isinstance(number, str):
        return ""
    return f"{number / posts:.3g} WTE"


def names(opened: Opened) -> Iterator[tuple[str, str]]:
    """Iterate over the services of a project: name and label."""
    there = opened.content.get(SERVICES)
    for name, service in there.items() if isinstance(there, Block) else ():
        label = service.get("label") if isinstance(service, Block) else None
        yield name, str(label or name.replace("_", " "))


def _cells(opened: Opened, name: str) -> Iterator[tuple[Column, Cell]]:
    for column in COLUMNS:
        yield column, cell(opened.content, f"{SERVICES}.{name}.{column.path}", mean=column.mean)


def _entered(asked: Asked, opened: Opened) -> Iterator[Change]:
    """Iterate over the changes that the fields of the form make."""
    for name, _ in names(opened):
        for column, found in _cells(opened, name):
            if found.editable and found.path in asked.form.fields:
                text = asked.form.text(found.path)
                change = entry(found, text, words=column.words, mean=column.mean)
                if change is not None:
                    yield change


def _action(asked: Asked, opened: Opened, what: str, name: str) -> list[Change]:
    """Return the changes of a button: a row added, copied or taken out, or a table pasted."""
    known = dict(names(opened))
    if what == ADD:
        new = asked.form.text("new_name").lower().replace(" ", "_").replace("-", "_")
        if new in known:
            raise SimError(f"There is a service `{new}` already.\n  Choose another short name.")
        label = asked.form.text("new_name")
        return [Change((SERVICES, _named(new)), {"label": label, "capacity": {"places": 1}})]
    if what == PASTE:
        return pasted(asked.form.fields.get(PASTE, ""), opened.content, known)
    if what in (COPY, REMOVE) and name not in known:
        raise SimError(f"There is no service `{name}`.\n  It may have been taken out elsewhere.")
    if what == COPY:
        new = next(each for n in range(2, 1000) if (each := f"{name}_{n}") not in known)
        copied = as_written(opened.content[SERVICES][name])
        copied["label"] = f"{known[name]} (copy)"
        return [Change((SERVICES, _named(new)), copied)]
    return [Change((SERVICES, name), None)] if what == REMOVE else []


def _named(name: str) -> str:
    try:
        return check_new_name(name)
    except Exception as error:  # pydantic's own kind, with the words of the package
        said = getattr(error, "context", None) or {}
        words = f"{said.get('problem', error)}\n  {said.get('allowed', '')}"
        raise SimError(words) from None


def as_written(node: Any) -> dict[str, Any]:
    """Return a block as plain data for a copy, with the sources that hold in it."""
    copied = _plain(node)
    assert isinstance(copied, dict)
    if "source" not in copied and node.source is not None:
        copied["source"] = str(node.source)
    return copied


def _plain(node: Any) -> Value:
    if isinstance(node, Block):
        stated = {} if node.stated is None else {"source": str(node.stated)}
        return {**{key: _plain(value) for key, value in node.items()}, **stated}
    if isinstance(node, Row):
        return [_plain(each) for each in node]
    if isinstance(node, bool) or node is None:
        return node
    if isinstance(node, WrittenFloat):
        return float(node)
    return int(node) if isinstance(node, int) else str(node)
