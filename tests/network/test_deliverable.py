"""Contacts longer than a day, hours that can be delivered, and nobody with two people at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from sim.engines import fast
from sim.events import EventKind, Run
from sim.network import check_workforce
from sim.network.deliverable import deliverable_hours, deliverable_text, long_contact_text
from sim.network.hours import offered_hours
from sim.resolved import Resolved
from sim.units import DAY
from tests.engines.staffed import staffed_world
from tests.resolving.worlds import resolved

TEAM = """
people: {arrivals: {newcomers: {rate: RATE per day, to: team}}}
services:
  team:
    workers: {posts: 2, contact_hours: 20, caseload: 30}
    contacts: {every: 1 week, length: 60 minutes}
    ends: {contacts: 9}
""".replace("RATE", "0.6")
IN_NEED = """
people: {cohort: 120}
seeking:
  delay: {severe: 1 day, crisis: 1 day}
  reseek_delay: 1 day
  entry: {severe: {team: 1}, crisis: {team: 1}}
needs:
  distress:
    seek_level: 2
    states: {bad: 2, worst: 3}
    transitions:
      - {from: bad, to: worst, rate: 20 per year}
      - {from: worst, to: bad, rate: 60 per year}
services:
  team:
    workers: {posts: 2, contact_hours: 20, caseload: 60}
    contacts: {every: 1 week, length: 60 minutes}
"""
WARM = TEAM.replace("contacts: 9}", "contacts: 9}\n    routes: {finished_settled: {next: 1}}")
WARM += """    handoff: warm
    warm: {limit: 8 weeks}
  next:
    workers: {posts: 2, contact_hours: 20, caseload: 60}
    contacts: {every: 1 week, length: 60 minutes}
    ends: {contacts: 4}
