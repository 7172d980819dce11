"""Let people seek help, with one timer per person for the worst need that no service covers."""

from __future__ import annotations

from functools import partial

from sim.draws import NO_NAME, Purpose
from sim.engines.order import StepKind
from sim.engines.reference.state import CRISIS, Person, Service, Stage
from sim.engines.reference.world import Part
from sim.events import NOBODY, NOWHERE, EventKind, Reason
from sim.rules.need import pick
from sim.rules.referral import seeking_delay


class Seeking(Part):
    """The timing of a person's search for help, and the services to which they turn."""

    def _in_hand(self, person: Person, need: int) -> bool:
        """Return whether a spell, or a sufficient referral, covers the need.

        In crisis, a referral made before the crisis or a place on a waiting list is not
        sufficient. Crisis services stay reachable, and using them does not lose a place on a list.
        """
        in_crisis = person.levels[need] == CRISIS
        return any(
            spell.service.row.covers[need]
            and (spell.stage is Stage.OPEN or spell.in_crisis or not in_crisis)
            for spell in person.spells
        )

    def _worst_unmet(self, person: Person) -> int:
        """Return the worst need for which a person would seek help now, or NOBODY."""
        worst, highest = NOBODY, -1
        for need, level in enumerate(person.levels):
            if (
                level > highest
                and level >= self.world.seek_level[person.group][need]
                and (level == CRISIS or not person.disengaged)
                and not self._in_hand(person, need)
            ):
                worst, highest = need, level
        return worst

    def _worst_lasting(self, person: Person) -> int:
        """Return the worst need of an open episode for which a person would seek help, or NOBODY.

        Needs count on good days as well: their level is the one at which the person would seek
        help.
        """
        worst, highest = NOBODY, -1
        for need, is_open in enumerate(person.episode_open):
            if (
                is_open
                and (level := self.turns_at(person, need)) > highest
                and (person.levels[need] == CRISIS or not person.disengaged)
                and not self._in_hand(person, need)
            ):
                worst, highest = need, level
        return worst

    def turns_at(self, person: Person, need: int) -> int:
        """Return the level with which a person turns for help: the one the need presents.

        It is never below the level at which people seek help, even on a good day of an episode.
        """
        seek_level = self.world.seek_level[person.group][need]
        return max(self.world.presenting.level(person, need), seek_level)

    def reconsider_seeking(self, person: Person, *, again: bool = False) -> None:
        """Start, shorten or stop the timer after which a person seeks help.

        `again` is true if a route has just led nowhere, so that the person seeks help anew.
        """
        here = not (person.gone or person.away)
        need = self._worst_unmet(person) if here else NOBODY
        runs = person.seeking_level >= 0
        if need == NOBODY and here and (runs or again) and self.persists(person):
            need = self._worst_lasting(person)
            if need != NOBODY and runs:
                return
        if need == NOBODY:
            if person.seeking is not None:
                person.seeking.cancel()
            person.seeking, person.seeking_level = None, -1
            return
        level = max(person.levels[need], self.world.seek_level[person.group][need])
        if level <= person.seeking_level:
            return
        if again:
            row, ordinal = self.world.persons.reseek_delay[person.group], person.reseeks
            person.reseeks += 1
            delay = self.world.lasts(row, Purpose.RESEEK_DELAY, NO_NAME, person.key, ordinal)
        else:
            row, ordinal = self.world.persons.seek_delay[person.group][level], person.seeks
            person.seeks += 1
            delay = self._trusting(
                person, self.world.lasts(row, Purpose.SEEK_DELAY, NO_NAME, person.key, ordinal)
            )
        time = self.world.now + delay
        if person.seeking is not None:
            if person.seeking.time <= time:
                person.seeking_level = level
                return
            person.seeking.cancel()
        person.seeking_level = level
        person.seeking = self.world.at(
            time, StepKind.PERSON_SEEKS, person, partial(self.seek, person)
        )

    def persists(self, person: Person) -> bool:
        """Return whether this person's timer for seeking help runs on through good days."""
        return bool(self.world.persons.seek_persists[person.group])

    def _trusting(self, person: Person, delay: int) -> int:
        effect = self.world.persons.seek_trust[person.group]
        if effect == 0.0:
            return delay
        distance = person.trust - self.world.persons.trust_reference[person.group]
        return int(seeking_delay(delay, effect, distance))

    def seek(self, person: Person) -> None:
        """Let a person turn for help: to a service if they may return, or to an entry service."""
        person.seeking, person.seeking_level = None, -1
        worst = self._worst_lasting if self.persists(person) else self._worst_unmet
        need = worst(person)
        if need == NOBODY:
            return
        target = self._open_door(person, need)
        if target == NOWHERE:
            target = self._entry(person, need)
        self.world.note(
            EventKind.SOUGHT,
            person=person.number,
            service=target,
            need=need,
            level=self.turns_at(person, need),
        )
        if target == NOWHERE:
            self._note_nowhere(person, NOWHERE, need, Reason.SEEKING)
            self.reconsider_seeking(person, again=True)
            return
        known = person.spell_at(target) is not None
        self.world.referral.refer(person, target, came_from=NOWHERE)
        self.reconsider_seeking(person, again=known)

    def _entry(self, person: Person, need: int) -> int:
        u = self.world.uniform(Purpose.ENTRY, NO_NAME, person.key, person.sought)
        person.sought += 1
        level = self.turns_at(person, need)
        row = self.world.ways.entry[person.group, need, level]
        target = int(pick(row, u))
        return NOWHERE if target == len(self.world.services) else target

    def _open_door(self, person: Person, need: int) -> int:
        """Return the service to which a person may return without referral, or NOWHERE.

        It covers the need. Of several such services, it is the one that the person left last.
        """
        latest, door = -1, NOWHERE
        for service in self.world.services:
            left_at = person.ended_at.get(service.index, -1)
            if (
                left_at > latest
                and service.row.covers[need]
                and self.may_return(person, service)
                and person.spell_at(service.index) is None
            ):
                latest, door = left_at, service.index
        return door

    def may_return(self, person: Person, service: Service) -> bool:
        """Return whether a person may come back to a service without referral and assessment."""
        left_at = person.ended_at.get(service.index)
        within = service.row.fast_return
        return left_at is not None and within > 0 and self.world.now - left_at <= within

    def _note_nowhere(self, person: Person, service: int, need: int, reason: Reason) -> None:
        level = person.levels[need] if need != NOBODY else NOBODY
        self.world.note(
            EventKind.NOWHERE_TO_GO,
            person=person.number,
            service=service,
            need=need,
            level=level,
            detail=int(reason),
        )

    def nowhere_to_go(self, person: Person, service: Service, reason: Reason) -> None:
        """Write to the log that a route led nowhere; the person may seek help again."""
        if person.gone or person.away:
            return
        need, _ = self.world.worst_need(person, service)
        self._note_nowhere(person, service.index, need, reason)
        if person.seeking is not None:
            person.seeking.cancel()
        person.seeking, person.seeking_level = None, -1
        self.reconsider_seeking(person, again=True)
