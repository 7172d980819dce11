"""What `sim check` says about parts of posts before a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.network import check_text, check_workforce, loads, service_graph
from sim.network.deliverable import deliverable_hours
from sim.network.hours import offered_hours
from sim.network.parts_of_posts import part_text
from sim.network.workforce import mean_capacity
from sim.resolved import Resolved
from sim.resolving import resolve
from tests.resolving.worlds import a_scenario, resolved

TEAM = """
people: {arrivals: {newcomers: {rate: 1 per day, to: team}}}
services:
  team:
    workers: {POSTS, contact_hours: 20, caseload: 25}
    contacts: {every: 1 week, length: 60 minutes}
    ends: {stay: 12 weeks}
"""


def team(folder: Path, posts: str) -> Resolved:
    return resolved(folder, TEAM.replace("POSTS", posts))


def test_hours_and_room_are_those_of_the_whole_posts_and_the_part(tmp_path: Path) -> None:
    world = team(tmp_path, "posts: 2.5")
    (load,) = loads(world, service_graph(world))

    assert mean_capacity(world, 0) == 2.5
    assert offered_hours(world, 0) == 50
    assert load.room == load.least_room == 25 + 25 + 12


def test_changes_count_by_their_time(tmp_path: Path) -> None:
    world = team(tmp_path, "posts: 2, changes: [{from: 1 year, posts: 1.5}]")
    (load,) = loads(world, service_graph(world))

    assert mean_capacity(world, 0) == pytest.approx(1.75)
    assert load.room == pytest.approx((50 + 25 + 12) / 2)
    assert load.hours is not None
    assert load.hours.span == (30, 40)


def test_a_part_is_told_with_its_hours_and_its_room(tmp_path: Path) -> None:
    assert list(part_text(team(tmp_path, "posts: 2"))) == []
    assert list(part_text(team(tmp_path, "posts: 2.5"))) == [
        "team: the last post is 0.5 of a post, with 10 contact hours a week and room for 12 people."
    ]


def test_a_part_too_small_for_a_contact_a_week_is_told(tmp_path: Path) -> None:
    (said,) = part_text(team(tmp_path, "posts: 2.02"))

    assert said == (
        "team: the last post is 0.02 of a post, with 0.4 contact hours a week and room for "
        "1 person. A contact takes 1 hours, so there is one about every 2.5 weeks."
    )


def test_parts_at_other_times_are_told_too(tmp_path: Path) -> None:
    found = list(part_text(team(tmp_path, "posts: 2, changes: [{from: 1 year, posts: 1.25}]")))

    assert [each[:38] for each in found] == ["team: the last post is 0.25 of a post,"]


def test_deliverable_hours_are_those_of_a_post_over_all_posts(tmp_path: Path) -> None:
    whole, part = team(tmp_path, "posts: 2"), team(tmp_path, "posts: 1.5")

    assert deliverable_hours(whole, 0) == 20
    assert deliverable_hours(part, 0) == pytest.approx(20, rel=0.02)


def test_arms_with_the_same_hours_in_other_parts_have_equal_staff(tmp_path: Path) -> None:
    text = (
        TEAM.replace("POSTS", "posts: 3")
        + """arms:
  baseline: {}
  fewer_hours: {set: {services: {team: {workers: {posts: 2.5, contact_hours: 24}}}}}
  more: {set: {services: {team: {workers: {posts: 3.5}}}}}
"""
    )
    scenario = a_scenario(tmp_path, text)
    arms = {name: resolve(scenario, name) for name in ("baseline", "fewer_hours", "more")}
    same = {name: arms[name] for name in ("baseline", "fewer_hours")}

    assert not check_workforce(same, 0).problems
    assert check_workforce(arms, 0).problems
    assert "the last post is 0.5 of a post" in check_text(scenario, arms)
