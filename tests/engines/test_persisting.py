"""Seeking help that runs on through good days, read again from logs."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from sim.events import EventKind, Run
from sim.units import DAY
from tests.engines.worlds import play, world

ENDED = (EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED)
NEEDS = """
people: {{cohort: 60, arrivals: {{nobody: {{rate: 0 per year, to: clinic}}}}}}
needs:
  distress:
    seek_level: 2
    episode_break: 6 days
    {presenting}
    states: {{settled: 0, severe: 2}}
    start: {{settled: 1}}
    transitions:
      - {{from: settled, to: severe, rate: 0.2 per day}}
      - {{from: severe, to: settled, rate: 0.6 per day}}
seeking:
  delay: {{severe: {delay}}}
  persists: {persists}
  reseek_delay: {reseek}
  entry: {{severe: {entry}}}
services:
  clinic: {{capacity: unlimited, ends: {{stay: {stay}}}}}
"""


def people(folder: Path, text: str = NEEDS, **given: str) -> Run:
    words = {
        "stay": "30 days",
        "presenting": "presenting: {over: 6 days}",
        "delay": "4 days",
        "persists": "true",
        "reseek": "never",
        "entry": "{clinic: 1}",
        **given,
    }
    return play(world(folder, text.format(**words)))


def rows_of(run: Run, person: int, *kinds: EventKind) -> np.ndarray:
    mine = run.log[run.log["person"] == person]
    found: np.ndarray = mine[np.isin(mine["event"], kinds)]
    return found


def first_episodes(run: Run) -> list[tuple[int, int, list[int]]]:
    """Of each person's first episode: when it began and ended, and when they sought help in it."""
    found = []
    for person in range(len(run.people)):
        began = rows_of(run, person, EventKind.EPISODE_BEGAN)["time"].tolist()
        ended = [*rows_of(run, person, EventKind.EPISODE_ENDED)["time"].tolist(), run.closes]
        if began:
            sought = rows_of(run, person, EventKind.SOUGHT)["time"].tolist()
            found.append((began[0], ended[0], [at for at in sought if began[0] <= at < ended[0]]))
    return found


def test_a_clock_runs_on_through_good_days_and_stops_when_the_episode_ends(tmp_path: Path) -> None:
    """With a fixed delay of 4 days: help is sought 4 days into every episode that lasts so long."""
    episodes = first_episodes(people(tmp_path))

    long = [each for each in episodes if each[1] > each[0] + 4 * DAY < 83 * DAY]
    assert len(long) > 40
    assert all(sought[:1] == [began + 4 * DAY] for began, _, sought in long)


def test_a_clock_that_would_ring_after_the_episode_does_not_ring_in_it(tmp_path: Path) -> None:
    episodes = first_episodes(people(tmp_path, delay="9 days"))

    short = [each for each in episodes if each[1] <= each[0] + 9 * DAY]
    assert len(short) > 5
    assert all(sought == [] for _, _, sought in short)
    assert any(sought for _, _, sought in episodes)


def test_a_clock_of_one_episode_does_not_ring_in_the_next(tmp_path: Path) -> None:
    """It stops with its episode, so each episode has a whole delay of its own."""
    run, soon = people(tmp_path, delay="12 days", entry="{nowhere: 1}"), 0
    for person in range(len(run.people)):
        began = rows_of(run, person, EventKind.EPISODE_BEGAN)["time"].tolist()
        sought = rows_of(run, person, EventKind.SOUGHT)["time"].tolist()
        for minute in sought:
            assert minute - max(each for each in began if each <= minute) == 12 * DAY
        soon += sum(later < first + 12 * DAY for first, later in pairwise(began))
    assert soon > 20  # so many clocks would have rung in the next episode


def test_without_it_a_good_day_stops_the_clock(tmp_path: Path) -> None:
    run = people(tmp_path, persists="false")

    for person in range(len(run.people)):
        levels = rows_of(run, person, EventKind.NEED_IS, EventKind.NEED_CHANGED)
        for row in rows_of(run, person, EventKind.SOUGHT):
            last = levels[levels["time"] <= row["time"]][-1]
            assert last["level"] == 2
            assert last["time"] == row["time"] - 4 * DAY


def test_on_a_good_day_people_turn_at_the_level_at_which_the_need_presents_itself(
    tmp_path: Path,
) -> None:
    run, good_days = people(tmp_path), 0
    for person in range(len(run.people)):
        levels = rows_of(run, person, EventKind.NEED_IS, EventKind.NEED_CHANGED)
        for row in rows_of(run, person, EventKind.SOUGHT):
            good_days += levels[levels["time"] <= row["time"]][-1]["level"] == 0
            assert (row["level"], row["service"]) == (2, 0)
    assert good_days > 20


