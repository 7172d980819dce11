"""The event log sorted into tables: one record a person, one a referral or spell, one a need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from sim.events import EventKind, Run
from tests.third_reading.times import Course

E = EventKind
CONTACTS = (E.CONTACT, E.CONTACT_MISSED)
ENDINGS = (E.ENDED_PLANNED, E.ENDED_UNPLANNED)


class Row(NamedTuple):
    """One row of the log, in its columns; `place` counts rows, and orders those of a minute."""

    place: int
    time: int
    person: int
    event: int
    service: int
    spell: int
    worker: int
    other_worker: int
    need: int
    level: int
    due: int
    minutes: int
    length: int
    detail: int


@dataclass(eq=False)
class Spell:
    """A referral and what became of it. What did not happen by the close is None."""

    number: int
    service: int
    rows: list[Row] = field(default_factory=list)

    def first(self, *kinds: EventKind) -> Row | None:
        """The first row of these kinds."""
        return next((row for row in self.rows if row.event in kinds), None)

    def __post_init__(self) -> None:
        self.referred: Row | None = None
        self.decided: Row | None = None
        self.listed: Row | None = None
        self.left: Row | None = None
        self.started: Row | None = None
        self.blocked: Row | None = None
        self.ended: Row | None = None
        self.freed: Row | None = None

    def settle(self) -> None:
        """Find the rows that bound its parts, once all rows are there."""
        self.referred = self.first(E.REFERRED)
        self.decided = self.first(E.ACCEPTED, E.TURNED_AWAY)
        self.listed = self.first(E.WAITING)
        self.left = self.first(E.LEFT_WAITING)
        self.started = self.first(E.SPELL_STARTED)
        self.blocked = self.first(E.HANDED_OFF_BLOCKED)
        self.ended = self.first(*ENDINGS)
        self.freed = self.first(E.PLACE_FREED)

    @property
    def clock(self) -> int | None:
        """When it was referred; None of people who were in care when the run began."""
        if self.referred:
            return self.referred.time
        return self.listed.due if self.listed else None

    @property
    def passed_on_by(self) -> int:
        """The service that passed the person on, -1 if none did."""
        return self.referred.detail if self.referred else -1

    def contacts(self, *kinds: EventKind) -> list[Row]:
        """Its contacts; a follow-up after the ending is none of them."""
        return [row for row in self.rows if row.event in kinds and not row.detail & 32]


@dataclass(eq=False)
class Episode:
    """A need episode, from one row to another; without an ending row it is open at the close."""

    need: int
    began: Row
    ended: Row | None = None

    def holds(self, row: Row) -> bool:
        """Whether it is open when the row is written."""
        return self.began.place < row.place and (self.ended is None or row.place < self.ended.place)


@dataclass(eq=False)
class Person:
    """All that the log says of one person."""

    number: int
    group: int  # and area: the group times the number of areas, plus the area
    rows: list[Row] = field(default_factory=list)
    spells: dict[int, Spell] = field(default_factory=dict)
    episodes: list[Episode] = field(default_factory=list)
    arrives: int = 0
    leaves: int = 0  # the close, if they stay
    exited: Row | None = None

    def levels(self, need: int) -> Course:
        """The level of a need over time."""
        kinds = (E.NEED_IS, E.NEED_CHANGED)
        changes = [
            (row.time, row.level) for row in self.rows if row.event in kinds and row.need == need
        ]
        return Course(changes, self.leaves)

    @cached_property
    def by_kind(self) -> dict[int, list[Row]]:
        """Their rows by kind; asked for often, so sorted once."""
        found: dict[int, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.event, []).append(row)
        return found

    def of(self, *kinds: EventKind) -> list[Row]:
        """Their rows of these kinds, in order."""
        lists = [self.by_kind[kind] for kind in kinds if kind in self.by_kind]
        if len(lists) == 1:
            return lists[0]
        return sorted(row for each in lists for row in each)


class History(NamedTuple):
    """The whole log, sorted."""

    people: list[Person]
    rows: list[Row]
    service_of_worker: list[int]


def history(run: Run, closes: int, areas: int = 1) -> History:
    """Sort what happened before the close."""
    rows = [Row(place, *row) for place, row in enumerate(run.log.tolist()) if row[0] < closes]
    people = [
        Person(number, person.group * areas + max(person.area, 0))
        for number, person in enumerate(run.people)
    ]
    now = dict(enumerate(people))  # who returns is somebody else from then on
    whose: dict[int, Person] = {}  # a place may be held for somebody until after their return
    for row in rows:
        if row.person < 0:
            continue
        if row.event == E.RETURNED:
            now[row.person] = Person(len(people), now[row.person].group)
            people.append(now[row.person])
        person = now[row.person]
        person.rows.append(row)
        if row.spell >= 0:
            owner = whose.setdefault(row.spell, person)
            spell = owner.spells.setdefault(row.spell, Spell(row.spell, row.service))
            spell.rows.append(row)
    arrived = [person for person in people if person.rows]
    for person in arrived:
        _bound(person, closes)
    return History(arrived, rows, [worker.service for worker in run.workers])


def _bound(person: Person, closes: int) -> None:
    person.arrives = person.rows[0].time
    person.exited = next(iter(person.of(E.EXITED)), None)
    person.leaves = person.exited.time if person.exited else closes
    person.episodes = list(_episodes(person))
    for spell in person.spells.values():
        spell.settle()


def _episodes(person: Person) -> Iterator[Episode]:
    open_: dict[int, Episode] = {}
    for row in person.rows:
        if row.event == E.EPISODE_BEGAN:
            open_[row.need] = Episode(row.need, row)
        elif row.event == E.EPISODE_ENDED:
            episode = open_.pop(row.need)
            episode.ended = row
            yield episode
    yield from open_.values()
