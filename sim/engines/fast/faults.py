"""Make the errors for runs that could not continue, worded as in the reference engine."""

from __future__ import annotations

from collections.abc import Callable

from sim.engines.fast.building import Memory
from sim.engines.fast.codes import Noted, Status
from sim.engines.fast.layout import NONE
from sim.engines.fast.registry import At
from sim.engines.order import StepKind
from sim.errors import BrokenConservation, EndlessLoop, EngineError
from sim.events import NOBODY

Named = Callable[[int], str]
"""A function that returns a person's name, given their number."""

RECENT = 200
"""The number of latest rows of the log that are searched for the services of a loop."""


def person_goes_round(memory: Memory, named: Named) -> EndlessLoop:
    """Return the error for a person who moves in a circle without any time passing.

    It names the person, the kind of step, and the services.
    """
    w, names = memory.map, memory.resolved.names.services
    who, doing = int(w[At.CULPRIT]), int(w[At.DOING])
    number = int(memory.tables[At.PERSON]["number"][who])
    rows = memory.tables[At.LOG][: w[At.ROWS]][-RECENT:]
    theirs = rows["person"] == (number if w[At.NOTED] == Noted.BY_NUMBER else who)
    services = {names[at] for at in rows["service"][theirs].tolist() if at != NOBODY}
    step = "referral" if doing == NONE else StepKind(doing).name.lower()
    return EndlessLoop(named(number), int(w[At.NOW]), step, sorted(services))


def post_turns_over(memory: Memory, named: Named) -> EndlessLoop:
    """Return the error for a post whose workers start and leave in the same minute, endlessly."""
    w = memory.map
    post = memory.tables[At.POST][w[At.CULPRIT]]
    team = memory.tables[At.TEAM][post["team"]]
    words = f"Post {int(w[At.CULPRIT] - team['first_post']) + 1}"
    service = memory.resolved.names.services[team["service"]]
    return EndlessLoop(words, int(w[At.NOW]), "worker leaves", [service])


def no_such_row(memory: Memory, named: Named) -> BrokenConservation:
    """Return the error for a row that does not exist, found in a checked build."""
    return BrokenConservation(int(memory.map[At.NOW]), ["a row that does not exist was asked for"])


def busy_twice(memory: Memory, named: Named) -> BrokenConservation:
    """Return the error for a worker who begins work while busy, or outside working hours."""
    worker = int(memory.map[At.CULPRIT])
    return BrokenConservation(
        int(memory.map[At.NOW]),
        [f"worker {worker} is with two people at once, or works outside working hours"],
    )


FAULTS: dict[Status, Callable[[Memory, Named], EngineError]] = {
    Status.ENDLESS_LOOP: person_goes_round,
    Status.POST_TURNS_OVER: post_turns_over,
    Status.NO_SUCH_ROW: no_such_row,
    Status.BUSY_TWICE: busy_twice,
}
"""For each status that is a fault, the function that makes the error to raise."""
