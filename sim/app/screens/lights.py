"""Lights: what people want of a service as a share of what there is, before and after a run."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from sim.app.projects import Opened
from sim.app.running import Wanted
from sim.network import Load, loads, service_graph
from sim.network.hours import contact_hours_of_posts
from sim.network.load_words import amount, between, percent, tighter

FREE, BELOW, ABOVE, UNKNOWN = "○", "✓", "✗", "?"
WORDS = {FREE: "no limit", BELOW: "enough", ABOVE: "too little", UNKNOWN: "only a run can tell"}
IN_THE_RUN = "{}, in the last run"


class Light(NamedTuple):
    """A load against one limit: a sign, the words for it, and the share of the limit."""

    sign: str = ""  # empty where there is no such limit
    words: str = ""
    share: str = ""


class Row(NamedTuple):
    """The load of one service, in words."""

    service: str
    places: Light
    hours: Light
    tighter: str
    room: str
    wanted: str  # hours a week
    offered: str
    of_posts: str  # hours a week of all posts, filled or not


def lights(opened: Opened, run: Mapping[str, Wanted]) -> list[Row]:
    """Return the load of every service under the arm that is compared with.

    Parameters
    ----------
    run
        What the last run gave for each service, where the project is as it was then. A light that
        cannot be told before a run is taken from there.
    """
    if opened.known is None:
        return []
    scenario = opened.known.scenario
    resolved = opened.known.arms[scenario.baseline]
    labels, rows = scenario.service_labels, []
    for at, load in enumerate(loads(resolved, service_graph(resolved))):
        hours = load.hours
        places, time = _before(load)
        found = run.get(load.service)
        if found is not None:
            places = _after(places, found.people, load.room)
            time = _after(time, found.hours_wanted, found.hours_offered)
        rows.append(
            Row(
                labels[load.service],
                places,
                time,
                "" if hours is None else tighter(hours),
                "no limit" if math.isinf(load.room) else between((load.least_room, load.room)),
                "" if hours is None else between(hours.wanted),
                "" if hours is None else amount(hours.offered),
                "" if hours is None else f"{contact_hours_of_posts(resolved, at):,.1f}",
            )
        )
    return rows


def _before(load: Load) -> tuple[Light, Light]:
    """Return what is known before a run: of places or caseloads, and of contact hours."""
    unlimited, hours = math.isinf(load.room), load.hours
    return (
        Light(FREE, WORDS[FREE]) if unlimited else _light(load.share),
        Light() if hours is None or hours.offered <= 0 else _light(hours.share),
    )


def _light(share: tuple[float, float]) -> Light:
    """Return the light of what is wanted as a share of what there is, low and high."""
    low, high = share
    sign = BELOW if high <= 1 else ABOVE if low > 1 else UNKNOWN
    return Light(sign, WORDS[sign], percent(share).replace(" %", "\N{NO-BREAK SPACE}%"))


def _after(before: Light, wanted: float, there_is: float) -> Light:
    """Return the light of what a run gave, in place of one that only a run can tell."""
    if before.sign != UNKNOWN or not there_is > 0 or not math.isfinite(wanted):
        return before
    share = wanted / there_is
    found = _light((share, share))
    return found._replace(words=IN_THE_RUN.format(found.words))
