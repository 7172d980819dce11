"""A scenario made from a workbook says what the workbook says, and where each number is from."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.area.composing import Composed
from sim.area.figures import Workbook
from sim.scenario import Scenario, load
from tests.area.composing.books import STAFF, TEAM, WARD, composed, small, what_if
from tests.area.hand_made import HIDDEN


def loaded(book: Workbook, folder: Path) -> Scenario:
    """The scenario of a workbook, read from its files."""
    return written(composed(book), folder)


def written(made: Composed, folder: Path) -> Scenario:
    (folder / "area.yaml").write_text(made.text, encoding="utf-8")
    for name, text in made.tables.items():
        (folder / name).write_text(text, encoding="utf-8")
    return load(folder / "area.yaml")


def test_each_number_stands_in_its_place_with_its_source_its_range_and_its_sum(
    tmp_path: Path,
) -> None:
    scenario = loaded(small(), tmp_path)
    block = scenario.to_dict()["services"]["team"]
    accepted = block["accepts"]["probability"]
    assert (accepted["value"], accepted["source"]) == (0.8, "lists")
    assert accepted["low"] < 0.8 < accepted["high"]
    assert accepted["note"] == "accepted ÷ (accepted + rejected) = 292 ÷ 365 = 80 %"
    numbers = {path: each.written for path, each in scenario.quantities()}
    for path, written_as in (
        ("people.arrivals.team.rate", "0.8 per day"),
        ("services.team.ends.stay.exponential.mean", "166.7 days"),
        ("services.team.patience.exponential.mean", "200 days"),
        ("services.team.decision_delay.exponential.mean", "5 days"),
        ("services.team.workers.posts", "9"),
        ("services.team.workers.contact_hours", "12"),
        ("services.team.contacts.length.fixed", "60 minutes"),
        ("services.ward.capacity.places", "10"),
    ):
        assert numbers[path] == written_as, path


def test_routes_are_shares_as_unsure_as_the_people_they_were_counted_from(tmp_path: Path) -> None:
    block = loaded(small(), tmp_path).to_dict()["services"]["team"]["routes"]["finished_settled"]
    assert (block["ward"]["value"], block["rest"]) == (0.1005, "nowhere")
    assert block["dirichlet"] == {"weight": 219}


def test_without_what_ifs_there_is_one_arm_and_the_run_begins_at_the_snapshot(
    tmp_path: Path,
) -> None:
    scenario = loaded(small(), tmp_path)
    assert scenario.arm_names == ("as_today",)
    assert (str(scenario.run.begins), str(scenario.run.length)) == ("2025-03-31", "1096 days")
    assert scenario.run.change is None


def test_the_start_is_made_up_from_bands_and_never_from_rows_of_people(tmp_path: Path) -> None:
    bands = [
        {"service": "team", "weeks_from": 0, "weeks_to": 4, "people": 38},
        {"service": "team", "weeks_from": 4, "weeks_to": 12, "people": HIDDEN},
    ]
    made = composed(small(waiting=bands))
    rows = [line.split(",") for line in made.tables["start.csv"].splitlines()[1:]]
    waiting = [float(days) for _, service, status, days in rows
               if (service, status) == ("team", "waiting")]  # fmt: skip
    assert len(waiting) == 40  # hidden ones make the list add up
    assert sum(days < 28 for days in waiting) == 38
    written(made, tmp_path)


def test_what_nobody_said_is_an_assumption_of_the_import(tmp_path: Path) -> None:
    scenario = loaded(small({**TEAM, "cancelled": None}, WARD), tmp_path)
    assert scenario.services["team"].contacts is not None
    cancelled = scenario.services["team"].contacts.cancelled.person
    assert cancelled.source == "assumed_by_import"
    assert "taken for granted" in (cancelled.note or "")
    assert scenario.sources["assumed_by_import"].kind == "assumption"


def test_a_service_that_stands_in_each_area_is_one_of_each(tmp_path: Path) -> None:
    north = {**TEAM, "area": "north"}
    south = {**TEAM, "area": "south", "referrals": 730, "accepted": 584, "rejected": 146}
    areas = [{"key": "north", "share": 0.4, "label": "North"}, {"key": "south", "share": 0.6}]
    staff = [{**STAFF, "area": area} for area in ("north", "south")]
    scenario = loaded(small(north, south, WARD, areas=areas, staff=staff), tmp_path)
    assert list(scenario.services) == ["team_north", "team_south", "ward"]
    assert scenario.services["team_north"].label == "Community team, North"
    assert set(scenario.services["ward"].routes["finished_settled"]) == {"team", "nowhere"}
    assert scenario.people.arrivals["team_south"].area == "south"


def test_planned_months_are_changes_of_posts_and_of_arrivals(tmp_path: Path) -> None:
    later = {**STAFF, "month": "2025-07-01", "wte_funded": 8}
    demand = [{"service": "team", "month": "2025-06-01", "referrals": 60}]
    scenario = loaded(small(staff=[STAFF, later], demand=demand), tmp_path)
    workers = scenario.services["team"].workers
    assert workers is not None
    assert [(e.begins.written, e.posts.value) for e in workers.changes] == [("2025-07-01", 10)]
    (change,) = scenario.people.arrivals["team"].changes
    assert (change.begins.written, change.rate.written) == ("2025-06-01", "2 per day")


def test_a_mean_of_0_days_is_always_0_days(tmp_path: Path) -> None:
    full = {**STAFF, "wte_funded": 6.4}
    workers = loaded(small(staff=[full]), tmp_path).services["team"].workers
    assert workers is not None
    assert workers.vacancy.fixed is not None
    assert workers.vacancy.fixed.written == "0 days"


@pytest.mark.parametrize("capacity", ["places", "unlimited"])
def test_only_a_team_has_workers(capacity: str, tmp_path: Path) -> None:
    team = {**TEAM, "capacity": capacity, "places": 120}
    made = loaded(small(team, WARD), tmp_path).services["team"]
    assert made.workers is None
    assert made.limited == (capacity == "places")


def test_small_differences_of_waits_and_lists_do_not_matter(tmp_path: Path) -> None:
    book = small(what_if=[what_if("WTE", 2, "2025-10-01")])
    scenario = loaded(book, tmp_path)
    assert scenario.judged[0] == "list_length"
    assert scenario.smallest_difference == {
        "list_length": 5,
        "list_length.team": 5,
        "wait_to_start.mean": 7,
        "wait_to_start.team.mean": 7,
        "wait_to_start.over_12_weeks": 0.02,
    }
