"""Timeline of one person, for pictures and text: need, waits, spells, contacts and gaps."""

from __future__ import annotations

from typing import NamedTuple

from sim.events import ContactFlag, EventKind, EventLog, Run, Window
from sim.measures.gaps import Gap, gap_minutes
from sim.measures.observed import NEVER, observe, rows_of
from sim.measures.referrals import Referrals, referrals
from sim.resolved import Resolved

TURNS = (
    EventKind.SOUGHT,
    EventKind.TURNED_AWAY,
    EventKind.LEFT_WAITING,
    EventKind.HANDED_OFF_COLD,
    EventKind.HANDED_OFF_WARM,
    EventKind.HANDED_OFF_BLOCKED,
    EventKind.CONSULTED,
    EventKind.ADVISED,
    EventKind.NOWHERE_TO_GO,
    EventKind.UNALLOCATED,
    EventKind.ALLOCATED,
    EventKind.CHANGED_WORKER,
    EventKind.PLAN_MADE,
    EventKind.DISENGAGED,
    EventKind.REENGAGED,
)


class Level(NamedTuple):
    """The level that a need has from a minute on."""

    time: int
    need: int
    level: int


class Stretch(NamedTuple):
    """A wait (from referral to start or leaving) or a spell, at one service."""

    service: int
    opens: int  # minutes; a wait that began before the run opens before 0
    closes: int  # minutes, not included
    ended: bool  # False where the run or the person's stay ended first


class Meeting(NamedTuple):
    """A contact, attended or missed."""

    time: int
    service: int
    worker: int  # -1 where the service has no workers
    attended: bool
    flags: ContactFlag


class Turn(NamedTuple):
    """Another event of a timeline: its kind, service, need and detail, as in the log."""

    time: int
    kind: EventKind
    service: int
    need: int
    detail: int


class Timeline(NamedTuple):
    """The events and intervals of one person, in order of time.

    They run from the person's arrival to their exit or the end of the run.
    """

    name: str
    group: int
    opens: int  # minutes
    closes: int
    levels: list[Level]
    waits: list[Stretch]
    spells: list[Stretch]
    meetings: list[Meeting]
    turns: list[Turn]
    gaps: list[Gap]


def timeline(run: Run, resolved: Resolved, person: int) -> Timeline:
    """Return the timeline of a person, warm-up included; `person` is a row of `run.people`."""
    # Only this person's rows are read, so that a handful of pictures does not cost a full pass.
    alone = run._replace(log=run.log[run.log["person"] == person])
    whole = Window(0, run.closes)
    seen = observe(alone, resolved, whole)
    made = referrals(seen)
    told = run.people[person]
    closes = int(seen.left[seen.who == person].max())
    return Timeline(
        name=told.name,
        group=told.group,
        opens=int(seen.arrived[person]),
        closes=closes,
        levels=[
            Level(int(row["time"]), int(row["need"]), int(row["level"]))
            for row in rows_of(seen, EventKind.NEED_IS, EventKind.NEED_CHANGED)
        ],
        waits=waits(made, closes),
        spells=spells(made, closes),
        meetings=meetings(rows_of(seen, EventKind.CONTACT, EventKind.CONTACT_MISSED)),
        turns=[
            Turn(
                int(row["time"]),
                EventKind(row["event"]),
                int(row["service"]),
                int(row["need"]),
                int(row["detail"]),
            )
            for row in rows_of(seen, *TURNS)
        ],
        gaps=gap_minutes(alone, resolved, whole),
    )


def waits(made: Referrals, left: int) -> list[Stretch]:
    """Return every wait, from its referral to a start, to a refusal, or to leaving the list."""
    found = []
    for number in range(made.service.size):
        if made.service[number] < 0 or made.clock[number] == NEVER:
            continue
        over = int(min(made.started[number], made.closed[number]))
        stretch = Stretch(
            int(made.service[number]), int(made.clock[number]), min(over, left), over <= left
        )
        found.append(stretch)
    return sorted(found, key=lambda stretch: stretch.opens)


def spells(made: Referrals, left: int) -> list[Stretch]:
    """Return every spell from its start to its ending."""
    found = []
    for number in range(made.service.size):
        if made.started[number] == NEVER:
            continue
        over = int(made.ended[number])
        stretch = Stretch(
            int(made.service[number]), int(made.started[number]), min(over, left), over <= left
        )
        found.append(stretch)
    return sorted(found, key=lambda stretch: stretch.opens)


def meetings(rows: EventLog) -> list[Meeting]:
    """Return every contact, attended or missed."""
    return [
        Meeting(
            int(row["time"]),
            int(row["service"]),
            int(row["worker"]),
            bool(row["event"] == EventKind.CONTACT),
            ContactFlag(int(row["detail"])),
        )
        for row in rows
    ]
