"""The tables of the community scenario: log off, log on to Parquet, and two cores."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from functools import partial

from peers import throughline
from peers.simpy_community import Community
from peers.simpy_queues import Counting
from peers.simpy_services import NEEDS
from peers.table import BARE, OURS, Pace, Row, Table, figure
from peers.theory import Verdict, judge, stationary
from peers.timing import Program, Timed, fitting, seconds_of, side_by_side

READABLE = "reference engine, measured"
BY_HAND = "SimPy, by hand"


def need_shares(pace: Pace) -> Verdict:
    """Judge the hand-written model: without effects, needs keep their stationary law."""
    chain = NEEDS["social"]
    states = list(chain.levels)
    rates = [[chain.moves[here].get(there, 0.0) for there in states] for here in states]
    for number, row in enumerate(rates):
        row[number] = -sum(row)
    law = stationary(rates)[states.index("pressing")]
    shares = []
    for seed in range(1, pace.rule.replications + 1):
        days = Community(seed, 3 * pace.rule.size, effects=False).days
        shares.append(days["social", "pressing"] / sum(days["social", state] for state in states))
    return judge(shares, law, pace.rule)


def community_table(pace: Pace) -> Table:
    """Time the community scenario with the log off: ours, the reference engine, SimPy."""
    world = throughline.resolved(throughline.COMMUNITY, throughline.ARM)
    differing = throughline.differing_rows(
        throughline.logged(world, 1), throughline.readable_log(world, 1)
    )
    verdict = need_shares(pace)
    Counting.steps = 0
    by_hand = Community(1, 3, world=Counting)
    counts = {
        OURS: throughline.measured(world, 1),
        BARE: throughline.silent(world, 1),
        READABLE: throughline.in_readable_engine(world, 1),
        BY_HAND: throughline.Counts(Counting.steps, Counting.steps, 0),
    }
    runs = {
        OURS: partial(throughline.measured, world),
        BARE: partial(throughline.silent, world),
        READABLE: partial(throughline.in_readable_engine, world),
        BY_HAND: partial(_by_hand, 3),
    }
    wrong = {OURS: differing > 0, BARE: differing > 0, BY_HAND: not verdict.agrees}
    right = [Program(name, _repeat(run)) for name, run in runs.items() if not wrong.get(name)]
    timed = {t.name: t for t in _timed_runs(right, pace)}
    rows = []
    for name, count in counts.items():
        if its := timed.get(name):
            ratio = figure(timed[OURS].rate / its.rate) if OURS in timed else ""
            a_second = (figure(its.rate * count.steps), figure(its.rate * count.events))
            cells = (figure(its.rate), ratio, *a_second, f"{count.steps:,}")
        else:
            cells = ("wrong, not timed", "", "", "", f"{count.steps:,}")
        rows.append(Row(name, cells))
    content = ", ".join(f"{number:,} {what}" for what, number in sorted(by_hand.counts.items()))
    notes = [
        "A run is 700 people and newcomers for 3 years; the ratio is of runs a second. Events "
        "are calendar steps, with candidates of need changes that were passed over.",
        f"Checks: {differing} rows differ between the logs of our two engines. With effects off, "
        f"the SimPy model's share of time with a pressing social need is {verdict.low:.4f} to "
        f"{verdict.high:.4f}, by theory {verdict.theory:.4f}: {verdict.words}.",
        f"The SimPy model in one run: {content}. `benchmarks/peers/simpy_community.py` says what "
        "it leaves out.",
    ]
    head = ("runs/s", "ours ÷ its", "steps/s", "events/s", "steps a run")
    return Table("Community scenario, log off (`community`)", head, rows, notes)


def _by_hand(years: float, seed: int) -> None:
    Community(seed, years)


def log_table(pace: Pace) -> Table:
    """Time the community scenario with its log written to Parquet, by both engines."""
    world = throughline.resolved(throughline.COMMUNITY, throughline.ARM)
    programs = [
        Program(OURS, _repeat(partial(throughline.to_parquet, throughline.logged, world))),
        Program(
            READABLE,
            _repeat(partial(throughline.to_parquet, throughline.readable_log, world)),
        ),
        Program("fast engine, log kept", _repeat(partial(throughline.logged, world))),
    ]
    rows_of_a_run = len(throughline.logged(world, 1).log)
    timed = _timed_runs(programs, pace)
    rows = [
        Row(
            its.name,
            (
                figure(its.rate),
                figure(timed[0].rate / its.rate),
                figure(its.rate * rows_of_a_run),
                f"{rows_of_a_run:,}",
            ),
        )
        for its in timed
    ]
    notes = [
        "All five tables that `sim run --log parquet` writes; the last row keeps the log in "
        "memory and writes nothing."
    ]
    head = ("runs/s", "ours ÷ its", "log rows/s", "rows a run")
    return Table("The same, log on, to Parquet (`log`)", head, rows, notes)


def cores_table(pace: Pace) -> Table:
    """Time one replication on each of two cores against one on one, by the clock."""
    world = throughline.resolved(throughline.COMMUNITY, throughline.ARM)
    alone = Program(OURS, _repeat(partial(throughline.measured, world)))
    alone.run(1, 1)
    years = min(3 * max(pace.seconds, 1.0) / seconds_of(alone, 1, 2), 500.0)
    cores = throughline.Cores(2, years)
    try:
        seen = [
            (cores.seconds(1, 2 * turn), cores.seconds(2, 2 * turn)) for turn in range(pace.rounds)
        ]
    finally:
        cores.close()
    one, two = (statistics.median(column) for column in zip(*seen, strict=True))
    rows = [
        Row("1 replication on 1 core", (f"{one:.2f}", "1.00")),
        Row("2 replications on 2 cores", (f"{two:.2f}", f"{2 * one / two:.2f}")),
    ]
    notes = [
        f"Community scenario, log off, {years:.0f} years; seconds by the clock, not of processors."
    ]
    return Table("Two cores (`cores`)", ("seconds", "runs a second"), rows, notes)


def _repeat(run: Callable[[int], object]) -> Callable[[int, int], None]:
    """So many runs with seeds from one on."""

    def several(amount: int, seed: int) -> None:
        for number in range(amount):
            run(1_000 * seed + number)

    return several


def _timed_runs(programs: list[Program], pace: Pace) -> list[Timed]:
    for program in programs:
        program.run(1, 1)
    amounts = [fitting(program, pace.seconds, 1) for program in programs]
    return side_by_side(programs, amounts, pace.rounds)
