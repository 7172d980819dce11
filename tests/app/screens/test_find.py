"""Find begins with what is so today, and answers in the planner's unit, or says it cannot tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.app.house import House
from sim.app.projects import Project
from sim.app.running import Command, Runs, Size
from sim.app.screens.find import lead
from tests.app.conftest import SMALL_AREA, Planner
from tests.app.test_running import SLEEP, instead

AREA = "/projects/area"
HEAD = "measure,kind,value,mean,low,high,used"
ON_THE_LIST, STARTS = "share_waiting_over_18_weeks.team", "wait_to_start.team.over_18_weeks"
ABOUT = (
    ("label", "Team"),
    ("what", "WTE"),
    ("factor", "2.0"),
    ("today", "4"),
    ("share", "5"),
    ("weeks", "18"),
    ("when", "in December 2026"),
)


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def chosen(page: str, name: str) -> str:
    found = re.search(rf'<select id="{name}".*?<option value="([^"]*)" selected', page, re.S)
    assert found is not None, name
    return found[1]


def answered(tmp_path: Path, *rows: str, measure: str = ON_THE_LIST) -> str:
    """Return what is said of an answer with these rows in its table."""
    command = Command("find-0123456789ab", "find", "Least", (), Size(), ABOUT)
    folder = tmp_path / "results" / command.key
    folder.mkdir(parents=True)
    (folder / "find.csv").write_text(
        "\n".join([HEAD, *(f"{measure},{row}" for row in rows)]), encoding="utf-8"
    )
    return " ".join(lead(Project(tmp_path), command))


def test_the_form_begins_with_the_longest_list_and_todays_number(
    planner: Planner, small_area: Path
) -> None:
    page = planner.get(f"{AREA}/find")

    assert "Today there are 4 WTE" in page
    assert [field(page, each) for each in ("service", "low", "high")] == ["team", "4", "8"]
    assert chosen(page, "month") == "2026-12"
    assert "December 2026" in page
    assert "seconds" in page

    page = planner.get(f"{AREA}/find?service=ward")
    assert "Today there are 3 places" in page
    assert [field(page, each) for each in ("low", "high")] == ["3", "6"]


def test_posts_of_a_workbook_are_asked_for_in_wte(planner: Planner, riverside: Path) -> None:
    page = planner.get("/projects/riverside/find?service=community_team_north")

    # 6.117 posts are 4.2 WTE.
    assert "Today there are 4.2 WTE" in page
    assert [field(page, each) for each in ("low", "high")] == ["4", "8.5"]


def test_a_question_shows_its_run_on_the_page_of_find(
    house: House, small_area: Path, request: pytest.FixtureRequest
) -> None:
    house.runs = Runs(instead(SLEEP))
    request.addfinalizer(house.runs.stop_all)
    planner = Planner(house)
    page = planner.get(f"{AREA}/find")
    asked = {name: field(page, name) for name in ("service", "low", "high", "share", "weeks")}
    asked |= {"month": "2026-12", "sure": "80", "arm": "as_today", "futures": "quick"}

    answer = planner.post(f"{AREA}/find", asked)

    assert answer.headers["location"] == f"{AREA}/find?wait=1"
    assert 'http-equiv="refresh"' in planner.get(f"{AREA}/find?wait=1")
    page = planner.get(f"{AREA}/find")
    assert (
        "Least WTE at Team: at most 5 % of those on the list in December 2026 have waited" in page
    )
    assert "starting, and reading the file" in page
    assert 'http-equiv="refresh"' not in page  # or what is being entered would be lost
    (made,) = house.runs.every(house.projects.named("area"))
    assert made.command.size.most == 40 * (8 + 1) + 1


def test_the_answer_is_told_in_wte_with_its_interval_and_today(tmp_path: Path) -> None:
    said = answered(
        tmp_path,
        "value,8,0.5,0.4,0.6,40",
        "value,10,0.9,0.8,0.95,40",
        "value,12,1,0.9,1,40",
        "as written,,0.5,0.4,0.6,40",
        "least,10,10,10,12,40",
    )

    assert said.startswith(
        "5 WTE at Team is enough: at most 5 % of those on the list in December 2026 have waited "
        "over 18 weeks, in 36 of 40 possible futures."
    )
    assert "likely between 5 and 6 WTE: in this model, such a range holds it 19 times" in said
    assert "With 4 WTE, as today, it is so in 20 of 40" in said
    assert "no prices" in said


def test_what_chance_could_have_made_enough_is_not_told_as_enough(tmp_path: Path) -> None:
    said = answered(
        tmp_path,
        "value,10,0.5,0.4,0.6,40",
        "value,11,0.825,0.67,0.93,40",
        "as written,,0.5,0.4,0.6,40",
        "least,11,10,11,,40",
    )

    assert (
        "5.5 WTE at Team may be enough, but that cannot be told from chance yet: at most 5 %"
        in said
    )
    assert "in 33 of 40 possible futures" in said
    assert "more than was looked at" in said
    assert "Ask for more futures" in said


def test_what_cannot_be_told_is_said_so_with_a_way_out(tmp_path: Path) -> None:
    tried = ("value,8,0.5,0.4,0.6,40", "value,12,0.775,0.6,0.88,40")
    today = "as written,,0.5,0.4,0.6,40"

    said = answered(tmp_path / "a", *tried, today, "least,,,12,,40")
    assert (
        "It cannot be told from chance yet whether anything between 4 and 6 WTE at Team is enough"
        in said
    )
    assert "Ask for more futures" in said

    said = answered(tmp_path / "b", *tried, today, "least,,,,,40")
    assert "Nothing between 4 and 6 WTE at Team is enough" in said
    assert "At best, with 6, it is so in 31 of 40 possible futures" in said
    assert "wider range" in said


def test_an_answer_says_whose_waits_are_counted(tmp_path: Path) -> None:
    rows = ("value,8,0.9,0.8,0.95,40", "as written,,0.9,0.8,0.95,40", "least,8,8,8,8,40")

    on_the_list = answered(tmp_path / "a", *rows)
    of_starts = answered(tmp_path / "b", *rows, measure=STARTS)

    assert "the list of Team, on average over the month (December 2026)" in on_the_list
    assert "how long each has waited so far" in on_the_list
    assert "of those who start waited over 18 weeks" in of_starts
    assert "People who are still waiting are not in it." in of_starts
    assert "A possible future is one run of the model" in on_the_list


def test_without_a_table_no_sentence_is_made_up(tmp_path: Path) -> None:
    command = Command("find-0123456789ab", "find", "Least", (), Size(), ABOUT)

    assert lead(Project(tmp_path), command) == []


def test_which_numbers_to_find_out_first_comes_from_a_run_with_futures(
    planner: Planner, project: Callable[..., Path]
) -> None:
    project(SMALL_AREA, "area")

    assert "run with futures</a> says on which uncertain numbers" in planner.get(f"{AREA}/find")
