"""The scenarios that come with the program: as start of a project, with all that they name."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import sim
from sim.app.projects.folders import SCENARIO, Project, Projects
from sim.app.projects.reading import Library
from sim.app.projects.uploading import WORKBOOKS, upload
from sim.errors import SimError

HOUSE = Path(sim.__file__).resolve().parent


class Shipped(NamedTuple):
    """A scenario that comes with the program."""

    key: str
    title: str
    about: str
    file: str  # a scenario file or a workbook, below the folder of scenarios
    beside: str = ""  # a folder with the files that it names


SHIPPED = (
    Shipped(
        "riverside",
        "Riverside: sixteen services in three localities",
        "A made-up area, entered in a workbook: teams, beds, lists and staff by month.",
        "riverside/riverside.xlsx",
    ),
    Shipped(
        "queue",
        "Two services and a queue",
        "The smallest scenario there is: one first talk, one group. It runs in seconds.",
        "queue.yaml",
    ),
    Shipped(
        "community",
        "Community care for people with complex emotional needs",
        "The main scenario: people whose needs come and go, under four ways of arranging staff.",
        "cen_community.yaml",
        "cen_community",
    ),
)


def folder_of_scenarios() -> Path:
    """Return the folder with the shipped scenarios: inside the package, or beside it.

    Raises
    ------
    SimError
        If they were not installed.
    """
    for folder in (HOUSE / "shipped", HOUSE.parent / "scenarios"):
        if (folder / SHIPPED[0].file).is_file():
            return folder
    raise SimError(
        "The scenarios that come with the program are not installed here.\n"
        "  Install it again, or upload a workbook or a scenario file."
    )


def start_from(key: str, projects: Projects, library: Library) -> Project:
    """Make a project from a shipped scenario, and return it.

    Raises
    ------
    SimError
        If there is no such scenario, or if the project cannot be written.
    """
    shipped = next((each for each in SHIPPED if each.key == key), None)
    if shipped is None:
        raise SimError("There is no shipped scenario of this name.\n  Choose one from the list.")
    house = folder_of_scenarios()
    file = house / shipped.file
    if file.suffix in WORKBOOKS:
        return upload(file.name, file.read_bytes(), projects, library)
    folder = projects.new_folder(shipped.title)
    try:
        if shipped.beside:
            shutil.copytree(house / shipped.beside, folder / shipped.beside)
        shutil.copyfile(file, folder / SCENARIO)  # last: it makes the folder a project
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Project(folder)
