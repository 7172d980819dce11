"""Why a run could not continue, in the words of the reference engine."""

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
"""What the person of a number is called."""

RECENT = 200
"""Latest rows of the log in which the services of a loop are looked for."""


def person_goes_round(memory: Memory, named: Named) -> EndlessLoop:
    """Return the error for a person who moves in a circle: who, doing what, at which services."""
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
    """A worker would be with two people at once, or work at a time that is not theirs."""
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
"""What to raise when the compiled part comes back with one of these."""
