"""How long a run takes is told as this machine has shown, and as a range before it has."""

import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from sim.app.projects import Project
from sim.app.running import speed
from sim.app.running.commands import Command, Size, keep, took_file
from sim.app.running.pace import Pace
from sim.app.running.speed import COMPILING, LIKELY, Time, Took, expected, left
from sim.app.running.stages import Piece, Stage
from sim.scenario import load
from tests.app.conftest import SMALL

SIZE = Size(4, 404, 60.0, "100 futures")
AROUND = {Piece.STARTING: 2.0, Piece.BETWEEN: 4.0, Piece.PAGE: 6.0}
SECONDS = st.floats(0.1, 1e5)
LONG = 400.0  # seconds of runs


def took(of_runs: float, size: Size = SIZE) -> Took:
    return Took(size.seconds, {**AROUND, Piece.FUTURES: of_runs})


def test_before_the_first_run_a_wide_range_is_told_with_compiling() -> None:
    time = expected(SIZE, [])

    assert time.high > COMPILING + 2 * SIZE.seconds
    assert time.low < SIZE.seconds / 2
    assert re.fullmatch(r"\d+ seconds to [\d.]+ minutes", time.words)


@given(SECONDS)
def test_after_equal_runs_the_time_is_theirs(seconds: float) -> None:
    size = SIZE._replace(seconds=seconds)
    time = expected(size, [took(seconds, size)])

    whole = seconds + sum(AROUND.values())
    assert time.low <= whole * (1 + 1e-9)
    assert whole <= time.high * (1 + 1e-9)
    assert time.high <= LIKELY**2 * time.low * (1 + 1e-9)


@given(SECONDS, SECONDS)
def test_the_runs_most_alike_in_length_are_the_measure(seconds: float, other: float) -> None:
    size = SIZE._replace(seconds=seconds)
    unlike = size._replace(seconds=seconds * (2 + other))

    known = [took(3e6, unlike), took(seconds, size)]
    assert expected(size, known) == expected(size, known[1:])


def test_the_time_of_a_search_is_that_of_its_shortest_and_its_longest_way() -> None:
    one_way, some_ways = Size(1, 400, 100.0), Size(1, 400, 100.0, fewest=100)

    short, long = expected(some_ways, []), expected(one_way, [])
    assert short.high == long.high
    assert short.low < long.low


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (Time(60.0, 80.0), "70 seconds"),
        (Time(100.0, 140.0), "about 2 minutes"),
        (Time(20.0, 40.0), "20 to 40 seconds"),
        (Time(20.0, 400.0), "20 seconds to 7 minutes"),
        (Time(0.0, 5.0), "0 to 5 seconds"),
        (Time(1.0, 5.0), "1 to 5 seconds"),
    ],
)
def test_a_time_is_one_where_its_ends_are_close(time: Time, words: str) -> None:
    assert time.words == words


def steady(_: float) -> float:
    return SIZE.most / LONG


def slowing(now: float) -> float:
    """Half as fast at the end as at the beginning."""
    return 4 / 3 * SIZE.most / LONG * (1 - 0.5 * now / LONG)


def in_bursts(now: float) -> float:
    """Six times as fast in one half of each tenth of the time as in the other."""
    return SIZE.most / LONG * (12 / 7 if now % (LONG / 10) < LONG / 20 else 2 / 7)


def busier(now: float) -> float:
    """Half as fast from a third of the runs on."""
    return SIZE.most / LONG * (4 / 3 if now < LONG / 4 else 8 / 9 * 0.75)


def looks(pace: Callable[[float], float], batch: int) -> Iterator[tuple[float, Pace, int]]:
    """Look each second at runs of such a pace, which are seen when a batch is finished."""
    seen, runs, now = Pace(), 0.0, 0.0
    seen.see(0.0, Piece.FUTURES, 0)
    while runs < SIZE.most - batch:
        runs += pace(now)
        now += 1.0
        done = int(runs / batch) * batch
        seen.see(now, Piece.FUTURES, done)
        yield now, seen, done


