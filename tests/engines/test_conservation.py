"""What holds in every world, however awkward; each ran 300 minutes, checked after every step."""

from __future__ import annotations

from collections import Counter
from importlib import import_module

import numpy as np
import pytest

from sim.engines.reference import Reference, run
from sim.events import NOBODY, NOWHERE, Ending, EventKind
from sim.resolved import Capacity, Resolved
from tests.engines.runs import CLOSES, WORLDS, checked, small

running = import_module("sim.engines.reference.run")  # its function of that name hides it


@pytest.mark.parametrize("number", WORLDS)
def test_the_books_balance_after_every_step(number: int) -> None:
    log = checked(number).log

    assert len(log) > 0
    assert (np.diff(log["time"]) >= 0).all(), "rows are in the order they happened"
    assert log["time"].max(initial=0) < CLOSES, "nothing happens at or after the end"


def test_the_books_are_looked_at_after_every_step_where_that_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    minutes: list[int] = []
    monkeypatch.setattr(running, "check", lambda world: minutes.append(world.now))

    engine = Reference(small(9), 0, 0, check_every_step=True)
    engine.run_out()
    looked = len(minutes)
    Reference(small(9), 0, 0).run_out()

    assert looked > engine.steps, "after each of them, and at the end"
    assert len(minutes) == looked + 1, "else at the end alone"


def test_every_kind_of_event_occurs_in_these_worlds() -> None:
    seen = {int(kind) for number in WORLDS for kind in checked(number).log["event"]}

    assert {kind.name for kind in EventKind if kind not in seen} == set()


def test_the_same_inputs_give_the_same_log() -> None:
    for number in WORLDS[:8]:
        assert np.array_equal(run(small(number), 0, 0).log, checked(number).log)


def test_seed_0_is_a_seed_and_so_is_replication_0() -> None:
    logs = [run(small(9), seed, replication).log for seed, replication in [(0, 0), (1, 0), (0, 1)]]

    assert len({log.tobytes() for log in logs}) == len(logs)


def test_a_longer_run_begins_like_a_shorter_one() -> None:
    for number in WORLDS[:12]:
        whole = checked(number).log
        world = small(number)
        shorter = run(world._replace(numbers=world.numbers._replace(closes=200)), 0, 0).log

        assert np.array_equal(shorter, whole[whole["time"] < 200])


class ConservationCheck:
    """Places, posts and caseloads as the log alone tells them."""

    def __init__(self, resolved: Resolved) -> None:
        self.later = resolved.numbers
        self.services = resolved.first_numbers.services
        self.teams = resolved.first_numbers.workforce
        self.places = self.services.places.copy()
        self.open: Counter[int] = Counter()  # by service
        self.people_of: Counter[int] = Counter()  # by worker
        self.load_of: Counter[int] = Counter()  # by worker: the weights of their people
        self.weight_of: dict[int, int] = {}  # by spell
        self.starting: dict[int, bool] = {}  # by spell that is not weighed yet: whether it must fit
        self.in_post: dict[tuple[int, int], int] = {}  # by service and post
        # Minute and person, of those who start whatever room there is.
        self.unblocked: set[tuple[int, int]] = set()

    def read(self, row: np.void) -> None:
        """Enter a row; complain about what cannot be."""
        kind, service, worker = int(row["event"]), int(row["service"]), int(row["worker"])
        if kind == EventKind.RULES_CHANGED:
            self.services, self.teams = self.later.services, self.later.workforce
        elif kind == EventKind.CAPACITY_CHANGED:
            self.places[service] = row["detail"]
        elif kind == EventKind.WORKER_STARTED:
            assert (service, int(row["detail"])) not in self.in_post, "one worker in a post"
            assert row["detail"] < self.places[service]
            self.in_post[service, int(row["detail"])] = worker
        elif kind == EventKind.WORKER_LEFT:
            assert self.in_post.pop((service, int(row["detail"]))) == worker
        elif kind == EventKind.SPELL_STARTED:
            self._starts(row, service, worker)
        elif kind == EventKind.CHANGED_WORKER:
            self._lets_go(int(row["spell"]), int(row["other_worker"]))
            self._takes_on(service, worker, int(row["spell"]))
        elif kind == EventKind.ALLOCATED:
            self._takes_on(service, worker, int(row["spell"]))
        elif kind == EventKind.UNALLOCATED:
            self._lets_go(int(row["spell"]), worker)
        elif kind == EventKind.WEIGHED:
            self._weighed(service, worker, int(row["spell"]), int(row["detail"]))
        elif kind in (EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED):
            self.open[service] -= 1
            self._lets_go(int(row["spell"]), worker)
            if row["detail"] in (Ending.UNBLOCKED, Ending.MOVED_BY_CHANGE):
                self.unblocked.add((int(row["time"]), int(row["person"])))

    def _starts(self, row: np.void, service: int, worker: int) -> None:
        since_before = row["time"] == 0 and row["detail"] == NOWHERE
        swaps = (int(row["time"]), int(row["person"])) in self.unblocked
        if self.services.capacity[service] == Capacity.PLACES and not (since_before or swaps):
            assert self.open[service] < self.places[service]
        self.open[service] += 1
        spell, check = int(row["spell"]), not (since_before or swaps)
        if self._weighs(service):
            self.starting[spell] = check
        elif worker != NOBODY:
            self._takes_on(service, worker, spell, check=check)

    def _weighs(self, service: int) -> bool:
        team = self.services.team[service]
        return bool(team >= 0 and self.teams.load_limit[team] >= 0)

    def _weighed(self, service: int, worker: int, spell: int, weight: int) -> None:
        before = self.weight_of.get(spell, 0)
        self.weight_of[spell] = weight
        if spell not in self.starting:
            self.load_of[worker] += weight - before
        elif worker != NOBODY:
            self._takes_on(service, worker, spell, check=self.starting.pop(spell))

    def _takes_on(self, service: int, worker: int, spell: int, *, check: bool = True) -> None:
        team = self.services.team[service]
        keeps = self.teams.keep[team]
        assert worker in self.in_post.values()
        weight = self.weight_of.get(spell, 0)
        if not self._weighs(service):
            over = self.teams.keep_over[team] if keeps else 0
            assert not check or self.people_of[worker] < self.teams.caseload[team] + over
        elif check and self.people_of[worker]:
            over = self.teams.load_over[team] if keeps else 0
            assert self.load_of[worker] + weight <= self.teams.load_limit[team] + over
        self.people_of[worker] += 1
        self.load_of[worker] += weight

    def _lets_go(self, spell: int, worker: int) -> None:
        self.people_of[worker] -= 1
        self.load_of[worker] -= self.weight_of.get(spell, 0)


@pytest.mark.parametrize("number", WORLDS)
def test_places_posts_and_caseloads_are_kept(number: int) -> None:
    check = ConservationCheck(small(number))

    for row in checked(number).log:
        check.read(row)

    assert min(check.open.values(), default=0) >= 0
