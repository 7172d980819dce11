"""Whatever is in records, what is told is a number with its range, or it is said why not."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from sim.laws import Ints
from sim.measures.recorded.tables import NEVER, Closed, Links, Outcome, Recorded
from sim.records.estimating import Estimate, Estimates, Family, estimates
from sim.records.linking import linked
from sim.units import DAY
from tests.records.bare import bare, contacts, no_links, referrals
from tests.records.tables import recorded_tables
from tests.resolving.worlds import resolved

NUMBERS = {
    "outside referrals", "acceptance", "decision wait", "stay", "patience", "missed in a row",
    "attendance", "interval", "contact", "WTE", "tenure", "leaving",
}  # fmt: skip


def faults_of(each: Estimate) -> list[str]:
    """What would be wrong in a scenario."""
    numbers = [each.value, each.low, each.high, each.standard_error]
    if each.law is not None:
        numbers += [number for part in each.law.parameters for number in part[1:]]
        numbers += [number for point in each.law.points for number in point]
        numbers += [number for step in each.law.steps for number in step.per_day[1:]]
    found = [] if all(n is None or math.isfinite(n) for n in numbers) else ["not a number"]
    if each.low is not None and each.high is not None:
        slack = 1e-9 * abs(each.value)
        found += [] if each.low <= each.value + slack <= each.high + 2 * slack else ["out of range"]
    if each.unit == "share":
        found += [] if 0 <= each.value <= 1 else ["no share"]
    return [f"{each}: {fault}" for fault in found]


def all_faults(found: Estimates) -> list[str]:
    return [fault for each in found.told for fault in faults_of(each)]


@settings(max_examples=40)
@given(recorded_tables())
def test_any_tables_are_told_in_numbers_or_in_words(recorded: Recorded) -> None:
    found = estimates(recorded, linked(recorded))
    assert not all_faults(found)
    assert all(each.why.endswith(".") for each in found.untold)
    for service in recorded.services:
        told_ = {each.item for each in found.told if each.service == service}
        untold = {each.item for each in found.untold if each.service == service}
        assert told_ | untold >= NUMBERS - {"leaving"}


def people_in_care(number: int, closed: Ints | int = NEVER, why: int = 0) -> Recorded:
    """People who were referred on the first days, seen at once, and perhaps closed."""
    received = np.arange(number) * DAY
    made = bare(people=number)
    ended = np.broadcast_to(np.asarray(closed), number).astype(np.int64)
    return made._replace(
        referrals=referrals(received, closed=ended, closed_why=np.full(number, why)),
        contacts=contacts(np.arange(number), received + 60),
    )


def told(recorded: Recorded, item: str) -> Estimate | None:
    found = estimates(recorded, no_links(recorded))
    assert not all_faults(found)
    return next((each for each in found.told if each.item == item), None)


def why(recorded: Recorded, item: str) -> str:
    found = estimates(recorded, no_links(recorded))
    return next(each.why for each in found.untold if each.item == item)


def test_empty_records_tell_nothing_and_say_so_of_each_number() -> None:
    found = estimates(bare(), no_links(bare()))
    assert found.told == ()
    assert {each.item for each in found.untold} == NUMBERS


def test_stays_of_which_none_ended_are_not_told() -> None:
    assert why(people_in_care(30), "stay") == "Nobody's care ran its course in this time."


def test_stays_that_all_ended_in_another_way_are_not_told() -> None:
    moved = people_in_care(30, 200 * DAY, Closed.ASKED_OR_MOVED)
    assert why(moved, "stay") == "Nobody's care ran its course in this time."


def test_one_ending_tells_a_mean_with_a_wide_range() -> None:
    closed = np.full(30, NEVER)
    closed[0] = 100 * DAY
    stay = told(people_in_care(30, closed, Closed.COMPLETE), "stay")
    assert stay is not None
    assert stay.law is not None
    assert stay.law.family is Family.EXPONENTIAL
    assert stay.low is not None
    assert stay.high is not None
    assert stay.high > 10 * stay.low


def test_a_service_without_contacts_does_not_show_when_care_begins() -> None:
    received = np.arange(30) * DAY
    closed = referrals(
        received, closed=received + 50 * DAY, closed_why=np.full(30, Closed.COMPLETE)
    )
    recorded = bare(people=30)._replace(referrals=closed)
    assert "No contact is recorded" in why(recorded, "stay")
    assert "No contact is recorded" in why(recorded, "patience")


def test_without_dates_of_acceptance_the_time_until_a_decision_is_not_told() -> None:
    assert "do not say when" in why(people_in_care(30), "decision wait")


@pytest.mark.parametrize(("took", "said"), [(1, True), (3 * DAY, False)])
def test_decisions_within_minutes_are_no_delay_and_it_is_said(took: int, said: bool) -> None:
    recorded = people_in_care(30)
    table = recorded.referrals
    decided = recorded._replace(referrals=table._replace(decided=table.received + took))
    assert (told(decided, "decision wait") is None) == said
    if said:
        assert "decided on at once" in why(decided, "decision wait")


def test_who_was_first_seen_before_contacts_were_recorded_is_left_out() -> None:
    known = people_in_care(40, 90 * DAY, Closed.COMPLETE)
    late = known._replace(contacts_from=20 * DAY)
    late = late._replace(contacts=late.contacts._replace(at=late.contacts.at + 25 * DAY))
    stay = told(late, "stay")
    assert stay is not None
    assert stay.n == 20


def test_contacts_that_were_all_cancelled_have_no_attendance() -> None:
    recorded = people_in_care(30)
    rows = recorded.contacts
    cancelled = np.full(30, int(Outcome.CANCELLED_BY_PROVIDER))
    assert "cancelled" in why(
        recorded._replace(contacts=rows._replace(outcome=cancelled)), "attendance"
    )


@pytest.mark.parametrize("folds", [1, 3])
def test_a_table_of_risks_is_read_by_a_scenario(tmp_path: Path, folds: int) -> None:
    number = 90 * folds
    draw = np.random.default_rng(1)
    received = np.sort(draw.integers(0, 300 * DAY, number))
    leaves = received + (draw.exponential(40, number) * DAY).astype(np.int64)
    recorded = bare(people=number)._replace(
        referrals=referrals(
            received, closed=leaves, closed_why=np.full(number, Closed.NOT_ATTENDING)
        ),
        contacts=contacts(np.array([0]), np.array([400 * DAY])),
    )
    patience = told(recorded, "patience")
    assert patience is not None
    assert patience.law is not None
    assert patience.value == pytest.approx(40, rel=0.35)
    block = json.dumps(patience.law.block("seen"))
    clinic = f"{{capacity: {{places: 2}}, ends: {{stay: 1 day}}, patience: {block}}}"
    people = "people: {arrivals: {newcomers: {rate: 1 per day, to: clinic}}}"
    assert resolved(tmp_path, f"{people}\nservices: {{clinic: {clinic}}}")


def test_links_of_nobody_make_no_routes() -> None:
    recorded = people_in_care(30, 90 * DAY, Closed.COMPLETE)
    found = estimates(recorded, Links(np.full(30, -1), np.zeros(30, bool), 28))
    assert not [each for each in found.told if each.item == "route"]
