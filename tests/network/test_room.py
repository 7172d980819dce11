"""`sim check` shows how many people the teams of each arm may hold, so that less room is seen."""

from __future__ import annotations

from pathlib import Path

from sim.network import check_text
from sim.network.room import HEADING, room_text, rooms_of
from sim.resolving import resolve
from sim.scenario import load
from tests.docs.pages import HOUSE
from tests.network.test_parts_of_posts import TEAM, team
from tests.resolving.worlds import a_scenario

ARMS = """
arms:
  today: {label: Today}
  smaller: {label: Smaller, set: {services: {team: {workers: {caseload: 12}}}}}
"""


def test_room_is_posts_times_the_limit_and_of_a_part_its_part(tmp_path: Path) -> None:
    assert rooms_of(team(tmp_path, "posts: 2.5")) == {"team": (25 + 25 + 12, 25 + 25 + 12)}


def test_room_is_that_of_the_posts_at_the_end(tmp_path: Path) -> None:
    posts = "posts: 2, changes: [{from: 1 year, posts: 3}]"

    assert rooms_of(team(tmp_path, posts)) == {"team": (75, 75)}


def test_an_arm_with_less_room_is_named_with_both_sums(tmp_path: Path) -> None:
    scenario = a_scenario(tmp_path, TEAM.replace("POSTS", "posts: 4") + ARMS)
    arms = {arm: resolve(scenario, arm) for arm in scenario.arm_names}

    lines = list(room_text(arms))

    assert lines[0] == HEADING
    assert lines[2].split() == ["team", "(people)", "100", "48"]
    assert lines[3:] == [
        "  - team: less room in smaller than in today, whatever the mix of needs (48 people "
        "against 100)."
    ]
    assert "\n".join(lines) in check_text(scenario, arms)


def test_where_people_are_weighed_there_are_bounds_and_no_word_on_less_room() -> None:
    scenario = load(HOUSE / "scenarios" / "cen_community.yaml")
    names = ("handed_on", "relational_practice")
    arms = {arm: resolve(scenario, arm, to_run=False) for arm in names}

    counted, (low, high) = (rooms_of(arms[arm])["community_team"] for arm in names)

    assert low < counted[0] == counted[1] < high
    assert not [line for line in room_text(arms) if "less room" in line]


def test_nothing_is_shown_of_one_arm_or_without_teams(tmp_path: Path) -> None:
    assert not list(room_text({"only": team(tmp_path, "posts: 2")}))
