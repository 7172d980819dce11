"""Both engines' workers choose as a third reading of the specification says, over awkward loads."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from sim.engines import fast, reference
from sim.events import Run
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load
from tests.agreement.agreement import same
from tests.theory.queue_reading import Reading

WORLD = """
throughline: 2
title: A team and a specialist
source: ours
sources: {{ours: {{kind: assumption, reference: made up for a test}}}}
run: {{begins: {begins}, length: {weeks} weeks}}
people: {{cohort: {people}}}
seeking:
  delay: {{mild: 2 days, severe: 1 day, crisis: 3 hours}}
  reseek_delay: 2 days
  entry: {{mild: {{team: 1}}, severe: {{team: 1}}, crisis: {{team: 1}}}}
relationship: {{growth: 0.2, retelling: 1}}
needs:
  distress:
    largest_ratio: 1
    seek_level: 1
    states: {{mild: 1, severe: 2, crisis: 3}}
    transitions:
      - {{from: mild, to: severe, rate: {rate} per week}}
      - {{from: severe, to: crisis, rate: {rate} per week}}
      - {{from: crisis, to: mild, rate: {calms} per week}}
services:
  team:
    decision_delay: 1 hour
    workers:
      {{posts: {posts}, contact_hours: {hours}, caseload: 9, missed_share: 0.5, tenure: {tenure},
        vacancy: 2 days, handover: {{planned: true, overlap: {overlap} minutes, notice: {notice}}},
        working_hours: {days}, away: {{share: {away}, spells: {leave}}},
        bank_holidays: [2027-03-10, 2027-03-31, 2027-04-03]}}
    contacts:
      every: {{mild: 1 week, severe: 3 days, crisis: 1 day}}
      length: {{uniform: {{low: {low} minutes, high: {high} minutes}}}}
      attendance: 0.8
      urgent_within: 1 day
      overhead: {overhead} minutes
      cancelled: {{person: {cancelled}, provider: {cancelled}}}
    ends: {{stay: {{exponential: {{mean: 5 weeks}}}}}}
    handoff: {how}
    warm: {{carries: 0.5, limit: 2 weeks, joint_limit: {limit}}}
    routes: {{finished_in_need: {{specialist: 1}}}}
  specialist:
    decision_delay: 1 hour
    workers:
      {{posts: 1, contact_hours: {others}, caseload: 9, missed_share: 0.5, tenure: 40 weeks}}
    contacts:
      every: 1 week
      length: {{uniform: {{low: 20 minutes, high: 60 minutes}}}}
      attendance: 0.8
    ends: {{contacts: 3}}
    advice: {{length: 45 minutes, lasts: 4 weeks}}
"""
DAYS = (
    "{days: [mon, tue, wed, thu, fri], from: '09:00', to: '17:00'}",
    "{days: [mon, wed], from: '08:00', to: '12:00'}",
    "{days: [mon, tue, wed, thu, fri, sat, sun], from: '00:00', to: '24:00'}",
)
CALM = {
    "begins": "2027-03-01",
    "weeks": 12,
    "people": 6,
    "rate": 0.5,
    "calms": 2.0,
    "posts": 1,
    "hours": 6,
    "tenure": "never",
    "days": DAYS[0],
    "low": 30,
    "high": 90,
    "overhead": 0,
    "cancelled": 0,
    "how": "cold",
    "limit": "4 weeks",
    "others": 4,
    "away": 0,
    "leave": "1 week",
    "overlap": 40,
    "notice": "0 days",
}


def read(folder: Path, seed: int, **numbers: object) -> Reading:
    """Run both engines on a world and read the log they agree on."""
    path = folder / "world.yaml"
    path.write_text(WORLD.format(**{**CALM, **numbers}))
    resolved: Resolved = resolve(load(path), "baseline")
    run: Run = fast.run(resolved, seed, 1)
    same(reference.run(resolved, seed, 1), run)
    reading = Reading(run, resolved, seed, 1)
    reading.read()
    return reading


@pytest.mark.parametrize(
    ("numbers", "kinds"),
    [
        ({"people": 12}, {"CONTACT", "CONTACT_MISSED"}),
        ({"people": 12, "rate": 8, "calms": 30.0}, {"CONTACT"}),
        ({"cancelled": 0.2, "overhead": 15}, {"CONTACT_CANCELLED"}),
        ({"tenure": "{exponential: {mean: 3 weeks}}", "posts": 2}, {"HANDOVER", "UNALLOCATED"}),
        (
            {"tenure": "{exponential: {mean: 6 weeks}}", "posts": 3, "notice": "2 weeks"},
            {"NOTICE_GIVEN", "NAMED", "HANDOVER", "UNALLOCATED"},
        ),
        ({"away": 0.3, "people": 12, "rate": 4}, {"CONTACT"}),
        ({"how": "warm", "posts": 2, "hours": 15}, {"HANDED_OFF_WARM"}),
        ({"how": "warm", "hours": 3, "people": 12, "limit": "2 days"}, {"HANDED_OFF_WARM"}),
        ({"how": "consult", "posts": 2, "people": 12}, {"ADVISED"}),
        ({"begins": "2027-03-04", "people": 12}, {"CONTACT"}),
        ({"begins": "2027-03-07", "posts": 2, "hours": 9}, {"CONTACT"}),
    ],
    ids=[
        "overload",
        "urgent storms",
        "cancelled",
        "turnover",
        "notice",
        "absences",
        "joint",
        "alone",
        "advice",
        "from a Thursday on",
        "from a Sunday on",
    ],
)
def test_a_worker_chooses_what_the_specification_says(
    tmp_path: Path, numbers: dict[str, object], kinds: set[str]
) -> None:
    reading = read(tmp_path, 3, **numbers)

    assert kinds <= reading.seen.keys()
    assert reading.seen["CONTACT"] > 50


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    seed=st.integers(1, 2**32),
    numbers=st.fixed_dictionaries(
        {
            "begins": st.dates(datetime.date(2027, 3, 1), datetime.date(2027, 3, 14)),
            "people": st.integers(1, 14),
            "rate": st.sampled_from((0.2, 1, 6)),
            "posts": st.integers(1, 3),
            "hours": st.sampled_from((1, 3, 7)),
            "tenure": st.sampled_from(("never", "10 days", "{exponential: {mean: 3 weeks}}")),
            "days": st.sampled_from(DAYS),
            "high": st.sampled_from((45, 90, 600)),
            "overhead": st.sampled_from((0, 15)),
            "cancelled": st.sampled_from((0, 0.2)),
            "how": st.sampled_from(("cold", "warm", "warm", "consult")),
            "limit": st.sampled_from(("0 days", "2 days", "4 weeks")),
            "others": st.sampled_from((1, 4)),
            "away": st.sampled_from((0, 0.18, 0.6)),
            "leave": st.sampled_from(("1 hour", "4 days", "5 weeks")),
            "overlap": st.sampled_from((0, 40, 300)),
            "notice": st.sampled_from(("0 days", "3 days", "2 weeks", "20 weeks")),
            "weeks": st.just(8),
        }
    ),
)
def test_so_does_one_under_any_load(tmp_path: Path, seed: int, numbers: dict[str, object]) -> None:
    read(tmp_path, seed, **numbers)
