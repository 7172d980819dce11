"""A table that fills up grows, and the log stays the same: here every table begins tiny.

Whenever one is enlarged all of them move, and what they leave behind is overwritten, so an
address or a row that was not carried over shows.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.engines import fast
from sim.engines.fast import building, layout, windows
from sim.engines.fast.building import Memory
from sim.engines.fast.layout import CHUNK_WORDS
from sim.engines.fast.registry import At
from tests.agreement.agreement import same, world_of

GROWING = {
    At.PERSON,
    At.PAST,
    At.NEED,
    At.RECENT,
    At.SPELL,
    At.USE,
    At.LOSS,
    At.LEVELS_HELD,
    At.WORK,
    At.WORKER,
    At.HEAP,
    At.NODES,
    At.CHUNKS,
    At.ARRIVED,
    At.LOG,
    At.ORDER,
    At.TIMERS_PERSON,
    At.TIMERS_SPELL,
    At.TIMERS_WORKER,
}
EMPTY_WHEN_MOVED = {At.LOG, At.ORDER}
"""Rows of the log are read first; scratch is empty between steps."""
NUMBERS = (*range(31, 91, 4), 97, 111, 143)


class Movers:
    """What takes the place of growing by half: tables that begin tiny, and move all together."""

    def __init__(self) -> None:
        self.carried: set[int] = set()  # tables that moved with rows in them
        self.moved: set[int] = set()
        self.resize = Memory._resize

    def at_first(self, memory: Memory, place: At, size: int) -> int:
        """Rows of a new table: few, but for those that opening a post writes unasked."""
        if place in EMPTY_WHEN_MOVED:
            return size
        changes = 2 * len(memory.numbers.changes.time)
        posts = int(memory.map[At.POST.rows]) + changes + 2
        if place == At.CHUNKS:
            return min(size, (int(memory.map[At.WINDOWS.rows]) + posts) * CHUNK_WORDS)
        each = {
            At.NEED: memory.kinds,
            At.RECENT: memory.kinds * int(memory.map[At.OVER_CONTACT]),
            At.TIMERS_PERSON: 1 << int(memory.map[At.CLOCK_BITS]),
            At.TIMERS_SPELL: layout.SPELL_TIMERS,
            At.TIMERS_WORKER: layout.WORKER_TIMERS,
        }
        return min(size, posts * each.get(place, 1))

    def move(self, memory: Memory, place: At, size: int, used: int | None = None) -> None:
        """Make a table, or carry one over and spoil what is left behind."""
        before = memory.tables.get(place)
        if before is None:
            self.resize(memory, place, self.at_first(memory, place, size))
            return
        self.resize(memory, place, size, used)
        self.moved.add(place)
        if used is None or used > 0:
            self.carried.add(place)
        before.view(np.uint8)[:] = 0x5A

    def enlarge(self, memory: Memory, place: At, wanted: int, used: int) -> None:
        """Move a table whether it is full or not."""
        size = max(wanted + 1, int(memory.map[place + 1]))
        self.move(memory, place, size, used)


@pytest.fixture
def movers(monkeypatch: pytest.MonkeyPatch) -> Movers:
    movers = Movers()

    def resize(memory: Memory, *how: Any) -> None:
        movers.move(memory, *how)

    def enlarge(memory: Memory, *how: Any) -> None:
        movers.enlarge(memory, *how)

    monkeypatch.setattr(Memory, "_resize", resize)
    monkeypatch.setattr(Memory, "_enlarge", enlarge)
    monkeypatch.setattr(building, "_more", lambda size: int(size) + 1)
    return movers


def test_the_log_is_the_same_however_often_tables_grow(
    movers: Movers, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = NUMBERS[::2]  # growing by one row at a time takes long
    grown = [fast.run(world_of(number), 5, 0) for number in numbers]
    monkeypatch.undo()

    for number, run in zip(numbers, grown, strict=True):
        same(run, fast.run(world_of(number), 5, 0))
    assert movers.moved == GROWING
    assert movers.carried == GROWING - EMPTY_WHEN_MOVED


@pytest.mark.parametrize("shift", range(windows.WIDEST_WINDOW))
def test_the_log_is_the_same_however_narrow_the_windows(
    monkeypatch: pytest.MonkeyPatch, shift: int
) -> None:
    wide = [fast.run(world_of(number), 5, 0) for number in NUMBERS]
    monkeypatch.setattr(windows, "WIDEST_WINDOW", shift)

    for number, run in zip(NUMBERS, wide, strict=True):
        same(fast.run(world_of(number), 5, 0), run)


def test_windows_are_narrow_where_much_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    world = world_of(31)
    assert 6 <= fast.Fast(world, 5, 0).memory.map[At.WINDOW_SHIFT] <= windows.WIDEST_WINDOW

    monkeypatch.setattr(windows, "STEPS_IN_WINDOW", 16)
    narrow = fast.Fast(world, 5, 0)
    assert narrow.memory.map[At.WINDOW_SHIFT] < 6
    run = narrow.run_out()
    monkeypatch.undo()
    same(run, fast.run(world, 5, 0))
