"""Take away: everything of a run in one archive, with the project that it was made from."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from sim.app.house import Asked
from sim.app.projects import SCENARIO, WORKBOOK, Project
from sim.app.running import Result, finished, results_of
from sim.app.screens.compare import chosen, results_now, told
from sim.app.screens.later import (
    BRIEFS,
    FOUND,
    Answer,
    answers,
    completed_briefs,
    found_files,
    questions_of,
)
from sim.app.screens.since import changed_since
from sim.errors import SimError
from sim.report.brief.needed import DOCUMENT, SLIDES
from sim.report.describing.describing import files as drafts
from sim.report.importing import PAGE as IMPORT_PAGE
from sim.report.writing import PAGE
from sim.scenario import load
from sim.studies.files.reading import is_real_file
from sim.studies.manifest import NAME
from sim.studies.stored import RESOLVED

TITLE = "Take away"
TABLES = ".csv"
RESULTS, PROJECT, DRAFTS, READ_ME = "results", "project", "drafts", "Read me.txt"
PURPOSES = {
    DOCUMENT: "A brief of two pages for a board, in Word; more stands under “Details” after them.",
    SLIDES: "Slides for a meeting, in PowerPoint.",
    "results.xlsx": "All results in Excel, with charts, a sheet for each question.",
    PAGE: "The whole report, one page for a browser, to mail or to print.",
    RESOLVED: "The scenario file of this run, with the source of every number.",
}
"""What each file of results is for, in the order in which people want them."""
OF_PROJECT = {
    SCENARIO: "The scenario file as it is now; the app and the command line go on with it.",
    WORKBOOK: "The workbook that the project was made from.",
    IMPORT_PAGE: "How every number was worked out from the workbook.",
}
OF_DRAFTS = (
    "Draft descriptions of the model by the checklists STRESS-DES, TRACE and ODD, and its sources "
    "as BibTeX. What only a person can write is marked."
)
THE_REST = "All tables and pictures, and what is needed to make the same results again."


class Inside(NamedTuple):
    """A file of the archive."""

    name: str  # in the archive
    purpose: str
    link: str  # behind the page's own address; empty if it is sent in the archive alone


def take_away(asked: Asked) -> Response:
    """Show what the archive of a run holds."""
    results = results_now(asked)
    result, answered = chosen(asked, results), answers(asked)
    return asked.of_project(
        "take-away",
        TITLE,
        results=[(each.key, told(each, asked)) for each in results],
        result=result,
        is_whole=result is not None and finished(asked.project, result.key),
        inside=[] if result is None else list(_inside(asked.project, result, answered)),
        has_brief=result is not None and (result.folder / DOCUMENT).is_file(),
        the_rest=THE_REST,
        since=changed_since(asked, result),
        answers=[each.section.title for each in answered],
        question="" if result is None else questions_of(asked, result)[1],
    )


def send(asked: Asked) -> Response:
    """Send the archive of a run."""
    result = chosen(asked, results_now(asked))
    if result is None:
        raise SimError("There are no results to take away.\n  Make a run first.")
    packed, answered = io.BytesIO(), answers(asked)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(READ_ME, _read_me(asked, result, answered))
        for name, content in completed_briefs(asked, result, answered).items():
            archive.writestr(name, content)
        found = found_files(asked.project, answered)
        for name, path in (*_files(asked.project, result), *found):
            archive.write(path, name)
        if (result.folder / RESOLVED).is_file():
            for name, text in drafts(load(result.folder / RESOLVED)).items():
                archive.writestr(f"{DRAFTS}/{name}", text)
    name = f"{asked.project.name}-{result.key[-6:]}.zip"
    return Response(
        packed.getvalue(),
        media_type="application/zip",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def one(asked: Asked) -> Response:
    """Send one file of results that has a purpose of its own."""
    key, name = (asked.request.path_params[each] for each in ("result", "name"))
    for result in results_of(asked.project):
        path = result.folder / name
        is_ours = name in PURPOSES and name in result.manifest.outputs
        if result.key == key and is_ours and is_real_file(path):
            sent = f"{asked.project.name}-{key[-6:]}-{name}"
            if name not in BRIEFS:
                return FileResponse(path, filename=sent)
            content = completed_briefs(asked, result, answers(asked), (name,))[name]
            headers = {"content-disposition": f'attachment; filename="{sent}"'}
            return Response(content, media_type=BRIEFS[name], headers=headers)
    raise HTTPException(404)


def _inside(project: Project, result: Result, answered: Sequence[Answer]) -> Iterator[Inside]:
    """Iterate over the files of an archive that have a purpose of their own."""
    there = {name for name, _ in _files(project, result)}
    for name, purpose in PURPOSES.items():
        if f"{RESULTS}/{name}" in there:
            shown = name if name in BRIEFS else f"{RESULTS}/{name}"
            yield Inside(shown, purpose, f"take-away/{result.key}/{name}")
    for name, purpose in OF_PROJECT.items():
        if f"{PROJECT}/{name}" in there:
            yield Inside(f"{PROJECT}/{name}", purpose, "")
    for each in answered:
        yield Inside(f"{FOUND}/{each.key}", f"The answer of Find: {each.section.title}.", "")
    if f"{RESULTS}/{RESOLVED}" in there:
        yield Inside(DRAFTS, OF_DRAFTS, "")


def _read_me(asked: Asked, result: Result, answered: Sequence[Answer]) -> str:
    """Return the text that says what each file of an archive is for."""
    lines = [f"{asked.opened.title}: {told(result, asked)}", ""]
    inside = _inside(asked.project, result, answered)
    lines += [f"{each.name}\n    {each.purpose}" for each in inside]
    return "\n".join([*lines, f"All else in {RESULTS}\n    {THE_REST}", ""])


def _files(project: Project, result: Result) -> Iterator[tuple[str, Path]]:
    """Iterate over the files of an archive: those the manifest vouches for, then the project's."""
    for name in (*result.manifest.outputs, NAME):
        if (result.folder / name).is_file():
            yield f"{RESULTS}/{name}", result.folder / name
    for path in sorted(project.folder.iterdir()):
        is_own = path.name in OF_PROJECT or path.suffix == TABLES
        if is_own and is_real_file(path):
            yield f"{PROJECT}/{path.name}", path
