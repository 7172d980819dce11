"""What an import kept beside the scenario: whether the figures of the workbook agree."""

from __future__ import annotations

from typing import NamedTuple

from sim.app.projects.folders import Project
from sim.area.derived import Severity
from sim.cli.import_files import InTheWay, earlier_import


class Agreeing(NamedTuple):
    """One check of figures that belong together."""

    where: str
    severity: Severity
    sentence: str


class Imported(NamedTuple):
    """What is kept of an import."""

    checks: tuple[Agreeing, ...]

    @property
    def warnings(self) -> list[Agreeing]:
        """The checks whose two sides do not agree."""
        return [each for each in self.checks if each.severity is not Severity.FINE]


def imported(project: Project) -> Imported | None:
    """Return what an import kept; None where there was none, or where it was changed since."""
    try:
        earlier = earlier_import(project.folder)
    except InTheWay:
        return None
    if earlier is None:
        return None
    checks = []
    for each in earlier.content.get("checks", ()):
        where = ", ".join(filter(None, (each["service"], each.get("area"))))
        checks.append(Agreeing(where, Severity(each["severity"]), each["sentence"]))
    return Imported(tuple(checks))
