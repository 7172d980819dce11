"""The workbook behind a project, and what happens when it is uploaded again.

What was changed in the app is what the scenario says otherwise than the workbook. When a workbook
is uploaded again, these changes are made in the scenario of the new one. All files as they were
before are kept in a folder of their own.
"""

from __future__ import annotations

import datetime
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sim.app.editing import NAME, Change, NotEditable, Value, at, changed, differences, plain_of
from sim.app.projects.folders import BEFORE, SCENARIO, WORKBOOK, Project
from sim.app.projects.imported import as_imported
from sim.app.projects.uploading import WORKBOOKS, import_into, see_to_kind
from sim.area.composing import START, TARGETS
from sim.cli.import_files import KEPT
from sim.errors import Location, ScenarioFaults, SimError
from sim.report.importing import PAGE
from sim.scenario.texts import read_text
from sim.scenario.yaml_nodes import read_tree
from sim.studies.files.reading import is_real_file
from sim.writing import write_whole

TABLES = (START, TARGETS)
IMPORTED = (*TABLES, KEPT, PAGE, WORKBOOK, SCENARIO)
"""The files of a project that an import makes; the scenario is replaced last."""
NOTE = "changed.json"
STAMP = "%Y-%m-%d-%H%M%S"


class Renewed(NamedTuple):
    """What a workbook that was uploaded again has changed."""

    when: str  # the name of the folder with the files as they were before
    news: tuple[Change, ...]  # what the new workbook says otherwise than the old one
    were: tuple[Value, ...]  # what the old one said, in the order of the news
    kept: tuple[Change, ...]  # what was changed in the app, and stays so
    lost: tuple[Change, ...]  # what was changed in the app, and has no place any more
    tables: tuple[str, ...]  # of `TABLES`, those that the new workbook gives otherwise
    is_known: bool = True  # whether changes in the app could be told from those of the workbook

    @property
    def disputed(self) -> tuple[Change, ...]:
        """What was changed in the app, and also in the workbook: that of the app stays."""
        news = {each.steps for each in self.news}
        return tuple(each for each in self.kept if each.steps in news)


def has_workbook(project: Project) -> bool:
    """Return whether a project was made from a workbook."""
    return project.workbook.is_file()


def upload_again(project: Project, name: str, sent: bytes) -> Renewed:
    """Put a new workbook behind a project, and return what that changed.

    Parameters
    ----------
    name
        The name that the file had; only its ending is looked at.

    Raises
    ------
    UploadFaults, SimError
        If it cannot be used, or if the project was not made from a workbook. Nothing is then
        changed.
    """
    if not has_workbook(project):
        raise SimError(
            "This project was not made from a workbook.\n"
            "  Upload the workbook on the start, as a project of its own."
        )
    see_to_kind(name, sent, WORKBOOKS)
    with tempfile.TemporaryDirectory(prefix="throughline-") as folder:
        made = Project(Path(folder))
        import_into(made, sent, project.folder)
        now = read_text(str(project.scenario), Location(str(project.scenario), 1, 1))
        new = made.scenario.read_text(encoding="utf-8")
        before = as_imported(project)
        own = () if before is None else tuple(_between(before, now))
        text, kept, lost = _with(new, own)
        old = now if before is None else before
        news = tuple(_between(old, new))
        were = plain_of(read_tree(old, NAME)) if news else None
        when = _put_aside(project)
        renewed = Renewed(
            when,
            news,
            tuple(at(were, each.steps) for each in news),
            kept,
            lost,
            tuple(each for each in TABLES if _differs(project.folder / each, made.folder / each)),
            before is not None,
        )
        write_whole(project.folder / BEFORE / when / NOTE, _as_note(renewed))
        for each in IMPORTED[:-1]:
            _replace(made.folder / each, project.folder / each)
        write_whole(project.scenario, text.encode())
    return renewed


def renewals(project: Project) -> list[Renewed]:
    """Return what workbooks that were uploaded again have changed, the last first."""
    found = []
    for path in sorted((project.folder / BEFORE).glob(f"*/{NOTE}"), reverse=True):
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            news, kept, lost = (
                tuple(Change(tuple(steps), value) for steps, value in content[part])
                for part in ("news", "kept", "lost")
            )
            were, tables = tuple(content["were"]), tuple(map(str, content["tables"]))
            if len(were) == len(news):
                when, is_known = path.parent.name, bool(content["is_known"])
                found.append(Renewed(when, news, were, kept, lost, tables, is_known))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # not as it was written here
    return found


def _between(old: str, new: str) -> Iterator[Change]:
    """Iterate over the changes from one text to another; none if one cannot be read."""
    try:
        yield from differences(plain_of(read_tree(old, NAME)), plain_of(read_tree(new, NAME)))
    except ScenarioFaults:
        return


def _with(text: str, own: Sequence[Change]) -> tuple[str, tuple[Change, ...], tuple[Change, ...]]:
    """Return a text with changes made, those that were made, and those that could not be."""
    try:
        return changed(text, own), tuple(own), ()
    except (NotEditable, ScenarioFaults, LookupError, ValueError):
        kept, lost = [], []
    for change in own:
        try:
            text = changed(text, [change])
            kept.append(change)
        except (NotEditable, ScenarioFaults, LookupError, ValueError):
            lost.append(change)
    return text, tuple(kept), tuple(lost)


def _put_aside(project: Project) -> str:
    """Copy the files of a project into a new folder, and return its name."""
    above = project.folder / BEFORE
    above.mkdir(exist_ok=True)
    when = datetime.datetime.now().astimezone().strftime(STAMP)
    folder, number = above / when, 2
    while folder.exists():
        folder, number = above / f"{when}-{number}", number + 1
    folder.mkdir()
    for name in IMPORTED:
        path = project.folder / name
        if is_real_file(path):
            shutil.copyfile(path, folder / name)
    return folder.name


def _differs(one: Path, other: Path) -> bool:
    """Return whether two files hold something else, or only one of them is there."""
    contents = [each.read_bytes() if each.is_file() else None for each in (one, other)]
    return contents[0] != contents[1]


def _replace(made: Path, here: Path) -> None:
    if made.is_file():
        write_whole(here, made.read_bytes())
    else:
        here.unlink(missing_ok=True)  # it was copied into the folder of before


def _as_note(renewed: Renewed) -> bytes:
    content = {
        "news": renewed.news,
        "were": renewed.were,
        "kept": renewed.kept,
        "lost": renewed.lost,
        "tables": renewed.tables,
        "is_known": renewed.is_known,
    }
    return json.dumps(content, ensure_ascii=False).encode()
