"""Faults of a project as the summary on top of a page: in words, each with a link to its field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from sim.app.editing import at
from sim.app.editing.nodes import Steps
from sim.app.projects.reading import Opened, place_of
from sim.app.screens.columns import KINDS, SERVICES, STREAMS, Column, Kind
from sim.errors import Fault
from sim.report.paths.labels import ENDINGS, readable
from sim.report.wording import sentence_case
from sim.scenario.labels import apart
from sim.scenario.written import Block

ROUTES = "routes"


class Told(NamedTuple):
    """One fault as a page shows it."""

    words: str
    remedy: str
    place: str
    link: str  # empty if no field holds it


def told(opened: Opened) -> list[Told]:
    """Return every fault of a project, in the order of its file."""
    return [_told(opened, fault) for fault in opened.faults]


def _told(opened: Opened, fault: Fault) -> Told:
    path = fault.location.path
    remedy = " ".join(part for part in (fault.allowed, fault.remedy) if part)
    if fault.location.file != str(opened.project.scenario):
        return Told(fault.problem, remedy, place_of(opened.project, fault), "")
    if not path:
        return Told(fault.problem, remedy, f"line {fault.location.line} of the file", "")
    return Told(f"{place_words(opened, path)}: {fault.problem}", remedy, "",
                field_link(opened, path))  # fmt: skip


def place_words(opened: Opened, path: str) -> str:
    """Return where a path is, in words: whose number it is, and which."""
    for kind in KINDS:
        if found := cell_of(path, kind):
            row, column = found
            label = label_of(opened, (*kind.above, row)) if kind.row else ""
            return sentence_case(name_of(label, column))
    return sentence_case(", ".join(_words(opened, tuple(path.split(".")))))


def _words(opened: Opened, steps: Steps) -> Iterator[str]:
    """Iterate over the words for the steps of a path that is no cell of a grid."""
    match steps:
        case ("services", name, "routes", reason, *target):
            yield label_of(opened, ("services", name))
            yield f"flows when {ENDINGS.get(reason, readable(reason))}"
            yield from (f"to {label_of(opened, ('services', each))}" for each in target)
        case ("services" | "arms" | "needs" | "mechanisms" as above, name, *rest):
            yield label_of(opened, (above, name))
            yield from map(readable, rest)
        case ("people", ("arrivals" | "groups" | "areas") as above, name, *rest):
            yield label_of(opened, ("people", above, name))
            yield from map(readable, rest)
        case _:
            yield from map(readable, steps)


def label_of(opened: Opened, steps: Steps) -> str:
    """Return what a block is called: its label, or its name as words.

    People who come to one service under its own name are called as that service.
    """
    inside = at(opened.content, steps)
    label = inside.get("label") if isinstance(inside, Block) else None
    if steps[:2] == STREAMS.above and isinstance(inside, Block) and inside.get("to") == steps[2]:
        return label_of(opened, ("services", steps[2]))
    if steps[:-1] == SERVICES.above:
        return _labels_of_services(opened).get(steps[-1], readable(steps[-1]))
    return str(label or readable(steps[-1]))


@lru_cache(maxsize=8)
def _labels_of_services(opened: Opened) -> dict[str, str]:
    return apart(dict(_services(opened)))


def _services(opened: Opened) -> Iterator[tuple[str, str]]:
    """Iterate over the services: name, and label as it is written, or the name as words."""
    services = at(opened.content, SERVICES.above)
    for name, inside in services.items() if isinstance(services, Block) else ():
        label = inside.get("label") if isinstance(inside, Block) else None
        yield name, str(label or readable(name))


def in_labels(opened: Opened, words: str) -> str:
    """Return words with the labels of services, in place of names that are no words of English."""
    services = at(opened.content, ("services",))
    names = [each for each in services or () if "_" in each]
    if not names:
        return words
    pattern = re.compile(rf"\b({'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})\b")
    return pattern.sub(lambda found: label_of(opened, ("services", found[0])), words)


def name_of(label: str, column: Column) -> str:
    """Return what a cell is called: "row, column"."""
    return f"{label}, {column.heading}" if label else column.heading


def field_link(opened: Opened, path: str) -> str:
    """Return the address of the field of a path: a cell of a grid, or a page of its own."""
    base = f"/projects/{opened.project.name}"
    for kind in KINDS:
        if inside := cell_path(path, kind):
            return f"{base}/{kind.screen}#{inside}"
    steps = path.split(".")
    if steps[0] == "services" and steps[2:3] == [ROUTES] and len(steps) in (4, 5):
        return f"{base}/flows?reason={quote(steps[3])}#{path}"
    return f"{base}/field?at={quote(path)}"


def cell_of(path: str, kind: Kind) -> tuple[str, Column] | None:
    """Return the row and the column of a kind of grid whose cell holds a path; None without."""
    steps = tuple(path.split("."))
    above, rest = steps[: len(kind.above)], steps[len(kind.above) :]
    if above != kind.above or len(rest) < 2 or (kind.only and rest[0] not in kind.only):
        return None
    for column in kind.columns:
        inside = tuple(column.path.split("."))
        if rest[1 : 1 + len(inside)] == inside:
            return rest[0], column
    return None


def cell_path(path: str, kind: Kind) -> str:
    """Return the path of the cell of a kind of grid that holds a path; empty if none does."""
    found = cell_of(path, kind)
    return ".".join((*kind.above, found[0], found[1].path)) if found else ""


def by_cell(faults: Iterable[Fault]) -> dict[str, str]:
    """Return what is wrong in cells of grids, by their paths."""
    found: dict[str, str] = {}
    for path, words in _of_cells(faults):
        found[path] = f"{found[path]} {words}" if path in found else words
    return found


def _of_cells(faults: Iterable[Fault]) -> Iterator[tuple[str, str]]:
    for fault in faults:
        for kind in KINDS:
            if path := cell_path(fault.location.path, kind):
                yield path, " ".join(part for part in (fault.problem, fault.allowed) if part)
