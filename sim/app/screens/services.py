"""The grid of services: edit cells, copy, add and remove rows, paste from a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic_core import PydanticCustomError
from starlette.responses import Response

from sim.app.editing import Change, Value
from sim.app.house import Asked
from sim.app.projects import Opened
from sim.app.projects.imported import imported
from sim.app.projects.saving import ENTERED
from sim.app.screens.columns import SERVICES
from sim.app.screens.faults import told
from sim.app.screens.grids import entered, grid, rows
from sim.app.screens.pasting import pasted
from sim.errors import SimError
from sim.scenario.words import check_new_name
from sim.scenario.written import Block, Row, WrittenFloat

TITLE = "Services"
(ABOVE,) = SERVICES.above
ADD, COPY, REMOVE, PASTE = "add", "copy", "remove", "paste"


def services(asked: Asked) -> Response:
    """Show the grid."""
    opened = asked.opened
    shown = grid(opened, SERVICES, heads_of(asked))
    return asked.of_project("services", TITLE, grid=shown, errors=told(opened))


def heads_of(asked: Asked) -> dict[str, float]:
    """Return posts of a WTE by service, where the workbook says them."""
    kept = imported(asked.project)
    return {} if kept is None else kept.posts_of_a_wte


def save(asked: Asked) -> Response:
    """Save the cells that were changed, and then add, copy, remove or paste rows if asked."""
    opened = asked.opened
    changes = list(entered(asked, opened, SERVICES))
    what, _, name = asked.form.text("action").partition(":")
    if what == REMOVE:
        inside = f"{ABOVE}.{name}."
        changes = [each for each in changes if not ".".join(each.steps).startswith(inside)]
    changes += _action(asked, opened, what, name)
    asked.house.saver.save(asked.project, asked.form.text("revision"), changes)
    return asked.go("services")


def names(opened: Opened) -> Iterator[tuple[str, str]]:
    """Iterate over the services of a project: name and label."""
    yield from rows(opened, SERVICES)


def _action(asked: Asked, opened: Opened, what: str, name: str) -> list[Change]:
    """Return the changes of a button: a row added, copied or taken out, or a table pasted."""
    known = dict(names(opened))
    if what == ADD:
        new = asked.form.text("new_name").lower().replace(" ", "_").replace("-", "_")
        if new in known:
            raise SimError(f"There is a service `{new}` already.\n  Choose another short name.")
        label = asked.form.text("new_name")
        one = {"value": 1, "source": ENTERED}
        return [Change((ABOVE, _named(new)), {"label": label, "capacity": {"places": one}})]
    if what == PASTE:
        return pasted(asked.form.fields.get(PASTE, ""), opened.content, known)
    if what in (COPY, REMOVE) and name not in known:
        raise SimError(f"There is no service `{name}`.\n  It may have been taken out elsewhere.")
    if what == COPY:
        new = next(each for n in range(2, 1000) if (each := f"{name}_{n}") not in known)
        copied = as_written(opened.content[ABOVE][name])
        copied["label"] = f"{known[name]} (copy)"
        return [Change((ABOVE, _named(new)), copied)]
    return [Change((ABOVE, name), None)] if what == REMOVE else []


def _named(name: str) -> str:
    try:
        return check_new_name(name)
    except PydanticCustomError as error:  # with the words of the package
        said = error.context or {}
        words = f"{said.get('problem', '')}\n  {said.get('allowed', '')}"
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
