"""Needs that fluctuate: thinning, what bears on them, and need episodes."""

from __future__ import annotations

import math
from itertools import pairwise, product, zip_longest
from pathlib import Path

import numpy as np

from sim.draws import name_key, uniform_pair
from sim.events import EventKind
from sim.rules.need import CANDIDATE, RECOVERS, STAYS, WORSENS, moves_to, next_candidate
from sim.units import DAY
from tests.engines.biographies import inner_weather
from tests.engines.worlds import minutes_of, play, world

UP_AND_DOWN = """
needs:
  distress:
    largest_ratio: 4
    seek_level: 2
    episode_break: 2 days
    states: {settled: 0, mild: 1, severe: 2}
    transitions:
      - {from: settled, to: mild, rate: 0.4 per day}
      - {from: mild, to: settled, rate: 0.3 per day}
      - {from: mild, to: severe, rate: 0.2 per day}
      - {from: severe, to: mild, rate: 0.5 per day}
    start: {severe: 1}
"""
CARE = """
people: {cohort: 25}
relationship: {growth: 0.5}
seeking: {delay: {severe: 1 hour}, reseek_delay: 1 week, entry: {severe: {clinic: 1}}}
services:
  clinic:
    support: 1
    capacity: unlimited
    contacts: {every: 1 day, length: 30 minutes}
"""


def test_a_need_path_follows_from_its_candidates_alone(tmp_path: Path) -> None:
    """Without effects: an independent walk along the candidates of each person."""
    run = play(world(tmp_path, "people: {cohort: 25}", UP_AND_DOWN, NOBODY_SEEKS), seed=5)
    rate = 4 * max(0.4, 0.3 + 0.2, 0.5) / DAY
    shares = {0: [(1, 0.4)], 1: [(0, -0.3), (2, 0.2)], 2: [(1, -0.5)]}
    paths = inner_weather(run)
    for person in run.people:
        expected, state, time, ordinal = [(0, 2)], 2, 0, 0
        while True:
            ordinal += 1
            gap, u = uniform_pair(5, 0, CANDIDATE, name_key("need:distress"), person.key, ordinal)
            time += round(-math.log(gap) / rate)
            if time >= run.closes:
                break
            for target, per_day in shares[state]:
                share = abs(per_day) / DAY / rate
                if (per_day < 0 and u < share) or (per_day > 0 and 1 - u < share):
                    state = target
                    expected.append((time, state))
                    break
        assert paths[person.name, 0] == expected


NOBODY_SEEKS = """
services:
  clinic: {capacity: unlimited}
seeking: {delay: {severe: never}, reseek_delay: never, entry: {severe: {clinic: 1}}}
"""
TARGET, DIRECTION = np.array([5, 6, 7, 8, 9]), np.array([-1, -1, 0, 1, 1])
SHARE = np.array([0.02, 0.03, 0.05, 0.04, 0.06])


def test_two_copies_in_one_state_never_move_in_opposite_directions_at_a_candidate() -> None:
    ratios = (0.1, 0.5, 1.0, 2.0, 4.0)
    ways = (4 * 0.05, (4 * 0.05, 4 * 0.05 + 0.05), 1 - 4 * 0.1)
    seen = set()
    ordinal, time = 0, 0
    while ordinal < 3_000:
        time, ordinal, toward, distance = next_candidate(
            1, 0, 2, 3, 1.0, ordinal, time, 10**9, *ways
        )
        reached = []
        for ratio in ratios:
            held = 1.0 if toward not in (RECOVERS, WORSENS) else ratio
            state = moves_to(toward, distance, held, TARGET, DIRECTION, SHARE)
            reached.append(int(state))
        directions = {int(np.sign(DIRECTION[s - 5])) for s in reached if s != STAYS}
        assert len(directions) <= 1
        moved = [state != STAYS for state in reached]
        assert moved == sorted(moved), "a larger ratio moves whoever a smaller one moved"
        seen |= directions
    assert seen == {-1, 0, 1}


