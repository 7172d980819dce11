"""The page for entries that came too late: somebody has changed the project meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from starlette.responses import Response

from sim.app.editing import Change
from sim.app.house import SCREENS, Asked
from sim.app.projects import Opened, Stale
from sim.app.screens.cells import cell, text_of
from sim.app.screens.columns import KINDS
from sim.app.screens.entries import shown
from sim.app.screens.faults import cell_of, place_words

NOTHING = "(nothing)"


class Late(NamedTuple):
    """One entry beside what is there by now."""

    field: str  # of the form; empty if no single field of it holds the entry
    where: str
    entered: str
    now: str


def stale(asked: Asked, found: Stale) -> Response:
    """Show what was entered beside what is there by now, to choose from."""
    late = [each for each in _late(asked, found) if each.entered != each.now]
    return asked.page(
        "stale",
        "This project was changed meanwhile",
        status=409,
        late=late,
        may_choose=bool(late) and all(each.field for each in late),
        revision=found.now.revision,
        rows=[(e.where, e.entered or NOTHING, e.now or NOTHING) for e in late],
        nothing=NOTHING,
        back=asked.request.url.path,
        screen=dict(SCREENS).get(asked.request.url.path.rpartition("/")[2], "The page"),
    )


def _late(asked: Asked, found: Stale) -> Iterator[Late]:
    for change in found.changes:
        path = ".".join(change.steps)
        fields = [e for e in asked.form.fields if path == e or path.startswith(f"{e}.")]
        field = max(fields, key=len, default="")
        text = asked.form.text(field) if field else _entered(change)
        where = place_words(found.now, field or path)
        yield Late(field, where, text, _now(found.now, field or path))


def _entered(change: Change) -> str:
    value = change.value
    inner = value.get("value", value) if isinstance(value, dict) else value
    return f"{len(inner)} entries" if isinstance(inner, dict | list) else text_of(inner)


def _now(opened: Opened, path: str) -> str:
    """Return what is there by now, as its field shows it."""
    for kind in KINDS:
        if there := cell_of(path, kind):
            return shown(there[1].reads, cell(opened.content, path).shown)
    return cell(opened.content, path).shown
