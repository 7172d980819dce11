"""The long-run law of presenting levels, and what `sim check` says of it."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.linalg import expm

from sim.engines import fast
from sim.events import EventKind
from sim.network import FindingKind, findings, service_graph
from sim.network.presenting import presenting_law
from sim.resolved import Resolved
from sim.rules.long_run import exponential
from sim.units import DAY, WEEK, YEAR
from tests.resolving.worlds import resolved

CHAIN = """
people: {{cohort: 400}}
needs:
  distress:
    label: Distress
    seek_level: 2
    presenting: {{over: {over}}}
    states: {{well: 0, low: 1, bad: 2, worse: 2, crisis: 3}}
    transitions:
      - {{from: well, to: low, rate: 6 per year}}
      - {{from: low, to: well, rate: 4 per year}}
      - {{from: low, to: bad, rate: 9 per year}}
      - {{from: bad, to: low, rate: 9 per year}}
      - {{from: bad, to: worse, rate: 3 per year}}
      - {{from: worse, to: bad, rate: 12 per year}}
      - {{from: worse, to: crisis, rate: 10 per year}}
      - {{from: crisis, to: low, rate: 40 per year}}
services:
  team:
    accepts: {{levels: {levels}}}
    queue: {queue}
    capacity: {{places: 5}}
    patience: 4 weeks
    ends: {{stay: 9 weeks}}
seeking:
  delay: {{severe: never}}
  reseek_delay: never
  entry: {{severe: {{team: 1}}, crisis: {{team: 1}}}}
"""
WELL_OR_BAD = """
needs:
  distress:
    presenting: {over: 4 weeks}
    states: {well: 0, bad: 2}
    transitions: [{from: well, to: bad, rate: 3 per year}, {from: bad, to: well, rate: 9 per year}]
services: {team: {capacity: unlimited}}
seeking: {delay: {severe: 1 week}, reseek_delay: never, entry: {severe: {team: 1}}}
"""


def a_chain(folder: Path, over: str, levels: str = "[2, 3]", queue: str = "first_come") -> Resolved:
    return resolved(folder, CHAIN.format(over=over, levels=levels, queue=queue))


def test_of_two_states_it_is_what_pencil_and_paper_give(tmp_path: Path) -> None:
    """Well at first, 9 of 12, and not once bad in the time: e^(-3 over)."""
    law = presenting_law(resolved(tmp_path, WELL_OR_BAD).numbers.needs, 0, 0)

    well = 0.75 * math.exp(-3 * 4 * WEEK / YEAR)
    assert law == pytest.approx([well, 0, 1 - well, 0])


def test_over_no_time_it_is_the_law_of_the_levels(tmp_path: Path) -> None:
    needs = a_chain(tmp_path, over="0 days").numbers.needs
    shares = np.diff(needs.start[0, 0], prepend=0.0)

    law = presenting_law(needs, 0, 0)

    assert law == pytest.approx([shares[0], shares[1], shares[2] + shares[3], shares[4]])


@pytest.mark.parametrize("over", [3 * DAY, 4 * WEEK])
def test_people_simulated_present_themselves_by_the_law(tmp_path: Path, over: int) -> None:
    """Nobody is helped; at one minute, each of 2,000 people is looked at back through their log."""
    world = a_chain(tmp_path, over=f"{over} minutes")
    world = world._replace(numbers=world.numbers._replace(cohort=2_000, closes=over + 8 * WEEK))
    law = presenting_law(world.numbers.needs, 0, 0)
    run = fast.run(world, 1, 0)
    kinds = (EventKind.NEED_IS, EventKind.NEED_CHANGED)
    now, seen = run.closes - 1, []
    rows = run.log[np.isin(run.log["event"], kinds)]
    rows = rows[np.argsort(rows["person"], kind="stable")]
    for mine in np.split(rows, np.flatnonzero(np.diff(rows["person"])) + 1):
        ends = [*mine["time"][1:].tolist(), run.closes]
        levels = mine["level"].tolist()
        lately = [
            level
            for level, begin, end in zip(levels, mine["time"].tolist(), ends, strict=True)
            if begin < end and end - 1 > now - over
        ]
        seen.append(3 if levels[-1] == 3 else min(max(lately), 2))
    shares = np.bincount(seen, minlength=4) / len(seen)

    assert len(seen) == 2_000
    error = np.sqrt(law * (1 - law) / len(seen))
    assert (abs(shares - law) < 4 * error + 1e-12).all(), (shares, law)


rates = st.lists(st.lists(st.floats(0, 50), min_size=4, max_size=4), min_size=4, max_size=4)


@settings(deadline=None)
@given(rates=rates, time=st.floats(0, 30))
def test_the_exponential_of_rates_is_scipys(rates: list[list[float]], time: float) -> None:
    matrix = np.array(rates)
    np.fill_diagonal(matrix, 0.0)
    np.fill_diagonal(matrix, -matrix.sum(axis=1) - matrix[:, 0])  # some of them leave

    assert exponential(matrix * time) == pytest.approx(expm(matrix * time), abs=1e-9)


def told(world: Resolved) -> list[str]:
    kind = FindingKind.PRESENTING
    return [each.words for each in findings(world, service_graph(world)) if each.kind is kind]


@pytest.mark.parametrize(
    ("over", "levels", "queue", "words"),
    [
        ("4 weeks", "[2, 3]", "first_come", []),
        ("1 year", "[2, 3]", "first_come", ["as settled or mild;"]),
        ("1 year", "[0, 3]", "first_come", []),  # it tells no levels apart
        ("1 year", "[0, 3]", "level", ["as settled;", "as mild;"]),
        ("0 days", "[2, 3]", "level", []),
    ],
)
def test_check_tells_of_levels_at_which_hardly_anybody_would_present_themselves(
    tmp_path: Path, over: str, levels: str, queue: str, words: list[str]
) -> None:
    found = told(a_chain(tmp_path, over, levels, queue))

    assert len(found) == len(words), found
    assert all(part in one for part, one in zip(words, found, strict=True)), found
    assert all(one.startswith("team, Distress: ") for one in found)
