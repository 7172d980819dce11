"""Make a project from a file that was sent: a workbook, or a scenario file.

Both are read by the same importers as on the command line. A file keeps nothing of the name that
it was sent under.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath

from sim.app.projects.folders import SCENARIO, WORKBOOK, Project, Projects
from sim.app.projects.reading import Library
from sim.cli.importing import import_workbook
from sim.errors import Fault, ScenarioFaults, SimError
from sim.scenario.written import Block
from sim.writing import write_whole

WORKBOOKS, SCENARIOS = (".xlsx",), (".yaml", ".yml")


class UploadFaults(SimError):  # noqa: N818 - it holds many
    """A file that was sent cannot be used; every fault is told, each with its place."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def upload(name: str, data: bytes, projects: Projects, library: Library) -> Project:
    """Make a project from a file, and return it.

    Parameters
    ----------
    name
        The name that the file had. Only its ending is looked at, and its words name the project.

    Raises
    ------
    UploadFaults, SimError
        If it cannot be used. Nothing of it is then kept.
    """
    last = see_to_kind(name, data, (*WORKBOOKS, *SCENARIOS))
    folder = projects.new_folder(last.stem)
    project = Project(folder)
    try:
        if last.suffix.lower() in WORKBOOKS:
            import_into(project, data)
        else:
            _take_over(project, data, library)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return project


def see_to_kind(name: str, data: bytes, kinds: Sequence[str]) -> PurePosixPath:
    """Return the last part of the name of a file; raise SimError if it is not of these kinds."""
    last = PurePosixPath(PureWindowsPath(name).name)
    if not data:
        raise SimError("No file was chosen, or the file is empty.\n  Choose a file, then send it.")
    if last.suffix.lower() not in kinds:
        also = ", a scenario file's in .yaml" if set(SCENARIOS) & set(kinds) else ""
        raise SimError(
            f"`{last.name[:60]}` cannot be read here. A workbook's name ends in .xlsx{also}.\n"
            "  If it is a workbook, open it in Excel and save it as an Excel workbook (.xlsx). "
            "Macros are then left out."
        )
    return last


def import_into(project: Project, data: bytes, stays_in: Path | None = None) -> None:
    """Make a project of a workbook in a folder that has none.

    Parameters
    ----------
    stays_in
        The folder to which it is moved afterwards; None if it stays where it is.

    Raises
    ------
    UploadFaults, SimError
        If the workbook cannot be used.
    """
    write_whole(project.folder / WORKBOOK, data)
    try:
        import_workbook(project.workbook, None, allow_outside=False, stays_in=stays_in)
    except SimError as error:
        if isinstance(faults := getattr(error, "faults", None), tuple):
            raise UploadFaults(faults) from None
        raise


def _take_over(project: Project, data: bytes, library: Library) -> None:
    """Keep a scenario file; one that is no YAML, or names a file that is not there, is refused."""
    write_whole(project.folder / SCENARIO, data)
    try:
        opened = library.open(project)
    except ScenarioFaults as error:
        raise UploadFaults(error.faults) from None
    if not isinstance(opened.tree, Block):
        raise UploadFaults(opened.faults)
