"""Make the errors for runs that could not continue, worded as in the reference engine."""

from __future__ import annotations

from collections.abc import Callable

from sim.engines.fast.building import Memory
from sim.engines.fast.codes import Noted, Status
from sim.engines.fast.layout import NONE
from sim.engines.fast.own_tables import state_written
from sim.engines.fast.registry import At
from sim.engines.order import StepKind
from sim.errors import BrokenConservation, EndlessLoop, SimError
from sim.events import NOBODY
from sim.own_rules import Hook, OwnRuleError
from sim.own_rules.answers import answer_of
from sim.own_rules.names import Numbers

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


def own_rule_failed(memory: Memory, named: Named) -> SimError:
    """Return the error for an own rule that failed or gave an answer that is not allowed.

    The rule is asked again, as a Python function, since its error says more there.
    """
    hook, resolved = Hook[At(memory.map[At.CULPRIT]).name.removeprefix("ASKS_")], memory.resolved
    rule = getattr(resolved.own_rules, hook.argument)
    state, names = state_written(memory.tables, hook), resolved.names
    numbers = Numbers.of(names.services, names.groups, names.needs)
    try:
        answer = answer_of(rule, state, numbers.names)
    except OwnRuleError as error:
        return error
    return OwnRuleError(
        f"own rule {rule.words}: compiled it fails, or gives another answer than Python's {answer}."
        '\n  Make this run in the reference engine: sim.Execution(engine="reference").'
    )


FAULTS: dict[Status, Callable[[Memory, Named], SimError]] = {
    Status.ENDLESS_LOOP: person_goes_round,
    Status.POST_TURNS_OVER: post_turns_over,
    Status.NO_SUCH_ROW: no_such_row,
    Status.BUSY_TWICE: busy_twice,
    Status.OWN_RULE_FAILED: own_rule_failed,
}
"""For each status that is a fault, the function that makes the error to raise."""
