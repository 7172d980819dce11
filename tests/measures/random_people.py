"""People of random logs: who they are, their needs, and the rows about them."""

from __future__ import annotations

from random import Random

from sim.events import NOBODY, NOWHERE, EventKind, Worker
from sim.resolved import Capacity
from tests.measures.worlds import Place, row

GP, TEAM, WARD, PEER = range(4)
PLACES = (
    Place("gp", covers=(0, 1), contact_cost=40.0, stigma_helps=True),
    Place(
        "team",
        covers=(0,),
        capacity=Capacity.WORKERS,
        places=2,
        weekly_minutes=1000,
        works_on=(True, True, False, True, True, False, False),
        day_opens=4 * 60,
        day_closes=11 * 60,
    ),
    Place("ward", covers=(0, 1), level_low=3, capacity=Capacity.PLACES, places=9, continuous=True),
    Place(
        "peer", covers=(1,), helps=False, capacity=Capacity.WORKERS, places=2, weekly_minutes=600
    ),
    Place("clinic", covers=(0,), continuous=True),
)
SEEK_LEVEL = ((2, 2), (1, 3))


class Referral:
    """One referral and what became of it."""

    def __init__(self, number: int, person: int, service: int, need: int) -> None:
        self.number, self.person, self.service, self.need = number, person, service, need
        self.stage = "referred"
        self.since = 0
        self.worker = NOBODY
        self.lost_at = NOBODY  # when the worker left
        self.follows: Referral | None = None  # a warm or blocked spell that waits for this one
        self.handing_over = False


class RandomPeople:
    """People whose needs change by chance, and the rows about them."""

    def __init__(self, random: Random, tick: int, ticks: int, people: int) -> None:
        self.random, self.tick, self.ticks = random, tick, ticks
        self.now = 0
        self.rows: list[tuple[int, ...]] = []
        self.referrals: list[Referral] = []
        self.workers: list[Worker] = []
        self.working: dict[int, list[int]] = {TEAM: [], PEER: []}
        self.arrives = [0] + [random.choice((0, 0, random.randrange(ticks))) for _ in range(people)]
        self.arrives = self.arrives[:people]
        self.group = [random.randrange(2) for _ in range(people)]
        self.level = [[0, 0] for _ in range(people)]
        self.below_since: list[list[int | None]] = [[None, None] for _ in range(people)]
        self.present: set[int] = set()
        self.away: set[int] = set()  # disengaged

    def write(self, kind: EventKind, person: int = NOBODY, **columns: int) -> None:
        if person >= 0 and "need" in columns and "level" not in columns and columns["need"] >= 0:
            columns["level"] = self.level[person][columns["need"]]
        self.rows.append(row(self.now * self.tick, kind, person, **columns))

    def about(self, referral: Referral, kind: EventKind, **columns: int) -> None:
        self.write(
            kind,
            referral.person,
            service=referral.service,
            spell=referral.number,
            need=referral.need,
            **columns,
        )

    def set_level(self, person: int, need: int, level: int, kind: EventKind) -> None:
        self.level[person][need] = level
        self.write(kind, person, need=need, detail=level)
        seek = SEEK_LEVEL[self.group[person]][need]
        below = self.below_since[person]
        if level >= seek and below[need] is None:
            self.write(EventKind.EPISODE_BEGAN, person, need=need)
            below[need] = -1  # in an episode, at or above
        elif level >= seek:
            below[need] = -1
        elif below[need] == -1:
            below[need] = self.now

    def end_episodes(self) -> None:
        for person in sorted(self.present):
            for need in range(2):
                since = self.below_since[person][need]
                if since is not None and since >= 0 and self.now - since >= 4:
                    self.write(EventKind.EPISODE_ENDED, person, need=need)
                    self.below_since[person][need] = None

    def arrive(self, person: int) -> None:
        self.present.add(person)
        self.write(EventKind.ARRIVED, person, service=NOWHERE, detail=self.group[person])
        for need in range(2):
            self.set_level(person, need, self.random.randrange(4), EventKind.NEED_IS)

    def of(self, person: int, *stages: str) -> list[Referral]:
        return [r for r in self.referrals if r.person == person and r.stage in stages]
