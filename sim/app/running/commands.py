"""What is asked of a project: a command of the command line, on the scenario as it is now.

The whole scenario is kept beside the command, so that a run that was stopped goes on with the same
question even if the project was edited since.
"""

from __future__ import annotations

import datetime
import json
import math
import re
from pathlib import Path
from typing import Any, NamedTuple

from sim.app.projects import Project
from sim.scenario import Scenario
from sim.studies.files.reading import read_json
from sim.writing import write_whole

ASKED = "asked"
KEY = re.compile(r"[a-z]+-[0-9a-f]{12}")
KINDS = ("run", "find")


class Size(NamedTuple):
    """How much work a command is, as far as that is known before it begins."""

    first: int = 0  # runs with the numbers as they are written
    most: int = 0  # runs in all; of a search those of its longest usual way; 0: not known
    seconds: float = 0.0  # for so many runs, by the costs of the package
    follows: str = ""  # what is worked out when the first results are there, in words
    fewest: int = 0  # runs in all of the shortest way of a search; 0: there is one way
    whole: int = 0  # runs in all of a search that has to try every value


class Command(NamedTuple):
    """One command: its folder of results, and its options."""

    key: str  # the name of its folder of results, and of its files here
    kind: str  # of `KINDS`
    words: str  # what is asked, for people
    options: tuple[str, ...]
    size: Size = Size()
    about: tuple[tuple[str, str], ...] = ()  # what else the page of its answer needs, by name

    def arguments(self, project: Project) -> list[str]:
        """Return the arguments of the command."""
        file, out = scenario_file(project, self.key), project.results / self.key
        return [self.kind, str(file), *self.options, "--out", str(out)]


def keep(project: Project, command: Command, scenario: Scenario) -> None:
    """Keep a command with its scenario, so that it can be given again."""
    folder = project.folder / ASKED
    folder.mkdir(exist_ok=True)
    scenario.save(scenario_file(project, command.key), replace=True)
    content = {
        "kind": command.kind,
        "words": command.words,
        "options": list(command.options),
        "size": command.size._asdict(),
        "about": dict(command.about),
    }
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


def asked_at(project: Project, key: str) -> str:
    """Return the day and the time at which a command was asked; empty if that is not known."""
    try:
        return when_written(_note(project, key))
    except OSError:
        return ""


def when_written(path: Path) -> str:
    """Return the day and the time at which a file was written, as 31/12/2026, 14:05."""
    seconds = path.stat().st_mtime
    return f"{datetime.datetime.fromtimestamp(seconds).astimezone():%d/%m/%Y, %H:%M}"


def _read(path: Path) -> Command | None:
    try:
        content = read_json(path, follow=False)
        kind, words, options = (content[key] for key in ("kind", "words", "options"))
        size, about = _size(content.get("size", {})), content.get("about", {})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    is_ours = kind in KINDS and isinstance(words, str) and _are_texts(options)
    is_ours = is_ours and isinstance(about, dict) and _are_texts(list(about.values()))
    if not is_ours or not KEY.fullmatch(path.stem):
        return None
    return Command(path.stem, kind, words, tuple(options), size, tuple(about.items()))


def _size(content: dict[str, Any]) -> Size:
    """Return the size in a note; raise ValueError if it is none."""
    size = Size(**content)
    numbers = (size.first, size.most, size.seconds, size.fewest, size.whole)
    if not all(isinstance(each, int | float) and math.isfinite(each) for each in numbers):
        raise ValueError(content)
    return size._replace(follows=str(size.follows))


def _are_texts(options: object) -> bool:
    return isinstance(options, list) and all(isinstance(each, str) for each in options)


def scenario_file(project: Project, key: str) -> Path:
    """Return the file with the scenario of a command."""
    return project.folder / ASKED / f"{key}.yaml"


def said_file(project: Project, key: str) -> Path:
    """Return the file with what a command has said."""
    return project.folder / ASKED / f"{key}.txt"


def took_file(project: Project, key: str) -> Path:
    """Return the file with how long the pieces of a command took when it was finished last."""
    return project.folder / ASKED / f"{key}.took"


def _note(project: Project, key: str) -> Path:
    return project.folder / ASKED / f"{key}.json"
