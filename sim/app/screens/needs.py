"""Needs from a template: one need that comes and goes, for a project that has none.

The flows of every service stay as they are: where people go when care ends is said for people in
need as it was for all. The template's numbers are assumptions with wide ranges, to be replaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.app.editing import Change, Value, at, plain_of
from sim.errors import SimError
from sim.scenario.written import Block

NEEDS, SOURCES, SERVICES, ROUTES = "needs", "sources", "services", "routes"
NAME, SOURCE, USUAL = "distress", "needs_template", "Emotional distress"
SETTLED, IN_NEED = "finished_settled", "finished_in_need"
LEVELS = ("settled", "mild", "severe", "crisis")
MOVES = (
    ("settled", "mild", "0.5 per year", "0.25 per year", "1 per year"),
    ("mild", "settled", "0.5 per year", "0.25 per year", "1 per year"),
    ("mild", "severe", "2 per year", "1 per year", "4 per year"),
    ("severe", "mild", "4 per year", "2 per year", "8 per year"),
    ("severe", "crisis", "0.5 per year", "0.25 per year", "1 per year"),
    ("crisis", "severe", "26 per year", "13 per year", "52 per year"),
)
"""Moves between states: from, to, rate, and the ends of its range, half and twice the rate."""
SOURCE_OF_TEMPLATE: dict[str, Value] = {
    "kind": "assumption",
    "reference": "the template for needs of the app: a beginning, which nobody has measured here",
}


def with_needs(content: Block, label: str) -> list[Change]:
    """Return the changes that give a project a need.

    Parameters
    ----------
    label
        What the need is called; the template's own name if it is empty.

    Raises
    ------
    SimError
        If the project has needs already.
    """
    if content.get(NEEDS):
        raise SimError("The project has needs already.\n  Change them in their fields.")
    states: dict[str, Value] = {name: level for level, name in enumerate(LEVELS)}
    need: dict[str, Value] = {
        "label": label or USUAL,
        "seek_level": LEVELS.index("severe"),
        "states": states,
        "transitions": [_move(*each) for each in MOVES],
    }
    return [
        Change((SOURCES, SOURCE), SOURCE_OF_TEMPLATE),
        Change((NEEDS,), {NAME: need}),
        *(Change(path, plain_of(row)) for path, row in _rows(content) if at(content, path) is None),
    ]


def without_needs(content: Block) -> list[Change]:
    """Return the changes that take the need of the template out again, with what came with it."""
    if list(content.get(NEEDS) or ()) != [NAME]:
        raise SimError("These needs are not the template's.\n  Change them in a text editor.")
    same = [
        Change(path, None)
        for path, row in _rows(content)
        if at(content, path) is not None and plain_of(at(content, path)) == plain_of(row)
    ]
    return [Change((NEEDS,), None), *same]


def is_of_template(content: Block) -> bool:
    """Return whether the needs of a project are those of the template, perhaps changed."""
    known = at(content, (SOURCES, SOURCE)) is not None
    return known and list(content.get(NEEDS) or ()) == [NAME]


def _move(begins: str, to: str, rate: str, low: str, high: str) -> dict[str, Any]:
    number = {"value": rate, "low": low, "high": high, "source": SOURCE}
    return {"from": begins, "to": to, "rate": number}


def _rows(content: Block) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Iterate over where people go when care ends: the path of those in need, and all others'."""
    services = content.get(SERVICES)
    for name, service in services.items() if isinstance(services, Block) else ():
        row = at(service, (ROUTES, SETTLED))
        if row is not None:
            yield (SERVICES, name, ROUTES, IN_NEED), row
