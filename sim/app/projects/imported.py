"""What an import kept beside the scenario: checks of figures, and what a WTE is in posts."""

from __future__ import annotations

from typing import NamedTuple

from sim.app.projects.folders import Project
from sim.area.composing import given_back
from sim.area.composing.book import key_of
from sim.area.derived import Severity
from sim.area.deriving.overriding import in_the_models_unit
from sim.area.deriving.place import places_of
from sim.area.figures import Workbook
from sim.cli.import_files import InTheWay, earlier_import


class Agreeing(NamedTuple):
    """One check of figures that belong together."""

    where: str
    severity: Severity
    sentence: str


class Imported(NamedTuple):
    """What is kept of an import."""

    checks: tuple[Agreeing, ...]
    workbook: Workbook | None = None  # None where an earlier version of the program kept it

    @property
    def posts_of_a_wte(self) -> dict[str, float]:
        """How many posts a WTE is, by service with staff: a post is one person, often part-time.

        A service that is not named here has posts that are a WTE each.
        """
        places = () if self.workbook is None else places_of(self.workbook)
        return {key_of(each.row): in_the_models_unit(each, "WTE") for each in places if each.staff}

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
    try:
        workbook = given_back(earlier.content["figures"])
    except (KeyError, ValueError):
        workbook = None
    return Imported(tuple(checks), workbook)
