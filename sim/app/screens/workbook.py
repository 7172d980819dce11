"""The workbook of a project: get it, and upload it again."""

from __future__ import annotations

from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from sim.app.house import Asked
from sim.app.projects import Opened
from sim.app.projects.uploading import UploadFaults
from sim.app.projects.workbook import Renewed, has_workbook, renewals, upload_again
from sim.app.safety import Upload
from sim.app.screens.faults import Told
from sim.app.screens.own_changes import before_in_words, in_words
from sim.app.screens.start import FILE, XLSX, of_file, of_problem
from sim.area.composing import START, TARGETS
from sim.errors import SimError

TITLE = "The workbook"
MOST_SHOWN = 200
TABLES = {
    START: "who is on a list or in care at the start",
    TARGETS: "the observed figures that the model is held against",
}


class Shown(NamedTuple):
    """What a workbook that was uploaded again has changed, in words."""

    when: str
    is_known: bool
    news: list[tuple[str, str, str]]  # what, what it was, and what it is now
    more: int  # of the news that are not shown
    kept: list[tuple[str, str]]
    disputed: list[str]
    lost: list[tuple[str, str]]
    tables: list[str]


def workbook(asked: Asked) -> Response:
    """Show what can be done with the workbook, and what the last uploads have changed."""
    return _page(asked)


def send(asked: Asked) -> Response:
    """Send the workbook of a project, as it was uploaded."""
    project = asked.project
    if not has_workbook(project) or project.workbook.is_symlink():
        raise HTTPException(404)
    return FileResponse(project.workbook, media_type=XLSX, filename=f"{project.name}.xlsx")


def again(asked: Asked) -> Response:
    """Put a workbook that was sent behind the project; tell all its faults if it cannot be used."""
    file = asked.form.files.get(FILE, Upload("", b""))
    try:
        upload_again(asked.project, file.name, file.data)
    except UploadFaults as error:
        return _page(asked, 400, [of_file(fault) for fault in error.faults])
    except SimError as error:
        return _page(asked, 400, [of_problem(error)])
    return asked.go("workbook")


def _page(asked: Asked, status: int = 200, errors: list[Told] | None = None) -> Response:
    opened = asked.opened
    return asked.of_project(
        "workbook",
        TITLE,
        status=status,
        errors=errors or [],
        there=has_workbook(asked.project),
        renewals=[_shown(opened, each) for each in renewals(asked.project)],
        kept_in=asked.project.folder / "before",
    )


def _shown(opened: Opened, renewed: Renewed) -> Shown:
    news = [
        (words, before_in_words(was), now)
        for (words, now), was in zip(in_words(opened, renewed.news), renewed.were, strict=True)
    ]
    return Shown(
        renewed.when,
        renewed.is_known,
        news[:MOST_SHOWN],
        max(0, len(news) - MOST_SHOWN),
        list(in_words(opened, renewed.kept)),
        [words for words, _ in in_words(opened, renewed.disputed)],
        list(in_words(opened, renewed.lost)),
        [words for name, words in TABLES.items() if name in renewed.tables],
    )
