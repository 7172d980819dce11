"""How much help a person wants: drawn by their key, and followed by contacts that are to."""

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from sim.draws import NO_NAME, Purpose, uniform
from sim.engines import fast
from sim.events import EventKind, Run
from sim.resolved import Resolved
from tests.engines.worlds import SEEKING_THE_FIRST, STEADY_NEED, play, world

DIFFERENT = "{lognormal: {mean: 1, sd: 0.5}}"
WANTED = f"measures: {{wanted: {{severe: 30 minutes per week, person: {DIFFERENT}}}}}"


def unlimited(contacts: str, people: int = 4) -> str:
    """A service without workers, so that contacts are held when they fall due."""
    return f"""
people: {{cohort: {people}}}
services:
  first: {{contacts: {{every: {contacts}}}}}
"""


def a_world(folder: Path, contacts: str, *more: str, people: int = 4) -> Resolved:
    return world(folder, STEADY_NEED, SEEKING_THE_FIRST, unlimited(contacts, people), *more)


def multiples(run: Run) -> dict[int, int]:
    """Millionths by person."""
    rows = run.log[run.log["event"] == EventKind.WANTS]
    return dict(zip(rows["person"].tolist(), rows["detail"].tolist(), strict=True))


def steps(run: Run, person: int) -> list[int]:
    """Minutes between a person's contacts."""
    mine = (run.log["event"] == EventKind.CONTACT) & (run.log["person"] == person)
    return [int(step) for step in np.diff(run.log["time"][mine])]


def test_a_multiple_is_drawn_by_the_persons_key_and_written_right_after_the_arrival(
    tmp_path: Path,
) -> None:
    resolved = a_world(tmp_path, "2 weeks, length: 30 minutes", WANTED, people=50)

    run = play(resolved, 3, 2)

    found = multiples(run)
    sigma = np.sqrt(np.log(1.25))
    for number, person in enumerate(run.people):
        u = uniform(3, 2, int(Purpose.WANTED), NO_NAME, person.key, 0)
        drawn = stats.lognorm.ppf(u, sigma, scale=np.exp(-(sigma**2) / 2))
        assert found[number] == pytest.approx(drawn * 1_000_000, abs=1)
        rows = run.log["event"][run.log["person"] == number]
        assert rows[:3].tolist() == [EventKind.ARRIVED, EventKind.WANTS, EventKind.NEED_IS]


def test_the_interval_is_divided_by_the_multiple_where_contacts_follow_it(tmp_path: Path) -> None:
    run = play(a_world(tmp_path, "2 weeks, length: 30 minutes, as_wanted: true", WANTED))

    for person, millionths in multiples(run).items():
        assert set(steps(run, person)) == {int(20_160 * 1_000_000 / millionths + 0.5)}


def test_without_the_switch_contacts_are_the_same_whether_or_not_people_differ(
    tmp_path: Path,
) -> None:
    differing = play(a_world(tmp_path, "2 weeks, length: 30 minutes", WANTED))
    alike = play(a_world(tmp_path, "2 weeks, length: 30 minutes"))

    others = differing.log[differing.log["event"] != EventKind.WANTS]
    assert np.array_equal(others, alike.log)
    assert multiples(differing).keys() == {0, 1, 2, 3}


def test_people_in_care_at_the_start_have_their_phase_of_their_own_interval(tmp_path: Path) -> None:
    start = "{cohort: 4, start: full}"
    contacts = "{every: 2 weeks, length: 30 minutes, as_wanted: true}"
    text = f"""
people: {start}
services:
  first: {{capacity: {{places: 4}}, contacts: {contacts}, ends: {{stay: 2 years}}}}
"""
    run = play(world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text, WANTED))

    for person, millionths in multiples(run).items():
        mine = (run.log["event"] == EventKind.CONTACT) & (run.log["person"] == person)
        own = int(20_160 * 1_000_000 / millionths + 0.5)
        assert 0 <= run.log["time"][mine][0] <= own
        assert set(steps(run, person)) == {own}


def test_both_engines_draw_the_same(tmp_path: Path) -> None:
    text = "2 weeks, length: 30 minutes, as_wanted: true"
    resolved = a_world(tmp_path, text, WANTED, people=30)

    assert np.array_equal(play(resolved, 5, 1).log, fast.run(resolved, 5, 1).log)
