"""What is taken away: the brief with what came after the run, and what was changed since."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from pptx import Presentation

from sim.app.projects import SCENARIO, Project
from sim.app.running import Result, results_of
from sim.app.screens import finding_out
from sim.cli.outputs import write_outputs
from sim.report.brief.content import DETAILS, MADE_BY
from sim.scenario import load
from sim.studies.planning import Choices
from sim.studies.running import carry_out, plan
from sim.studies.sizes import Size
from tests.app.conftest import SMALL_AREA, Planner

PAGE, AWAY, FOUND = "/projects/area/what-if", "/projects/area/take-away", "find-0123456789ab"
ENOUGH = """measure,kind,value,mean,low,high,used
wait_to_start.team.over_18_weeks,value,4,0.1,0,0.2,40
wait_to_start.team.over_18_weeks,value,5,0.9,0.8,0.95,40
wait_to_start.team.over_18_weeks,as written,,0.1,0,0.2,40
wait_to_start.team.over_18_weeks,least,5,5,5,6,40
wait_to_start.team.over_18_weeks,cost,5,12,10,14,40
"""
TITLE = "Least WTE at Team: at most 5 % of those who start over 18 weeks"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of one run of the small area, with a brief."""
    folder = tmp_path_factory.mktemp("made")
    (folder / SCENARIO).write_text(SMALL_AREA, encoding="utf-8")
    planned = plan(load(folder / SCENARIO), Choices())
    study = carry_out(planned, folder / "runs", workers=1)
    results = folder / f"area-{planned.digest[:12]}"
    results.mkdir()
    write_outputs(planned, study, None, folder / "runs", results, brief=True)
    return results


@pytest.fixture
def ran(planner: Planner, small_area: Path, made: Path) -> Planner:
    """Somebody whose project has the results of a run."""
    shutil.copytree(made, small_area.parent / "results" / made.name)
    return planner


def archive(planner: Planner) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(planner.post(AWAY, {}).content))


def paragraphs(content: bytes) -> list[str]:
    return [each.text for each in docx.Document(io.BytesIO(content)).paragraphs]


def words_of_slides(content: bytes) -> str:
    made = Presentation(io.BytesIO(content))
    shapes = [shape for slide in made.slides for shape in slide.shapes]
    return "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)


def answered(folder: Path) -> None:
    """Put the answer of a search into a project, as a search leaves it."""
    about = {"label": "Team", "what": "WTE", "factor": "1.0", "today": "4", "share": "5",
             "weeks": "18", "when": ""}  # fmt: skip
    note = {"kind": "find", "words": TITLE, "options": [], "about": about}
    (folder / "asked").mkdir(exist_ok=True)
    (folder / "asked" / f"{FOUND}.json").write_text(json.dumps(note), encoding="utf-8")
    shutil.copy(folder / SCENARIO, folder / "asked" / f"{FOUND}.yaml")
    results = folder / "results" / FOUND
    results.mkdir()
    (results / "find.csv").write_text(ENOUGH, encoding="utf-8")
    (results / "report.html").write_text("the whole answer", encoding="utf-8")
    (results / "manifest.json").write_text("{}", encoding="utf-8")


def test_a_project_that_is_as_it_was_run_says_nothing_of_changes(ran: Planner) -> None:
    page = ran.get(AWAY)

    assert "since this run" not in page
    assert "What helps?" in page


def test_each_kind_of_change_since_the_run_is_told_from_what_to_what(ran: Planner) -> None:
    ran.save("/projects/area/services", {"services.ward.capacity.places": "5"})
    ran.save(PAGE, {"action": "arm", "label": "Try"})
    card = {"action": "change:try", "service": "team", "begins": "", "target": ""}
    ran.save(PAGE, {**card, "lever": "wte", "amount": "2"})
    ran.save(PAGE, {"action": "out:quicker"})
    ran.save("/projects/area/people", {"run.length": "400 days"})

    page = ran.get(AWAY)

    assert "The project has been changed since this run." in page
    assert "Places at Ward: <strong>5</strong> (in the run: 3)" in page
    assert (
        "“Try”: <strong>From 1 October 2026: staff of Team: 2 posts more (6, today 4).</strong> "
        "(in the run: not there)" in page
    )
    assert "“Quicker decisions”: <strong>taken out</strong> (in the run: From 1 October" in page
    assert "<strong>400 days</strong> (in the run: 300 days)" in page
    assert 'href="/projects/area/run">Run again</a>' in page
    assert "The project has been changed since this run." in ran.get("/projects/area/compare")


