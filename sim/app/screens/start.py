"""The start: a new project from a shipped scenario or an upload, or one that is there."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

from starlette.responses import RedirectResponse, Response

from sim.app.house import Asked
from sim.app.projects import WORKBOOK, Project
from sim.app.projects.shipped import BEGINNINGS, start_from
from sim.app.projects.uploading import UploadFaults, upload
from sim.app.running import when_written
from sim.app.safety import Upload
from sim.app.screens.faults import Told
from sim.area.template import write_template
from sim.errors import Fault, SimError

TITLE = "Plan services"
FILE = "file"
EMPTY = "our area.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Listed(NamedTuple):
    """A project in the list."""

    name: str
    changed: str


def start(asked: Asked) -> Response:
    """Show what there is to begin with."""
    return _page(asked)


def from_shipped(asked: Asked) -> Response:
    """Make a project from a shipped scenario."""
    house = asked.house
    return _opened(start_from(asked.form.text("shipped"), house.projects, house.library))


def from_upload(asked: Asked) -> Response:
    """Make a project from a file that was sent; tell all its faults if it cannot be used."""
    house = asked.house
    file = asked.form.files.get(FILE, Upload("", b""))
    try:
        return _opened(upload(file.name, file.data, house.projects, house.library))
    except UploadFaults as error:
        return _page(asked, 400, [of_file(fault) for fault in error.faults])
    except SimError as error:
        return _page(asked, 400, [of_problem(error)])


def empty_workbook(asked: Asked) -> Response:
    """Send an empty workbook for an area's own figures, as `sim template` writes it."""
    with tempfile.TemporaryDirectory(prefix="throughline-") as folder:
        data = write_template(Path(folder) / WORKBOOK).read_bytes()
    return Response(
        data,
        media_type=XLSX,
        headers={"content-disposition": f'attachment; filename="{EMPTY}"'},
    )


def _page(asked: Asked, status: int = 200, errors: list[Told] | None = None) -> Response:
    projects = [_listed(each) for each in asked.house.projects.every()]
    return asked.page(
        "start",
        TITLE,
        status=status,
        errors=errors or [],
        shipped=BEGINNINGS,
        projects=projects,
        root=str(asked.house.projects.root),
    )


def _opened(project: Project) -> Response:
    return RedirectResponse(f"/projects/{project.name}/check", 303)


def _listed(project: Project) -> Listed:
    return Listed(project.name, when_written(project.scenario))


def of_problem(error: SimError) -> Told:
    """Return what stands against a file that was sent."""
    problem, _, remedy = str(error).partition("\n")
    return Told(problem, remedy.strip(), "", f"#{FILE}")


def of_file(fault: Fault) -> Told:
    """Return a fault of a file that was sent: its place is in that file, which is not kept."""
    file, _, place = str(fault.location).rpartition(", ")
    where = place if file else f"line {fault.location.line}" if fault.location.line else ""
    remedy = " ".join(part for part in (fault.allowed, fault.remedy) if part)
    return Told(fault.problem, remedy, where, f"#{FILE}")
