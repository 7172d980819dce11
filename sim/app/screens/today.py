"""Today: who is on a list or in care, by weeks, and posts by month, as the workbook has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from starlette.responses import Response

from sim.app.house import Asked
from sim.app.projects import Opened
from sim.app.projects.imported import imported
from sim.app.screens.faults import told
from sim.app.screens.services import names
from sim.area.composing.book import key_of
from sim.area.deriving.place import Place, places_of
from sim.area.figures import Band, Workbook

TITLE = "Today"


def today(asked: Asked) -> Response:
    """Show the lists, the caseloads and the staff of today."""
    opened = asked.opened
    kept = imported(asked.project)
    workbook = None if kept is None else kept.workbook
    return asked.of_project(
        "today",
        TITLE,
        errors=told(opened),
        has_workbook=workbook is not None,
        has_page=(asked.project.folder / "import.html").is_file(),
        waiting=[] if workbook is None else list(_bands(opened, workbook, "waiting")),
        caseload=[] if workbook is None else list(_bands(opened, workbook, "caseload")),
        staff=[] if workbook is None else list(_staff(opened, workbook)),
        start=_start(opened),
    )


def _label(opened: Opened, place: Place) -> str:
    name = key_of(place.row)
    return dict(names(opened)).get(name, name.replace("_", " "))


def _bands(opened: Opened, workbook: Workbook, which: str) -> Iterator[list[str]]:
    """Iterate over rows: a service, the weeks, and how many people."""
    for place in places_of(workbook):
        for band in _of(place, which):
            end = "or more" if band.weeks_to is None else f"to {band.weeks_to.value:g}"
            people = "*" if band.people.hidden else f"{band.people.value:,.0f}"
            yield [_label(opened, place), f"{band.weeks_from.value:g} {end}", people]


def _of(place: Place, which: str) -> Sequence[Band]:
    return place.waiting if which == "waiting" else place.caseload


def _staff(opened: Opened, workbook: Workbook) -> Iterator[list[str]]:
    """Iterate over rows: a team, a month, WTE in post and funded, and who left."""
    for place in places_of(workbook):
        for month in place.staff:
            others = (month.wte_funded, month.people_in_post, month.leavers)
            yield [
                _label(opened, place),
                f"{month.month:%B %Y}",
                f"{month.wte_in_post.value:g}",
                *("" if each is None else f"{each.value:g}" for each in others),
            ]


def _start(opened: Opened) -> list[list[str]]:
    """Return whom the model begins with: a service, people on its list, people in its care."""
    if opened.known is None:
        return []
    scenario = opened.known.scenario
    resolved = opened.known.arms[scenario.baseline]
    many = Counter((each.service, bool(each.waiting)) for each in resolved.start.table)
    return [
        [scenario.label_of(name), f"{many[row, True]:,}", f"{many[row, False]:,}"]
        for row, name in enumerate(resolved.names.services)
        if many[row, True] or many[row, False]
    ]
