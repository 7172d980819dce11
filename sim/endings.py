"""Define why spells end: each rule, with what pages, stories, checks and engines need of it."""

from __future__ import annotations

import enum
from typing import NamedTuple


class Reason(enum.IntEnum):
    """Why a person is routed onward from a service. Each reason is a row of the route table."""

    TURNED_AWAY = 0
    LEFT_WAITING = 1
    MISSED_CONTACTS = 2
    FINISHED_SETTLED = 3
    FINISHED_IN_NEED = 4
    CRISIS = 5
    SEEKING = 6  # not a row of a route table: the entry of section 5.1 led nowhere


class Rule(NamedTuple):
    """A rule of `ends` that a service may have; checks before a run use these properties."""

    column: str  # of `resolved.Services`: MISSING, or a time that never comes, where there is none
    key: str  # of `ends` in a scenario, with dots
    limits: bool = False  # does not wait for the need to settle
    at_contacts: bool = False  # met at a contact alone, so it cancels none that is booked
    unit: str = ""  # what a limit counts, in the singular; "" where it is a time


class Facts(NamedTuple):
    """The words for an ending in logs and stories, and what follows from it."""

    means: str  # a sentence, for the codes of a log
    in_a_story: str  # in the story of a person, after "ended, because"
    agreed: bool = False  # planned where the service plans its endings (`ends.planned`)
    route: Reason | None = None  # None = by whether a need is open
    rule: Rule | None = None  # None = not a rule of `ends`
    felt: bool = True  # may be a loss, cost trust, and bring a follow-up contact


UNTOLD = Facts("", "")
"""The default when a member is looked up by its number, as in `Ending(3)`, without facts."""


class Ending(enum.IntEnum):
    """The rule that ended a spell. Values are stored in files: add new ones, never renumber."""

    STAY_OVER = (
        0,
        Facts(
            "The time was up.",
            "the time was up",
            agreed=True,
            rule=Rule("stay", "stay", limits=True),
        ),
    )
    CONTACTS_DONE = (
        1,
        Facts(
            "The agreed number of contacts was done.",
            "the agreed contacts were done",
            agreed=True,
            rule=Rule("max_contacts", "contacts", limits=True, at_contacts=True, unit="contact"),
        ),
    )
    SETTLED = (
        2,
        Facts(
            "The needs that the service covers had settled for long enough.",
            "things had settled",
            agreed=True,
            rule=Rule("settled_for", "settled.for"),
        ),
    )
    MISSED_CONTACTS = (
        3,
        Facts(
            "Too many contacts in a row had been missed.",
            "contacts had been missed",
            route=Reason.MISSED_CONTACTS,
            rule=Rule("max_missed", "missed", at_contacts=True),
        ),
    )
    HANDED_OVER = (
        4,  # a warm handoff's joint contact has happened, or the next service started
        Facts("The next service had taken over.", "the next service had taken over"),
    )
    MOVED_ON = (
        5,
        Facts("Another service started that cannot be open beside it.", "another service began"),
    )
    HANDOFF_FELL_THROUGH = (
        6,
        Facts(
            "Nobody took over within the limit of a warm handoff.",
            "the next service did not take over in time",
        ),
    )
    UNBLOCKED = (
        7,
        Facts(
            "The next spell of a blocked person started, or was given up on.",
            "the next service had room, or was given up on",
        ),
    )
    EXITED = 8, Facts("The person left the population.", "they left the area or died", felt=False)
    MOVED_BY_CHANGE = (
        9,
        Facts(
            "The rules changed, and the service is no longer there.",
            "the service was no longer there",
            felt=False,
        ),
    )
    MOSTLY_SETTLED = (
        10,
        Facts(
            "The needs that the service covers had settled for enough of the time.",
            "things had settled most of the time",
            agreed=True,
            rule=Rule("settled_share", "settled.share", at_contacts=True),
        ),
    )
    OWN_RULE = (
        11,
        Facts(
            "A rule of the researcher's own, which is no part of this model, said so.",
            "a rule of the researcher's own said so",
            agreed=True,
        ),
    )

    facts: Facts

    def __new__(cls, number: int, facts: Facts = UNTOLD) -> Ending:
        """Make a member: a whole number with facts about the ending."""
        ending = int.__new__(cls, number)
        ending._value_ = number
        ending.facts = facts
        return ending


RULES: dict[Ending, Rule] = {
    ending: ending.facts.rule for ending in Ending if ending.facts.rule is not None
}
"""For each ending that a rule of a service's `ends` can cause: that rule."""
