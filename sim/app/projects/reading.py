"""Open a project: its text, its content with the places of everything, and all its faults.

The faults are those of the package, as `sim check` finds them; the app has none of its own. A
project is read again only when a file of it has changed.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from sim.app.projects.folders import BEFORE, RESULTS, Project
from sim.compiling import without_compiling
from sim.errors import Fault, Location, ScenarioFaults, SimError
from sim.network import WorkforceCheck, check_workforce
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import Scenario, load
from sim.scenario.files import read_scenario_tree
from sim.scenario.texts import read_text
from sim.scenario.written import Block
from sim.studies.costs import Cost, cost, see_to_cost, see_to_size
from sim.studies.family import measure_faults
from sim.studies.files.naming import printable
from sim.studies.targets import target_faults

MOST_OPEN = 8
REVISION = 16  # characters
NOT_READ = (RESULTS, BEFORE, "asked")
READ = (".yaml", ".csv")
"""How files end that a scenario may name."""


class Known(NamedTuple):
    """What is known about a sound scenario before any run."""

    scenario: Scenario
    arms: Mapping[str, Resolved]
    workforce: WorkforceCheck
    cost: Cost  # of all runs by chance alone


class Opened:
    """A project as it was when it was read.

    Parameters
    ----------
    project
        The project.
    text
        The text of its scenario file.
    """

    def __init__(self, project: Project, text: str) -> None:
        self.project, self.text = project, text
        self.revision = revision_of(text)
        self.faults: tuple[Fault, ...] = ()
        self.problem = ""  # what else stands against a run
        self.known: Known | None = None
        self.tree: Block | None = None  # with all files that the scenario extends
        try:
            with without_compiling():
                self.known = _known(project)
            self.tree = self.known.scenario.tree
        except ScenarioFaults as error:
            self.faults = error.faults
            self.tree = _tree(project)
        except SimError as error:
            self.problem = str(error)
            self.tree = _tree(project)

    @cached_property
    def content(self) -> Block:
        """The content of the scenario, empty where no file of it can be read."""
        return self.tree if self.tree is not None else Block(Location("", 0, 0))

    @property
    def title(self) -> str:
        """The title as it is written; the name of the project without one."""
        written = self.content.get("title")
        return str(written) if isinstance(written, str) and written else self.project.name

    @property
    def is_sound(self) -> bool:
        """Whether the scenario can be run."""
        return self.known is not None


def revision_of(text: str) -> str:
    """Return a mark that every form carries; it is another one for another text."""
    return hashlib.sha256(text.encode()).hexdigest()[:REVISION]


class Library:
    """Projects that were opened, each read again when a file of it has changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._opened: OrderedDict[Path, tuple[object, Opened]] = OrderedDict()

    def open(self, project: Project) -> Opened:
        """Return a project as its files are now.

        Raises
        ------
        SimError
            If its scenario file is no text.
        """
        with self._lock:
            seen = _seen(project)
            known = self._opened.get(project.folder)
            if known is not None and known[0] == seen:
                self._opened.move_to_end(project.folder)
                return known[1]
            file = str(project.scenario)
            opened = Opened(project, read_text(file, Location(file, 1, 1)))
            self._opened[project.folder] = (seen, opened)
            self._opened.move_to_end(project.folder)
            while len(self._opened) > MOST_OPEN:
                self._opened.popitem(last=False)
            return opened


def _seen(project: Project) -> object:
    """Return what changes when a file changes that the scenario may name."""
    found: dict[str, Any] = {}
    for path in sorted(project.folder.rglob("*")):
        inside = path.relative_to(project.folder)
        if inside.parts[0] not in NOT_READ and path.suffix in READ:
            about = path.stat()
            found[inside.as_posix()] = (about.st_mtime_ns, about.st_size, about.st_ino)
    return found


def _known(project: Project) -> Known:
    scenario = load(project.scenario)
    see_to_size(scenario)
    arms = {arm: resolve(scenario, arm, to_run=False) for arm in scenario.arm_names}
    names = arms[scenario.baseline].names
    if faults := [*measure_faults(scenario, names), *target_faults(scenario, names)]:
        raise ScenarioFaults(faults)
    rule = scenario.workforce
    workforce = check_workforce(arms, rule.tolerance, rule.unequal or "")
    see_to_cost(arms, scenario.run.replications)
    return Known(scenario, arms, workforce, cost(arms, scenario.run.replications))


def _tree(project: Project) -> Block | None:
    """Return the content of a scenario that has faults; None if a file of it is unreadable."""
    try:
        return read_scenario_tree(project.scenario)
    except ScenarioFaults:
        return None


def place_of(project: Project, fault: Fault) -> str:
    """Return file, line and column of a fault, as short as they are inside the project."""
    place = str(fault.location)
    return printable(place.removeprefix(f"{project.folder}/"))
