"""Let relationships grow, and let people change to another worker."""

from __future__ import annotations

from sim.draws import NO_NAME, Purpose, uniform_pair
from sim.engines.reference.state import Service, Spell, Stage, Worker
from sim.engines.reference.world import Part
from sim.events import EventKind
from sim.resolved import MISSING
from sim.rules.distributions import quantile
from sim.rules.relationship import asks_for_another, grow_towards, match_ceiling


class Choice(Part):
    """The growth of relationships, and changes of worker that people ask for."""

    def get_on(self, spell: Spell) -> None:
        """Move a relationship towards its ceiling, after an attended contact."""
        growth = self.world.persons.relationship_growth[spell.person.group]
        ceiling = self._ceiling(spell)
        spell.relationship = float(grow_towards(spell.relationship, growth, ceiling))
        spell.met_here += 1

    def _ceiling(self, spell: Spell) -> float:
        """Return the ceiling towards which a relationship grows, from 0 to 1."""
        persons, group = self.world.persons, spell.person.group
        row = persons.match_ceiling[group]
        if row == MISSING:
            return 1.0
        assert spell.worker is not None
        first, second = uniform_pair(
            self.world.seed,
            self.world.replication,
            int(Purpose.MATCH),
            NO_NAME,
            spell.person.key,
            spell.worker.key,
        )
        usual = float(quantile(self.world.numbers.distributions, row, second))
        return float(
            match_ceiling(
                first, persons.match_poor_share[group], persons.match_poor_ceiling[group], usual
            )
        )

    def consider(self, spell: Spell) -> None:
        """Let a person begin or cease to ask for another worker, after an attended contact."""
        asking = spell.service.asking
        if spell.stage is not Stage.OPEN or spell.worker is None:
            return
        team = spell.service.team
        asks = asks_for_another(
            team.choice_after, team.choice_below, spell.met_here, spell.relationship
        )
        if not asks:
            self.ask_no_more(spell)
        elif spell not in asking:
            asking.append(spell)
            self.world.to_settle.add(spell.service.index)

    def ask_no_more(self, spell: Spell) -> None:
        """Take a spell off the list of people who ask for another worker, if it is there."""
        if spell in spell.service.asking:
            spell.service.asking.remove(spell)

    def grant(self, service: Service) -> None:
        """Change the worker of people who have asked for it, in order of asking.

        Someone for whom no worker has room keeps theirs for now. Each change makes room for
        others, so the list is then searched again from its start.
        """
        if service.asking and service.team.choice_after == MISSING:
            service.asking.clear()  # by a change of rules
        position = 0
        while position < len(service.asking):
            spell = service.asking[position]
            worker = self._another(spell)
            if worker is None:
                position += 1
            else:
                self._change_worker(spell, worker)
                position = 0

    def _another(self, spell: Spell) -> Worker | None:
        """Return the worker to whom a person changes: the least loaded one with room.

        Returns None if nobody has room, or if the person is being handed over to another service.
        """
        if spell.handing_on or spell.blocked:
            return None
        caseloads = self.world.caseloads
        others = [
            worker
            for worker in spell.service.workers
            if worker is not spell.worker
            and worker is not spell.left_by_choice
            and not worker.on_notice
        ]
        return caseloads.assigned(spell, others, caseloads.weight_set(spell))

    def _change_worker(self, spell: Spell, worker: Worker) -> None:
        """Let a person change to another worker of the team, as they asked, without a loss."""
        world, team, earlier = self.world, spell.service.team, spell.worker
        assert earlier is not None
        self.ask_no_more(spell)
        urgent = spell.contact is not None and spell.contact.urgent
        if spell.contact is not None or spell.joint is not None:
            world.contacts.put_off(spell)
        if spell.contact is not None:
            spell.contact.urgent = urgent
        world.notice.drop_handover(spell)
        before = spell.relationship
        world.caseloads.let_go(earlier, spell)
        world.care.meet_worker(spell, worker)
        spell.left_by_choice = earlier
        if team.handover_planned:
            world.care.carry_over(spell, team.handover_share * before)
        world.note_spell(
            EventKind.CHANGED_WORKER,
            spell,
            other_worker=earlier.number,
            detail=int(team.handover_planned),
        )
        if team.handover_planned and team.handover_minutes > 0:
            world.workforce.await_handover(spell, worker, earlier)
        world.care.take_up_contacts(spell)
        world.handoff.queue_advice(spell)
        world.to_settle.add(spell.service.index)
