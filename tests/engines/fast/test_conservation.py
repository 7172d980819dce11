"""The compiled engine checks conservation at the end of every run, and says what fails."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engines.fast import Fast, conservation, run
from sim.engines.fast.building import Memory
from sim.engines.fast.conservation import ConservationCheck, check
from sim.engines.fast.layout import NONE
from sim.engines.fast.registry import At
from sim.errors import BrokenConservation
from sim.resolving import resolve
from sim.scenario import load
from tests.agreement.agreement import world_of
from tests.scenarios.shipped import FOLDER

WORLDS = range(200)
"""Among these is a world in which, at the end, there is something of everything to spoil."""


def column(memory: Memory, table: At, name: str) -> Any:
    """A column to write in."""
    return memory.tables[table][name]


def kinds(memory: Memory) -> dict[str, Any]:
    """Rows of spells of each kind that a fault is put into."""
    here = ConservationCheck(memory)
    worker = here.of(here.open, "worker")
    return {
        "waiting": here.waiting,
        "second in line": here.waiting[here.of(here.waiting, "ahead") != NONE],
        "open": here.open,
        "with a worker": here.open[worker != NONE],
        "without a worker": here.without_worker,
        "over": here.over,
        "active": here.active,
    }


def spells(memory: Memory, kind: str) -> Any:
    """Rows of spells of that kind: waiting, open, with a worker, without one, over, active."""
    rows = kinds(memory)[kind]
    assert len(rows) > 0
    return rows


def person_of(memory: Memory, spell: int) -> int:
    return int(column(memory, At.SPELL, "person")[spell])


def twice(memory: Memory) -> None:
    one, other = spells(memory, "active")[:2]
    for name in ("person", "service"):
        column(memory, At.SPELL, name)[other] = column(memory, At.SPELL, name)[one]


def gone(memory: Memory) -> None:
    column(memory, At.PERSON, "gone")[person_of(memory, spells(memory, "open")[0])] = 1


def too_trusting(memory: Memory) -> None:
    column(memory, At.PERSON, "trust")[0] = 1.25


def untold(memory: Memory) -> None:
    column(memory, At.PERSON, "trust")[0] = np.nan


def forgotten_row(memory: Memory) -> None:
    column(memory, At.PERSON, "rows_held")[0] += 1


def from_the_future(memory: Memory) -> None:
    column(memory, At.SPELL, "referred_at")[spells(memory, "active")[0]] = memory.map[At.NOW] + 1


def too_close(memory: Memory) -> None:
    column(memory, At.SPELL, "relationship")[spells(memory, "open")[0]] = -0.1


def lost_row(memory: Memory) -> None:
    memory.map[At.SPELLS_IN_USE] += 1


def not_theirs(memory: Memory) -> None:
    who = person_of(memory, spells(memory, "active")[0])
    column(memory, At.PERSON, "first_spell")[who] = NONE


def miscounted_list(memory: Memory) -> None:
    where = column(memory, At.SPELL, "service")[spells(memory, "waiting")[0]]
    column(memory, At.SERVICE, "waiting")[where] += 1


def fell_off_the_list(memory: Memory) -> None:
    last = spells(memory, "second in line")[0]
    column(memory, At.SPELL, "behind")[column(memory, At.SPELL, "ahead")[last]] = NONE


def headless_list(memory: Memory) -> None:
    column(memory, At.LINE, "first")[:] = NONE


def out_of_turn(memory: Memory) -> None:
    last = spells(memory, "second in line")[0]
    ahead = column(memory, At.SPELL, "ahead")[last]
    column(memory, At.SPELL, "joined_at")[ahead] = memory.map[At.NOW] + 1


def nobody_looks(memory: Memory) -> None:
    where = column(memory, At.SPELL, "service")[spells(memory, "without a worker")[0]]
    column(memory, At.SERVICE, "first_unallocated")[where] = NONE


def miscounted_waiting(memory: Memory) -> None:
    memory.map[At.PEOPLE_WAITING] -= 1


def place_lost(memory: Memory) -> None:
    where = column(memory, At.SPELL, "service")[spells(memory, "open")[0]]
    column(memory, At.SERVICE, "occupied")[where] = 0


def place_taken_twice(memory: Memory) -> None:
    column(memory, At.SERVICE, "occupied")[:] += 1_000


def caseload_lost(memory: Memory) -> None:
    worker = column(memory, At.SPELL, "worker")[spells(memory, "with a worker")[0]]
    column(memory, At.WORKER, "caseload")[worker] = 0


def caseload_too_large(memory: Memory) -> None:
    column(memory, At.WORKER, "caseload")[:] += 1_000


def unknown_to_their_worker(memory: Memory) -> None:
    column(memory, At.WORKER, "first_spell")[:] = NONE


def worker_left(memory: Memory) -> None:
    worker = column(memory, At.SPELL, "worker")[spells(memory, "with a worker")[0]]
    column(memory, At.WORKER, "in_post")[worker] = 0


def played(number: int) -> Memory:
    engine = Fast(world_of(number), 5, 0)
    engine.let_pass()
    return engine.memory


@cache
def full_world() -> int:
    """The first world with everything at its end that faults are put into.

    That is spells of every kind, two of them active, and the first person, who is still there.
    """
    for number in WORLDS:
        memory = played(number)
        found = kinds(memory)
        full = all(len(rows) > 0 for rows in found.values()) and len(found["active"]) > 1
        if full and not column(memory, At.PERSON, "gone")[0]:
            return number
    raise AssertionError(f"none of {len(WORLDS)} worlds has spells of every kind")


@pytest.fixture
def memory() -> Memory:
    return played(full_world())


CORRUPTIONS: dict[Callable[[Memory], None], str] = {
    twice: "is twice with",
    gone: "has left the area with something open",
    too_trusting: "the trust of person 1 is 1.25",
    untold: "the trust of person 1 is nan",
    forgotten_row: "rows of them",
    from_the_future: "has waited less than no time",
    too_close: "has a relationship outside 0 to 1",
    lost_row: "spells in",
    not_theirs: "has a spell that is not among theirs",
    miscounted_list: "people wait on a list of",
    fell_off_the_list: "waits and is on no list",
    headless_list: "waits and is on no list",
    out_of_turn: "waits behind someone who came later",
    nobody_looks: "is without a worker and on no list for one",
    miscounted_waiting: "people wait for a place or a worker on lists of",
    place_lost: "0 places taken by",
    place_taken_twice: "places taken by",
    caseload_lost: "a caseload of 0",
    caseload_too_large: "a caseload of 1",
    unknown_to_their_worker: "has a worker who does not know of it",
    worker_left: "has a worker who has left",
}


@pytest.mark.parametrize("corrupt", CORRUPTIONS, ids=lambda corrupt: corrupt.__name__)
def test_books_that_do_not_balance_are_an_error_that_says_which(
    memory: Memory, corrupt: Callable[[Memory], None]
) -> None:
    check(memory)
    corrupt(memory)

    with pytest.raises(BrokenConservation, match=CORRUPTIONS[corrupt]):
        check(memory)


@pytest.mark.parametrize("kind", ["waiting", "open", "without a worker", "over", "active"])
def test_no_spell_can_be_passed_over(memory: Memory, kind: str) -> None:
    spell = spells(memory, kind)[0]
    column(memory, At.SPELL, "stage")[spell] = 3
    column(memory, At.SPELL, "still_to_come")[spell] = 0

    with pytest.raises(BrokenConservation):
        check(memory)


def test_a_run_ends_with_its_books_balanced(monkeypatch: pytest.MonkeyPatch) -> None:
    balanced: list[int] = []

    def note(memory: Memory) -> None:
        check(memory)
        balanced.append(int(memory.map[At.STEPS]))

    monkeypatch.setattr(import_module("sim.engines.fast.run"), "check", note)
    run(world_of(full_world()), 5, 0)

    assert len(balanced) == 1
    assert balanced[0] > 100


def test_only_a_few_people_of_one_fault_are_named(memory: Memory) -> None:
    column(memory, At.PERSON, "trust")[:] = 2.0

    with pytest.raises(BrokenConservation) as found:
        check(memory)

    assert len(found.value.broken) == conservation.NAMED


def test_the_books_of_a_shipped_scenario_balance_without_a_log() -> None:
    scenario = load(Path(FOLDER) / "queue.yaml")
    engine = Fast(resolve(scenario, scenario.arm_names[0]), 1, 1, log_on=False)
    engine.let_pass()

    check(engine.memory)
