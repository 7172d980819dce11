"""Take away: everything of a run in one archive, with the project that it was made from."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from starlette.responses import Response

from sim.app.house import Asked
from sim.app.projects import SCENARIO, WORKBOOK, Project
from sim.app.running import Result, results_of
from sim.app.screens.compare import chosen, told
from sim.errors import SimError
from sim.report.brief.needed import DOCUMENT, SLIDES
from sim.report.describing.describing import files as drafts
from sim.report.importing import PAGE as IMPORT_PAGE
from sim.report.writing import PAGE
from sim.scenario import load
from sim.studies.manifest import NAME
from sim.studies.stored import RESOLVED

TITLE = "Take away"
TABLES = ".csv"
WHAT = {
    DOCUMENT: "A brief of two pages for a board, in Word",
    SLIDES: "Slides, in PowerPoint",
    "results.xlsx": "A workbook with all results and charts",
    PAGE: "The report, one page for a browser",
    RESOLVED: "The scenario as it was run, with every number and its source, and drafts about it "
    "by STRESS-DES, TRACE and ODD",
}


def take_away(asked: Asked) -> Response:
    """Show what the archive of a run holds."""
    results = results_of(asked.project)
    result = chosen(asked, results)
    inside = [] if result is None else [
        words for name, words in WHAT.items() if (result.folder / name).is_file()
    ]  # fmt: skip
    return asked.of_project(
        "take-away",
        TITLE,
        results=[(each.key, told(each, asked)) for each in results],
        result=result,
        inside=inside,
        has_workbook=asked.project.workbook.is_file(),
    )


def send(asked: Asked) -> Response:
    """Send the archive of a run."""
    result = chosen(asked, results_of(asked.project))
    if result is None:
        raise SimError("There are no results to take away.\n  Make a run first.")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in _files(asked.project, result):
            archive.write(path, name)
        if (result.folder / RESOLVED).is_file():
            for name, text in drafts(load(result.folder / RESOLVED)).items():
                archive.writestr(f"drafts/{name}", text)
    name = f"{asked.project.name}-{result.key[-6:]}.zip"
    return Response(
        packed.getvalue(),
        media_type="application/zip",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def _files(project: Project, result: Result) -> Iterator[tuple[str, Path]]:
    """Iterate over the files of an archive: those the manifest vouches for, then the project's."""
    for name in (*result.manifest.outputs, NAME):
        if (result.folder / name).is_file():
            yield f"results/{name}", result.folder / name
    for path in sorted(project.folder.iterdir()):
        is_own = path.name in (SCENARIO, WORKBOOK, IMPORT_PAGE) or path.suffix == TABLES
        if is_own and path.is_file() and not path.is_symlink():
            yield f"project/{path.name}", path
