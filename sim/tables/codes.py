"""List every code of the event log, with its name and a sentence that explains it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import NamedTuple, TypeVar

import numpy as np

from sim.columns import LEVEL_NAMES
from sim.events import (
    NOBODY,
    Cancelled,
    ContactFlag,
    Ending,
    EventKind,
    Exit,
    Leaving,
    Reason,
    Refusal,
)
from sim.resolved import Names
from sim.tables.columns import Columns
from sim.tables.journeys import told

EVENT_WORDS: Mapping[EventKind, str] = {
    EventKind.ARRIVED: "A person is there from now on.",
    EventKind.NEED_IS: "What a need is when the person arrives.",
    EventKind.NEED_CHANGED: "A need moved to another state, perhaps of the same level.",
    EventKind.EPISODE_BEGAN: "A need reached its seek level and no need episode was open.",
    EventKind.EPISODE_ENDED: "A need has stayed below its seek level for the episode break.",
    EventKind.SOUGHT: "The person turned for help with this need.",
    EventKind.REFERRED: "A referral was made; the clock of every wait begins.",
    EventKind.TURNED_AWAY: "The referral was refused.",
    EventKind.ACCEPTED: "The referral was accepted.",
    EventKind.WAITING: "The person is on the waiting list.",
    EventKind.LEFT_WAITING: "The person left the list, or the referral lapsed undecided.",
    EventKind.SPELL_STARTED: "The person has the place; also for those in care at minute 0.",
    EventKind.CONTACT: "A contact was attended.",
    EventKind.CONTACT_MISSED: "A contact was not attended.",
    EventKind.ENDED_PLANNED: "A spell ended as agreed beforehand.",
    EventKind.ENDED_UNPLANNED: "A spell ended otherwise than agreed beforehand.",
    EventKind.PLACE_FREED: "A place that was held after its spell had ended is free.",
    EventKind.HANDED_OFF_COLD: "The person is passed on and the spell ends now.",
    EventKind.HANDED_OFF_WARM: "The person is passed on; the spell lasts until the next starts.",
    EventKind.HANDED_OFF_BLOCKED: "The person is passed on; the place is held without contacts.",
    EventKind.CONSULTED: "A specialist was asked to advise the current worker; nobody moved.",
    EventKind.NOWHERE_TO_GO: "A route, or turning for help, led nowhere.",
    EventKind.WORKER_STARTED: "A worker took up a post.",
    EventKind.WORKER_LEFT: "A worker left.",
    EventKind.UNALLOCATED: "An open spell has no worker from now on.",
    EventKind.ALLOCATED: "An open spell has a new worker.",
    EventKind.CAPACITY_CHANGED: "A scheduled change of places or posts.",
    EventKind.DISENGAGED: "Trust fell below the line: the person seeks help only in crisis.",
    EventKind.REENGAGED: "Trust is above the line again.",
    EventKind.EXITED: "The person left the population.",
    EventKind.PAUSED: "Contacts of this spell pause.",
    EventKind.RESUMED: "Contacts of this spell go on.",
    EventKind.ALREADY_KNOWN: "A referral to where the person already is or waits.",
    EventKind.RULES_CHANGED: "The arm's own rules hold from now on.",
    EventKind.WANTS: "How much help the person wants beside others.",
    EventKind.ADVISED: "The specialist advised the current worker; it helps from now on.",
    EventKind.HANDOVER: "A new worker took the time to take a person over.",
    EventKind.CONTACT_CANCELLED: "A contact was cancelled beforehand.",
    EventKind.NOTICE_GIVEN: "A worker will leave, and takes nobody new from now on.",
    EventKind.NAMED: "A colleague is to take the person over from a worker who will leave.",
    EventKind.PLAN_MADE: "The person and their worker made or renewed a shared plan.",
    EventKind.RETURNED: "The person is there again, after an exit as settled.",
    EventKind.CHANGED_WORKER: "The person asked for another worker and now has one.",
    EventKind.WEIGHED: "What a spell takes of its worker's caseload from now on.",
    EventKind.LIVES_IN: "The area that the person lives in.",
}
REFUSAL_WORDS: Mapping[Refusal, str] = {
    Refusal.LEVEL: "The need was outside the levels that the service accepts.",
    Refusal.EXCLUDED: "The service excludes an attribute of the person.",
    Refusal.NOT_ACCEPTED: "The person was eligible and was not accepted.",
    Refusal.LIST_FULL: "As many people waited as the service lets wait.",
}
LEAVING_WORDS: Mapping[Leaving, str] = {
    Leaving.PATIENCE: "They waited as long as they were going to.",
    Leaving.SETTLED: "The need had settled by itself.",
    Leaving.EXITED: "The person left the population.",
    Leaving.MOVED_BY_CHANGE: "The rules changed, and the service is no longer there.",
}
ENDING_WORDS: Mapping[Ending, str] = {ending: ending.facts.means for ending in Ending}
REASON_WORDS: Mapping[Reason, str] = {
    Reason.TURNED_AWAY: "The route after a refusal.",
    Reason.LEFT_WAITING: "The route after leaving a waiting list.",
    Reason.MISSED_CONTACTS: "The route after missed contacts.",
    Reason.FINISHED_SETTLED: "The route after a spell that ended with settled needs.",
    Reason.FINISHED_IN_NEED: "The route after a spell that ended with a need.",
    Reason.CRISIS: "The route of a person in crisis.",
    Reason.SEEKING: "Turning for help itself.",
}
EXIT_WORDS: Mapping[Exit, str] = {
    Exit.MOVED_AWAY: "The person moved away.",
    Exit.DIED: "The person died.",
    Exit.LED_NOWHERE: "Without needs: no service has anything to do with them any more.",
    Exit.SETTLED: "They were settled, without any service, for long; they may return.",
}
FLAG_WORDS: Mapping[ContactFlag, str] = {
    ContactFlag.URGENT: "An urgent contact.",
    ContactFlag.STIGMATISING: "A stigmatising contact.",
    ContactFlag.RETELLING: "The story was told again to a new worker; it supports nothing yet.",
    ContactFlag.JOINT: "The old and the new worker together.",
    ContactFlag.IN_REACH: "While the person is in another service.",
    ContactFlag.FOLLOW_UP: "A follow-up after an ending.",
}
CANCELLED_WORDS: Mapping[Cancelled, str] = {
    Cancelled.PERSON: "The person cancelled it.",
    Cancelled.PROVIDER: "The service cancelled it.",
}
LEVELS = LEVEL_NAMES
LEVEL_WORDS = ("No need for help now.", "A mild need.", "A severe need.", "A crisis.")
HANDOVER = {0: ("WITHOUT_HANDOVER", "No handover."), 1: ("WITH_HANDOVER", "With a handover.")}

DETAILS: Mapping[EventKind, str] = {
    EventKind.ARRIVED: "group",
    EventKind.RETURNED: "group",
    EventKind.NEED_IS: "state",
    EventKind.NEED_CHANGED: "state",
    EventKind.REFERRED: "service",
    EventKind.TURNED_AWAY: "refusal",
    EventKind.LEFT_WAITING: "leaving",
    EventKind.SPELL_STARTED: "service",
    EventKind.CONTACT: "contact_flags",
    EventKind.CONTACT_MISSED: "contact_flags",
    EventKind.ENDED_PLANNED: "ending",
    EventKind.ENDED_UNPLANNED: "ending",
    EventKind.HANDED_OFF_COLD: "service",
    EventKind.HANDED_OFF_WARM: "service",
    EventKind.HANDED_OFF_BLOCKED: "service",
    EventKind.CONSULTED: "service",
    EventKind.NOWHERE_TO_GO: "reason",
    EventKind.WORKER_STARTED: "post",
    EventKind.WORKER_LEFT: "post",
    EventKind.ALLOCATED: "handover",
    EventKind.CHANGED_WORKER: "handover",
    EventKind.CAPACITY_CHANGED: "capacity",
    EventKind.EXITED: "exit",
    EventKind.PAUSED: "service",
    EventKind.ALREADY_KNOWN: "service",
    EventKind.WANTS: "multiple",
    EventKind.ADVISED: "service",
    EventKind.CONTACT_CANCELLED: "cancelled",
    EventKind.HANDOVER: "handover",
    EventKind.NOTICE_GIVEN: "post",
    EventKind.WEIGHED: "weight",
    EventKind.LIVES_IN: "area",
}
"""For every kind of event that fills `detail`: the list of codes to which its values belong."""
NUMBERS = {
    "post": "A post of a team, from 0.",
    "capacity": "Places or posts from now on.",
    "weight": "A weight in a caseload, in thousandths.",
    "multiple": "A multiple of the help that others want, in millionths.",
}
"""The lists of codes that are plain numbers without names, with their meaning."""
EMPTY = {
    "person": "The row is about no person.",
    "service": "No service, or nowhere: the community.",
    "spell": "The row is about no referral or spell.",
    "worker": "No worker.",
    "other_worker": "No second worker.",
    "need": "The row is about no need.",
    "level": "The row is about no need.",
    "detail": "This kind of event has no detail.",
}
"""The meaning of -1 in each column of the log. The list of codes has the name of the column."""
NO_FLAGS = "NONE"


K = TypeVar("K", bound=IntEnum)


class Code(NamedTuple):
    """One code of the event log."""

    list: str  # which list of codes it is in
    need: str | None  # of a state: whose; a state has a number among those of its need
    code: int
    name: str | None  # None where there is nothing to name
    meaning: str


def codes_table(names: Names) -> Columns:
    """Return every code that the log of an arm can contain, with its name and meaning."""
    rows = list(codes(names))
    return {
        "code_list": told([row.list for row in rows]),
        "need": told([row.need for row in rows]),
        "code": np.array([row.code for row in rows], np.int64),
        "name": told([row.name for row in rows]),
        "meaning": told([row.meaning for row in rows]),
    }


def codes(names: Names) -> Iterator[Code]:
    """Iterate over the codes, list after list."""
    yield from _enum("event", EVENT_WORDS)
    for column, meaning in EMPTY.items():
        yield Code(column, None, NOBODY, None, meaning)
    yield from _things("level", LEVELS, LEVEL_WORDS)
    yield from _things("service", names.services, names.service_labels)
    yield from _things("need", names.needs, names.need_labels)
    yield from _things("group", names.groups, names.group_labels)
    yield from _things("area", names.areas, names.area_labels)
    for need, label, states in zip(names.needs, names.need_labels, names.states, strict=True):
        for number, state in enumerate(states):
            yield Code("state", need, number, state, f"{label}: {state.replace('_', ' ')}")
    yield from _enum("refusal", REFUSAL_WORDS)
    yield from _enum("leaving", LEAVING_WORDS)
    yield from _enum("ending", ENDING_WORDS)
    yield from _enum("reason", REASON_WORDS)
    yield from _enum("exit", EXIT_WORDS)
    yield from _enum("cancelled", CANCELLED_WORDS)
    for number, (name, meaning) in HANDOVER.items():
        yield Code("handover", None, number, name, meaning)
    for number in range(2 ** len(ContactFlag)):
        flags = flags_in(number)
        meaning = " ".join(FLAG_WORDS[flag] for flag in flags) or "An ordinary contact."
        yield Code("contact_flags", None, number, flags_name(number), meaning)


def flags_in(number: int) -> list[ContactFlag]:
    """Split a number into the flags whose sum it is."""
    return [flag for flag in ContactFlag if number & flag]


def flags_name(number: int) -> str:
    """Return the names of the flags in a number, separated by spaces; `NO_FLAGS` for 0."""
    return " ".join(str(flag.name) for flag in flags_in(number)) or NO_FLAGS


def _enum(name: str, words: Mapping[K, str]) -> Iterator[Code]:
    for each, meaning in words.items():
        yield Code(name, None, int(each), each.name, meaning)


def _things(name: str, names: tuple[str, ...], meanings: tuple[str, ...]) -> Iterator[Code]:
    for number, (each, meaning) in enumerate(zip(names, meanings, strict=True)):
        yield Code(name, None, number, each, meaning)
