"""People and demand: referrals from outside, areas, groups, and the time that is looked at."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import Response

from sim.app.editing import at
from sim.app.house import Asked
from sim.app.projects import Opened
from sim.app.projects.imported import first_numbers, imported
from sim.app.screens.columns import AREAS, GROUPS, RUN, SEASONS, STREAMS
from sim.app.screens.faults import label_of, told
from sim.app.screens.grids import BACK, Entered, entered, grid, put_back
from sim.app.screens.needs import (
    MOVES,
    NEEDS,
    USUAL,
    is_of_template,
    with_needs,
    without_needs,
)
from sim.area.composing.book import key_of
from sim.area.deriving.place import places_of
from sim.scenario.seasons import MONTH_NAMES
from sim.units import MONTH

TITLE = "People and demand"
ADD_NEEDS, TAKE_OUT = "needs", "no-needs"
SHOWN = (STREAMS, SEASONS, AREAS, GROUPS, RUN)
OTHERS = (
    ("people.start", "Who is there at the start"),
    ("people.attributes", "Attributes of groups"),
    ("needs", "Needs"),
    ("leaving", "Moving away and dying"),
    ("seeking", "Where people turn for help"),
)
"""Further blocks of people, which have a page for each of their fields."""


def people(asked: Asked) -> Response:
    """Show the grids, and what else the scenario says of people."""
    return _page(asked)


def _page(asked: Asked, form: Entered | None = None) -> Response:
    """Show the page; with what was typed, where a form was not taken."""
    opened = asked.opened
    first = first_numbers(asked.project)
    hints = dict(_by_month(opened))
    grids = [made for kind in SHOWN if (made := grid(opened, kind, hints, first, form)).lines]
    wrong = [] if form is None else form.told
    others = [
        (path, words)
        for path, words in OTHERS
        if at(opened.content, tuple(path.split("."))) is not None
    ]
    return asked.of_project(
        "people",
        TITLE,
        status=400 if wrong else 200,
        errors=[*wrong, *told(opened)],
        grids=grids,
        others=others,
        has_needs=bool(opened.content.get(NEEDS)),
        is_of_template=is_of_template(opened.content),
        usual=USUAL,
        moves=MOVES,
        counted=list(_counted_by_month(asked)),
    )


def _by_month(opened: Opened) -> Iterator[tuple[str, str]]:
    """Iterate over the cells of months, each with how many people come in it, before growth."""
    if opened.known is None:
        return
    for name, stream in opened.known.scenario.people.arrivals.items():
        if stream.rate is None:
            continue
        usual = stream.rate.per_minute * MONTH
        factors = {str(month): float(each.value) for month, each in (stream.season or {}).items()}
        for month in MONTH_NAMES:
            people = usual * factors.get(month, 1.0)
            yield f"people.arrivals.{name}.season.{month}", f"{people:.3g} people"


def _counted_by_month(asked: Asked) -> Iterator[str]:
    """Iterate over sentences on the months of the workbook, beside those of the model."""
    kept, opened = imported(asked.project), asked.opened
    if kept is None or kept.workbook is None or opened.known is None:
        return
    streams = opened.known.scenario.people.arrivals
    for place in places_of(kept.workbook):
        stream = streams.get(key_of(place.row))
        many = [each.referrals.value for each in place.demand if not each.referrals.hidden]
        if stream is None or stream.rate is None or not many:
            continue
        label = label_of(opened, ("services", key_of(place.row)))
        yield (
            f"{label}: on average {stream.rate.per_minute * MONTH:.3g} a month, before growth and "
            f"season. The workbook has {min(many):,.0f} to {max(many):,.0f} by month, "
            f"{sum(many) / len(many):,.0f} on average."
        )


def save(asked: Asked) -> Response:
    """Save the fields that were changed."""
    opened = asked.opened
    form = entered(asked, opened, *SHOWN)
    what, _, path = asked.form.text("action").partition(":")
    if what in (ADD_NEEDS, TAKE_OUT):
        content = opened.content
        made = (
            with_needs(content, asked.form.text("need"))
            if what == ADD_NEEDS
            else without_needs(content)
        )
        asked.house.saver.save(asked.project, asked.form.text("revision"), made)
        return asked.go("people")
    if what == BACK:
        form.leave_out(path)
        form.changes.append(put_back(first_numbers(asked.project), path, *SHOWN))
    if form.wrong:
        return _page(asked, form)
    asked.house.saver.save(asked.project, asked.form.text("revision"), form.changes)
    return asked.go("people", form.said)
