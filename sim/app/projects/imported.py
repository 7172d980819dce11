"""What an import kept beside the scenario: its figures, and checks of them."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from sim.app.projects.folders import WORKBOOK, Project
from sim.area.composing import TARGETS, compose, given_back
from sim.area.derived import Severity
from sim.area.deriving import derive
from sim.area.figures import Workbook
from sim.cli.import_files import KEPT, InTheWay, earlier_import
from sim.scenario.written import Block, vouch
from sim.scenario.yaml_nodes import read_tree


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


def as_imported(project: Project) -> str | None:
    """Return the text of the scenario as the figures of the workbook gave it.

    None where nothing is kept of an import, or where the workbook extends another file, whose
    numbers are not the workbook's.
    """
    try:
        about = (project.folder / KEPT).stat()
    except OSError:
        return None
    return _as_imported(project, (about.st_mtime_ns, about.st_size, about.st_ino))


@lru_cache(maxsize=8)
def _as_imported(project: Project, _: tuple[int, int, int]) -> str | None:
    """Return it for one state of what was kept. Observed figures stand in a table of their own."""
    kept = imported(project)
    if kept is None or kept.workbook is None or kept.workbook.area.extends is not None:
        return None
    tables = {TARGETS: ""} if kept.workbook.observed else {}
    return compose(kept.workbook, derive(kept.workbook), WORKBOOK, compared=tables).text


def first_numbers(project: Project) -> Block | None:
    """Return the content of `as_imported`; None where there is none."""
    text = as_imported(project)
    return None if text is None else _read(text)


@lru_cache(maxsize=8)
def _read(text: str) -> Block:
    tree = read_tree(text, WORKBOOK)
    vouch(tree)
    return tree
