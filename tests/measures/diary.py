"""A diary writes small logs by hand: each line of a test says what happened, and when."""

from __future__ import annotations

from collections.abc import Sequence

from sim.events import NOBODY, NOWHERE, Ending, EventKind, Reason, Refusal, Run, Worker
from sim.units import DAY
from tests.measures.worlds import row, run_of


class Diary:
    """Rows in the order they are written down; `at` turns the clock."""

    def __init__(self, minutes_per_step: int = 1) -> None:
        self.rows: list[tuple[int, ...]] = []
        self.workers: list[Worker] = []
        self.step, self.now = minutes_per_step, 0

    def at(self, time: float) -> Diary:
        self.now = round(time * self.step)
        return self

    def note(self, kind: EventKind, person: int = 0, **columns: int) -> Diary:
        self.rows.append(row(self.now, kind, person, **columns))
        return self

    def arrives(self, *levels: int, person: int = 0, group: int = 0) -> Diary:
        self.note(EventKind.ARRIVED, person, service=NOWHERE, detail=group)
        for need, level in enumerate(levels):
            self.note(EventKind.NEED_IS, person, need=need, level=level, detail=level)
        return self

    def need(self, level: int, need: int = 0, person: int = 0) -> Diary:
        return self.note(EventKind.NEED_CHANGED, person, need=need, level=level, detail=level)

    def episode(self, need: int = 0, person: int = 0) -> Diary:
        return self.note(EventKind.EPISODE_BEGAN, person, need=need)

    def episode_ends(self, need: int = 0, person: int = 0) -> Diary:
        return self.note(EventKind.EPISODE_ENDED, person, need=need)

    def seeks(self, service: int = NOWHERE, need: int = 0, person: int = 0) -> Diary:
        return self.note(EventKind.SOUGHT, person, need=need, service=service)

    def nowhere(
        self, reason: Reason, service: int = NOWHERE, need: int = 0, person: int = 0
    ) -> Diary:
        return self.note(EventKind.NOWHERE_TO_GO, person, service=service, need=need, detail=reason)

    def refers(
        self, spell: int, service: int = 0, origin: int = NOWHERE, need: int = 0, person: int = 0
    ) -> Diary:
        return self.note(
            EventKind.REFERRED, person, service=service, spell=spell, need=need, detail=origin
        )

    def refuses(self, spell: int, service: int = 0, need: int = 0, person: int = 0) -> Diary:
        return self.note(
            EventKind.TURNED_AWAY,
            person,
            service=service,
            spell=spell,
            need=need,
            detail=Refusal.LEVEL,
        )

    def accepts(self, spell: int, service: int = 0, due: int = 0, person: int = 0) -> Diary:
        self.note(EventKind.ACCEPTED, person, service=service, spell=spell, need=0)
        return self.waits(spell, service, due, person)

    def waits(self, spell: int, service: int = 0, due: int = 0, person: int = 0) -> Diary:
        return self.note(EventKind.WAITING, person, service=service, spell=spell, need=0, due=due)

    def leaves(self, spell: int, service: int = 0, person: int = 0) -> Diary:
        return self.note(
            EventKind.LEFT_WAITING, person, service=service, spell=spell, need=0, detail=0
        )

    def starts(
        self,
        spell: int,
        service: int = 0,
        worker: int = NOBODY,
        origin: int = NOWHERE,
        person: int = 0,
    ) -> Diary:
        return self.note(
            EventKind.SPELL_STARTED,
            person,
            service=service,
            spell=spell,
            worker=worker,
            need=0,
            detail=origin,
        )

    def meets(
        self,
        spell: int = 0,
        service: int = 0,
        worker: int = NOBODY,
        other: int = NOBODY,
        flags: int = 0,
        due: int | None = None,
        minutes: int = 0,
        length: int = 0,
        person: int = 0,
        kind: EventKind = EventKind.CONTACT,
    ) -> Diary:
        return self.note(
            kind,
            person,
            service=service,
            spell=spell,
            worker=worker,
            other_worker=other,
            need=0,
            due=self.now if due is None else due,
            minutes=minutes,
            length=length,
            detail=flags,
        )

    def misses(self, spell: int = 0, service: int = 0, person: int = 0, minutes: int = 0) -> Diary:
        return self.meets(
            spell, service, person=person, minutes=minutes, kind=EventKind.CONTACT_MISSED
        )

    def ends(
        self,
        spell: int = 0,
        service: int = 0,
        person: int = 0,
        *,
        planned: bool = True,
        ending: Ending = Ending.STAY_OVER,
    ) -> Diary:
        kind = EventKind.ENDED_PLANNED if planned else EventKind.ENDED_UNPLANNED
        return self.note(kind, person, service=service, spell=spell, need=0, detail=ending)

    def hires(self, service: int, post: int = 0) -> Diary:
        number = len(self.workers)
        self.workers.append(Worker(number, service, post, number, self.now))
        return self.note(
            EventKind.WORKER_STARTED, NOBODY, service=service, worker=number, detail=post
        )

    def exits(self, person: int = 0) -> Diary:
        return self.note(EventKind.EXITED, person, detail=0)

    def run(
        self, closes: float, groups: Sequence[int] = (0,), arrived: Sequence[int] | None = None
    ) -> Run:
        return run_of(
            *self.rows,
            closes=round(closes * self.step),
            groups=groups,
            arrived=arrived,
            workers=self.workers,
        )


def each_leaves(service: int, *days: float) -> Diary:
    """People who come to a service on day 0 and leave it on these days, each in their own spell."""
    diary = Diary(DAY)
    for person in range(len(days)):
        diary.arrives(2, person=person)
        diary.refers(person, service, person=person).starts(person, service, person=person)
    for person, day in enumerate(days):
        diary.at(day).ends(person, service, person=person)
    return diary
