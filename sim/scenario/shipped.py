"""The scenarios that come with the program: their names, their files, and a copy of one."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from sim.errors import SimError, did_you_mean
from sim.writing import write_first

PACKAGE = Path(__file__).resolve().parents[1]


class Shipped(NamedTuple):
    """A scenario that comes with the program."""

    name: str
    title: str
    about: str
    file: str  # the scenario file, below the folder of scenarios
    beside: tuple[str, ...] = ()  # files and folders that it names, in its own folder
    workbook: str = ""  # the workbook that it was imported from, below the folder of scenarios


SHIPPED = (
    Shipped(
        "queue",
        "Two services and a queue",
        "The smallest scenario there is: one first talk, one group. It runs in seconds.",
        "queue.yaml",
    ),
    Shipped(
        "cen_community",
        "Community care for people with complex emotional needs",
        "The main scenario: people whose needs come and go, under four ways of arranging staff.",
        "cen_community.yaml",
        ("cen_community",),
    ),
    Shipped(
        "riverside",
        "Riverside: sixteen services in three localities",
        "A made-up area, entered in a workbook: teams, beds, lists and staff by month.",
        "riverside/riverside.yaml",
        ("start.csv", "targets.csv"),
        "riverside/riverside.xlsx",
    ),
    Shipped(
        "bristol",
        "Bristol: a whole system of ten services",
        "A published model of people who are referred between services.",
        "bristol.yaml",
    ),
    Shipped(
        "leicester",
        "Leicester: a specialist service with a long list",
        "A published service with over 1,000 people waiting.",
        "leicester.yaml",
    ),
    Shipped(
        "large",
        "A million people",
        "A country in round numbers, to see how far the program carries.",
        "large.yaml",
    ),
)


def shipped_named(name: str) -> Shipped:
    """Return the shipped scenario of a name.

    Raises
    ------
    SimError
        If there is none; the message names the nearest one and lists them all.
    """
    known = {each.name: each for each in SHIPPED}
    if name not in known:
        words = ["There is no shipped scenario of this name.", did_you_mean(name, known)]
        raise SimError(f"{' '.join(filter(None, words))}\n{shipped_text()}")
    return known[name]


def shipped_text() -> str:
    """Return the names and titles of the shipped scenarios, one to a line."""
    widest = max(len(each.name) for each in SHIPPED)
    return "\n".join(f"  {each.name:<{widest}}  {each.title}" for each in SHIPPED)


def folder_of_scenarios() -> Path:
    """Return the folder with the shipped scenarios: inside the package, or beside it in a checkout.

    Raises
    ------
    SimError
        If they were not installed.
    """
    for folder in (PACKAGE / "shipped", PACKAGE.parent / "scenarios"):
        if (folder / SHIPPED[0].file).is_file():
            return folder
    raise SimError(
        "The scenarios that come with the program are not installed here.\n"
        "  Install it again, or write a scenario file of your own."
    )


def copy_of(shipped: Shipped, folder: Path, name: str) -> Path:
    """Copy a shipped scenario, with the files that it names, and return the path of the copy.

    Parameters
    ----------
    folder
        An existing folder.
    name
        The name of the scenario file in it. The files that it names keep their names.

    Raises
    ------
    SimError
        If one of the names is taken. Nothing is then written.
    """
    source, copy = folder_of_scenarios() / shipped.file, folder / name
    for each in (copy, *(folder / other for other in shipped.beside)):
        if os.path.lexists(each):
            raise SimError(
                f"{each}: there is something of that name already, and it has been left as it is.\n"
                "  Choose another name, or another folder."
            )
    with ExitStack() as undoing:
        for other in shipped.beside:
            _copy(source.parent / other, folder / other, undoing)
        _copy(source, copy, undoing)
        undoing.pop_all()
    return copy


def _copy(source: Path, to: Path, undoing: ExitStack) -> None:
    """Copy a file or a folder to a new name, and note how that is undone."""
    if not source.is_dir():
        write_first(to, source.read_bytes())
        undoing.callback(to.unlink)
        return
    to.mkdir()
    undoing.callback(to.rmdir)
    for each in sorted(source.iterdir()):
        _copy(each, to / each.name, undoing)
