"""How long the rest takes, told from what is done; and how many runs to hand out at once."""

import numpy as np
import pytest

from sim.studies.execution.pace import LARGEST_TASK, Pace


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


@pytest.mark.parametrize("seed", range(20))
def test_after_a_tenth_of_the_work_the_time_left_is_right_within_a_fifth(seed: int) -> None:
    generator = np.random.default_rng(seed)
    takes = generator.lognormal(0.0, 0.5, 2_000)  # some settings take five times as long as others
    clock = Clock()
    pace = Pace(clock)
    clock.now = 60.0  # programs are loaded and compiled first
    for seconds in takes[:200]:
        clock.now += seconds
        pace.add(1)

    said = pace.seconds_left(1_800)

    assert said is not None
    assert said == pytest.approx(takes[200:].sum(), rel=0.2)


def test_nothing_is_said_before_there_is_something_to_go_by() -> None:
    clock = Clock()
    pace = Pace(clock)
    assert pace.seconds_left(10) is None
    pace.add(1)
    assert pace.seconds_left(9) is None


def test_the_time_left_goes_down_while_nothing_comes_back() -> None:
    clock = Clock()
    pace = Pace(clock)
    for _ in range(3):
        clock.now += 10
        pace.add(1)
    clock.now += 4

    assert pace.seconds_left(2) == pytest.approx(16)


def test_short_runs_are_handed_out_by_the_second_and_few_at_the_end() -> None:
    clock = Clock()
    pace = Pace(clock)
    assert pace.task_size(1_000, 2) == 1
    for _ in range(101):
        clock.now += 0.01
        pace.add(1)

    assert pace.task_size(100_000, 2) == 50  # a hundred a second, over two workers
    assert pace.task_size(16, 2) == 2
    assert pace.task_size(1, 2) == 1
    for _ in range(20):
        pace.add(100_000)
    assert pace.task_size(10_000_000, 2) == LARGEST_TASK
