"""Ways of people through the services of random logs."""

from __future__ import annotations

from sim.events import (
    NOBODY,
    NOWHERE,
    ContactFlag,
    Ending,
    EventKind,
    Exit,
    Leaving,
    Reason,
    Refusal,
)
from tests.measures.random_people import GP, PLACES, RandomPeople, Referral

ROUTED = (Reason.FINISHED_SETTLED, Reason.FINISHED_IN_NEED, Reason.MISSED_CONTACTS)


class RandomWays(RandomPeople):
    """What may happen next to a person, or to a referral."""

    def refer(self, person: int, need: int, origin: int) -> Referral | None:
        known = {r.service for r in self.of(person, "referred", "waiting", "open")}
        free = [service for service in range(len(PLACES)) if service not in known]
        if not free:
            return None
        referral = Referral(len(self.referrals), person, self.random.choice(free), need)
        referral.since = self.now
        self.referrals.append(referral)
        self.about(referral, EventKind.REFERRED, detail=origin)
        return referral

    def route(self, referral: Referral, reason: Reason) -> None:
        chance = self.random.random()
        if chance < 0.5 or self.refer(referral.person, referral.need, referral.service) is None:
            self.write(
                EventKind.NOWHERE_TO_GO,
                referral.person,
                service=referral.service,
                need=referral.need,
                detail=reason,
            )

    def seek(self, person: int) -> None:
        need = self.random.randrange(2)
        if self.random.random() < 0.25:
            self.write(EventKind.SOUGHT, person, need=need, service=NOWHERE)
            self.write(
                EventKind.NOWHERE_TO_GO, person, need=need, service=NOWHERE, detail=Reason.SEEKING
            )
        else:
            self.write(EventKind.SOUGHT, person, need=need, service=GP)
            self.refer(person, need, NOWHERE)

    def decide(self, referral: Referral) -> None:
        if self.random.random() < 0.4:
            referral.stage = "gone"
            self.about(referral, EventKind.TURNED_AWAY, detail=Refusal.NOT_ACCEPTED)
            self.route(referral, Reason.TURNED_AWAY)
            return
        self.about(referral, EventKind.ACCEPTED)
        if self.random.random() < 0.7:
            referral.stage = "waiting"
            self.about(referral, EventKind.WAITING, due=referral.since * self.tick)
        else:
            self.start(referral)

    def start(self, referral: Referral) -> None:
        staff = self.working.get(referral.service, [])
        referral.worker = self.random.choice(staff) if staff else NOBODY
        referral.stage = "open"
        self.about(
            referral,
            EventKind.SPELL_STARTED,
            worker=referral.worker,
            due=referral.since * self.tick,
            detail=referral.follows.service if referral.follows else NOWHERE,
        )
        if referral.follows and referral.follows.stage == "open":
            self.end(referral.follows, planned=True, ending=Ending.HANDED_OVER)

    def leave(self, referral: Referral) -> None:
        referral.stage = "gone"
        settled = self.random.random() < 0.3
        why = Leaving.SETTLED if settled else Leaving.PATIENCE
        self.about(referral, EventKind.LEFT_WAITING, detail=why)
        if not settled:
            self.route(referral, Reason.LEFT_WAITING)

    def meet(self, referral: Referral) -> None:
        if referral.worker == NOBODY and referral.service in self.working:
            return
        flags = sum(flag for flag in ContactFlag if self.random.random() < 0.15)
        kind = self.random.choice((EventKind.CONTACT, EventKind.CONTACT, EventKind.CONTACT_MISSED))
        self.about(
            referral,
            kind,
            length=7 * self.now % 90 if kind == EventKind.CONTACT else 0,
            worker=referral.worker,
            due=max(0, self.now - self.random.randrange(9)) * self.tick,
            minutes=60,
            detail=flags,
        )
        if kind == EventKind.CONTACT and self.now % 3 == 0:
            lasts = (self.now * 5 + referral.number) % 40
            self.about(
                referral,
                EventKind.PLAN_MADE,
                worker=referral.worker,
                due=(self.now + lasts) * self.tick,
            )

    def end(self, referral: Referral, *, planned: bool, ending: Ending) -> None:
        referral.stage = "gone"
        kind = EventKind.ENDED_PLANNED if planned else EventKind.ENDED_UNPLANNED
        self.about(referral, kind, worker=referral.worker, detail=ending)

    def finish(self, referral: Referral) -> None:
        if referral.handing_over:
            self.end(referral, planned=False, ending=Ending.HANDOFF_FELL_THROUGH)
            self.route(referral, Reason.FINISHED_IN_NEED)
            return
        handoff = self.random.choice(
            (
                None,
                EventKind.HANDED_OFF_COLD,
                EventKind.HANDED_OFF_WARM,
                EventKind.HANDED_OFF_BLOCKED,
            )
        )
        if handoff in (None, EventKind.HANDED_OFF_COLD):
            self.end(referral, planned=self.random.random() < 0.5, ending=Ending.STAY_OVER)
            self.route(referral, self.random.choice(ROUTED))
            return
        following = self.refer(referral.person, referral.need, referral.service)
        if following is not None and handoff is not None:
            following.follows, referral.handing_over = referral, True
            self.about(referral, handoff, worker=referral.worker, detail=following.service)

    def choose(self, referral: Referral) -> None:
        """Another worker, for a person who has asked for one."""
        others = [w for w in self.working.get(referral.service, []) if w != referral.worker]
        if referral.worker == NOBODY or not others:
            return
        old, referral.worker = referral.worker, self.random.choice(others)
        self.about(
            referral,
            EventKind.CHANGED_WORKER,
            worker=referral.worker,
            other_worker=old,
            detail=self.random.randrange(2),
        )

    def exit(self, person: int) -> None:
        for referral in self.of(person, "referred", "waiting"):
            referral.stage = "gone"
            self.about(referral, EventKind.LEFT_WAITING, detail=Leaving.EXITED)
        for referral in self.of(person, "open"):
            self.end(referral, planned=False, ending=Ending.EXITED)
        self.write(EventKind.EXITED, person, detail=self.random.choice(list(Exit)))
        self.present.discard(person)
