"""The folder with all projects, and one project in it: scenario file, workbook and results.

Names of projects are made here and matched against what is there. No name from a form or an
address is ever made part of a path.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from sim.errors import SimError
from sim.studies.files.naming import printable
from sim.studies.files.reading import is_real_folder

SCENARIO, WORKBOOK, RESULTS = "area.yaml", "area.xlsx", "results"
BEFORE = "before"
"""The folder with earlier versions of a project, from before its workbook was uploaded again."""
LONGEST = 48  # characters of a name
MOST_ALIKE = 1_000
KEPT_BY_WINDOWS = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


class NoProject(SimError):  # noqa: N818 - named for what is so
    """There is no project of this name."""

    def __init__(self) -> None:
        super().__init__("There is no project of this name.\n  Choose one of those on the start.")


@dataclass(frozen=True)
class Project:
    """One project: a folder that holds a scenario file."""

    folder: Path

    @property
    def name(self) -> str:
        """The name of the folder, which is also that in addresses."""
        return self.folder.name

    @property
    def scenario(self) -> Path:
        """The scenario file, which the command line reads just the same."""
        return self.folder / SCENARIO

    @property
    def workbook(self) -> Path:
        """The workbook that the scenario was made from; it need not be there."""
        return self.folder / WORKBOOK

    @property
    def results(self) -> Path:
        """The folder with the results of all runs."""
        return self.folder / RESULTS


@dataclass(frozen=True)
class Projects:
    """All projects of a folder."""

    root: Path

    def every(self) -> list[Project]:
        """Return the projects, the last changed first."""
        if not self.root.is_dir():
            return []
        found = [Project(each) for each in self.root.iterdir() if _is_project(each)]
        return sorted(found, key=lambda each: (-each.scenario.stat().st_mtime, each.name))

    def named(self, name: str) -> Project:
        """Return the project of a name; raise NoProject if there is none."""
        for each in self.every():
            if each.name == name:
                return each
        raise NoProject

    def new_folder(self, title: str) -> Path:
        """Make an empty folder that is named after a title.

        Raises
        ------
        SimError
            If the folder of all projects cannot be written to.
        """
        base = slug(title)
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            for number in range(1, MOST_ALIKE):
                folder = self.root / (base if number == 1 else f"{base}-{number}")
                try:
                    folder.mkdir()
                except FileExistsError:
                    continue
                return folder
        except OSError as error:
            raise SimError(
                f"{printable(self.root)}: no project can be made here "
                f"({error.strerror or error}).\n  Start the app with another folder: --projects DIR"
            ) from None
        raise SimError(f"There are {MOST_ALIKE:,} projects called {base}.\n  Choose another title.")


def slug(title: str) -> str:
    """Return a title as the name of a folder: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-")
    return name if name and not KEPT_BY_WINDOWS.fullmatch(name) else f"area-{name}".strip("-")


def _is_project(folder: Path) -> bool:
    return is_real_folder(folder) and (folder / SCENARIO).is_file() and slug_like(folder.name)


def slug_like(name: str) -> bool:
    """Return whether a name may stand in an address as it is."""
    return re.fullmatch(r"[a-z0-9][a-z0-9._-]*", name) is not None
