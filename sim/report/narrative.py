"""Tell the story of one person, month by month, in plain words, from the event log."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from sim.calendar import UNDATED, Calendar
from sim.events import (
    NOWHERE,
    Ending,
    EventKind,
    EventLog,
    Exit,
    Leaving,
    Reason,
    Refusal,
    Window,
)
from sim.report.wording import counted, duration, listed, sentence_case
from sim.resolved import Names
from sim.units import DAY, MONTH

LONGEST_STORY = 12  # steps; the weightiest are kept
CRISIS = 3

HANDOFFS = frozenset(
    {EventKind.HANDED_OFF_COLD, EventKind.HANDED_OFF_WARM, EventKind.HANDED_OFF_BLOCKED}
)
ENDED = frozenset({EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED})
OVER = ENDED | {EventKind.TURNED_AWAY, EventKind.LEFT_WAITING}
STANDINGS = {
    EventKind.SPELL_STARTED: "with",
    EventKind.WAITING: "on the waiting list of",
    EventKind.REFERRED: "waiting for an answer from",
}

Row = Any  # one record of the log


class Step(NamedTuple):
    """One event in the story of a person."""

    minute: int
    weight: int  # 3 turning points, 2 moves between services, 1 the rest
    words: str


class Story(NamedTuple):
    """The story of a person in one arm."""

    opening: str  # where they were when counting began
    steps: list[tuple[str, str]]  # ("Month 3", "Turned to the GP for help.")
    left_out: int  # smaller steps not told
    closing: str  # contacts, workers, crises in all


REFUSALS = {
    Refusal.LEVEL: "the need was not at a level they work with",
    Refusal.EXCLUDED: "their rules leave this person out",
    Refusal.NOT_ACCEPTED: "no reason is given",
    Refusal.LIST_FULL: "their waiting list is full",
}
LEAVINGS = {
    Leaving.PATIENCE: "left",
    Leaving.SETTLED: "left, because things had settled,",
    Leaving.EXITED: "was taken off",
    Leaving.MOVED_BY_CHANGE: "was moved, because services changed, off",
}
EXITS = {
    Exit.MOVED_AWAY: "Moved away.",
    Exit.DIED: "Died.",
    Exit.LED_NOWHERE: "Was done with services.",
    Exit.SETTLED: "Had been settled for long, and needed no service any more.",
}
REASONS = {
    Reason.TURNED_AWAY: "turned away",
    Reason.LEFT_WAITING: "off the waiting list",
    Reason.MISSED_CONTACTS: "after missed contacts",
    Reason.FINISHED_SETTLED: "finished and settled",
    Reason.FINISHED_IN_NEED: "finished but still in need",
    Reason.CRISIS: "in crisis",
    Reason.SEEKING: "looking for help",
}


class Narrator:
    """Turns rows of the log into steps of a story, with the names that one arm uses."""

    def __init__(self, names: Names) -> None:
        self.names = names
        tell: dict[EventKind, Callable[[Row], tuple[int, str] | None]] = {
            EventKind.SOUGHT: self.sought,
            EventKind.NEED_CHANGED: self.need_changed,
            EventKind.TURNED_AWAY: self.turned_away,
            EventKind.SPELL_STARTED: self.started,
            EventKind.LEFT_WAITING: self.left_waiting,
            EventKind.ENDED_PLANNED: lambda row: self.ended(row, "as agreed"),
            EventKind.ENDED_UNPLANNED: lambda row: self.ended(row, "without an agreed ending"),
            EventKind.HANDED_OFF_COLD: lambda row: self.handed_off(row, "with no overlap"),
            EventKind.HANDED_OFF_WARM: lambda row: self.handed_off(row, "staying until it starts"),
            EventKind.HANDED_OFF_BLOCKED: lambda row: self.handed_off(row, "keeping the place"),
            EventKind.CONSULTED: self.consulted,
            EventKind.ADVISED: self.advised,
            EventKind.NOWHERE_TO_GO: self.nowhere,
            EventKind.UNALLOCATED: self.unallocated,
            EventKind.ALLOCATED: self.allocated,
            EventKind.CHANGED_WORKER: self.changed_worker,
            EventKind.PLAN_MADE: self.planned,
            EventKind.DISENGAGED: lambda _: (3, "Stopped turning to services, except in crisis."),
            EventKind.REENGAGED: lambda _: (2, "Began to turn to services again."),
            EventKind.EXITED: self.exited,
            EventKind.RETURNED: lambda _: (3, "Was in need again."),
        }
        self.tell = tell

    def service(self, number: int) -> str:
        """Return the label of a service."""
        return self.names.service_labels[number]

    def sought(self, row: Row) -> tuple[int, str]:
        """Put into words that the person turned for help."""
        if row["service"] == NOWHERE:
            return 3, "Looked for help and found no way in."
        return 1, f"Turned to {self.service(row['service'])} for help."

    def need_changed(self, row: Row) -> tuple[int, str] | None:
        """Put into words that the person came into crisis. Other changes of need are not told."""
        return (2, "Was in crisis.") if row["level"] == CRISIS else None

    def turned_away(self, row: Row) -> tuple[int, str]:
        """Put into words that a service turned a referral down."""
        why = REFUSALS[Refusal(row["detail"])]
        return 3, f"{self.service(row['service'])} turned the referral down: {why}."

    def started(self, row: Row) -> tuple[int, str]:
        """Put into words that a spell began; it mentions a wait of a day or more."""
        waited = int(row["time"]) - int(row["due"])
        wait = f", after waiting {duration(waited)}" if waited >= DAY else ""
        return 2, f"Started with {self.service(row['service'])}{wait}."

    def left_waiting(self, row: Row) -> tuple[int, str]:
        """Put into words that the person left a waiting list before care started."""
        how = sentence_case(LEAVINGS[Leaving(row["detail"])])
        return 3, f"{how} the waiting list of {self.service(row['service'])}."

    def ended(self, row: Row, how: str) -> tuple[int, str]:
        """Put into words that a spell ended, and why."""
        why = Ending(row["detail"]).facts.in_a_story
        return 2, f"{self.service(row['service'])} ended {how}: {why}."

    def handed_off(self, row: Row, how: str) -> tuple[int, str]:
        """Put into words that one service passed the person on to another."""
        here, there = self.service(row["service"]), self.service(row["detail"])
        if here == there:
            return 3, f"{here} ended and referred them to itself again, {how}."
        return 3, f"{here} passed them on to {there}, {how}."

    def consulted(self, row: Row) -> tuple[int, str]:
        """Put into words that a service asked another for advice instead of handing off."""
        here, there = self.service(row["service"]), self.service(row["detail"])
        return 3, f"{here} asked {there} for advice, and nobody had to move."

    def advised(self, row: Row) -> tuple[int, str]:
        """Put into words that a specialist advised."""
        here, there = self.service(row["service"]), self.service(row["detail"])
        return 2, f"{there} advised {here}."

    def nowhere(self, row: Row) -> tuple[int, str]:
        """Put into words that no service took the person on after an ending or a refusal."""
        why = sentence_case(REASONS[Reason(row["detail"])])
        return 3, f"{why}, with nowhere to go next."

    def unallocated(self, row: Row) -> tuple[int, str]:
        """Put into words that the person's worker left and nobody took over at once."""
        return 3, f"Their worker at {self.service(row['service'])} left; nobody took over at once."

    def allocated(self, row: Row) -> tuple[int, str]:
        """Put into words that a new worker took over."""
        how = "after a handover" if row["detail"] else "without a handover"
        return 3, f"A new worker at {self.service(row['service'])} took over {how}."

    def changed_worker(self, row: Row) -> tuple[int, str]:
        """Put into words that the person asked for another worker and got one."""
        return 3, f"Asked for another worker at {self.service(row['service'])}, and got one."

    def planned(self, row: Row) -> tuple[int, str] | None:
        """Put into words that the person made or renewed a shared plan, not that they had one."""
        if row["time"] == 0:
            return None
        return 1, f"Made or renewed a shared plan at {self.service(row['service'])}."

    def exited(self, row: Row) -> tuple[int, str]:
        """Put into words that the person left the population."""
        return 3, EXITS[Exit(row["detail"])]


