"""Services without a price, and prices that count the same pay twice, in words for `sim check`."""

from __future__ import annotations

from pathlib import Path

from sim.network.text import check_text
from sim.resolving import resolve
from sim.scenario import load

SERVICES = """
throughline: 2
title: A team and a desk
source: us
sources: {us: {kind: assumption, reference: made up}}
run: {length: 20 weeks}
price_year: 2024
people:
  arrivals:
    newcomers: {rate: 0.1 per day, to: team}
    callers: {rate: 0.1 per day, to: desk}
services:
  team:
    workers: {posts: 1, contact_hours: 10, caseload: 20}
    contacts: {every: 1 week, length: 60 minutes}
    ends: {stay: 12 weeks}
    costs: {TEAM}
  desk:
    ends: {stay: 1 day}
    costs: {DESK}
"""


def checked(folder: Path, team: str, desk: str) -> str:
    file = folder / "team.yaml"
    file.write_text(SERVICES.replace("TEAM", team).replace("DESK", desk))
    scenario = load(file)
    return check_text(scenario, {name: resolve(scenario, name) for name in scenario.arm_names})


def test_a_service_without_a_price_is_named_where_another_has_one(tmp_path: Path) -> None:
    text = checked(tmp_path, "post_year: 52000", "")
    assert "No price is given for desk. As soon as anybody is there" in text
    assert "counted twice" not in text


def test_posts_and_contacts_priced_both_are_pointed_out(tmp_path: Path) -> None:
    text = checked(tmp_path, "post_year: 52000, contact: 9", "contact: 0")
    assert "team: posts and contacts both have a price." in text
    assert "No price" not in text


def test_one_price_for_each_service_needs_no_words_and_none_for_all_neither(tmp_path: Path) -> None:
    assert "Prices" not in checked(tmp_path, "post_year: 52000", "place_day: 3")
    assert "Prices" not in checked(tmp_path, "", "")