@pytest.mark.parametrize("batch", [1, 8])
@pytest.mark.parametrize("pace", [steady, slowing, in_bursts])
def test_after_a_fifth_of_the_runs_the_time_left_is_within_a_factor(
    pace: Callable[[float], float], batch: int
) -> None:
    """The rule was set before: at every look from a fifth to nine tenths of the runs."""
    *_, (end, _, _) = looks(pace, 1)
    known = [took(LONG)] * 2
    looked = 0
    for now, seen, done in looks(pace, batch):
        if 0.2 * SIZE.most <= done <= 0.9 * SIZE.most:
            time = left(SIZE, known, seen, Stage("", Piece.FUTURES, done, SIZE.most))
            assert time is not None
            truth = end - now + AROUND[Piece.PAGE]
            assert 1 / LIKELY <= math.sqrt(time.low * time.high) / truth <= LIKELY, now
            looked += 1
    assert looked > LONG / 2


def test_a_machine_that_gets_busier_shows_in_the_time_left() -> None:
    for now, seen, done in looks(busier, 1):
        time = left(SIZE, [took(LONG)], seen, Stage("", Piece.FUTURES, done, SIZE.most))
        assert time is not None
        if now == 0.6 * LONG:
            truth = (SIZE.most - done) / busier(now) + AROUND[Piece.PAGE]
            assert 1 / LIKELY <= time.high / truth <= LIKELY
            return
    raise AssertionError("it ended too early")


def test_while_runs_are_few_the_time_left_is_a_range() -> None:
    for _, seen, done in looks(steady, 1):
        time = left(SIZE, [took(LONG)], seen, Stage("", Piece.FUTURES, done, SIZE.most))
        assert time is not None
        if done < 0.6 * SIZE.most:
            assert (" to " in time.words) == (done < 0.2 * SIZE.most), time


def test_the_first_runs_tell_how_long_the_futures_take() -> None:
    pace = Pace()
    for second in range(4):
        pace.see(float(second), Piece.FIRST, second)
    pace.see(4.0, Piece.BETWEEN, 4)

    time = left(SIZE, [took(1e4)], pace, Stage("", Piece.BETWEEN, 4, SIZE.most))
    assert time is not None
    assert time.low < 400 < time.high
    assert time.high < 1e3


def test_how_long_compiling_takes_is_told_once_a_quarter_of_it_is_done() -> None:
    pace = Pace()
    pace.see(0.0, Piece.COMPILING, 0)
    pace.see(30.0, Piece.COMPILING, 0)

    assert left(SIZE, [], pace, Stage("", Piece.COMPILING)) is None
    time = left(SIZE, [took(60.0)], pace, Stage("", Piece.COMPILING, part=0.25))
    assert time is not None
    assert time.high > 90.0
    assert time.low > 30.0


def test_what_is_overdue_is_not_told_to_end_at_once() -> None:
    pace = Pace()
    pace.see(0.0, Piece.PAGE, 404)
    pace.see(60.0, Piece.PAGE, 404)

    time = left(SIZE, [took(60.0)], pace, Stage("", Piece.PAGE, 404, 404))
    assert time == Time(0.0, 30.0)


def test_what_runs_took_is_kept_with_them(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.scenario.write_text(SMALL, encoding="utf-8")
    command = Command("area-0123456789ab", "run", "Area", (), Size(2, 4, 8.0))
    keep(project, command, load(project.scenario))
    assert speed.taken([project]) == []

    pace = Pace()
    pace.see(0.0, Piece.STARTING, 2)
    pace.see(2.0, Piece.FIRST, 2)
    pace.see(9.0, Piece.FIRST, 4)
    pace.end(10.0)
    speed.note(project, command, pace)
    half = Took(4.0, {Piece.STARTING: 2.0, Piece.FIRST: 8.0})  # two of four runs were there before
    assert speed.taken([project]) == [half]

    speed.note(project, command, pace)
    assert speed.taken([project]) == [half, half]
    took_file(project, command.key).write_text("31.2", encoding="ascii")
    assert speed.taken([project]) == []
