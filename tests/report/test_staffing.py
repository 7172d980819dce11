"""Staff on the first page: contacts that come late."""

from __future__ import annotations

from pathlib import Path

from sim.cli.headlines import headlines
from sim.report.blocks import Paragraphs, Table
from sim.report.staffing import staffing_section
from sim.report.view import View
from sim.report.wording import number, percent
from sim.scenario import load
from sim.studies.planning import Choices
from sim.studies.running import carry_out, plan
from sim.studies.study import Study

DESK = """
throughline: 2
title: A team
source: us
sources: {us: {kind: assumption, reference: made up}}
run: {length: 2 years, warm_up: 26 weeks, replications: 2}
people: {arrivals: {newcomers: {rate: 0.2 per day, to: team}}}
services:
  team:
    label: The team
    workers: {posts: 1, contact_hours: HOURS, caseload: 20}
    contacts: {every: 1 week, length: 60 minutes}
    ends: {ENDS}
"""


def study(folder: Path, hours: str, ends: str = "stay: 12 weeks") -> Study:
    file = folder / "team.yaml"
    file.write_text(DESK.replace("HOURS", hours).replace("ENDS", ends))
    return carry_out(plan(load(file), Choices()), folder / "runs", workers=1)


def told(made: Study) -> str:
    blocks = staffing_section(View(made)).blocks
    return " ".join(
        text for block in blocks if isinstance(block, Paragraphs) for text in block.texts
    )


def late(made: Study) -> list[list[str]]:
    blocks = staffing_section(View(made)).blocks
    return [list(row) for block in blocks if isinstance(block, Table) for row in block.rows]


def test_a_team_without_the_hours_its_people_need_is_told_with_its_figures(tmp_path: Path) -> None:
    made = study(tmp_path, "5")
    people = number(View(made).means("in_service.team")[0])
    share = percent(View(made).means("slipped_contacts.team")[0])
    # An hour a week each, five hours there, and all of them used.
    assert late(made) == [["The team", "", share, people, people, "5", "100 %"]]
    assert f"Contacts more than a day late: The team {share}." in " ".join(headlines(made))


def test_a_team_whose_contacts_are_held_when_due_is_not_told_of(tmp_path: Path) -> None:
    made = study(tmp_path, "40", "contacts: 12")
    assert "late" not in " ".join(headlines(made))
    assert not staffing_section(View(made)).blocks