def tell(
    log: EventLog, names: Names, window: Window, person: int, calendar: Calendar = UNDATED
) -> Story:
    """Return the story of one person in one arm, inside the window.

    If the run has dates, months are those of the calendar. Otherwise they are counted from the
    start of the window.

    If there are more than `LONGEST_STORY` steps, the most important are kept; of equally important
    ones, the earlier. The story then says how many were left out.
    """
    rows = log[log["person"] == person]
    inside = rows[(rows["time"] >= window.opens) & (rows["time"] < window.closes)]
    narrator = Narrator(names)
    steps = list(merged(narrator, inside, calendar))
    order = sorted(range(len(steps)), key=lambda i: (-steps[i].weight, i))[:LONGEST_STORY]
    return Story(
        opening(rows[rows["time"] < window.opens], names),
        by_month([steps[i] for i in sorted(order)], window, calendar),
        len(steps) - len(order),
        closing(inside),
    )


def by_month(
    steps: Iterable[Step], window: Window, calendar: Calendar = UNDATED
) -> list[tuple[str, str]]:
    """Return one line for each month, with the steps of that month."""

    def heading(minute: int) -> str:
        if calendar.begins is not None:
            return calendar.month_text(minute)
        return f"Month {(minute - window.opens) // MONTH + 1}"

    months: dict[str, list[str]] = {}
    for step in steps:
        months.setdefault(heading(step.minute), []).append(step.words)
    return [(month, " ".join(words)) for month, words in months.items()]


