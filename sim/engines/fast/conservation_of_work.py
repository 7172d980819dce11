"""Check the work that waits for workers, and their weekly minutes, in the tables of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.engines.fast.building import Memory, Table
from sim.engines.fast.codes import Stage
from sim.engines.fast.layout import NONE, WORKER_TIMERS
from sim.engines.fast.registry import At
from sim.engines.order import StepKind, WorkKind
from sim.laws import Ints
from sim.rules.budget import NO_PHASE_IN, minutes_of_week
from sim.rules.posts import part_of, share_of
from sim.units import WEEK

SLOTS = ("contact", "joint_work", "advice", "handover")
Place = tuple[int, int]
"""The row of a piece of work, and the row of a worker in whose queue it waits."""


def broken(memory: Memory) -> Iterator[str]:
    """Yield a description of each fault in the workers' queues and weekly minutes."""
    waiting = _waiting(memory)
    if len(waiting) != memory.map[At.WORKS_IN_USE]:
        yield f"{len(waiting)} works in {memory.map[At.WORKS_IN_USE]} rows"
    works = memory.tables[At.WORK]
    expected: Counter[Place] = Counter()
    for index in waiting:
        for column in ("worker", "second"):
            if works[column][index] != NONE:
                expected[index, int(works[column][index])] += 1
    found: Counter[Place] = Counter()
    workers = memory.tables[At.WORKER][: memory.map[At.WORKERS_MADE]]
    for worker in np.flatnonzero(
        (workers["first_work"] != NONE) | (workers["waits"] != 0)
    ).tolist():
        queue = _queue(memory, worker)
        found.update((index, worker) for index in queue)
        yield from _of_worker(memory, worker, queue)
    if expected != found:
        yield "what stands in the queues of workers is not what waits for them"
    for worker in np.flatnonzero(overdrawn(memory)).tolist():
        yield f"worker {worker} has used more of a week than it allows and one contact"


def _waiting(memory: Memory) -> list[int]:
    """Return the rows of all work that waits, as recorded with the spells and people it is for."""
    spells = memory.tables[At.SPELL][: memory.map[At.SPELLS_TOUCHED]]
    open_ = np.flatnonzero(spells["stage"] == Stage.OPEN)
    slots = (spells[name][open_] for name in SLOTS)
    found = [index for slot in slots for index in slot[slot != NONE].tolist()]
    works, past = memory.tables[At.WORK], memory.tables[At.PAST]
    first = past["follow_up"][: memory.map[At.PEOPLE_TOUCHED]]
    for index in first[first != NONE].tolist():
        while index != NONE:
            found.append(index)
            index = int(works["next"][index])  # noqa: PLW2901 -- along the list
    return found


def _queue(memory: Memory, worker: int) -> list[int]:
    """Return the rows of the work in a worker's queue, in the order of the queue."""
    works = memory.tables[At.WORK]
    queue: list[int] = []
    index = int(memory.tables[At.WORKER]["first_work"][worker])
    while index != NONE and len(queue) <= memory.map[At.WORKS_IN_USE]:
        queue.append(index)
        own = works["worker"][index] == worker
        index = int(works["behind" if own else "behind_of_second"][index])
    return queue


def _of_worker(memory: Memory, worker: int, queue: list[int]) -> Iterator[str]:
    row, works = memory.tables[At.WORKER][worker], memory.tables[At.WORK]
    if len(queue) != row["waits"]:
        yield f"{len(queue)} works in a queue of {row['waits']} of worker {worker}"
    places = [(-int(works["urgent"][index]), int(works["due"][index])) for index in queue]
    if any(one > other for one, other in pairwise(places)):
        yield f"the queue of worker {worker} is out of order"
    clock = memory.tables[At.TIMERS_WORKER][worker * WORKER_TIMERS + 1]
    if queue and clock["kind"] != StepKind.WORKER_CHOOSES:
        yield f"worker {worker} has work and will never choose"
    if queue and not row["in_post"]:
        yield f"worker {worker} has left and has work"
    for index in queue:
        spell = memory.tables[At.SPELL][works["spell"][index]]
        contact = works["kind"][index] in (WorkKind.CONTACT, WorkKind.JOINT)
        if contact and (spell["pauses"] or spell["blocked"]):
            yield f"worker {worker} waits with a contact that is not theirs to hold"


def overdrawn(memory: Memory) -> NDArray[np.bool_]:
    """Return for each worker whether they have overdrawn their week. Shape (workers,).

    It is overdrawn if the minutes used exceed the week's minutes even without the last piece of
    work. Workers who are no longer in post are not judged.
    """
    rows = memory.tables[At.WORKER][: memory.map[At.WORKERS_MADE]]
    team_rows = memory.tables[At.SERVICE]["team"][rows["service"]]
    teams, works_on = memory.tables[At.TEAM][team_rows], memory.tables[At.WORKS_ON]
    days = 7 * rows["week"][:, None] + np.arange(7)
    there = works_on[7 * team_rows[:, None] + np.arange(7)] & (days >= rows["first_day"][:, None])
    weekly = _minutes_of_weeks(memory, _weekly_minutes(memory, rows), rows["week"])
    # Where workers may be away, the run has counted the days of their week.
    counted = rows["week_days"] != NONE
    days_there = np.where(counted, rows["week_days"], there.sum(axis=1))
    allowed = weekly * days_there // np.maximum(teams["days_a_week"], 1)
    before = rows["used"] - rows["last_cost"]
    # The post of a worker who has left may have another share by now.
    over: NDArray[np.bool_] = (before > 0) & (before + rows["overrun"] > allowed)
    over &= rows["in_post"] != 0
    return over


def _weekly_minutes(memory: Memory, workers: Table) -> Ints:
    """Return the contact minutes of each worker's post in a whole week, without a phase-in."""
    services = memory.tables[At.SERVICE][workers["service"]]
    teams = memory.tables[At.TEAM][services["team"]]
    columns = (
        teams["weekly_minutes"],
        workers["post"] - teams["first_post"],
        services["places_now"],
        services["last_share_now"],
    )
    found = [
        part_of(whole, share_of(post, posts, last_share))
        for whole, post, posts, last_share in zip(*(c.tolist() for c in columns), strict=True)
    ]
    return np.array(found, np.int64)


def _minutes_of_weeks(memory: Memory, weekly: Ints, weeks: Ints) -> Ints:
    """Return each worker's contact minutes in their week, phase-in included.

    `weekly` has the minutes of their posts without the phase-in.
    """
    places = (At.CHANGES_AT, At.SINCE_MONDAY, At.PHASE_OVER, At.PHASE_SHARE)
    changes_at, since_monday, over, share = (int(memory.map[each]) for each in places)
    begins = changes_at + since_monday
    if over == NO_PHASE_IN:
        return weekly
    found = [
        minutes_of_week(minutes, week * WEEK, begins, over, share)
        for minutes, week in zip(weekly.tolist(), weeks.tolist(), strict=True)
    ]
    return np.array(found, np.int64)
