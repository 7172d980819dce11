"""One field on a page of its own: any number or text of the scenario, with its range and source."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from sim.app.editing import Change, Value, at
from sim.app.house import Asked
from sim.app.projects import Opened
from sim.app.projects.saving import see_to_path
from sim.app.screens.cells import (
    AMOUNT,
    SETTINGS,
    VALUE,
    WORDS,
    Cell,
    cell,
    shape_of,
    text_of,
    typed,
)
from sim.app.screens.columns import KINDS, Column
from sim.app.screens.entries import SHARE, read, shown
from sim.app.screens.faults import Told, cell_of, cell_path, place_words, told
from sim.app.screens.grids import Entered, Refused, as_shown
from sim.errors import SimError
from sim.report.paths.labels import readable
from sim.scenario.closing import DIRICHLET, REST
from sim.scenario.quantities import Share
from sim.scenario.quantity_at import quantity_at
from sim.scenario.replacing import UnknownStep
from sim.scenario.written import Block, Row

SOURCES = "sources"
BACKS = ("assumptions", "find")
"""The pages that lead to a field and are shown again once it is saved; else the check."""
ENDS = {"low": "The lower end", "high": "The upper end"}
BESIDE = ("low", "high", "source", "agreed_by", "note")
"""What may stand beside a number that is a fact."""


def show(asked: Asked) -> Response:
    """Show one field, or the parts of a block, each with a link."""
    path = asked.query("at")
    see_to_path(Change(tuple(path.split(".")), ""))
    return _page(asked, path, Entered())


def _page(asked: Asked, path: str, form: Entered) -> Response:
    """Show the field; with what was typed, where it was not taken."""
    opened = asked.opened
    node = at(opened.content, tuple(path.split(".")))
    column = _column(opened, path)
    found = as_shown(cell(opened.content, path), column)
    beside = _beside(opened, found, column)
    is_fact = _is_fact(found)
    if form.wrong:
        found = found._replace(shown=form.typed["entry"])
        beside |= {key: form.typed.get(key, "") for key in BESIDE}
    known = opened.content.get(SOURCES)
    return asked.of_project(
        "field",
        place_words(opened, path),
        status=400 if form.wrong else 200,
        field=found,
        is_fact=is_fact,
        beside=beside,
        is_share=column.reads == SHARE,
        sources=list(known) if isinstance(known, Block) else [],
        parts=[] if found.editable else _parts(path, node),
        errors=form.told or _mine(opened, path),
        back=form.typed.get("back", asked.query("back")),
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
    column = _column(opened, path)
    form = Entered(typed=asked.form.fields)
    text = asked.form.text("entry")
    form.take(found, column, place_words(opened, path), text)
    beside = {key: asked.form.text(key) for key in BESIDE}
    is_fact = _is_fact(found) and "source" in asked.form.fields
    if is_fact and text and beside != _beside(opened, found, column):
        ends = {end: read(column.reads, beside[end]) for end in ("low", "high")}
        for end, made in ends.items():
            if made.wrong:
                form.wrong[end] = Refused(ENDS[end], made.wrong)
        beside |= {end: made.text for end, made in ends.items()}
        form.changes = [Change(found.steps, _whole(read(column.reads, text).text, beside))]
    if form.wrong:
        return _page(asked, path, form)
    asked.house.saver.save(asked.project, asked.form.text("revision"), form.changes)
    if _mine(asked.house.library.open(asked.project), path):
        return asked.go(f"field?at={quote(path)}", form.said)
    back = asked.form.text("back")
    return asked.go(back if back in BACKS else "check", form.said)


def _column(opened: Opened, path: str) -> Column:
    """Return how a number is read and shown: as in its grid; elsewhere by what it is."""
    for kind in KINDS:
        if cell_path(path, kind) == path and (found := cell_of(path, kind)):
            return found[1]._replace(mean=False)
    match path.split("."):
        case ["services", _, "routes", _, target] if target not in (REST, DIRICHLET):
            return Column(path, "", reads=SHARE)
    known = opened.known
    try:
        number = None if known is None else quantity_at(known.scenario, opened.content, path)
    except (SimError, UnknownStep):  # of no number; `save` says what is wrong with the path
        number = None
    return Column(path, "", reads=SHARE if isinstance(number, Share) else "")


def _is_fact(field: Cell) -> bool:
    """Return whether a field holds a number that has a source."""
    first, *_, last = field.path.split(".") if "." in field.path else (field.path, field.path)
    plain = first in SETTINGS or last in WORDS
    return not plain and bool(field.source) and AMOUNT.match(field.shown) is not None


def _beside(opened: Opened, field: Cell, column: Column) -> dict[str, str]:
    """Return what stands beside a number: range, source, who agreed it, and a note."""
    node = at(opened.content, field.steps)
    found = {key: text_of(node.get(key)) if isinstance(node, Block) else "" for key in BESIDE}
    ends = {end: shown(column.reads, found[end]) for end in ("low", "high")}
    return {**found, **ends, "source": field.source}


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
