"""Faults of order, planted in the readable engine: of the key, of settling, of lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import simpy

from sim.draws import NO_NAME, tie_break
from sim.engines.order import StepKind
from sim.engines.reference import world
from sim.engines.reference.caseloads import Caseloads
from sim.engines.reference.state import Service, Spell, Step
from sim.engines.reference.waiting import Waiting
from sim.engines.reference.workforce import Workforce
from sim.events import Leaving

Patch = pytest.MonkeyPatch


# Order: the key of a step.


def ranked(patch: Patch, rank: Callable[[int, Step, int, int], int]) -> None:
    """Order the steps of a minute otherwise: by time now, step, tie-break draw and item."""

    def begin(
        self: Any, env: Any, time: int, kind: StepKind, draw: int, subject: int, item: int
    ) -> None:
        simpy.Event.__init__(self, env)
        self._ok, self._value = True, None
        self.time, self.kind, self.subject = time, kind, subject
        place = rank(int(env.now), self, draw, item)
        env.schedule(self, priority=2 + place, delay=time - env.now)

    patch.setattr(Step, "__init__", begin)


def key(kind: int, first: int, second: int, item: int) -> int:
    """A place by a kind and three numbers of 32 bits."""
    return (((((kind << 32) + first) << 32) + second) << 32) + item


def new_steps_wait(patch: Patch) -> None:
    """A step created for the present minute is taken after those that were pending."""
    ranked(
        patch,
        lambda now, step, draw, item: key(
            int(step.kind) + 100 * (step.time == now), draw, step.subject, item
        ),
    )


def two_minutes_are_one(patch: Patch) -> None:
    """Steps of two neighbouring minutes are taken together, by their kinds."""
    honest = Step.__init__
    patch.setattr(
        Step,
        "__init__",
        lambda self, env, time, *rest: honest(self, env, max(time | 1, int(env.now)), *rest),
    )


def moved(kinds: dict[StepKind, float]) -> Callable[[Patch], None]:
    """Some kinds of steps have another place among the kinds."""

    def plant(patch: Patch) -> None:
        ranked(
            patch,
            lambda _, step, draw, item: key(
                int(2 * kinds.get(step.kind, int(step.kind))), draw, step.subject, item
            ),
        )

    return plant


def by_number(patch: Patch) -> None:
    """Ties go by the person's number before the tie-break draw."""
    ranked(patch, lambda _, step, draw, item: key(int(step.kind), step.subject, draw, item))


def later_items_first(patch: Patch) -> None:
    """Of two steps of one person that share all else, the later need or spell goes first."""
    ranked(
        patch,
        lambda _, step, draw, item: key(int(step.kind), draw, step.subject, 2**31 - item),
    )


def one_draw_for_life(patch: Patch) -> None:
    """The tie-break of a step is drawn once, not afresh each minute."""
    patch.setattr(
        world,
        "tie_break",
        lambda seed, run, name, subject, _: tie_break(seed, run, name, subject, 0),
    )


def one_draw_everywhere(patch: Patch) -> None:
    """The tie-break of a step does not depend on its service."""
    patch.setattr(
        world,
        "tie_break",
        lambda seed, run, _, subject, time: tie_break(seed, run, NO_NAME, subject, time),
    )


# Order: how a step settles.


def settled(
    patch: Patch, among: Callable[[set[int]], int], parts: Callable[[Any, Service], None]
) -> None:
    """Settle the marked service that is chosen among them, by these parts."""

    def settle(self: Any) -> None:
        world = self.world
        while world.to_settle:
            while world.to_settle:
                index = among(world.to_settle)
                world.to_settle.discard(index)
                parts(self, world.services[index])
            self._swap_a_cycle()
        self._come_to_rest()

    patch.setattr(Waiting, "settle", settle)


def allocate_then_grant(waiting: Any, service: Service) -> None:
    """What settling a service is."""
    waiting._allocate(service)
    waiting._grant(service)


def last_service_first(patch: Patch) -> None:
    """Services settle in the reverse of file order."""
    settled(patch, max, allocate_then_grant)


def list_before_unallocated(patch: Patch) -> None:
    """Places are granted from the list before people without a worker are allocated."""

    def grant_then_allocate(waiting: Any, service: Service) -> None:
        waiting._grant(service)
        waiting._allocate(service)

    settled(patch, min, grant_then_allocate)


def settles_once(patch: Patch) -> None:
    """What settling sets off at other services waits until the next step."""

    def settle(self: Any) -> None:
        marked = sorted(self.world.to_settle)
        self.world.to_settle.clear()
        for index in marked:
            allocate_then_grant(self, self.world.services[index])
        self._swap_a_cycle()
        self._come_to_rest()

    patch.setattr(Waiting, "settle", settle)


def rings_stay(patch: Patch) -> None:
    """Blocked people who wait for each other's places go on waiting."""
    patch.setattr(Waiting, "_swap_a_cycle", lambda _: None)


def patience_since_referral(patch: Patch) -> None:
    """Patience counts from the referral, not from when the step of joining has settled."""

    def grow_impatient(self: Any, spell: Spell) -> None:
        honest(self, spell)
        step = spell.timers.pop(StepKind.PATIENCE_ENDS, None)
        if step is not None:
            step.cancel()
            now = self.world.now
            time = max(now, step.time - (now - spell.referred_at))
            self.world.set_timer(
                spell, StepKind.PATIENCE_ENDS, time, lambda late: self.leave_list(late, leaves)
            )

    honest, leaves = Waiting._grow_impatient, Leaving.PATIENCE
    patch.setattr(Waiting, "_grow_impatient", grow_impatient)


# Order: the waiting list, and workers.


def listed(
    place: Callable[[int, int, int, int], tuple[int, int, int, int]],
) -> Callable[[Patch], None]:
    """Another place in the list than by class, time joined, tie-break draw and person."""

    def plant(patch: Patch) -> None:
        honest = Service.add_waiting

        def add_waiting(self: Service, spell: Spell) -> None:
            spell.place_in_list = place(*spell.place_in_list)
            honest(self, spell)

        patch.setattr(Service, "add_waiting", add_waiting)

    return plant


def nobody_is_kept(patch: Patch) -> None:
    """Nobody's own worker takes them over the caseload unless they are first on the list."""
    patch.setattr(Waiting, "_grant_kept", lambda *_: None)


def workers_by_number(patch: Patch) -> None:
    """Of the least loaded workers, the one who started first takes the next person."""
    patch.setattr(Caseloads, "_tie_break", lambda *_: 0)


def losses_by_number(patch: Patch) -> None:
    """A leaving worker's people wait for another in order of their numbers."""
    patch.setattr(Workforce, "order_of_loss", lambda _, spell: (0, spell.person.number))
