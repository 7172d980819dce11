"""Contact hours wanted and offered, as far as they are known before a run."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from sim.engines import fast
from sim.measures import measure
from sim.network import Load, LoadVerdict, loads, service_graph
from sim.network.load_words import load_words
from sim.resolved import Resolved
from tests.resolving.worlds import resolved

TEAM = """
people: {arrivals: {newcomers: {rate: RATE per day, to: team}}}
services:
  team:
    workers: {posts: 1, contact_hours: 5, caseload: 20}
    contacts: {every: 1 week, length: 60 minutes}
    ends: {stay: 12 weeks}
"""
NEEDS = """
seeking:
  delay: {severe: 1 day, crisis: 1 day}
  reseek_delay: 1 day
  entry: {severe: {team: 1}, crisis: {team: 1}}
needs:
  distress:
    seek_level: 2
    states: {settled: 0, bad: 2, worst: 3}
    transitions:
      - {from: settled, to: bad, rate: 3 per year}
      - {from: bad, to: settled, rate: 3 per year}
      - {from: bad, to: worst, rate: 1 per year}
      - {from: worst, to: bad, rate: 20 per year}
"""
SOUGHT = (
    NEEDS
    + """
people: {cohort: 50}
services:
  team:
    workers: {posts: 2, contact_hours: HOURS, caseload: 10}
    contacts: {every: {settled: 4 weeks, severe: 1 week, crisis: 2 days}, length: 30 minutes}
