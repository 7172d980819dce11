"""How long a run takes is told as this machine has shown, and as a range before it has."""

from pathlib import Path

from hypothesis import given, strategies as st

from sim.app.projects import Project
from sim.app.running import speed
from sim.app.running.commands import Command, Size, keep
from sim.app.running.speed import AROUND, Took, time_here
from sim.scenario import load
from tests.app.conftest import SMALL

SECONDS = st.floats(0.1, 1e5)


def test_before_the_first_run_a_range_is_told() -> None:
    assert time_here(0.0, []) == "3 seconds to 70 seconds"


def test_after_a_run_the_time_is_that_of_this_machine() -> None:
    twice_as_slow = Took(AROUND, 2 * AROUND)

    assert time_here(4 * AROUND - AROUND, [twice_as_slow]) == "65 seconds"


@given(SECONDS, SECONDS)
def test_the_run_most_alike_in_length_is_the_measure(seconds: float, other: float) -> None:
    alike = Took(AROUND + seconds, 30.0)
    unlike = Took((AROUND + seconds) * (2 + other), 3_000_000.0)

    assert time_here(seconds, [unlike, alike]) == time_here(seconds, [alike]) == "30 seconds"


def test_what_a_run_took_is_kept_with_it(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.scenario.write_text(SMALL, encoding="utf-8")
    command = Command("area-0123456789ab", "run", "Area", (), Size(2, 2, 8.0))
    keep(project, command, load(project.scenario))
    assert speed.taken([project]) == []

    speed.note(project, command, 31.25)

    assert speed.taken([project]) == [Took(AROUND + 8.0, 31.2)]
