"""The picture of the flows for one reason: services as boxes, where people go next as arrows."""

from __future__ import annotations

import threading
from functools import lru_cache

from starlette.responses import Response

from sim.app.house import Asked
from sim.app.projects import Opened
from sim.charts import pathway
from sim.charts.pathway import FROM_DOOR, Box, Move
from sim.charts.style import empty_figure, svg
from sim.scenario import Scenario

NOWHERE = "nowhere"
BEFORE_CARE = frozenset({"turned_away", "left_waiting"})
"""Reasons for which nobody is passed on: care has not begun."""
UNIT = "In per cent of those who leave each service, or come from outside. In boxes: to nowhere."
PER_CENT = 100
ONE_AT_A_TIME = threading.Lock()
"""Matplotlib's settings belong to the whole process."""


def picture(asked: Asked) -> Response:
    """Send the picture of one reason; a note instead where the project has faults."""
    opened, reason = asked.opened, asked.query("reason")
    with ONE_AT_A_TIME:
        image = _image(opened, reason)
    return Response(image, media_type="image/svg+xml")


@lru_cache(maxsize=16)
def _image(opened: Opened, reason: str) -> bytes:
    """Return the picture of a project as it was when it was read."""
    if opened.known is None:
        return svg(empty_figure("The picture comes when the faults are mended."))
    boxes, moves = drawn(opened.known.scenario, reason)
    return svg(pathway.draw(boxes, moves, UNIT))


def drawn(scenario: Scenario, reason: str) -> tuple[list[Box], list[Move]]:
    """Return the boxes and arrows of one reason, in per cent of those who leave for it.

    Parameters
    ----------
    reason
        Why people leave, as the routes of a service name it.
    """
    places = {name: at for at, name in enumerate(scenario.services)}
    moves, boxes = list(_from_outside(scenario, places)), []
    for name, service in scenario.services.items():
        ways = {
            to: PER_CENT * each.value
            for because, row in service.routes.items()
            for to, each in row.items()
            if because == reason
        }
        nowhere = ways.get(NOWHERE, 0)
        boxes.append(Box(scenario.label_of(name), f"{nowhere:.3g} nowhere" if nowhere else ""))
        for to, rate in ways.items():
            if to in places:
                kind = "sent" if reason in BEFORE_CARE else service.handoff_to(to)
                moves.append(Move(places[name], places[to], rate, kind))
    return boxes, moves


def _from_outside(scenario: Scenario, places: dict[str, int]) -> list[Move]:
    """Return where people come from outside, in per cent of all who come."""
    come: dict[str, float] = {}
    for stream in scenario.people.arrivals.values():
        if stream.rate is not None and stream.to in places:
            come[stream.to] = come.get(stream.to, 0.0) + float(stream.rate.value)
    whole = sum(come.values())
    return [
        Move(FROM_DOOR, places[to], PER_CENT * rate / whole, "arriving")
        for to, rate in come.items()
        if rate > 0
    ]