"""
)


def team(arm: Resolved) -> Load:
    return next(load for load in loads(arm, service_graph(arm)) if load.service == "team")


def a_team(folder: Path, rate: float = 0.2, **changes: tuple[str, str]) -> Load:
    text = TEAM.replace("RATE", str(rate))
    for before, after in changes.values():
        assert before in text
        text = text.replace(before, after)
    return team(resolved(folder, text))


def test_a_caseload_that_fits_with_hours_that_do_not_is_above_its_hours(tmp_path: Path) -> None:
    load = a_team(tmp_path)
    assert load.hours is not None
    # 0.2 a day for 84 days: 16.8 people, an hour a week each.
    assert load.hours.wanted == pytest.approx((16.8, 16.8))
    assert load.hours.offered == 5
    assert load.hours.share == pytest.approx((3.36, 3.36))
    assert load.verdict is LoadVerdict.LATE
    words = load_words(load)
    assert "needs 16.8 hours a week, has 5 (336 %)" in words
    assert "84 % of it taken" in words
    assert words.endswith("its hours are the tighter limit")


def test_people_on_the_list_want_no_hours_yet(tmp_path: Path) -> None:
    load = a_team(tmp_path, rate=2)
    assert load.hours is not None
    assert load.verdict is LoadVerdict.ABOVE
    assert load.hours.wanted == load.hours.full == pytest.approx((20, 20))


@pytest.mark.parametrize(
    ("length", "tighter"), [("10 minutes", "caseload"), ("20 minutes", "hour")]
)
def test_the_tighter_limit_is_named(tmp_path: Path, length: str, tighter: str) -> None:
    load = a_team(tmp_path, length=("60 minutes", length))
    assert f"its {tighter}" in load_words(load)


def test_hours_are_those_left_after_the_vacancies_to_expect(tmp_path: Path) -> None:
    load = a_team(
        tmp_path, more=("caseload: 20", "caseload: 20, tenure: 300 days, vacancy: 100 days")
    )
    assert load.hours is not None
    assert load.hours.offered == pytest.approx(5 * 3 / 4)
    assert load.room == pytest.approx(20 * 3 / 4)


def test_hours_are_the_mean_of_a_schedule_and_its_ends_are_told(tmp_path: Path) -> None:
    more = "caseload: 20, changes: [{from: 1 year, posts: 3}]"
    load = a_team(tmp_path, more=("caseload: 20", more))
    assert load.hours is not None
    assert load.hours.span == (5, 15)
    assert f"has {load.hours.offered:.3g} (5 to 15 as posts change)" in load_words(load)


def test_missed_contacts_take_their_share_of_the_time(tmp_path: Path) -> None:
    load = a_team(
        tmp_path,
        missed=("caseload: 20", "caseload: 20, missed_share: 0.5"),
        attended=("60 minutes", "60 minutes, attendance: 0.8"),
    )
    assert load.hours is not None
    assert load.hours.wanted == pytest.approx((16.8 * 0.9,) * 2)


def test_a_stay_shorter_than_the_interval_has_its_first_contact(tmp_path: Path) -> None:
    load = a_team(tmp_path, stay=("stay: 12 weeks", "stay: 3 days"))
    assert load.hours is not None
    assert load.hours.wanted == pytest.approx((0.2 * 7, 0.2 * 7))


def test_a_number_of_contacts_takes_its_hours_however_long_it_lasts(tmp_path: Path) -> None:
    load = a_team(
        tmp_path,
        ends=("stay: 12 weeks", "contacts: 6"),
        attended=("60 minutes", "60 minutes, attendance: 0.5"),
    )
    assert load.hours is not None
    # Six attended are twelve held or missed, and a missed one takes all of its time.
    assert load.hours.a_spell == pytest.approx((12, 12))
    assert load.hours.wanted[0] == pytest.approx(0.2 * 7 * 12)
    assert load.verdict is LoadVerdict.LATE


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ("4", "has 8, caseload or hours may be the tighter limit"),
        ("1", "has 2, its hours are the tighter limit"),
        ("20", "has 40, its caseload is the tighter limit"),
    ],
)
def test_where_people_turn_by_themselves_the_hours_of_a_full_caseload_are_bounded(
    tmp_path: Path, hours: str, words: str
) -> None:
    load = team(resolved(tmp_path, SOUGHT.replace("HOURS", hours)))
    said = load_words(load)
    # Twenty people, half an hour each: once in four weeks, or every second day.
    assert f"if its caseload is full it needs 2.5 to 35 hours a week, {words}" in said
    assert "cannot tell" not in said


def test_levels_that_no_covered_need_has_set_no_bound(tmp_path: Path) -> None:
    calm = SOUGHT.replace("HOURS", "4").replace("worst: 3", "worst: 2")
    assert "needs 2.5 to 10 hours a week" in load_words(team(resolved(tmp_path, calm)))


def test_what_is_not_in_the_figures_is_named(tmp_path: Path) -> None:
    urgent = SOUGHT.replace("HOURS", "4").replace(
        "30 minutes}", "30 minutes, urgent_within: 1 day}"
    )
    assert "with urgent contacts on top" in load_words(team(resolved(tmp_path, urgent)))
    calm = urgent.replace("worst: 3", "worst: 2")
    assert "on top" not in load_words(team(resolved(tmp_path, calm)))


CONSULTING = """
people: {arrivals: {newcomers: {rate: 0.1 per day, to: team}}}
services:
  team:
    workers: {posts: 2, contact_hours: 10, caseload: 30}
    contacts: {every: 1 week, length: 60 minutes}
    ends: {stay: 10 weeks}
    routes: {finished_settled: {adviser: 0.5, nowhere: 0.5}}
    handoff: consult
  adviser:
    workers: {posts: 1, contact_hours: 2, caseload: 5}
    advice: {length: 90 minutes, lasts: 4 weeks}
