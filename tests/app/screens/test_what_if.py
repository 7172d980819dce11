"""Arms made of changes without code, in WTE, with parity of hours shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.app.house import House
from sim.scenario import load
from tests.app.conftest import HOUSE, REVISION, Planner

PAGE = "/projects/area/what-if"
LARGE = "/projects/riverside/what-if"


@pytest.fixture
def arm(planner: Planner, small_area: Path) -> Planner:
    """Somebody who has made an arm called “Try”."""
    planner.save(PAGE, {"action": "arm", "label": "Try"})
    return planner


def change(planner: Planner, **fields: str) -> str:
    return planner.save(PAGE, {"action": "change:try", "begins": "", "target": "", **fields})


def refused(planner: Planner, **fields: str) -> str:
    revision = REVISION.search(planner.get(PAGE))
    assert revision is not None
    answer = planner.post(
        PAGE,
        {"revision": revision[1], "action": "change:try", "begins": "", "target": "", **fields},
    )
    assert answer.status_code == 400
    return str(answer.text)


def posts(file: Path, service: str, arm: str = "try") -> float:
    workers = load(file).arm(arm).services[service].workers
    assert workers is not None
    return float(workers.posts.value)


def test_amounts_of_staff_are_entered_in_wte_of_the_team(planner: Planner, riverside: Path) -> None:
    planner.save(LARGE, {"action": "arm", "label": "Try"})
    team = {"action": "change:try", "service": "community_team_north", "begins": "", "target": ""}

    planner.save(LARGE, {**team, "lever": "wte", "amount": "2"})
    page = planner.save(LARGE, {**team, "lever": "caseload", "amount": "25"})

    # 6.117 posts are 4.2 WTE: 2 WTE more are 2 × 6.117 ÷ 4.2 = 2.913 posts more.
    assert posts(riverside, "community_team_north") == pytest.approx(6.117 + 2.913, abs=0.002)
    assert posts(riverside, "community_team_north", "as_today") == 6.117
    assert "Posts at Community team, North" in page
    assert "9.03 (today 6.117; 6.2 WTE, today 4.2 WTE)" in page
    assert "(today 16; 24.8 people of one WTE, today 23.3 people of one WTE)" in page
    workers = load(riverside).arm("try").services["community_team_north"].workers
    assert workers is not None
    assert workers.caseload.plain()["value"] == 17  # 25 × 4.2 ÷ 6.117 = 17.2


def test_without_a_workbook_a_post_is_a_wte(arm: Planner, small_area: Path) -> None:
    change(arm, lever="wte", service="team", amount="1.5")

    assert posts(small_area, "team") == 5.5


def test_staff_from_a_later_date_on_is_a_planned_change(arm: Planner, small_area: Path) -> None:
    change(arm, lever="wte", service="team", amount="1", begins="2026-12-01")
    change(arm, lever="wte", service="team", amount="2", begins="2026-11-01")

    workers = load(small_area).arm("try").services["team"].workers
    assert workers is not None
    assert float(workers.posts.value) == 4
    assert [(e.begins.written, float(e.posts.value)) for e in workers.changes] == [
        ("2026-11-01", 6.0),
        ("2026-12-01", 7.0),
    ]
    change(arm, lever="wte", service="team", amount="1", begins="1/10/2026")
    assert posts(small_area, "team") == 5  # from the day on which arms differ


def test_staff_that_moves_keeps_all_hours(arm: Planner, small_area: Path) -> None:
    page = change(arm, lever="move", service="team", amount="1", target="clinic")

    assert load(small_area).arms["try"].transfer is not None
    moved = re.search(r"Staff contact-hours in all</th>(.*?)</tr>", page, re.S)
    assert moved is not None
    assert re.findall(r">([\d.,]+)<", moved[1]) == ["120.0"] * 3
    assert "Posts that move" in page


def test_other_numbers_change_from_the_day_on_which_arms_differ(
    arm: Planner, small_area: Path
) -> None:
    change(arm, lever="delay", service="team", amount="2 days")
    change(arm, lever="places", service="ward", amount="5")

    services = load(small_area).arm("try").services
    assert "2 days" in str(services["team"].decision_delay.plain())
    assert services["ward"].capacity is not None
    assert services["ward"].capacity.plain()["places"]["value"] == 5


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"lever": "wte", "service": "ward", "amount": "1"}, "no staff of its own"),
        ({"lever": "wte", "service": "team", "amount": "much"}, "not a number"),
        ({"lever": "wte", "service": "team", "amount": ""}, "No amount"),
        ({"lever": "wte", "service": "team", "amount": "-50"}, "less than no staff"),
        ({"lever": "wte", "service": "nobody", "amount": "1"}, "Choose what changes"),
        ({"lever": "magic", "service": "ward", "amount": "1"}, "Choose what changes"),
        (
            {"lever": "wte", "service": "team", "amount": "1", "begins": "2020-01-01"},
            "begin to differ on 2026-10-01",
        ),
        ({"lever": "wte", "service": "team", "amount": "1", "begins": "October"}, "not a date"),
        (
            {"lever": "delay", "service": "ward", "amount": "1 day", "begins": "2026-12-01"},
            "only staff",
        ),
        ({"lever": "move", "service": "team", "amount": "1", "target": "team"}, "are the same"),
    ],
)
def test_what_cannot_be_done_is_said(arm: Planner, fields: dict[str, str], words: str) -> None:
    assert words in refused(arm, **fields)


def test_arms_are_combined_renamed_and_taken_out(arm: Planner, small_area: Path) -> None:
    change(arm, lever="places", service="ward", amount="5")
    arm.save(PAGE, {"action": "arm", "label": "Both", "base": "try", "also": "quicker"})
    both = load(small_area).arm("both").services
    assert both["ward"].capacity is not None
    assert both["ward"].capacity.plain()["places"]["value"] == 5
    assert "3 days" in str(both["team"].decision_delay.plain())

    arm.save(PAGE, {"action": "label:both", "label": "All of it"})
    assert load(small_area).arms["both"].label == "All of it"
    arm.save(PAGE, {"action": "out:both:set.services.ward.capacity.places"})
    arm.save(PAGE, {"action": "out:try"})
    left = load(small_area)
    assert "try" not in left.arms
    assert left.arm("both").services["ward"].capacity == left.services["ward"].capacity


def test_arms_that_differ_in_staff_need_a_reason(arm: Planner, small_area: Path) -> None:
    change(arm, lever="wte", service="team", amount="1")
    arm.save(PAGE, {"action": "reason", "reason": ""})
    assert "cannot be compared" in arm.get("/projects/area/run")

    page = arm.save(PAGE, {"action": "reason", "reason": "money for one year"})
    assert 'value="money for one year"' in page
    assert "How sure do you want to be?" in arm.get("/projects/area/run")


def test_ways_of_working_are_switched(planner: Planner, house: House) -> None:
    where = planner.post("/start/shipped", {"shipped": "cen_community"}).headers["location"]
    page = where.replace("check", "what-if")
    assert "Ways of working that are switched on" in planner.get(page)

    planner.save(page, {"action": "switches:handed_on", "on:refusals": "on"})

    (made,) = house.projects.every()
    assert load(made.scenario).arms["handed_on"].mechanisms == ("refusals",)


def test_the_first_arm_of_a_file_without_arms_is_the_one_as_today(
    planner: Planner, house: House
) -> None:
    folder = house.projects.new_folder("small")
    text = (HOUSE / "scenarios" / "queue.yaml").read_text(encoding="utf-8")
    before, _, after = text.partition("arms:  ")
    whole = before + after[after.index("compare:") :]
    (folder / "area.yaml").write_text(whole, encoding="utf-8")

    planner.save("/projects/small/what-if", {"action": "arm", "label": "More"})

    assert list(load(folder / "area.yaml").arms) == ["as_today", "more"]
