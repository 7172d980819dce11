"""Contacts that are promised after an ending, such as within 72 hours of leaving hospital."""

from __future__ import annotations

from functools import partial

from sim.draws import Purpose
from sim.engines.order import StepKind, WorkKind
from sim.engines.reference.state import Person, Spell, Stage, Work, Worker
from sim.engines.reference.world import Part
from sim.events import NOBODY, ContactFlag, Ending, EventKind
from sim.resolved import MISSING
from sim.rules.ending import is_felt


class FollowUps(Part):
    """Promise, hold and drop follow-ups."""

    def arrange(self, spell: Spell, ending: Ending) -> None:
        """Draw whether a follow-up is promised after an ending, and when it is due."""
        service, person = spell.service, spell.person
        within = service.row.follow_up_within
        if within == MISSING or not is_felt(ending):
            return
        u = self.world.uniform(Purpose.FOLLOW_UP, service.name, person.key, spell.visit)
        probability = service.row.follow_up_probability
        if u >= probability:
            return
        # What is left of the uniform says when: at any minute of the time allowed.
        time = self.world.now + round(within * (u / probability))
        person.to_come += 1
        self.world.at(
            time, StepKind.FOLLOW_UP_HAPPENS, person, partial(self._falls_due, spell), spell
        )

    def _falls_due(self, ended: Spell) -> None:
        person = ended.person
        if person.gone or person.away:
            self.has_come(person)
            return
        by_index = ended.service.row.follow_up_by[self.world.area_of(person)]
        by = ended.service if by_index == MISSING else self.world.services[by_index]
        ordinal = person.count(person.contacts, by.index)
        length, cost = self.world.contacts.lengths(person, by, ordinal)
        work = self.world.server.work(
            WorkKind.FOLLOW_UP,
            ended,
            by,
            due=self.world.now,
            cost=cost,
            length=length,
            ordinal=ordinal,
            urgent=True,
        )
        person.follow_ups.append(work)
        self.await_worker(work)

    def await_worker(self, work: Work) -> None:
        """Let a follow-up wait for the person's worker, or for the least loaded worker.

        At a service without workers it is held at once.
        """
        here = self._open_spell_at(work)
        worker = here.worker if here is not None else None
        if worker is None and work.service.team is not None:
            worker = self.world.caseloads.least_loaded_of_all(work.service)
        if worker is not None:
            self.world.server.add(work, worker)
        else:
            self.hold(work, [])

    @staticmethod
    def _open_spell_at(work: Work) -> Spell | None:
        here = work.spell.person.spell_at(work.service.index)
        return here if here is not None and here.stage is Stage.OPEN else None

    def hold(self, work: Work, holders: list[Worker]) -> None:
        """Hold a follow-up: the contact that was promised after an ending."""
        person, by = work.spell.person, work.service
        person.follow_ups.remove(work)
        self.has_come(person)
        self.world.server.occupy(holders, work.cost)
        here = self._open_spell_at(work)
        need, level = self.world.worst_need(person, by)
        flags = ContactFlag.FOLLOW_UP
        felt = self.world.contacts.stigmatises(person, by, work.ordinal)
        if not self.world.contacts.helps(by, felt):
            flags |= ContactFlag.STIGMATISING
        self.world.note(
            EventKind.CONTACT,
            person=person.number,
            service=by.index,
            spell=here.number if here is not None else work.spell.number,
            worker=self.world.contacts.held_by(person, by, work, holders[0] if holders else None),
            need=need,
            level=level if need != NOBODY else NOBODY,
            due=work.due,
            minutes=work.cost,
            length=work.length,
            detail=int(flags),
        )
        self.world.contacts.contact_felt(person, by, work.ordinal)

    def forget(self, person: Person) -> None:
        """Drop all follow-ups that were promised to a person who is gone."""
        for work in person.follow_ups:
            self.world.server.remove(work)
            self.has_come(person)
        person.follow_ups = []

    def has_come(self, person: Person) -> None:
        """Count down what is still to come for a person after endings.

        This can be the end of an exit delay, or a follow-up.
        """
        person.to_come -= 1
        self.world.parted.append(person)
