"""Faults of a project as the summary on top of a page: each with a link to its field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote

from sim.app.projects.reading import Opened, place_of
from sim.app.screens.columns import KINDS, Kind
from sim.errors import Fault


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
    own = fault.location.file == str(opened.project.scenario)
    remedy = " ".join(part for part in (fault.allowed, fault.remedy) if part)
    link = field_link(opened, path) if path and own else ""
    where = f"line {fault.location.line}" if own else place_of(opened.project, fault)
    return Told(fault.problem, remedy, where, link)


def field_link(opened: Opened, path: str) -> str:
    """Return the address of the field of a path: a cell of the grid, or a page of its own."""
    base = f"/projects/{opened.project.name}"
    for kind in KINDS:
        if inside := cell_path(path, kind):
            return f"{base}/{kind.screen}#{inside}"
    return f"{base}/field?at={quote(path)}"


def cell_path(path: str, kind: Kind) -> str:
    """Return the path of the cell of a kind of grid that holds a path; empty if none does."""
    steps = tuple(path.split("."))
    above, rest = steps[: len(kind.above)], steps[len(kind.above) :]
    if above != kind.above or len(rest) < 2 or (kind.only and rest[0] not in kind.only):
        return ""
    for column in kind.columns:
        inside = tuple(column.path.split("."))
        if rest[1 : 1 + len(inside)] == inside:
            return ".".join((*above, rest[0], column.path))
    return ""


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
                yield path, fault.problem
