"""Compute a person's trust and losses, and the effect of care on their needs."""

from __future__ import annotations

import math

import numpy as np

from sim.engines.reference.state import Person, Stage
from sim.engines.reference.world import Part, World
from sim.events import EventKind
from sim.rules.need import recovery_ratio, strength, worsening_ratio
from sim.units import WEEK

FOUR_WEEKS = 4 * WEEK


class Inner(Part):
    """The effects of support, advice, waiting, loss and contacts on needs now; and trust."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        limits = world.numbers.effects.over_contact_limit
        self.over_contact_matters = bool(np.isfinite(limits).any())

    def _support(self, person: Person, need: int) -> float:
        """Return the largest support for a need by any spell; negative if none supports it."""
        window = self.world.effects.support_window[person.group][need]
        without = self.world.effects.without_relationship[person.group][need]
        strongest = -1.0
        for spell in person.spells:
            if (
                spell.stage is Stage.OPEN
                and spell.service.row.covers[need]
                and spell.supports_since is not None
                and self.world.now - spell.supports_since <= window
            ):
                here = strength(spell.service.row.support, spell.relationship, without)
                strongest = max(strongest, here)
        return strongest

    def recovery(self, person: Person, need: int) -> float:
        """Return the ratio that multiplies the rate at which a need recovers now."""
        advised = any(
            spell.stage is Stage.OPEN
            and spell.service.row.covers[need]
            and self.world.now < spell.advised_until
            for spell in person.spells
        )
        return float(
            recovery_ratio(
                self.world.effects.support_recovery[person.group][need],
                self._support(person, need),
                advised,
                self.world.effects.advice_recovery[person.group][need],
            )
        )

    def worsening(self, person: Person, need: int) -> float:
        """Return the ratio that multiplies the rate at which a need worsens now."""
        effects, group = self.world.effects, person.group
        support = self._support(person, need)
        waits = support <= 0.0 and any(
            spell.stage is Stage.WAITING and spell.service.row.covers[need]
            for spell in person.spells
        )
        return float(
            worsening_ratio(
                effects.support_worsening[group][need],
                support,
                effects.loss_worsening[group][need],
                self._largest_loss(person),
                waits,
                effects.waiting_worsening[group][need],
                self._too_much_contact(person, need),
                effects.over_contact_ratio[group][need],
            )
        )

    def _largest_loss(self, person: Person) -> float:
        """Return the strength of the largest loss that still lasts; 0 without a loss."""
        losses = person.losses
        while losses and losses[0][1] <= self.world.now:
            del losses[0]
        return losses[0][0] if losses else 0.0

    def feel_loss(self, person: Person, size: float) -> None:
        """Begin a new loss, and forget earlier losses that are equal to it or smaller.

        All losses last equally long, so the new one outlasts them.
        """
        if size <= 0.0:
            return
        while person.losses and person.losses[-1][0] <= size:
            person.losses.pop()
        person.losses.append((size, self.world.now + self.world.effects.loss_lasts[person.group]))

    def _too_much_contact(self, person: Person, need: int) -> bool:
        limit = self.world.effects.over_contact_limit[person.group][need][person.levels[need]]
        if math.isinf(limit):
            return False
        recent = person.recent_contacts[need]
        while recent and recent[0] <= self.world.now - FOUR_WEEKS:
            recent.popleft()
        return bool(len(recent) > limit)

    def reconsider_trust(self, person: Person) -> None:
        """Update whether trust is so low that a person is disengaged.

        Disengaged people turn to services only in crisis.
        """
        disengaged = person.trust < self.world.persons.disengages_below[person.group]
        if disengaged != person.disengaged:
            person.disengaged = disengaged
            event = EventKind.DISENGAGED if disengaged else EventKind.REENGAGED
            self.world.note(event, person=person.number)
            self.world.seeking.reconsider_seeking(person)
