"""When contacts fall due, and for whom they wait then."""

from __future__ import annotations

from typing import Any

from sim.draws import Purpose, uniform
from sim.units import FOREVER
from tests.theory.queue_choices import Choices
from tests.theory.queue_state import CONTACT, TOGETHER, Item, Spell


class Dues(Choices):
    """Falling due."""

    def draw(self, purpose: Purpose, spell: Spell, ordinal: int) -> float:
        name = int(self.resolved.numbers.services.name[spell.service])
        key = self.run.people[spell.person].key
        return float(uniform(self.seed, self.replication, int(purpose), name, key, ordinal))

    def of(self, spell: Spell, column: str) -> Any:
        return getattr(self.resolved.numbers.services, column)[spell.service]

    def set_clock(self, spell: Spell, now: int) -> None:
        waits = spell.contact is not None or spell.joint is not None or spell.clock is not None
        interval = int(self.of(spell, "contact_interval")[self.level[spell.person]])
        if not waits and not spell.stopped and interval < FOREVER:
            spell.clock = max(spell.last + interval, now)

    def fall_due(self, spell: Spell, due: int, now: int, *, urgent: bool) -> None:
        if spell.stopped:
            return
        spell.clock = None
        if spell.contact is not None:
            item = spell.contact
            if urgent and item.workers and not item.urgent:
                item.urgent, item.due = True, due
            return
        ordinal = self.ordinals.get((spell.person, spell.service), 0)
        self.ordinals[spell.person, spell.service] = ordinal + 1
        share = self.of(spell, "cancelled_person") + self.of(spell, "cancelled_provider")
        if not urgent and self.draw(Purpose.CANCELLED, spell, ordinal) < share:
            self.cancelled.append((spell.person, spell.number, due))
            spell.last = due
            self.set_clock(spell, now)
            return
        length = self.length(spell, ordinal)
        minutes = length + int(self.of(spell, "contact_overhead"))
        spell.contact = Item(CONTACT, spell, due, minutes, ordinal, urgent, length)
        self.stand(spell)

    def length(self, spell: Spell, ordinal: int) -> int:
        """Minutes between a low and a high number, which are all the same."""
        row, table = int(self.of(spell, "contact_length")), self.resolved.numbers.distributions
        low, high, unit = (float(part[row]) for part in (table.a, table.b, table.minutes_per_unit))
        u = self.draw(Purpose.CONTACT_LENGTH, spell, ordinal)
        return round((low + (high - low) * u) * unit)

    def stand(self, spell: Spell) -> None:
        """Put what waits where it belongs now."""
        if spell.joint is not None and (spell.earlier is None or spell.earlier.worker < 0):
            spell.contact, spell.joint = spell.contact or spell.joint, None
        item = spell.contact
        if item is None:
            return
        item.kind, item.workers = CONTACT, (spell.worker,) if spell.worker >= 0 else ()
        item.urgent = item.urgent and spell.worker >= 0
        earlier = spell.earlier.worker if spell.earlier is not None else -1
        if item.workers and not item.urgent and earlier >= 0 and spell.joint is None:
            item.kind, item.workers = TOGETHER, (spell.worker, earlier)
            spell.contact, spell.joint = None, item
        self.joined.update(item.workers)

    def ring(self, now: int) -> None:
        """All that falls due by now."""
        for spell in list(self.spells.values()):
            if spell.starts:
                spell.starts = False
                self.fall_due(spell, now, now, urgent=False)
            elif spell.clock is not None and spell.clock <= now:
                self.fall_due(spell, spell.clock, now, urgent=False)
