"""One field on a page of its own: any number or text of the scenario, with its range and source."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from sim.app.editing import Change, Value
from sim.app.house import Asked
from sim.app.projects import Opened
from sim.app.projects.saving import see_to_path
from sim.app.screens.cells import (
    AMOUNT,
    SETTINGS,
    VALUE,
    WORDS,
    Cell,
    at,
    cell,
    entry,
    shape_of,
    text_of,
    typed,
)
from sim.app.screens.faults import Told, told
from sim.errors import SimError
from sim.report.paths.labels import readable
from sim.scenario.written import Block, Row

SOURCES = "sources"
BESIDE = ("low", "high", "source", "agreed_by", "note")
"""What may stand beside a number that is a fact."""


def show(asked: Asked) -> Response:
    """Show one field, or the parts of a block, each with a link."""
    path = asked.query("at")
    see_to_path(Change(tuple(path.split(".")), ""))
    opened = asked.opened
    node = at(opened.content, tuple(path.split(".")))
    found = cell(opened.content, path)
    known = opened.content.get(SOURCES)
    return asked.of_project(
        "field",
        words_of(path),
        field=found,
        is_fact=_is_fact(found),
        beside=_beside(opened, found),
        sources=list(known) if isinstance(known, Block) else [],
        parts=[] if found.editable else _parts(path, node),
        errors=_mine(opened, path),
        back=asked.query("back"),
        above=path.rpartition(".")[0],
        shape=shape_of(node) if isinstance(node, Block) else "",
    )


def save(asked: Asked) -> Response:
    """Save one field, with what stands beside it."""
    path = asked.form.text("at")
    opened = asked.opened
    found = cell(opened.content, path)
    if not found.editable:
        raise SimError("This has several parts.\n  Choose one of them.")
    text = asked.form.text("entry")
    change = entry(found, text)
    beside = {key: asked.form.text(key) for key in BESIDE}
    is_fact = _is_fact(found) and "source" in asked.form.fields
    if is_fact and text and beside != _beside(opened, found):
        change = Change(found.steps, _whole(text, beside))
    changes = [] if change is None else [change]
    asked.house.saver.save(asked.project, asked.form.text("revision"), changes)
    if _mine(asked.house.library.open(asked.project), path):
        return asked.go(f"field?at={quote(path)}")
    return asked.go("assumptions" if asked.form.text("back") == "assumptions" else "check")


def words_of(path: str) -> str:
    """Return the keys of a path as words, the last one first: "posts, of psychology, services"."""
    *above, last = map(readable, path.split("."))
    return f"{last} of {', '.join(reversed(above))}" if above else last


def _is_fact(field: Cell) -> bool:
    """Return whether a field holds a number that has a source."""
    first, *_, last = field.path.split(".") if "." in field.path else (field.path, field.path)
    plain = first in SETTINGS or last in WORDS
    return not plain and bool(field.source) and AMOUNT.match(field.shown) is not None


def _beside(opened: Opened, field: Cell) -> dict[str, str]:
    """Return what stands beside a number: range, source, who agreed it, and a note."""
    node = at(opened.content, field.steps)
    found = {key: text_of(node.get(key)) if isinstance(node, Block) else "" for key in BESIDE}
    return {**found, "source": field.source}


def _whole(text: str, beside: dict[str, str]) -> Value:
    """Return a number with what stands beside it, as the file has it."""
    number: dict[str, Value] = {VALUE: typed(text)}
    for key in BESIDE:
        if beside[key]:
            number[key] = beside[key] if key in WORDS else typed(beside[key])
    return number


def _mine(opened: Opened, path: str) -> list[Told]:
    """Return the faults of a field, and of its parts."""
    return [
        each
        for each, fault in zip(told(opened), opened.faults, strict=True)
        if fault.location.path == path or fault.location.path.startswith(f"{path}.")
    ]


def _parts(path: str, node: object) -> list[tuple[str, str]]:
    """Return the parts of a block or list: what each is called, and its path."""
    if isinstance(node, Block):
        return [(readable(key), f"{path}.{key}") for key in node]
    if isinstance(node, Row):
        return [(f"{number + 1}", f"{path}.{number}") for number in range(len(node))]
    return []
