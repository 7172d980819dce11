"""What is asked of a project: a command of the command line, on the scenario as it is now.

The whole scenario is kept beside the command, so that a run that was stopped goes on with the same
question even if the project was edited since.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sim.app.projects import Project
from sim.scenario import Scenario
from sim.studies.files.reading import read_json
from sim.writing import write_whole

ASKED = "asked"
KEY = re.compile(r"[a-z]+-[0-9a-f]{12}")
KINDS = ("run", "find")


class Command(NamedTuple):
    """One command: its folder of results, and its options."""

    key: str  # the name of its folder of results, and of its files here
    kind: str  # of `KINDS`
    words: str  # what is asked, for people
    options: tuple[str, ...]

    def arguments(self, project: Project) -> list[str]:
        """Return the arguments of the command."""
        file, out = scenario_file(project, self.key), project.results / self.key
        return [self.kind, str(file), *self.options, "--out", str(out)]


def keep(project: Project, command: Command, scenario: Scenario) -> None:
    """Keep a command with its scenario, so that it can be given again."""
    folder = project.folder / ASKED
    folder.mkdir(exist_ok=True)
    scenario.save(scenario_file(project, command.key), replace=True)
    content = {"kind": command.kind, "words": command.words, "options": list(command.options)}
    write_whole(_note(project, command.key), json.dumps(content, ensure_ascii=False).encode())


def kept(project: Project) -> list[Command]:
    """Return the commands of a project, the last asked first; a damaged note is none."""
    folder = project.folder / ASKED
    if not folder.is_dir():
        return []
    found = [
        (path.stat().st_mtime, command)
        for path in folder.glob("*.json")
        if (command := _read(path)) is not None
    ]
    return [command for _, command in sorted(found, key=lambda each: (-each[0], each[1].key))]


def _read(path: Path) -> Command | None:
    try:
        content = read_json(path, follow=False)
        kind, words, options = (content[key] for key in ("kind", "words", "options"))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    is_ours = kind in KINDS and isinstance(words, str) and _are_texts(options)
    if not is_ours or not KEY.fullmatch(path.stem):
        return None
    return Command(path.stem, kind, words, tuple(options))


def _are_texts(options: object) -> bool:
    return isinstance(options, Sequence) and all(isinstance(each, str) for each in options)


def scenario_file(project: Project, key: str) -> Path:
    """Return the file with the scenario of a command."""
    return project.folder / ASKED / f"{key}.yaml"


def said_file(project: Project, key: str) -> Path:
    """Return the file with what a command has said."""
    return project.folder / ASKED / f"{key}.txt"


def _note(project: Project, key: str) -> Path:
    return project.folder / ASKED / f"{key}.json"