def test_a_question_is_no_change_of_numbers_and_is_printed_at_once(ran: Planner) -> None:
    ran.save(PAGE, {"action": "question", "question": 'Which <b>one</b> & "why"?'})

    page = ran.get(AWAY)
    files = archive(ran)

    assert "these results still hold" in page
    assert "Run again" not in page
    assert "Which &lt;b&gt;one&lt;/b&gt; &amp; &#34;why&#34;?" in page
    assert 'Which <b>one</b> & "why"?' in paragraphs(files.read("brief.docx"))
    assert "What helps?" not in paragraphs(files.read("brief.docx"))
    assert 'Which <b>one</b> & "why"?' in words_of_slides(files.read("brief.pptx"))
    assert "What helps?" in paragraphs(files.read("results/brief.docx"))


def test_without_a_question_the_standard_one_is_printed(ran: Planner) -> None:
    page = ran.save(PAGE, {"action": "question", "question": "  "})

    standard = "What changes with “Quicker decisions”, compared with “As today”?"
    assert f"Leave it empty to print: {standard}" in page
    assert standard in paragraphs(archive(ran).read("brief.docx"))


def test_a_question_that_a_brief_has_no_room_for_is_refused(ran: Planner) -> None:
    revision = ran.house.library.open(ran.house.projects.named("area")).revision
    fields = {"action": "question", "question": "why " * 100, "revision": revision}
    answer = ran.post(PAGE, fields)

    assert answer.status_code == 400
    assert "at most 300" in answer.text


def test_answers_of_find_go_into_the_brief_the_slides_and_the_archive(
    ran: Planner, small_area: Path
) -> None:
    answered(small_area.parent)

    page, files = ran.get(AWAY), archive(ran)
    said = paragraphs(files.read("brief.docx"))

    assert TITLE in page
    assert said.index(TITLE) < next(n for n, text in enumerate(said) if text.startswith(MADE_BY))
    assert DETAILS not in said or said.index(TITLE) < said.index(DETAILS)
    assert any(text.startswith("5 WTE at Team is enough") for text in said)
    assert any("Compared with today it costs +12" in text for text in said)
    assert f"The whole answer is find/{FOUND}/report.html." in said
    assert TITLE in words_of_slides(files.read("brief.pptx"))
    assert files.read(f"find/{FOUND}/find.csv").decode() == ENOUGH
    assert f"find/{FOUND}\n    The answer of Find: {TITLE}." in files.read("Read me.txt").decode()
    name = next(iter((small_area.parent / "results").glob("area-*"))).name
    one = ran.client.request("GET", f"{AWAY}/{name}/brief.docx")
    assert TITLE in paragraphs(one.content)


def test_an_answer_of_other_numbers_says_so_in_the_brief(ran: Planner, small_area: Path) -> None:
    answered(small_area.parent)
    asked = small_area.parent / "asked" / f"{FOUND}.yaml"
    asked.write_text(SMALL_AREA.replace("places: 3", "places: 4"), encoding="utf-8")

    said = paragraphs(archive(ran).read("brief.docx"))

    assert "It was asked when the project had other numbers than in this run." in said


def test_what_to_find_out_first_is_a_list_with_links_to_fields(
    ran: Planner, small_area: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "people.arrivals.newcomers.rate"
    (results,) = (small_area.parent / "results").glob("area-*")
    table = "number,what,now,range,share,worth,why\n" + "\n".join(
        [f"{path},Rate of <newcomers>,2 per week,1.6 to 2.4,43 %,3 days,nobody has measured it",
         "gone.number,Something else,1,none given,12 %,,nobody has measured it"]
    )  # fmt: skip
    (results / "find_out_first.csv").write_text(table + "\n", encoding="utf-8")
    monkeypatch.setattr(finding_out, "results_of", lambda project: [with_list(project)])

    page = ran.get("/projects/area/find")

    link = f'<a href="/projects/area/field?at={path}&amp;back=find">'
    assert f"{link}Rate of &lt;newcomers&gt;</a>" in page
    assert '<th scope="row">Something else</th>' in page
    assert "43 %" in page
    assert "changes no choice" in page


def with_list(project: Project) -> Result:
    """The results of a project, as a run with worlds would have vouched for them."""
    (result,) = results_of(project)
    manifest = result.manifest
    vouched = {**manifest.outputs, "find_out_first.csv": "0" * 64}
    return result._replace(manifest=manifest._replace(outputs=vouched, worlds=Size(20, 2)))
