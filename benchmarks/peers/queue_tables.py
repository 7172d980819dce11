"""One table a queue: every program is checked against theory, then timed beside the others."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from peers import throughline
from peers.queues import Desk, Queue
from peers.table import BARE, OURS, Pace, Row, Table, figure
from peers.theory import judge
from peers.timing import Program, Timed, fitting, side_by_side

PEERS = ("SimPy", "Ciw", "salabim", "cimba", "heapq")
HEAD = ("customers/s", "ours ÷ its", "its ÷ SimPy", "events/s", "own steps", "a run")


class Checked(NamedTuple):
    """A program and how its answer compares with theory."""

    name: str
    run: Callable[[int, int], object]  # what is timed: customers, seed
    seen: str  # its interval
    problem: str  # empty when it may be timed


def _patience(queue: Queue) -> bool:
    return isinstance(queue.model, Desk) and queue.model.patience is not None


def _answering(queue: Queue, peer: str) -> Callable[..., float]:
    """What gives a peer's answer for customers and a seed; ImportError if it is not there."""
    module = importlib.import_module(f"peers.{peer.lower()}_queues")
    kind = "desk" if isinstance(queue.model, Desk) else "network"
    return partial(getattr(module, kind), queue.model)


def _our_answer(queue: Queue, customers: int, seed: int) -> float:
    world = throughline.queue(queue.scenario, queue.arrivals, customers)
    return throughline.answer(throughline.logged(world, seed), patience=_patience(queue))


def _our_run(queue: Queue, name: str, customers: int, seed: int) -> throughline.Counts:
    world = throughline.queue(queue.scenario, queue.arrivals, customers)
    run = throughline.measured if name == OURS else throughline.silent
    return run(world, seed)


def check(queue: Queue, name: str, pace: Pace) -> Checked:
    """Judge a program's answers; whatever keeps it from answering is its problem."""
    size = round(queue.size * pace.rule.size)
    try:
        is_ours = name in (OURS, BARE)
        answering = partial(_our_answer, queue) if is_ours else _answering(queue, name)
        answers = [answering(size, seed) for seed in range(1, pace.rule.replications + 1)]
    except Exception as error:  # a peer that does not work gets a row that says so
        return Checked(name, print, "", f"does not run ({type(error).__name__}: {error})")
    verdict = judge(answers, queue.theory, pace.rule)
    seen = f"{verdict.low:.4g} to {verdict.high:.4g}"
    run = partial(_our_run, queue, name) if is_ours else answering
    return Checked(name, run, seen, "" if verdict.agrees else verdict.words)


def queue_table(queue: Queue, pace: Pace) -> Table:
    """Check every program on one queue and time those that agree with theory."""
    everyone = [check(queue, name, pace) for name in (OURS, BARE, *PEERS)]
    programs = [Program(one.name, one.run) for one in everyone if not one.problem]
    for program in programs:
        program.run(100, 1)
    amounts = [fitting(program, pace.seconds, 1_000) for program in programs]
    timed = {t.name: t for t in side_by_side(programs, amounts, pace.rounds)}
    steps = _own_steps(queue, timed)
    rows = [Row(one.name, (*_cells(queue, timed, one.name, steps), one.seen)) for one in everyone]
    notes = [f"{one.name}: {one.problem}; not timed." for one in everyone if one.problem]
    notes.append(
        f"By theory the {queue.answer} is {queue.theory:.4g}. A customer is {queue.events:.3g} "
        "events, the same for every program (arrival, end of a service, giving up); own steps "
        "are those of the program's own calendar, where they can be counted."
    )
    return Table(f"{queue.title} (`{queue.name}`)", (*HEAD, queue.answer), rows, notes)


def _own_steps(queue: Queue, timed: dict[str, Timed]) -> dict[str, float]:
    """Calendar steps of a customer, counted in runs apart from the timed ones."""
    customers = 5_000
    found = {OURS: _our_run(queue, BARE, customers, 1).steps / customers} if OURS in timed else {}
    if "SimPy" in timed:
        from peers.simpy_queues import Counting  # noqa: PLC0415 -- only where SimPy is

        Counting.steps = 0
        _answering(queue, "SimPy")(customers, 1, Counting)
        found["SimPy"] = Counting.steps / customers
    return found


def _cells(
    queue: Queue, timed: dict[str, Timed], name: str, steps: dict[str, float]
) -> tuple[str, ...]:
    if (its := timed.get(name)) is None:
        return ("not timed", "", "", "", "", "")
    ours, simpy = timed.get(OURS), timed.get("SimPy")
    return (
        figure(its.rate),
        figure(ours.rate / its.rate) if ours else "",
        figure(its.rate / simpy.rate) if simpy else "",
        figure(its.rate * queue.events),
        f"{steps[name]:.2f}" if name in steps else "",
        figure(its.amount),
    )
