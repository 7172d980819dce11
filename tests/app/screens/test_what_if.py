"""Arms made of changes without code, in WTE, with parity of hours shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.app.editing import Change
from sim.app.house import House
from sim.app.projects.saving import ENTERED
from sim.app.screens.levers import BY_KEY, Wish, changes
from sim.errors import SimError
from sim.scenario import load
from sim.scenario.yaml_nodes import read_tree
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
    assert "Staff of Community team, North" in page
    assert "<strong>2 WTE more (6.2, today 4.2), from 1 October 2025</strong>" in page
    assert (
        "at most 24.8 people for one WTE (today 23.3: above today&#39;s, so teams take on more "
        "people), from 1 October 2025" in page
    )
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
    assert (
        "Staff that moves: <strong>1 post from Team to Clinic, with the same hours in all" in page
    )


def test_a_change_that_is_not_taken_stays_as_it_was_entered(arm: Planner, small_area: Path) -> None:
    before = small_area.read_bytes()

    page = refused(arm, lever="acceptance", service="team", amount="1", begins="October 2026")

    assert '<a href="#try-amount">“1” may be 1 % or 100 %.' in page
    assert 'name="amount" value="1"' in page
    assert 'name="begins" value="October 2026"' in page
    assert '<option value="acceptance" selected>Change acceptance</option>' in page
    assert small_area.read_bytes() == before


def test_a_share_and_a_day_of_a_change_are_told_as_they_were_read(
    arm: Planner, small_area: Path
) -> None:
    page = change(arm, lever="acceptance", service="team", amount="0.8")
    assert "How much: “0.8” was read as 80 %." in page
    assert "<strong>80 % (today 90 %), from 1 October 2026</strong>" in page
    assert load(small_area).arm("try").services["team"].accepts.probability.value == 0.8

    page = change(arm, lever="wte", service="team", amount="1", begins="December 2026")
    assert "From which day: “December 2026” was read as 1 December 2026." in page
    assert "<strong>5 posts from 1 December 2026 (today 4)</strong>" in page


def test_places_and_stays_change_from_a_later_date_on(arm: Planner, small_area: Path) -> None:
    for amount, begins in (("5", "1 Nov 2026"), ("6", "1 Dec 2026"), ("7", "1 Dec 2026")):
        change(arm, lever="places", service="ward", amount=amount, begins=begins)
    change(arm, lever="stay", service="team", amount="12 weeks", begins="1 Dec 2026")

    services = load(small_area).arm("try").services
    assert services["ward"].capacity is not None
    assert services["ward"].capacity.plain()["places"]["value"] == 3
    assert [(e.begins.written, e.places.value) for e in services["ward"].capacity.changes] == [
        ("2026-11-01", 5),
        ("2026-12-01", 7),
    ]
    (planned,) = services["team"].changes
    assert planned.begins.written == "2026-12-01"
    assert planned.stay is not None
    assert "12 weeks" in str(planned.stay.plain())
    for begins in ("", "15 Nov 2026"):  # a later change would take both back
        page = refused(arm, lever="places", service="ward", amount="9", begins=begins)
        assert "later changes by date" in page


def test_levers_about_levels_of_need_are_there_where_needs_are(arm: Planner) -> None:
    page = arm.get(PAGE)

    assert "Change acceptance" in page
    assert "Change the threshold" not in page


NEEDY = """
source: s
needs: {mood: {}}
services:
  team:
    accepts: {levels: [mild, severe]}
    workers: {posts: 3, contact_hours: 20, caseload: 10}
"""


def of_needs(lever: str, amount: str) -> list[Change]:
    """Return the changes of a lever about levels of need at a team where a WTE is two posts."""
    tree = read_tree(NEEDY, "text")
    return changes(Wish("try", BY_KEY[lever], "team", amount, ""), "", tree, {"team": 2})


def test_a_threshold_is_the_least_need_that_is_accepted() -> None:
    steps = ("arms", "try", "set", "services", "team", "accepts", "levels")

    assert of_needs("threshold", "severe") == [(steps, [2, 2])]
    with pytest.raises(SimError, match="no level of need"):
        of_needs("threshold", "grave")
    with pytest.raises(SimError, match="nobody above severe"):
        of_needs("threshold", "crisis")


def test_a_caseload_by_weight_is_entered_for_a_wte() -> None:
    (made,) = of_needs("weigh", "30: mild 0.5, severe 1 and crisis 2")

    assert made.steps[-2:] == ("workers", "caseload")
    assert made.value == {
        "limit": {"value": 15, "source": ENTERED},
        "weights": {
            "1": {"value": 0.5, "source": ENTERED},
            "2": {"value": 1, "source": ENTERED},
            "3": {"value": 2, "source": ENTERED},
        },
    }


@pytest.mark.parametrize("text", ["30", "mild 1", "30: mild", "30: grave 2", "30: mild 1 much"])
def test_a_caseload_by_weight_that_is_none_is_told(text: str) -> None:
    with pytest.raises(SimError, match="no caseload by weight"):
        of_needs("weigh", text)


def test_growth_is_the_same_in_every_way_of_care(arm: Planner, small_area: Path) -> None:
    page = arm.save(PAGE, {"action": "growth", "growth": "3"})

    stream = load(small_area).people.arrivals["newcomers"]
    assert stream.growth is not None
    assert stream.growth.written == "3 % per year"
    assert 'name="growth" value="3 % per year"' in page
    arm.save(PAGE, {"action": "growth", "growth": ""})
    assert load(small_area).people.arrivals["newcomers"].growth is None


FAMILIES = """
mechanisms:
  quick: {label: Quick answers, family: practice, source: report,
    on: {services: {team: {decision_delay: 1 day}}}}
  steady: {label: Steady contact, family: practice, source: report,
    on: {services: {team: {contacts: {every: 5 days}}}}}
  open: {label: Open door, family: access, source: report,
    on: {services: {team: {accepts: {probability: 1}}}}}
"""


def test_a_family_of_ways_of_working_is_switched_at_once(arm: Planner, small_area: Path) -> None:
    small_area.write_text(small_area.read_text(encoding="utf-8") + FAMILIES, encoding="utf-8")
    page = arm.get(PAGE)
    assert "Practice: 0 of 2 on" in page
    assert "Access: 0 of 1 on" in page

    arm.save(PAGE, {"action": "switches:try", "on:open": "on"})
    page = arm.save(PAGE, {"action": "family:try:on:practice"})
    assert "Practice: 2 of 2 on" in page
    assert set(load(small_area).arms["try"].mechanisms) == {"quick", "steady", "open"}

    arm.save(PAGE, {"action": "family:try:off:practice"})
    assert load(small_area).arms["try"].mechanisms == ("open",)


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
            "begin on 1 October 2026",
        ),
        ({"lever": "wte", "service": "team", "amount": "1", "begins": "soon"}, "not a date"),
        (
            {"lever": "delay", "service": "ward", "amount": "1 day", "begins": "2026-12-01"},
            "only staff, places and stays",
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


def test_changes_begin_on_a_day_also_where_the_file_has_a_length_of_time(
    planner: Planner, small_area: Path
) -> None:
    text = small_area.read_text(encoding="utf-8")
    small_area.write_text(text.replace("change: 2026-10-01", "change: 30 days"), encoding="utf-8")

    planner.save(PAGE, {"action": "arm", "label": "Try"})
    page = planner.get(PAGE)

    assert "Changes begin on 1 May 2026" in page
