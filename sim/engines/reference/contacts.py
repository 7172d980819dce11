"""Contacts: they become due, are booked in a diary, and are attended or missed."""

from __future__ import annotations

from functools import partial

from sim.draws import Purpose
from sim.engines.order import StepKind
from sim.engines.reference.state import Booking, Person, Service, Spell, Stage
from sim.engines.reference.world import Part
from sim.events import NOBODY, ContactFlag, Ending, EventKind
from sim.resolved import MISSING, Pause
from sim.rules.contact import attendance
from sim.rules.relationship import fall, grow
from sim.units import FOREVER


class Contacts(Part):
    """Everything from the minute in which a contact becomes due to its effects."""

    def next_contact(self, spell: Spell) -> None:
        """Set the timer of the next contact by the present level of need."""
        _, level = self.world.worst_need(spell.person, spell.service)
        interval = spell.service.row.contact_interval[level]
        if interval >= FOREVER:
            return
        due = max(spell.last_contact + interval, self.world.now)
        self.world.set_timer(
            spell, StepKind.CONTACT_FALLS_DUE, due, partial(self._falls_due_now, due=due)
        )

    def next_contact_if_none(self, spell: Spell) -> None:
        """Set the timer of the next contact, unless it is set or a contact is booked."""
        if (
            spell.booking is None
            and spell.put_off_due is None
            and StepKind.CONTACT_FALLS_DUE not in spell.timers
            and not spell.blocked
            and not spell.pauses
            and not self._stopped_for_joint_contact(spell)
        ):
            self.next_contact(spell)

    @staticmethod
    def _stopped_for_joint_contact(spell: Spell) -> bool:
        """Return whether contacts here have stopped because of a joint contact.

        This is so if the next service has started; it holds the joint contact.
        """
        return spell.handing_on and spell.next is not None and spell.next.stage is Stage.OPEN

    def _falls_due_now(self, spell: Spell, due: int) -> None:
        self.fall_due(spell, due)

    def fall_due(self, spell: Spell, due: int, *, urgent: bool = False) -> None:
        """Book a contact that becomes due, or postpone it until it can be booked."""
        if spell.blocked or self._stopped_for_joint_contact(spell):
            return
        if urgent:
            self.cancel_contacts(spell)
        if spell.pauses or (spell.service.team is not None and spell.worker is None):
            spell.put_off_due = due if spell.put_off_due is None else min(spell.put_off_due, due)
            return
        person, service = spell.person, spell.service
        ordinal = person.count(person.contacts, service.index)
        length = self.world.lasts(
            service.row.contact_length, Purpose.CONTACT_LENGTH, service.name, person.key, ordinal
        )
        time, cost = self._find_time(spell, length, urgent=urgent)
        kind = StepKind.CONTACT_HAPPENS
        step = self.world.at(time, kind, person, partial(self._happens, spell), spell)
        if step is not None:
            spell.booking = Booking(step, due, length, ordinal, cost, urgent)

    def _find_time(self, spell: Spell, length: int, *, urgent: bool) -> tuple[int, int]:
        """Return when a contact can be held, and the diary time that it takes."""
        within = spell.service.row.urgent_within
        if spell.worker is None:
            return (self.world.now + within if urgent else self.world.now), 0
        time, cost = self.world.workforce.book(spell.worker, length, goes_first=urgent)
        return (min(time, self.world.now + within) if urgent else time), cost

    def cancel_contacts(self, spell: Spell) -> int | None:
        """Cancel a contact that is due or booked; return when it was due, or None."""
        spell.stop(StepKind.CONTACT_FALLS_DUE)
        booking, spell.booking = spell.booking, None
        if booking is None:
            return None
        booking.step.cancel()
        if spell.worker is not None:
            self.world.workforce.give_back(spell.worker, booking.cost)
        return booking.due

    def _happens(self, spell: Spell) -> None:
        """Carry out a booked contact, attended or missed."""
        booking, spell.booking = spell.booking, None
        assert booking is not None
        person, service = spell.person, spell.service
        spell.last_contact = self.world.now
        chance = attendance(
            service.row.attendance,
            self.world.persons.attendance_trust[person.group],
            person.trust - self.world.persons.trust_reference[person.group],
            self.world.persons.attendance_relationship[person.group],
            spell.relationship - self.world.persons.relationship_reference[person.group],
        )
        attended = chance >= 1.0 or (
            self.world.uniform(Purpose.ATTENDANCE, service.name, person.key, booking.ordinal)
            < chance
        )
        if attended:
            self._attended(spell, booking)
        else:
            self._missed(spell, booking)
        if spell.stage is Stage.OPEN:
            self.next_contact_if_none(spell)

    def _flags(self, spell: Spell, booking: Booking) -> ContactFlag:
        flags = ContactFlag.URGENT if booking.urgent else ContactFlag(0)
        in_hospital = any(
            other is not spell
            and other.stage is Stage.OPEN
            and other.service.row.pauses_others == Pause.IN_REACH
            for other in spell.person.spells
        )
        return flags | ContactFlag.IN_REACH if in_hospital else flags

    def _attended(self, spell: Spell, booking: Booking) -> None:
        person = spell.person
        flags = self._flags(spell, booking)
        earlier = spell.hands_over_from if spell.joint_contact_pending else None
        if earlier is not None and earlier.worker is not None:
            flags |= ContactFlag.JOINT
            self.world.workforce.charge(earlier.worker, booking.length)
            carried = earlier.service.row.warm_carries * earlier.relationship
            spell.relationship = max(spell.relationship, carried)
            spell.retellings_left = 0
        if spell.retellings_left > 0:
            flags |= ContactFlag.RETELLING
            spell.retellings_left -= 1
        else:
            spell.supports_since = self.world.now
        if self.contact_felt(person, spell.service, booking.ordinal):
            flags |= ContactFlag.STIGMATISING
        if spell.worker is not None:
            person.told = True
            growth = self.world.persons.relationship_growth[person.group]
            spell.relationship = grow(spell.relationship, growth)
        spell.attended += 1
        spell.missed_in_row = 0
        with_whom = NOBODY
        if ContactFlag.JOINT in flags and earlier is not None and earlier.worker is not None:
            with_whom = earlier.worker.number
        self._note_contact(EventKind.CONTACT, spell, booking, flags, booking.length, with_whom)
        if earlier is not None:
            spell.joint_contact_pending = False
            self.world.care.end(earlier, Ending.HANDED_OVER, planned=True)
        limit = spell.service.row.max_contacts
        if limit != MISSING and spell.attended >= limit and self._may_end(spell):
            self.world.handoff.finish(spell, Ending.CONTACTS_DONE)

    def contact_felt(self, person: Person, service: Service, ordinal: int) -> bool:
        """Apply an attended contact to trust; return whether it was stigmatising."""
        for need, recent in enumerate(person.recent_contacts):
            if service.row.covers[need] and self.world.inner.over_contact_matters:
                recent.append(self.world.now)
        probability = service.row.stigma
        stigmatising = False
        if probability > 0.0:
            u = self.world.uniform(Purpose.STIGMA, service.name, person.key, ordinal)
            stigmatising = bool(u < probability)
        group = person.group
        if stigmatising:
            person.trust = fall(person.trust, self.world.persons.trust_fall_stigma[group])
        else:
            person.trust = grow(person.trust, self.world.persons.trust_rise[group])
        self.world.inner.reconsider_trust(person)
        return stigmatising

    def _missed(self, spell: Spell, booking: Booking) -> None:
        used = booking.length
        if spell.worker is not None:
            share = spell.service.team.missed_share
            used = round(booking.length * share)
            self.world.workforce.give_back(spell.worker, booking.cost - round(booking.cost * share))
        flags = self._flags(spell, booking)
        self._note_contact(EventKind.CONTACT_MISSED, spell, booking, flags, used, NOBODY)
        spell.missed_in_row += 1
        limit = spell.service.row.max_missed
        if limit == MISSING or spell.missed_in_row < limit:
            return
        if spell.service.row.outreach:
            spell.missed_in_row = 0
            self.fall_due(spell, self.world.now, urgent=spell.service.row.urgent_within != MISSING)
        elif self._may_end(spell):
            self.world.handoff.finish(spell, Ending.MISSED_CONTACTS)

    @staticmethod
    def _may_end(spell: Spell) -> bool:
        """Return whether the rules that end a spell still apply."""
        return spell.stage is Stage.OPEN and not spell.handing_on and not spell.blocked

    def _note_contact(
        self,
        event: EventKind,
        spell: Spell,
        booking: Booking,
        flags: ContactFlag,
        minutes: int,
        with_whom: int,
    ) -> None:
        self.world.note_spell(
            event,
            spell,
            other_worker=with_whom,
            due=booking.due,
            minutes=minutes,
            detail=int(flags),
        )
