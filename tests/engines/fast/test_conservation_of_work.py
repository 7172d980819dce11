"""What waits for workers, and their weeks, are checked at the end of every run.

Each test plants one fault in the tables of a run that ended well, and sees the run stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
import pytest

from sim.engines.fast import Fast, conservation_of_work, run
from sim.engines.fast.building import Memory
from sim.engines.fast.conservation import check
from sim.engines.fast.layout import NONE, WORKER_TIMERS
from sim.engines.fast.registry import At
from sim.errors import BrokenConservation
from sim.resolved import Resolved
from tests.measures.test_working import busy


def overworked() -> Resolved:
    """One worker with three hours a week and a list of sixty people, all of whose time is used."""
    return busy(3, "{}", "60 minutes")[1]


@pytest.fixture
def memory() -> Memory:
    engine = Fast(overworked(), 1, 1)
    engine.let_pass()
    return engine.memory


def column(memory: Memory, table: At, name: str) -> Any:
    """A column to write in."""
    return memory.tables[table][name]


def queue(memory: Memory) -> list[int]:
    """The rows of the works that wait, in the order of the one queue."""
    work, rows = int(column(memory, At.WORKER, "first_work")[0]), []
    while work != NONE:
        rows.append(work)
        work = int(column(memory, At.WORK, "behind")[work])
    assert len(rows) > 2
    return rows


def spell_of(memory: Memory, work: int) -> int:
    return int(column(memory, At.WORK, "spell")[work])


def lost_row(memory: Memory) -> None:
    memory.map[At.WORKS_IN_USE] += 1


def booked_twice(memory: Memory) -> None:
    """Two people are to be seen in one contact of one worker."""
    first, second = queue(memory)[:2]
    column(memory, At.SPELL, "contact")[spell_of(memory, second)] = first


def fell_out_of_the_queue(memory: Memory) -> None:
    first, second = queue(memory)[:2]
    column(memory, At.WORKER, "first_work")[0] = second
    column(memory, At.WORKER, "waits")[0] -= 1
    assert first != second


def nobody_waits_for_it(memory: Memory) -> None:
    column(memory, At.SPELL, "contact")[spell_of(memory, queue(memory)[0])] = NONE


def miscounted(memory: Memory) -> None:
    column(memory, At.WORKER, "waits")[0] += 1


def overtaken(memory: Memory) -> None:
    column(memory, At.WORK, "due")[queue(memory)[-1]] = -1


def urgent_at_the_end(memory: Memory) -> None:
    column(memory, At.WORK, "urgent")[queue(memory)[-1]] = 1


def asleep(memory: Memory) -> None:
    memory.tables[At.TIMERS_WORKER]["kind"][0 * WORKER_TIMERS + 1] = NONE


def left(memory: Memory) -> None:
    column(memory, At.WORKER, "in_post")[0] = 0


def paused(memory: Memory) -> None:
    column(memory, At.SPELL, "pauses")[spell_of(memory, queue(memory)[0])] = 1


def blocked(memory: Memory) -> None:
    column(memory, At.SPELL, "blocked")[spell_of(memory, queue(memory)[0])] = 1


def over_the_budget(memory: Memory) -> None:
    """Half a week's time more than there is, and a last contact as long as the others."""
    column(memory, At.WORKER, "used")[0] += 90 + column(memory, At.TEAM, "weekly_minutes")[0]


def over_the_budget_with_last_week(memory: Memory) -> None:
    column(memory, At.WORKER, "overrun")[0] += 90 + column(memory, At.TEAM, "weekly_minutes")[0]
    column(memory, At.WORKER, "used")[0] += 90


CORRUPTIONS: dict[Callable[[Memory], None], str] = {
    lost_row: "works in",
    booked_twice: "what stands in the queues of workers is not what waits for them",
    fell_out_of_the_queue: "what stands in the queues of workers is not what waits for them",
    nobody_waits_for_it: "what stands in the queues of workers is not what waits for them",
    miscounted: "works in a queue of",
    overtaken: "is out of order",
    urgent_at_the_end: "is out of order",
    asleep: "has work and will never choose",
    left: "has left and has work",
    paused: "not theirs to hold",
    blocked: "not theirs to hold",
    over_the_budget: "has used more of a week than it allows and one contact",
    over_the_budget_with_last_week: "has used more of a week than it allows and one contact",
}


@pytest.mark.parametrize("corrupt", CORRUPTIONS, ids=lambda corrupt: corrupt.__name__)
def test_work_that_is_not_conserved_is_an_error_that_says_what(
    memory: Memory, corrupt: Callable[[Memory], None]
) -> None:
    check(memory)
    corrupt(memory)

    with pytest.raises(BrokenConservation) as found:
        check(memory)

    assert any(CORRUPTIONS[corrupt] in line for line in found.value.broken), found.value.broken
    assert any(CORRUPTIONS[corrupt] in line for line in conservation_of_work.broken(memory))


@pytest.mark.parametrize("corrupt", [booked_twice, over_the_budget])
def test_a_run_in_which_work_is_not_conserved_is_stopped(
    corrupt: Callable[[Memory], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoilt(memory: Memory) -> None:
        corrupt(memory)
        check(memory)

    monkeypatch.setattr(import_module("sim.engines.fast.run"), "check", spoilt)

    with pytest.raises(BrokenConservation):
        run(overworked(), 1, 1)


def test_a_week_is_used_up_to_one_contact_more_and_no_further(memory: Memory) -> None:
    used = column(memory, At.WORKER, "used")
    cost = int(column(memory, At.WORKER, "last_cost")[0])
    allowed = int(column(memory, At.TEAM, "weekly_minutes")[0])
    column(memory, At.WORKER, "overrun")[0] = 0
    assert cost == 60

    used[0] = allowed + cost
    assert not np.any(conservation_of_work.overdrawn(memory))

    used[0] += 1
    assert conservation_of_work.overdrawn(memory)[0]
