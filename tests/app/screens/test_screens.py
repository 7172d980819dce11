"""What the pages show and what their forms do to the scenario file."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from sim.app.house import SCREENS, House
from sim.app.projects import SCENARIO
from sim.app.projects.shipped import BEGINNINGS
from sim.cli import app as cli
from sim.scenario import load
from sim.scenario.files import read_scenario_tree
from tests.app.conftest import REVISION, RIVERSIDE as WORKBOOK, Planner

LISTS = """
throughline: 2
title: A desk with a list
source: ours
sources: {ours: {kind: assumption, reference: made up for this test}}
run: {length: 70 days, replications: 4}
people:
  arrivals: {newcomers: {rate: 1 per week, to: desk}}
  start: {from_table: people.csv}
services:
  desk: {label: The desk, capacity: {places: 5}, ends: {stay: 3 days}}
"""
"""A service that works its list off in less than a month."""
QUEUE = "/projects/queue"
RIVERSIDE = "/projects/riverside"
AREA = "/projects/area"


@pytest.mark.parametrize("name", [each.name for each in BEGINNINGS])
def test_every_shipped_scenario_becomes_a_sound_project(planner: Planner, name: str) -> None:
    where = planner.post("/start/shipped", {"shipped": name}).headers["location"]

    assert "No fault: the scenario can be run." in planner.get(where)
    assert where.split("/")[2] in planner.get("/")


def test_every_screen_in_the_bar_is_there(planner: Planner, project: Callable[..., Path]) -> None:
    project()
    for key, words in SCREENS:
        page = planner.get(f"{QUEUE}/{key}")
        assert f'href="{QUEUE}/{key}" aria-current="page">{words}<' in page
        for link in set(re.findall(r'(?:href|action|src)="(/[^"#]*)', page)):
            assert planner.client.request("GET", html.unescape(link)).status_code in (200, 405), (
                link
            )


def test_faults_of_a_workbook_are_told_with_their_cells_and_nothing_is_kept(
    planner: Planner, house: House, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(WORKBOOK)
    book["Services"]["H3"] = -5
    book["Staff"]["D3"] = "four"
    book.save(tmp_path / "area.xlsx")

    answer = planner.post(
        "/start/upload", {}, {"file": ("area.xlsx", (tmp_path / "area.xlsx").read_bytes())}
    )

    assert answer.status_code == 400
    assert "Services!H3" in answer.text
    assert "Staff!D3" in answer.text
    assert list(house.projects.root.iterdir()) == []


def test_the_check_shows_load_in_places_and_in_hours(planner: Planner, riverside: Path) -> None:
    page = planner.get(f"{RIVERSIDE}/check")

    lights, numbers = re.findall(r"<tr><th scope=\"row\">Psychology</th>.*?</tr>", page, re.S)
    assert re.findall(r'"true">(.)</span> <span class="share">([^<]+)<', lights) == [
        ("?", "up to 314\N{NO-BREAK SPACE}%"),
        ("?", "up to 101\N{NO-BREAK SPACE}%"),
    ]
    assert "its hours are the tighter limit" in numbers
    assert "All 132 checks of the workbook's figures that belong together agree" in page
    assert "78 figures" in page or "77 figures" in page


def test_two_numbers_of_hours_are_explained_where_they_differ(
    planner: Planner, riverside: Path
) -> None:
    said = re.search(r"Why two numbers of hours\?.*?</p>", planner.get(f"{RIVERSIDE}/check"))
    assert said is not None
    of_posts, left = re.findall(r"([\d.]+) (?:contact hours|are left)", said[0])
    assert float(of_posts) > float(left)
    numbers = planner.get(f"{RIVERSIDE}/check")
    assert re.search(rf"<td>{left}</td><td>{of_posts}</td>", numbers)


def test_the_check_names_services_as_people_do(planner: Planner, riverside: Path) -> None:
    page = planner.get(f"{RIVERSIDE}/check")

    assert "Community team, North, turned away" in page
    assert not re.search(r">[^<]*(?:community_team|as_today|access_point)[^<]*<", page)


def test_a_fault_leads_to_its_cell_and_is_gone_when_it_is_mended(
    planner: Planner, small_area: Path
) -> None:
    path = "services.team.workers.posts"
    planner.save(f"{AREA}/services", {path: "-2", "services.ward.capacity.places": "many"})

    page = planner.get(f"{AREA}/check")
    assert "2 faults to mend" in page
    assert "Team, posts: -2 is out of range." in page
    assert "(line " not in page
    assert f'href="{AREA}/services#{path}"' in page
    grid = planner.get(f"{AREA}/services")
    assert f'id="{path}" name="{path}" value="-2"' in grid
    assert f'aria-invalid="true" aria-describedby="{path}-wrong"' in grid

    planner.save(f"{AREA}/services", {path: "4", "services.ward.capacity.places": "3"})
    assert "No fault" in planner.get(f"{AREA}/check")


def test_a_number_that_is_entered_loses_the_range_and_the_sum_of_the_old_one(
    planner: Planner, small_area: Path
) -> None:
    planner.save(f"{AREA}/services", {"services.team.ends.stay": "30 weeks"})

    text = small_area.read_text(encoding="utf-8")
    assert "{exponential: {mean: {value: 30 weeks, source: entered_in_the_app}}}" in text
    stay = load(small_area).services["team"].ends.stay
    assert "30 weeks" in str(stay.plain())


def test_cells_that_were_not_changed_leave_the_file_as_it_is(
    planner: Planner, riverside: Path
) -> None:
    before = riverside.read_bytes()
    page = planner.get(f"{RIVERSIDE}/services")
    shown = dict(re.findall(r'name="(services\.[^"]+)" value="([^"]*)"', page))

    planner.save(f"{RIVERSIDE}/services", shown)

    assert len(shown) > 150
    assert riverside.read_bytes() == before


def test_every_cell_is_named_by_team_and_column(planner: Planner, riverside: Path) -> None:
    page = planner.get(f"{RIVERSIDE}/services")

    assert 'aria-label="Psychology, contact hours"' in page
    cells = re.findall(r'<input type="text" id="services[^>]*>', page)
    assert len(cells) == 16 * 13
    assert all(re.search(r'aria-label="[^",]+(?:, \w+)?, [a-z ]+"', each) for each in cells)


def test_rows_are_added_copied_and_taken_out(planner: Planner, small_area: Path) -> None:
    page = planner.save(f"{AREA}/services", {"action": "copy:team"})
    copied = read_scenario_tree(small_area)["services"]
    assert "Team (copy)" in page
    assert copied["team_2"].pop("label") == "Team (copy)"
    assert {**copied["team_2"], "label": "Team"} == copied["team"]
    assert copied["team_2"].source == "report"
    assert "Nobody ever reaches" in page  # until a route leads there

    planner.save(f"{AREA}/services", {"action": "add", "new_name": "Walk-in"})
    assert read_scenario_tree(small_area)["services"]["walk_in"]["label"] == "Walk-in"

    planner.save(f"{AREA}/services", {"action": "remove:team_2"})
    page = planner.save(f"{AREA}/services", {"action": "remove:walk_in"})
    assert load(small_area).services.keys() == {"team", "clinic", "ward"}


def test_a_table_is_pasted_by_names_of_teams_and_headings(
    planner: Planner, small_area: Path
) -> None:
    planner.save(
        f"{AREA}/services",
        {"action": "paste", "paste": "Team\tPosts\tcaseload\r\nTeam\t11.5\t12\nward\t\t\n"},
    )

    workers = load(small_area).services["team"].workers
    assert workers is not None
    assert (workers.posts.value, workers.caseload.plain()["value"]) == (11.5, 12)


@pytest.mark.parametrize("text", ["85 %", "85", "0.85", "0,85", "85 per cent"])
def test_a_share_means_the_same_however_it_is_typed(
    planner: Planner, small_area: Path, text: str
) -> None:
    path = "services.team.contacts.attendance"

    page = planner.save(f"{AREA}/services", {path: text})

    contacts = load(small_area).services["team"].contacts
    assert contacts is not None
    assert contacts.attendance.value == 0.85
    assert f'name="{path}" value="85 %"' in page
    assert ("Team, attendance: “" in page) == (not text.endswith(("%", "cent")))
    assert "What was read" not in planner.get(f"{AREA}/services")  # it is told once


def test_what_may_mean_two_things_is_not_taken_and_stays_beside_its_error(
    planner: Planner, small_area: Path
) -> None:
    share, posts = "services.team.contacts.attendance", "services.team.workers.posts"
    revision = REVISION.search(planner.get(f"{AREA}/services"))
    assert revision is not None
    before = small_area.read_bytes()

    answer = planner.post(f"{AREA}/services", {"revision": revision[1], share: "1", posts: "7"})

    assert answer.status_code == 400
    assert f'<a href="#{share}">Team, attendance: “1” may be 1 % or 100 %.' in answer.text
    assert f'name="{share}" value="1"' in answer.text
    assert f'name="{posts}" value="7"' in answer.text  # the rest of the form stays too
    assert f'id="{share}-wrong"' in answer.text
    assert small_area.read_bytes() == before


@pytest.mark.parametrize("text", ["October 2026", "1 Oct 2026", "01/10/2026", "1st October 2026"])
def test_days_are_read_as_people_write_them(planner: Planner, small_area: Path, text: str) -> None:
    planner.save(f"{AREA}/people", {"run.change": "2026-11-01"})

    page = planner.save(f"{AREA}/people", {"run.change": text})

    assert str(load(small_area).run.change) == "2026-10-01"
    assert f"Changes begin: “{text}” was read as 1 October 2026." in page
    assert 'name="run.change" value="1 October 2026"' in page


def test_an_entry_that_is_taken_out_again_leaves_no_empty_block(
    planner: Planner, small_area: Path
) -> None:
    path = "services.ward.contacts.attendance"
    assert "There is a problem" in planner.save(f"{AREA}/services", {path: "90 %"})

    page = planner.save(f"{AREA}/services", {path: ""})

    assert "There is a problem" not in page
    assert load(small_area).services["ward"].contacts is None


def test_the_number_of_the_workbook_is_put_back(planner: Planner, riverside: Path) -> None:
    path = "services.psychology.workers.posts"
    before = load(riverside).services["psychology"].workers
    assert "Put back" not in planner.get(f"{RIVERSIDE}/services")

    page = planner.save(f"{RIVERSIDE}/services", {path: "12"})
    assert "Put back 9.873, as in the workbook: Psychology, posts" in page
    page = planner.save(f"{RIVERSIDE}/services", {"action": f"back:{path}"})

    assert "Put back" not in page
    assert load(riverside).services["psychology"].workers == before


def test_what_differs_from_the_workbook_stands_where_a_run_begins_and_on_check(
    planner: Planner, riverside: Path
) -> None:
    pages = [f"{RIVERSIDE}/{screen}" for screen in ("run", "check")]
    assert not [page for page in pages if "Changed from the workbook" in planner.get(page)]

    planner.save(f"{RIVERSIDE}/services", {"services.psychology.workers.caseload": "12"})

    for page in map(planner.get, pages):
        assert "Changed from the workbook" in page
        assert re.search(r"Psychology.*: <strong>12</strong> \(workbook: 11\)", page)


def test_nothing_is_put_back_where_no_workbook_was(planner: Planner, small_area: Path) -> None:
    page = planner.save(f"{AREA}/services", {"services.team.workers.posts": "12"})
    assert "Put back" not in page
    revision = REVISION.search(page)
    assert revision is not None

    answer = planner.post(
        f"{AREA}/services",
        {"revision": revision[1], "action": "back:services.team.workers.posts"},
    )

    assert answer.status_code == 400
    assert "The workbook gives no number for this." in answer.text


def test_a_stale_page_is_refused_with_both_versions(planner: Planner, small_area: Path) -> None:
    revision = REVISION.search(planner.get(f"{AREA}/services"))
    assert revision is not None
    path = "services.team.workers.posts"
    planner.save(f"{AREA}/services", {path: "8"})
    before = small_area.read_bytes()

    answer = planner.post(f"{AREA}/services", {"revision": revision[1], path: "12"})

    assert answer.status_code == 409
    assert "Services: which is to stand?" in answer.text
    assert re.findall(r"<label[^>]*>([^<]+)</label>", answer.text) == ["Team, posts"]
    assert re.findall(r">([^<]+)</option>", answer.text) == ["Yours: 12", "There now: 8"]
    assert small_area.read_bytes() == before
    chosen = {"revision": REVISION.findall(answer.text)[0], path: "12", "action": ""}
    assert planner.post(f"{AREA}/services", chosen).status_code == 303
    assert small_area.read_bytes() == before.replace(b"value: 8", b"value: 12")


def test_a_stale_page_without_single_fields_tells_both_in_words(
    planner: Planner, small_area: Path
) -> None:
    revision = REVISION.findall(planner.get(f"{AREA}/services"))[0]
    planner.save(f"{AREA}/services", {"services.team.workers.posts": "8"})

    answer = planner.post(f"{AREA}/services", {"revision": revision, "action": "remove:ward"})

    assert answer.status_code == 409
    cells = re.findall(r"<t[hd][^>]*>([^<]+)</t[hd]>", answer.text)
    assert cells[-3:] == ["Ward", "(nothing)", "4 entries"]


def test_any_number_has_a_page_of_its_own(planner: Planner, small_area: Path) -> None:
    at = "services.team.routes.finished_settled"
    assert f"{at}.clinic" in planner.get(f"{AREA}/field?at={at}")
    page = planner.get(f"{AREA}/field?at=people.arrivals.newcomers.rate")
    assert 'value="2 per week"' in page
    assert 'name="low" value="1.6 per week"' in page
    assert 'name="high" value="2.4 per week"' in page
    assert '<option value="report" selected>' in page

    planner.save(
        f"{AREA}/field?at=people.arrivals.newcomers.rate",
        {"at": "people.arrivals.newcomers.rate", "entry": "3 per week"},
    )
    rate = load(small_area).people.arrivals["newcomers"].rate
    assert rate is not None
    assert rate.written == "3 per week"


@pytest.mark.parametrize("key", [key for key, _ in SCREENS if key not in ("check", "run")])
def test_a_page_of_sixteen_services_takes_little_time(
    planner: Planner, riverside: Path, key: str
) -> None:
    planner.get(f"{RIVERSIDE}/{key}")
    taken = []
    for _ in range(3):
        begun = time.process_time()
        planner.get(f"{RIVERSIDE}/{key}")
        taken.append(time.process_time() - begun)

    assert min(taken) < 0.2  # seconds of processor time


def test_what_is_copied_out_comes_back_unchanged_and_starts_no_formula(
    planner: Planner, small_area: Path
) -> None:
    planner.save(f"{AREA}/services", {"services.ward.label": '=HYPERLINK("x")'})
    before = small_area.read_bytes()
    page = planner.get(f"{AREA}/services")
    found = re.search(r'<textarea id="copied"[^>]*>([^<]*)</textarea>', page)
    assert found is not None
    table = html.unescape(found[1])
    assert table.splitlines()[0].startswith("team\tname\tkind\tposts\t")
    assert not any(each.startswith("=") for line in table.splitlines() for each in line.split("\t"))

    planner.save(f"{AREA}/services", {"paste": table, "action": "paste"})
    assert small_area.read_bytes() == before
    planner.save(f"{AREA}/services", {"paste": table.replace("\t4\t", "\t5\t"), "action": "paste"})
    assert load(small_area).services["team"].workers.posts.value == 5  # type: ignore[union-attr]


def test_check_has_todays_lists_beside_the_first_month_of_the_last_run(
    planner: Planner, project: Callable[..., Path]
) -> None:
    folder = project(LISTS, "lists")
    rows = [f"w{number},desk,waiting,1" for number in range(30)]
    (folder / "people.csv").write_text("\n".join(["id,service,status,days_so_far", *rows]))
    at = ["--worlds", "0", "--engine", "reference", "--out", str(folder / "results" / "first")]
    run = CliRunner().invoke(cli, ["run", str(folder / SCENARIO), *at])
    assert run.exit_code == 0, run.output

    page = planner.get("/projects/lists/check")
    table = page[page.index("People on lists today, and in the first and last month") :]
    row = re.sub(r"<[^>]+>", " ", table[table.index("The desk") :]).split()
    assert row[:3] == ["The", "desk", "30"]
    assert float(row[3]) < 15
    assert "✗ starts elsewhere" in table
