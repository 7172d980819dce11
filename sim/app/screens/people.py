"""People and demand: referrals from outside, areas, groups, and the time that is looked at."""

from __future__ import annotations

from starlette.responses import Response

from sim.app.house import Asked
from sim.app.screens.cells import at
from sim.app.screens.columns import AREAS, GROUPS, RUN, STREAMS
from sim.app.screens.faults import told
from sim.app.screens.grids import entered, grid

TITLE = "People and demand"
SHOWN = (STREAMS, AREAS, GROUPS, RUN)
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
    opened = asked.opened
    grids = [shown for kind in SHOWN if (shown := grid(opened, kind)).lines]
    others = [
        (path, words)
        for path, words in OTHERS
        if at(opened.content, tuple(path.split("."))) is not None
    ]
    return asked.of_project("people", TITLE, errors=told(opened), grids=grids, others=others)


def save(asked: Asked) -> Response:
    """Save the fields that were changed."""
    opened = asked.opened
    changes = [change for kind in SHOWN for change in entered(asked, opened, kind)]
    asked.house.saver.save(asked.project, asked.form.text("revision"), changes)
    return asked.go("people")
