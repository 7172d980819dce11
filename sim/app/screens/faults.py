"""Faults of a project as the summary on top of a page: each with a link to its field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote

from sim.app.projects.reading import Opened, place_of
from sim.app.screens.columns import COLUMNS
from sim.errors import Fault

SERVICES = "services"


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
    grid = column_path(path)
    if grid:
        return f"{base}/services#{grid}"
    return f"{base}/field?at={quote(path)}"


def column_path(path: str) -> str:
    """Return the path of the cell of the grid that holds a path; empty if none does."""
    first, *rest = path.split(".")
    if first != SERVICES or len(rest) < 2:
        return ""
    inside = ".".join(rest[1:])
    for column in COLUMNS:
        if inside == column.path or inside.startswith(f"{column.path}."):
            return f"{SERVICES}.{rest[0]}.{column.path}"
    return ""


def by_cell(faults: Iterable[Fault]) -> dict[str, str]:
    """Return what is wrong in cells of the grid, by their paths."""
    found: dict[str, str] = {}
    for path, words in _of_cells(faults):
        found[path] = f"{found[path]} {words}" if path in found else words
    return found


def _of_cells(faults: Iterable[Fault]) -> Iterator[tuple[str, str]]:
    for fault in faults:
        if path := column_path(fault.location.path):
            yield path, fault.problem
