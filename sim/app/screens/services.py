"""The grid of services: edit cells, copy, add and remove rows, paste from a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic_core import PydanticCustomError
from starlette.responses import Response

from sim.app.editing import Change, as_written
from sim.app.house import Asked
from sim.app.projects import Opened
from sim.app.projects.imported import first_numbers
from sim.app.projects.saving import ENTERED
from sim.app.screens.cells import cell, typed
from sim.app.screens.columns import POSTS, SERVICES
from sim.app.screens.faults import told
from sim.app.screens.grids import BACK, Entered, entered, grid, put_back, rows
from sim.app.screens.pasting import copied, pasted
from sim.errors import SimError
from sim.scenario.words import check_new_name

TITLE = "Services"
(ABOVE,) = SERVICES.above
ADD, COPY, REMOVE, PASTE = "add", "copy", "remove", "paste"


def services(asked: Asked) -> Response:
    """Show the grid."""
    return _page(asked)


def _page(asked: Asked, form: Entered | None = None) -> Response:
    """Show the grid; with what was typed, where a form was not taken."""
    opened = asked.opened
    hints = dict(_in_wte(opened, heads_of(opened)))
    shown = grid(opened, SERVICES, hints, first_numbers(asked.project), form)
    wrong = [] if form is None else form.told
    return asked.of_project(
        "services",
        TITLE,
        status=400 if wrong else 200,
        grid=shown,
        copied=copied(shown),
        errors=[*wrong, *told(opened)],
    )


def _in_wte(opened: Opened, heads: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    """Iterate over paths of posts, and the same in WTE where a WTE is other than a post."""
    for name, posts in heads.items():
        path = f"{ABOVE}.{name}.{POSTS}"
        number = typed(cell(opened.content, path).shown)
        if not isinstance(number, str):
            yield path, f"{number / posts:.3g} WTE"


def heads_of(opened: Opened) -> dict[str, float]:
    """Return posts of a WTE by service, where the scenario says them; else a post is a WTE."""
    found = {
        name: typed(cell(opened.content, f"{ABOVE}.{name}.workers.wte").shown)
        for name, _ in names(opened)
    }
    return {
        name: 1 / wte
        for name, wte in found.items()
        if isinstance(wte, int | float) and not isinstance(wte, bool) and wte > 0
    }


def save(asked: Asked) -> Response:
    """Save the cells that were changed, and then add, copy, remove or paste rows if asked."""
    opened = asked.opened
    form = entered(asked, opened, SERVICES)
    what, _, name = asked.form.text("action").partition(":")
    if what in (REMOVE, BACK):
        form.leave_out(name if what == BACK else f"{ABOVE}.{name}")
    if what == PASTE:
        pasted(asked.form.fields.get(PASTE, ""), opened.content, dict(names(opened)), form)
    if form.wrong:
        return _page(asked, form)
    changes = [*form.changes, *_action(asked, opened, what, name)]
    asked.house.saver.save(asked.project, asked.form.text("revision"), changes)
    return asked.go("services", form.said)


def names(opened: Opened) -> Iterator[tuple[str, str]]:
    """Iterate over the services of a project: name and label."""
    yield from rows(opened, SERVICES)


def _action(asked: Asked, opened: Opened, what: str, name: str) -> list[Change]:
    """Return the changes of a button: a row added, copied or taken out, or a number put back."""
    known = dict(names(opened))
    if what == ADD:
        new = asked.form.text("new_name").lower().replace(" ", "_").replace("-", "_")
        if new in known:
            raise SimError(f"There is a service `{new}` already.\n  Choose another short name.")
        label = asked.form.text("new_name")
        one = {"value": 1, "source": ENTERED}
        return [Change((ABOVE, _named(new)), {"label": label, "capacity": {"places": one}})]
    if what == BACK:
        return [put_back(first_numbers(asked.project), name, SERVICES)]
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
