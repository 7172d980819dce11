"""Make and renew shared plans in contacts, and reduce retelling while a plan is current."""

from __future__ import annotations

from sim.draws import NO_NAME, Purpose
from sim.engines.reference.state import Person, Spell, Worker
from sim.engines.reference.world import Part
from sim.events import EventKind
from sim.resolved import MISSING
from sim.rules.planning import contacts_to_tell, current_until, is_to_plan, left_of


class Planning(Part):
    """People's shared plans. Each person has one at most, which holds at every service."""

    def is_due(self, spell: Spell) -> bool:
        """Return whether an ordinary contact that falls due now is one for a shared plan."""
        row = spell.service.row
        if row.plan_length == MISSING or spell.service.team is None:
            return False
        interval = self.world.contacts.interval_now(spell)
        return bool(is_to_plan(row.plan_every, spell.person.plan_until, self.world.now, interval))

    def make(self, spell: Spell) -> None:
        """Give a person a new or renewed plan at a contact, if the service still makes plans."""
        if spell.service.row.plan_length != MISSING:
            self._lasts(spell, spell.service.row.plan_every)

    def begin(self, spell: Spell) -> None:
        """Give someone who is in care at minute 0 a plan that was made before."""
        row = spell.service.row
        if row.plan_length == MISSING or spell.service.team is None:
            return
        u = self.world.uniform(Purpose.PLAN_PHASE, spell.service.name, spell.person.key, 0)
        self._lasts(spell, int(left_of(row.plan_every, u)))

    def _lasts(self, spell: Spell, minutes: int) -> None:
        person = spell.person
        person.plan_until = int(current_until(person.plan_until, self.world.now, minutes))
        person.plan_carries = float(spell.service.row.plan_carries)
        self.world.note_spell(EventKind.PLAN_MADE, spell, due=person.plan_until)

    def retellings(self, person: Person, worker: Worker) -> int:
        """Return the number of contacts in which a person tells a new worker their story again."""
        usual = int(self.world.persons.retelling[person.group])
        if not person.told or person.plan_until <= self.world.now:
            return usual if person.told else 0
        u = self.world.uniform(Purpose.PLAN_CARRIES, NO_NAME, person.key, worker.key)
        until, carries = person.plan_until, person.plan_carries
        return int(contacts_to_tell(usual, until, carries, self.world.now, u))