"""
WORLDS = {
    "contacts alone": TEAM,
    "missed ones take all their time": TEAM.replace("minutes}", "minutes, attendance: 0.7}"),
    "workers leave": TEAM.replace("30}", "30, tenure: {exponential: {mean: 90 days}}}"),
    "crises": IN_NEED,
    "urgent": IN_NEED.replace("minutes}", "minutes, urgent_within: 1 day}"),
    "stays": TEAM.replace("contacts: 9", "stay: {exponential: {mean: 12 weeks}}"),
    "follow-up": TEAM + "    follow_up: {within: 3 days}\n",
    "warm": WARM,
}


def double_booked(run: Run) -> set[int]:
    """Services of workers who begin a contact before an earlier one of theirs has ended."""
    until: dict[int, int] = {}
    found = set()
    for row in run.log[run.log["event"] == EventKind.CONTACT]:
        for worker in (int(row["worker"]), int(row["other_worker"])):
            if worker >= 0:
                if row["time"] < until.get(worker, 0):
                    found.add(run.workers[worker].service)
                until[worker] = max(until.get(worker, 0), int(row["time"] + row["minutes"]))
    return found


@pytest.mark.parametrize("text", WORLDS.values(), ids=WORLDS.keys())
def test_no_worker_is_with_two_people_at_once(tmp_path: Path, text: str) -> None:
    arm = resolved(tmp_path, text)
    assert not any(double_booked(fast.run(arm, 1, number)) for number in range(1, 4))


@settings(max_examples=60, deadline=None)
@given(number=st.integers(0, 2**32 - 1))
def test_nor_in_awkward_worlds(number: int) -> None:
    assert double_booked(fast.run(staffed_world(number), number, 3)) == set()


def test_hours_that_are_not_as_deliverable_in_every_arm_are_told(tmp_path: Path) -> None:
    """Of 20 hours a week 13 contacts of 90 minutes are 19.5; of 60 minutes all 20."""
    arms = {
        "short": resolved(tmp_path, TEAM),
        "long": resolved(tmp_path, TEAM.replace("60 minutes", "90 minutes")),
    }
    assert deliverable_hours(arms["short"], 0) == 20
    assert deliverable_hours(arms["long"], 0) == 19.5
    (words,) = deliverable_text(arms)
    assert "20 of 20 in short, 19.5 of 20 in long" in words
    assert list(deliverable_text({"one": arms["long"], "other": arms["long"]})) == []


def long(folder: Path, length: str, hours: str = "20", more: str = "") -> list[str]:
    text = TEAM.replace("60 minutes", length).replace(
        "contact_hours: 20", f"contact_hours: {hours}"
    )
    arm = resolved(folder, text.replace("caseload: 30", f"caseload: 30{more}"))
    return list(long_contact_text(arm))


def test_a_contact_longer_than_the_working_day_is_told(tmp_path: Path) -> None:
    (words,) = long(tmp_path, "9 hours")
    assert words.startswith("team: contacts of 9 hours are longer than its working day of 8 hours.")
    assert "run on past closing" in words
    assert long(tmp_path, "8 hours") == []
    assert long(tmp_path, "9 hours", more=", working_hours: {from: '08:00', to: '18:00'}") == []


def test_a_contact_longer_than_the_week_s_hours_is_told(tmp_path: Path) -> None:
    (words,) = long(tmp_path, "3 hours", hours="2")
    assert words == "team: contacts of 3 hours are longer than a worker's 2 contact hours a week."


def test_of_lengths_that_differ_one_in_a_hundred_is_told(tmp_path: Path) -> None:
    (words,) = long(tmp_path, "{uniform: {low: 1 hour, high: 10 hours}}")
    assert "some contacts are longer than its working day of 8 hours" in words
    assert "(one in a hundred lasts 9.9 hours or more)" in words
    assert long(tmp_path, "{exponential: {mean: 1 hour}}") == []


def planned(folder: Path, plan: str, length: str = "60 minutes") -> list[str]:
    """What is told of a team that makes plans, with a contact every week."""
    text = TEAM.replace("60 minutes", length)
    return list(long_contact_text(resolved(folder, f"{text.rstrip()}\n    plan: {plan}\n")))


def test_a_contact_for_a_plan_that_is_longer_than_the_day_is_told_by_its_own_length(
    tmp_path: Path,
) -> None:
    (words,) = planned(tmp_path, "{length: 9 hours, every: 26 weeks}")
    assert words.startswith("team: contacts of 9 hours are longer than its working day of 8 hours.")


def test_plans_that_lapse_before_the_second_next_contact_are_told(tmp_path: Path) -> None:
    (words,) = planned(tmp_path, "{length: 1 hour, every: 2 weeks}")
    assert words == (
        "team: a plan is current for 14 days, and even the shortest interval between contacts is 7 "
        "days, so that every contact makes a plan."
    )
    assert planned(tmp_path, "{length: 1 hour, every: 15 days}") == []


def test_a_contact_that_begins_before_closing_runs_past_it(tmp_path: Path) -> None:
    arm: Resolved = resolved(tmp_path, TEAM.replace("60 minutes", "9 hours"))
    run = fast.run(arm, 1, 1)
    rows = run.log[run.log["event"] == EventKind.CONTACT]
    starts = rows["time"] % DAY
    assert ((starts >= 9 * 60) & (starts < 17 * 60)).all()
    assert (starts + rows["minutes"] > 17 * 60).all()
    assert double_booked(run) == set()


def test_supervision_takes_deliverable_hours_and_none_of_those_that_are_compared(
    tmp_path: Path,
) -> None:
    text = TEAM.replace("contact_hours: 20", "contact_hours: 20, supervision: 2 hours per week")
    arms = {"without": resolved(tmp_path, TEAM), "with": resolved(tmp_path, text)}

    assert deliverable_hours(arms["with"], 0) == 18
    (words,) = deliverable_text(arms)
    assert "20 of 20 in without, 18 of 20 in with" in words
    assert words.endswith("What is left of a week lapses, and supervision takes time.")
    assert check_workforce(arms, 0.0).problems == ()
    assert [offered_hours(arm, 0) for arm in arms.values()] == [40, 36]
