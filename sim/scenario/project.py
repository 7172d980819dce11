"""Which files a scenario or study may name: those of its own project, unless told otherwise.

A scenario from another person should not be able to draw a file from elsewhere on the machine into
a report or a message. So the files that a scenario names (`extends`, `from_table`), and those
that these name, lie in the folder of the scenario that was given, or below it. A study may also
name files in the folder above its own, as studies are often kept in a folder below their scenarios
or beside them. A link that leads out of the folder is outside.
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
    """The folder that every file named in another has to lie in; None allows all files."""

    folder: Path | None

    @classmethod
    def of_scenario(cls, path: Path, allow_outside: bool = False) -> Project:
        """The project of a scenario that was given by itself."""
        return cls(None if allow_outside else path.parent.resolve())

    @classmethod
    def of_study(cls, path: Path, allow_outside: bool = False) -> Project:
        """The project of a study: its folder and the one above, unless that is the whole disk."""
        if allow_outside:
            return cls(None)
        own = path.parent.resolve()
        return cls(own if own.parent == own.parent.parent else own.parent)

    def file(self, name: str, beside: str, named_at: Location) -> str:
        """The path of a file that is named in another.

        Raises
        ------
        ScenarioFaults
            When it lies outside the project; whether there is such a file is not said then.
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
