"""A workbook is had empty, and uploaded again with one's own entries kept."""

import io
import re
from pathlib import Path

import openpyxl

from sim.app.house import House
from sim.app.projects import SCENARIO, WORKBOOK
from sim.app.projects.imported import as_imported
from sim.app.projects.workbook import renewals
from sim.area.template import write_template
from sim.scenario import load
from tests.app.conftest import RIVERSIDE, Planner

WHERE = "/projects/riverside"
PAGE = f"{WHERE}/workbook"
NEW = {"Services!AF4": 9, "Waiting list!E3": 14, "Waiting list!E4": 21}
"""Nine days to a decision, and one person who has waited for longer."""
NORTH, PLACES = "community_team_north", "services.ward.capacity.places"


def with_cells(cells: dict[str, int]) -> bytes:
    """Return the shipped workbook with other values in cells, which are named with their sheet."""
    book = openpyxl.load_workbook(RIVERSIDE)
    for place, value in cells.items():
        sheet, _, cell = place.partition("!")
        book[sheet][cell] = value
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def send(planner: Planner, data: bytes, name: str = "riverside.xlsx") -> tuple[int, str]:
    answer = planner.post(PAGE, {}, {"file": (name, data)})
    if answer.status_code == 303:
        return 303, planner.get(answer.headers["location"])
    return int(answer.status_code), str(answer.text)


def test_a_workbook_uploaded_again_keeps_own_entries_and_the_version_before(
    planner: Planner, house: House, riverside: Path
) -> None:
    planner.save(f"{WHERE}/services", {PLACES: "20", "action": ""})
    planner.save(f"{WHERE}/what-if", {"label": "More beds", "action": "arm"})
    before = riverside.read_text(encoding="utf-8")

    status, page = send(planner, with_cells(NEW))

    assert status == 303
    project = house.projects.named("riverside")
    (renewed,) = renewals(project)
    assert (renewed.is_known, renewed.lost) == (True, ())
    assert [each.steps[:3] for each in renewed.news] == [("services", NORTH, "decision_delay")]
    (row,) = re.findall(r"<th scope=\"row\">([^<]+)</th><td>6 days</td><td>9 days</td>", page)
    assert "Community team, North" in row
    assert "which stay" in page
    assert "who is on a list or in care at the start" in page
    now = load(riverside)
    assert now.services["ward"].capacity.places.value == 20  # type: ignore[union-attr]
    assert "more_beds" in now.arms
    kept = project.folder / "before" / renewed.when
    assert (kept / SCENARIO).read_text(encoding="utf-8") == before
    assert (kept / WORKBOOK).read_bytes() == RIVERSIDE.read_bytes()
    assert planner.client.request("GET", f"{WHERE}/workbook.xlsx").content == (
        project.workbook.read_bytes()
    )


def test_what_the_workbook_gave_is_worked_out_again_from_what_was_kept(
    riverside: Path, house: House
) -> None:
    assert as_imported(house.projects.named("riverside")) == riverside.read_text(encoding="utf-8")


def test_a_workbook_with_faults_changes_nothing(
    planner: Planner, riverside: Path, house: House
) -> None:
    there = sorted(riverside.parent.iterdir())
    before = riverside.read_bytes()

    status, page = send(planner, with_cells({"Services!G3": -5}))
    assert (status, "Services!G3" in page) == (400, True)
    assert send(planner, b"no workbook", "area.csv")[0] == 400

    assert sorted(riverside.parent.iterdir()) == there
    assert riverside.read_bytes() == before
    assert renewals(house.projects.named("riverside")) == []


def test_the_empty_workbook_is_the_one_that_the_template_writes(
    planner: Planner, tmp_path: Path
) -> None:
    answer = planner.client.request("GET", "/start/workbook")

    assert answer.content == write_template(tmp_path / "area.xlsx").read_bytes()
    assert "our area.xlsx" in answer.headers["content-disposition"]
    assert "/start/workbook" in planner.get("/")
