"""Projects on disk: find, make, open and save them. Read `folders` first, then `reading`."""

from sim.app.projects.folders import RESULTS, SCENARIO, WORKBOOK, NoProject, Project, Projects
from sim.app.projects.reading import Library, Opened
from sim.app.projects.saving import Saver, Stale

__all__ = [
    "RESULTS",
    "SCENARIO",
    "WORKBOOK",
    "Library",
    "NoProject",
    "Opened",
    "Project",
    "Projects",
    "Saver",
    "Stale",
]
