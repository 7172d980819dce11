"""Save changes of a scenario, if nobody has changed it since they were begun.

A save writes the whole file under another name, and then renames it, so that a machine that stops
leaves the one text or the other.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sim.app.editing import Change, Value, changed
from sim.app.projects.folders import Project
from sim.app.projects.reading import Library, Opened
from sim.errors import SimError
from sim.scenario.files import FROM_TABLE
from sim.writing import write_whole

NAMES_OF_FILES = frozenset({"extends", FROM_TABLE})
"""Keys that name other files: they stay as they are."""
LONGEST_PATH = 12  # steps
ENTERED, SOURCES = "entered_in_the_app", "sources"
ENTERED_SOURCE: dict[str, Value] = {
    "kind": "assumption",
    "reference": "entered by hand in the app, without another source",
}


class Stale(SimError):  # noqa: N818 - named for what is so
    """Somebody has changed the project since a form was shown: another tab, or an editor."""

    def __init__(self, now: Opened, changes: Sequence[Change]) -> None:
        super().__init__("The project has been changed since this page was shown.")
        self.now, self.changes = now, tuple(changes)


class Saver:
    """Saves changes of projects, one after the other."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._locks: dict[Path, threading.RLock] = defaultdict(threading.RLock)

    @contextmanager
    def alone(self, project: Project) -> Iterator[None]:
        """Let nobody else read or change a project during a block."""
        with self._locks[project.folder]:
            yield

    def save(self, project: Project, revision: str, changes: Sequence[Change]) -> Opened:
        """Make changes in the scenario file of a project, and return it as it is then.

        What then has faults is saved too: they are told on every page, each with its field.

        Parameters
        ----------
        revision
            That of the text to which the changes were made.

        Raises
        ------
        Stale
            If the text is another one by now. Nothing is then written.
        NotEditable
            If a change cannot be made without touching something else. Nothing is then written.
        """
        with self.alone(project):
            now = self.library.open(project)
            if revision != now.revision:
                raise Stale(now, changes)
            for change in changes:
                see_to_path(change)
            if changes:
                text = changed(now.text, _with_source(now, changes))
                write_whole(project.scenario, text.encode())
            return self.library.open(project)


def see_to_path(change: Change) -> None:
    """Raise SimError for a change of what is no field."""
    steps = change.steps
    if not steps or len(steps) > LONGEST_PATH or not all(steps):
        raise SimError("There is no field of this name.")
    if NAMES_OF_FILES & {*steps, *_keys(change.value)}:
        raise SimError(
            "Names of other files cannot be changed in the app.\n  Change them in a text editor."
        )


def _keys(value: Value) -> set[str]:
    if isinstance(value, dict):
        return {*value, *(key for each in value.values() for key in _keys(each))}
    if isinstance(value, list | tuple):
        return {key for each in value for key in _keys(each)}
    return set()


def _with_source(now: Opened, changes: Sequence[Change]) -> list[Change]:
    """Return changes with the source that entered numbers name, if the file lacks it."""
    there = now.content.get(SOURCES)
    if isinstance(there, dict) and ENTERED in there:
        return list(changes)
    if not any(_names(change.value, ENTERED) for change in changes):
        return list(changes)
    return [*changes, Change((SOURCES, ENTERED), ENTERED_SOURCE)]


def _names(value: Value, source: str) -> bool:
    if isinstance(value, dict):
        return value.get("source") == source or any(_names(e, source) for e in value.values())
    return isinstance(value, list | tuple) and any(_names(each, source) for each in value)