def test_where_needs_are_momentary_people_turn_at_the_level_of_seeking_all_the_same(
    tmp_path: Path,
) -> None:
    """Else they would look for an entry at a level at which nobody seeks help."""
    run = people(tmp_path, presenting="")

    sought = run.log[run.log["event"] == EventKind.SOUGHT]
    referred = run.log[run.log["event"] == EventKind.REFERRED]
    assert set(sought["level"].tolist()) == {2}
    assert set(sought["service"].tolist()) == {0}
    assert {0, 2} == set(referred["level"].tolist())  # what the service sees


@pytest.mark.parametrize("persists", ["true", "false"])
def test_after_nowhere_a_persisting_clock_restarts_on_a_good_day_too(
    tmp_path: Path, persists: str
) -> None:
    run = people(tmp_path, persists=persists, delay="1 day", reseek="1 day", entry="{nowhere: 1}")
    again = 0
    for began, ended, sought in first_episodes(run):
        expected = list(range(began + DAY, min(ended, run.closes), DAY))
        if persists == "true":
            assert sought == expected
        again += sought == expected and len(sought) > 5
    assert again > 20 if persists == "true" else again < 20


def level_at(run: Run, person: int, minute: int) -> int:
    levels = rows_of(run, person, EventKind.NEED_IS, EventKind.NEED_CHANGED)
    return int(levels[levels["time"] <= minute][-1]["level"])


def test_a_good_day_starts_no_clock_of_itself(tmp_path: Path) -> None:
    """Spells of a day end on good days of an episode too; the next bad day starts a clock."""
    run, good_days = people(tmp_path, stay="1 day"), 0

    for person in range(len(run.people)):
        for minute in rows_of(run, person, EventKind.SOUGHT)["time"].tolist():
            assert level_at(run, person, minute - 4 * DAY) == 2
        began = rows_of(run, person, EventKind.EPISODE_BEGAN)["time"].tolist()
        over = rows_of(run, person, EventKind.EPISODE_ENDED)["time"].tolist()
        for minute in rows_of(run, person, *ENDED)["time"].tolist():
            is_open = np.searchsorted(began, minute, "right") > np.searchsorted(over, minute)
            good_days += is_open and level_at(run, person, minute) == 0
    assert good_days > 20


def test_the_next_bad_day_does_not_hasten_a_clock_that_runs(tmp_path: Path) -> None:
    """Each clock has one delay, of 2 or 5 days; another would at times ring on other days."""
    delay = "{table: {values: [2, 5], probabilities: [0.5, 0.5], unit: days}}"
    episodes = first_episodes(people(tmp_path, delay=delay))

    first = [sought[0] - began for began, _, sought in episodes if sought]
    assert {0, *first} == {0, 2 * DAY, 5 * DAY}
    assert min(first.count(2 * DAY), first.count(5 * DAY)) > 10


def test_on_good_days_disengaged_people_turn_to_nobody(tmp_path: Path) -> None:
    """Who is turned away once is disengaged; nobody is ever in crisis."""
    lost = "trust: {{start: 0.5, refusal_fall: 0.9, disengages_below: 0.1}}"
    text = NEEDS.replace("capacity: unlimited,", "accepts: {{probability: 0}},")
    run = people(tmp_path, text=text + lost + "\n", delay="1 day", reseek="1 day")

    sought = [len(rows_of(run, each, EventKind.SOUGHT)) for each in range(len(run.people))]
    assert max(sought) == 1
    assert sum(sought) > 40


def test_nobody_turns_for_a_need_that_is_in_hand(tmp_path: Path) -> None:
    """A clinic for distress leads to a team for both needs while a clock for drink may run."""
    chain = NEEDS[NEEDS.index("    seek_level") : NEEDS.index("seeking:")]
    text = NEEDS.replace("seeking:", f"  drink:\n{chain}seeking:").replace(
        "  clinic: {{capacity: unlimited, ends: {{stay: {stay}}}}}\n",
        "  clinic: {{covers: [distress], parallel: true, ends: {{stay: {stay}}}, routes: "
        "{{finished_settled: {{team: 1}}, finished_in_need: {{team: 1}}}}}}\n"
        "  team: {{parallel: true, ends: {{stay: 20 days}}}}\n",
    )
    run, stopped = people(tmp_path, text, stay="2 days", delay="6 days"), 0

    for person in range(len(run.people)):
        referred = rows_of(run, person, EventKind.REFERRED)
        ended = rows_of(run, person, *ENDED)
        over = dict(zip(ended["spell"].tolist(), ended["time"].tolist(), strict=True))
        held = [
            (row["time"], over.get(int(row["spell"]), run.closes), row["service"])
            for row in referred
        ]
        for row in rows_of(run, person, EventKind.SOUGHT):
            covering = {0, 1} if row["need"] == 0 else {1}
            assert not [
                each for each in held if each[0] < row["time"] < each[1] and each[2] in covering
            ]
        stopped += sum(service == 1 for _, _, service in held)
    assert stopped > 40
