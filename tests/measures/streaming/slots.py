"""A log as an engine streams it: people and spells by places in tables that are used again.

The rules are those of `sim.measures.streaming.Gatherer`: a place is given up as soon as nothing
more will come of who is in it, and the place given up last is taken first, which is the hardest.
"""

from __future__ import annotations

import numpy as np

from sim.events import EVENT, FORGOTTEN, NOBODY, EventKind, EventLog

GONE = (
    EventKind.TURNED_AWAY,
    EventKind.LEFT_WAITING,
    EventKind.ENDED_PLANNED,
    EventKind.ENDED_UNPLANNED,
)


class Places:
    """Places of one table: who is where, and which are free."""

    def __init__(self) -> None:
        self.of: dict[int, int] = {}
        self.free: list[int] = []
        self.touched = 0

    def take(self, number: int) -> int:
        """The place of a running number, which takes one if it has none."""
        if number not in self.of:
            if not self.free:
                self.free.append(self.touched)
                self.touched += 1
            self.of[number] = self.free.pop()
        return self.of[number]

    def give_up(self, number: int) -> None:
        """Nothing more will come of this number."""
        self.free.append(self.of.pop(number))


def last_rows(log: EventLog, column: str) -> dict[int, int]:
    """The last row of every number in a column."""
    return {int(number): row for row, number in enumerate(log[column]) if number >= 0}


def with_places(log: EventLog) -> EventLog:
    """The same rows with places for numbers, and with rows that say who is forgotten.

    Whoever has no open referral or spell left and is never seen again is forgotten at once,
    whether or not they have needs.
    """
    people, spells = Places(), Places()
    last_of_person, last_of_spell = last_rows(log, "person"), last_rows(log, "spell")
    open_now: dict[int, set[int]] = {}
    gone_spells: set[int] = set()
    exited: set[int] = set()
    found = []
    for number, row in enumerate(log):
        new = row.copy()
        found.append(new)
        who, spell, kind = int(row["person"]), int(row["spell"]), int(row["event"])
        if who < 0:
            continue
        held = open_now.setdefault(who, set())
        new["person"] = people.take(who)
        if spell >= 0:
            held.add(spell)
            new["spell"] = spells.take(spell)
            if kind in GONE:
                gone_spells.add(spell)
            if number == last_of_spell[spell] and spell in gone_spells:
                spells.give_up(spell)
                held.discard(spell)
        if kind == EventKind.EXITED:
            exited.add(who)
        if number == last_of_person[who] and not held:
            if who not in exited:
                found.extend(forgotten(int(row["time"]), people.of[who]))
            people.give_up(who)
    return np.array(found, EVENT) if found else log


def forgotten(time: int, place: int) -> EventLog:
    """The row that says that the person in a place will not be seen again."""
    row = np.zeros(1, EVENT)
    for column in ("spell", "worker", "other_worker", "service", "need", "level", "detail"):
        row[column] = NOBODY
    row["time"], row["person"], row["event"] = time, place, FORGOTTEN
    return np.asarray(row)
