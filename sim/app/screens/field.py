"""One field on a page of its own: any number or text of the scenario, by its path."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from sim.app.editing import Change
from sim.app.house import Asked
from sim.app.projects.saving import see_to_path
from sim.app.screens.cells import at, cell, entry, shape_of
from sim.app.screens.faults import told
from sim.errors import SimError
from sim.report.paths.labels import readable
from sim.scenario.written import Block, Row


def show(asked: Asked) -> Response:
    """Show one field, or the parts of a block, each with a link."""
    path = asked.query("at")
    see_to_path(Change(tuple(path.split(".")), ""))
    opened = asked.opened
    node = at(opened.content, tuple(path.split(".")))
    found = cell(opened.content, path)
    parts = [] if found.editable else _parts(path, node)
    mine = [
        each for each, fault in zip(told(opened), opened.faults, strict=True)
        if fault.location.path == path or fault.location.path.startswith(f"{path}.")
    ]  # fmt: skip
    return asked.of_project(
        "field",
        words_of(path),
        field=found,
        parts=parts,
        errors=mine,
        above=path.rpartition(".")[0],
        shape=shape_of(node) if isinstance(node, Block) else "",
    )


def save(asked: Asked) -> Response:
    """Save one field."""
    path = asked.form.text("at")
    found = cell(asked.opened.content, path)
    if not found.editable:
        raise SimError("This has several parts.\n  Choose one of them.")
    change = entry(found, asked.form.text("entry"))
    asked.house.saver.save(
        asked.project, asked.form.text("revision"), [] if change is None else [change]
    )
    faulty = any(
        fault.location.path == path or fault.location.path.startswith(f"{path}.")
        for fault in asked.house.library.open(asked.project).faults
    )
    return asked.go(f"field?at={quote(path)}" if faulty else "check")


def words_of(path: str) -> str:
    """Return the keys of a path as words, the last one first: "posts, of psychology, services"."""
    *above, last = map(readable, path.split("."))
    return f"{last} of {', '.join(reversed(above))}" if above else last


def _parts(path: str, node: object) -> list[tuple[str, str]]:
    """Return the parts of a block or list: what each is called, and its path."""
    if isinstance(node, Block):
        return [(readable(key), f"{path}.{key}") for key in node]
    if isinstance(node, Row):
        return [(f"{number + 1}", f"{path}.{number}") for number in range(len(node))]
    return []