def test_the_better_supported_copy_of_a_two_state_need_is_never_worse_off(tmp_path: Path) -> None:
    need = """
    needs:
      distress:
        largest_ratio: 4
        seek_level: 2
        states: {settled: 0, severe: 2}
        transitions:
          - {from: settled, to: severe, rate: 0.3 per day}
          - {from: severe, to: settled, rate: 0.3 per day}
        start: {severe: 1}
    """
    support = "effects: {support: {recovery_ratio: 3, worsening_ratio: 0.4, window: 4 weeks}}"
    paths = [
        inner_weather(play(world(tmp_path, effects, need, CARE)))
        for effects in ("", support + "\n")
    ]

    better = 0
    for whose in paths[0]:
        plain, supported = (dict(path[whose]) for path in paths)
        states = [0, 0]
        for minute in sorted({*plain, *supported}):
            states = [int(plain.get(minute, states[0])), int(supported.get(minute, states[1]))]
            assert states[1] <= states[0]
            better += states[1] < states[0]
    assert better > 20


def test_an_episode_ends_once_the_need_has_stayed_below_for_the_break(tmp_path: Path) -> None:
    """An independent reading of each path: when episodes begin and end."""
    run = play(world(tmp_path, "people: {cohort: 25}", UP_AND_DOWN, NOBODY_SEEKS))

    for number, person in enumerate(run.people):
        began, ended, open_, below_since = [], [], False, 10**9
        for time, state in [*inner_weather(run)[person.name, 0], (run.closes, -1)]:
            if open_ and below_since + 2 * DAY < time:
                ended.append(below_since + 2 * DAY)
                open_ = False
            if state == 2:
                below_since = 10**9
                if not open_:
                    began.append(time)
                    open_ = True
            elif open_:
                below_since = min(below_since, int(time))
        assert minutes_of(run, EventKind.EPISODE_BEGAN, person=number) == began
        assert minutes_of(run, EventKind.EPISODE_ENDED, person=number) == ended


def test_a_spell_ends_when_the_need_has_been_settled_for_the_whole_time(tmp_path: Path) -> None:
    """An independent reading: two days at or below mild since the start of the spell."""
    care = CARE.replace("    capacity: unlimited", SETTLED)
    run = play(world(tmp_path, care, UP_AND_DOWN))

    endings = 0
    for number, person in enumerate(run.people):
        path = inner_weather(run)[person.name, 0]
        ends = minutes_of(run, EventKind.ENDED_PLANNED, person=number)
        for began, ended in zip_longest(
            minutes_of(run, EventKind.SPELL_STARTED, person=number), ends
        ):
            since, due = began, None
            for (_, state), (until, _) in pairwise([*path, (run.closes, -1)]):
                if until <= began:
                    continue
                if state == 2:
                    since = until
                elif until > since + 2 * DAY:
                    due = since + 2 * DAY
                    break
            assert ended == due
            endings += due is not None
    assert endings > 20


SETTLED = """    capacity: unlimited
    ends: {settled: {level: 1, for: 2 days}}"""


def test_a_need_that_changes_once_in_an_age_does_not_change(tmp_path: Path) -> None:
    never = UP_AND_DOWN
    for rate in ("0.4", "0.3", "0.2", "0.5"):
        never = never.replace(f"rate: {rate} per day", "rate: 1e-17 per year")
    run = play(world(tmp_path, "people: {cohort: 5}", never, NOBODY_SEEKS))

    assert minutes_of(run, EventKind.NEED_CHANGED) == []


def test_every_pair_of_directions_has_its_own_part_of_the_unit_interval() -> None:
    """What next_candidate says may happen is all that moves_to lets happen."""
    for recover, worsen in product((0.0, 0.2), (0.0, 0.4)):
        share = np.array([recover / 4, 0.05, worsen / 4])
        time, ordinal = 0, 0
        for _ in range(200):
            time, ordinal, toward, distance = next_candidate(
                7,
                0,
                1,
                1,
                1.0,
                ordinal,
                time,
                10**9,
                recover,
                (recover, recover + 0.05),
                1 - worsen,
            )
            state = moves_to(
                toward,
                distance,
                4.0 if toward in (RECOVERS, WORSENS) else 1.0,
                np.array([1, 2, 3]),
                np.array([-1, 0, 1]),
                share,
            )
            assert state != STAYS
