"""Projects that begin with a scenario that comes with the program."""

from __future__ import annotations

import shutil

from sim.app.projects.folders import SCENARIO, Project, Projects
from sim.app.projects.reading import Library
from sim.app.projects.uploading import upload
from sim.scenario.shipped import copy_of, folder_of_scenarios, shipped_named

BEGINNINGS = tuple(map(shipped_named, ("riverside", "queue", "cen_community")))
"""What a planner may begin with: scenarios that show the pages, the first one proposed."""


def start_from(name: str, projects: Projects, library: Library) -> Project:
    """Make a project from a shipped scenario, and return it.

    Raises
    ------
    SimError
        If there is no such scenario, or if the project cannot be written.
    """
    shipped = shipped_named(name)
    if shipped.workbook:
        book = folder_of_scenarios() / shipped.workbook
        return upload(book.name, book.read_bytes(), projects, library)
    folder = projects.new_folder(shipped.title)
    try:
        copy_of(shipped, folder, SCENARIO)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Project(folder)
