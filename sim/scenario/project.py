"""The files that a scenario or study may name: by default, only those of its own project.

A scenario from another person must not bring the content of other files on the machine into a
report or a message. Therefore the files that a scenario names (`extends`, `from_table`), and the
files that these name, must lie in the folder of the given scenario, or below it. A study may also
name files in the folder above its own, because studies are often kept in a folder below their
scenarios or beside them. A link that leads out of the folder counts as outside.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sim.errors import Location
from sim.scenario.texts import one_fault

OPTION = "Copy it there, or allow it: `--allow-outside`, in Python `allow_outside=True`."


@dataclass(frozen=True)
class Project:
    """The folder that must contain all files that are named in other files; None allows all."""

    folder: Path | None

    @classmethod
    def of_scenario(cls, path: Path, allow_outside: bool = False) -> Project:
        """Return the project of a scenario that was given directly."""
        return cls(None if allow_outside else path.parent.resolve())

    @classmethod
    def of_study(cls, path: Path, allow_outside: bool = False) -> Project:
        """Return the project of a study: its folder and the folder above.

        The folder above is left out if it is the root of the disk.
        """
        if allow_outside:
            return cls(None)
        own = path.parent.resolve()
        return cls(own if own.parent == own.parent.parent else own.parent)

    def file(self, name: str, beside: str, named_at: Location) -> str:
        """Return the path of a file that is named in another file.

        Raises
        ------
        ScenarioFaults
            If the file lies outside the project. The message does not tell whether it exists.
        """
        path = os.path.normpath(Path(beside).parent / name)
        if self.folder is not None and not self._inside(path):
            raise one_fault(
                named_at,
                f"`{name}` leads out of the folder `{self.folder}`, and files of a project are "
                "looked for in its own folder only.",
                OPTION,
            )
        return path

    def _inside(self, path: str) -> bool:
        try:
            return Path(path).resolve().is_relative_to(self.folder or "/")
        except (OSError, RuntimeError, ValueError):  # links in a circle, or no name at all
            return False