"""


def test_advice_takes_hours_of_both_and_begins_a_stay_again(tmp_path: Path) -> None:
    arm = resolved(tmp_path, CONSULTING)
    by_name = {load.service: load for load in loads(arm, service_graph(arm))}
    # Of those who finish half begin again: two stays each, and one consultation.
    assert by_name["team"].share == pytest.approx((0.1 * 140 / 60,) * 2)
    advice = 0.1 * 7 * 1.5
    hours = by_name["team"].hours
    assert hours is not None
    assert hours.wanted == pytest.approx((14 + advice, 14 + advice))
    adviser = by_name["adviser"].hours
    assert adviser is not None
    assert adviser.wanted == pytest.approx((advice, advice))


RUNS = {
    "a stay": TEAM.replace("RATE", "0.1").replace("contact_hours: 5", "contact_hours: 20"),
    "random stays": TEAM.replace("RATE", "0.15")
    .replace("contact_hours: 5", "contact_hours: 20")
    .replace("stay: 12 weeks", "stay: {exponential: {mean: 9 weeks}}"),
    "contacts": TEAM.replace("RATE", "0.15")
    .replace("contact_hours: 5", "contact_hours: 20")
    .replace("stay: 12 weeks", "contacts: 7"),
    "missed": TEAM.replace("RATE", "0.15")
    .replace("contact_hours: 5", "contact_hours: 20, missed_share: 0.4")
    .replace("60 minutes", "{uniform: {low: 30 minutes, high: 70 minutes}}, attendance: 0.7"),
    "advice": CONSULTING,
}


@pytest.mark.parametrize("text", RUNS.values(), ids=RUNS.keys())
def test_hours_known_before_a_run_are_the_hours_of_a_run_with_time_enough(
    tmp_path: Path, text: str
) -> None:
    arm = resolved(tmp_path, text)
    found = {load.service: load for load in loads(arm, service_graph(arm))}
    used = [
        {row.measure: row.value for row in measure(fast.run(arm, 1, number), arm)}
        for number in range(1, 9)
    ]
    for name, load in found.items():
        assert load.hours is not None
        hours = np.mean([each[f"staff_hours.{name}"] for each in used]) * 7 / 365.25
        assert math.isclose(load.hours.wanted[0], load.hours.wanted[1], rel_tol=1e-9)
        assert hours == pytest.approx(load.hours.wanted[0], rel=0.12)


def test_contacts_about_more_than_one_need_want_up_to_so_many_more_hours(tmp_path: Path) -> None:
    """Of one need 60 minutes a week each; of two needs between 60 and 80."""
    second = """
  drinking:
    seek_level: 1
    states: {mild: 1, settled: 0}
    transitions: [{from: mild, to: settled, rate: 1 per year}]
"""
    text = TEAM.replace("RATE", "0.2").replace(
        "60 minutes", "60 minutes, per_extra_need: 20 minutes"
    )
    one = team(resolved(tmp_path, NEEDS + text))
    two = team(resolved(tmp_path, NEEDS + second + text))

    assert one.hours is not None
    assert two.hours is not None
    assert one.hours.full == (20, 20)
    assert two.hours.full == pytest.approx((20, 20 * 80 / 60))


WANTED = "measures: {wanted: {severe: 30 minutes per week, person: {uniform: {low: 1, high: 2}}}}"


def test_where_intervals_follow_the_person_hours_are_those_of_what_people_want_on_average(
    tmp_path: Path,
) -> None:
    length = "length: 60 minutes"
    followed = (length, f"{length}, as_wanted: true")
    ends = ("    ends: {stay: 12 weeks}\n", f"    ends: {{stay: 12 weeks}}\n{WANTED}\n")

    wanted = a_team(tmp_path, ends=ends, followed=followed)
    alike = a_team(tmp_path, ends=ends)

    assert wanted.hours is not None
    assert alike.hours is not None
    assert alike.hours.wanted == pytest.approx((16.8, 16.8))
    assert wanted.hours.wanted == pytest.approx((16.8 * 1.5,) * 2)


def test_contacts_that_make_plans_want_more_hours_the_first_of_each_spell_and_each_renewal(
    tmp_path: Path,
) -> None:
    """Weekly contacts of an hour, plans of two hours: every second contact renews one."""
    text = TEAM.replace("RATE", "0.2")
    plan = "    plan: {length: 2 hours, every: 3 weeks}\n    contacts:"
    without = team(resolved(tmp_path, NEEDS + text))
    planned = team(resolved(tmp_path, NEEDS + text.replace("    contacts:", plan, 1)))

    assert without.hours is not None
    assert planned.hours is not None
    assert without.hours.full == (20, 20)
    assert planned.hours.full == pytest.approx((20, 30)), "no plan to make, for who has one"
    assert planned.hours.a_spell[1] == pytest.approx(1.5 * without.hours.a_spell[1] + 1)