def merged(narrator: Narrator, rows: EventLog, calendar: Calendar = UNDATED) -> Iterable[Step]:
    """Return the steps in order, without repetitions.

    The end of a spell is not told if a handoff already implies it. A step that occurs twice in a
    row in one month is told once.
    """
    before: tuple[int, str] | None = None
    handed_off: tuple[int, int] | None = None  # minute and spell
    for row in rows:
        kind, now = EventKind(row["event"]), (int(row["time"]), int(row["spell"]))
        handed_off = now if kind in HANDOFFS else handed_off
        if kind in ENDED and handed_off == now:
            continue
        telling = narrator.tell.get(kind)
        told = telling(row) if telling else None
        if told is None:
            continue
        month = calendar.month(now[0])
        if before != (month, told[1]):
            yield Step(now[0], *told)
        before = (month, told[1])


def opening(rows: EventLog, names: Names) -> str:
    """Return in words where the person was when the window opened, from the rows before that."""
    if not len(rows):
        return "Was not here yet when counting began."
    places: dict[int, tuple[str, str]] = {}  # by spell: how, and the label of the service
    for row in rows:
        kind, spell = EventKind(row["event"]), int(row["spell"])
        if kind in STANDINGS:
            places[spell] = STANDINGS[kind], names.service_labels[row["service"]]
        elif kind in OVER:
            places.pop(spell, None)
    parts = []
    for state in STANDINGS.values():
        labels = [label for how, label in places.values() if how == state]
        if labels:
            parts.append(f"{state} {listed(labels)}")
    if not parts:
        return "When counting began: with no service and on no waiting list."
    return f"When counting began: {', '.join(parts)}."


def closing(rows: EventLog) -> str:
    """Return in words the total numbers of contacts, workers and crises."""
    attended = rows[rows["event"] == EventKind.CONTACT]
    missed = int((rows["event"] == EventKind.CONTACT_MISSED).sum())
    workers = len({int(w) for w in attended["worker"] if w >= 0})
    crises = int(((rows["event"] == EventKind.NEED_CHANGED) & (rows["level"] == CRISIS)).sum())
    return (
        f"In all: {counted(len(attended), 'contact')}, {counted(missed, 'missed contact')}, "
        f"{counted(workers, 'worker')} met, {counted(crises, 'time')} in crisis."
    )
