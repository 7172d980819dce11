"""Carry out `sim import`: make a scenario from a workbook, with a page that shows every sum."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sim.area.columns import Cell
from sim.area.composing import TARGETS, Composed, compose, file_name, kept
from sim.area.derived import Check, Severity
from sim.area.deriving import derive
from sim.area.faults import AreaFaults, at
from sim.area.figures import Workbook
from sim.area.reading import read_workbook
from sim.area.reconciling import reconcile
from sim.cli.import_files import WORKBOOK, see_that_it_may_be_written, write_import
from sim.cli.paragraphs import WIDTH
from sim.cli.trying import faults_of
from sim.compiling import without_compiling
from sim.errors import Fault
from sim.report.importing import PAGE, Imported, import_page
from sim.report.wording import counted, sentence_case
from sim.report.writing import PageError, is_sealed_page, sealed_page
from sim.scenario import Scenario, load
from sim.studies.files.naming import printable
from sim.studies.files.reading import is_there
from sim.writing import write_whole

NEEDED = "needed"
"""The name of checks that say which number is missing."""
INDENTED: dict[str, Any] = {"initial_indent": "  - ", "subsequent_indent": "    "}


def import_workbook(
    file: Path, out: Path | None, allow_outside: bool, *, stays_in: Path | None = None
) -> str:
    """Write the scenario of a workbook, and return in words what was made.

    Parameters
    ----------
    out
        The folder to write to. When None, the folder of the workbook.
    stays_in
        The folder to which the files are moved afterwards, which the page names. When None, they
        stay where they are written.

    Raises
    ------
    AreaFaults
        With every fault of the workbook, each with its cell. Nothing is then written.
    SimError
        If a file is in the way that no import wrote, or that was changed since.
    """
    with without_compiling():
        workbook = read_workbook(file)
        folder = file.parent if out is None else out
        derived = derive(workbook)
        checks = tuple(_that_count(workbook, reconcile(workbook, derived)))
        base, extends = _base(workbook, file, folder, allow_outside)
        composed = compose(workbook, derived, file.name, base, extends)
        _see_that_it_can_be_written(file.name, checks, composed)
        _see_that_it_loads(file, folder, composed)
    scenario = file_name(file)
    option = " --allow-outside" if (extends or "").startswith("../") else ""
    lasting = (stays_in or folder) / scenario
    commands = tuple(f"sim {word} {lasting}{option}" for word in ("check", "run"))
    imported = Imported(file.name, workbook, derived, checks, composed, commands)
    files = {scenario: composed.text.encode()}
    files |= {name: text.encode() for name, text in composed.tables.items()}
    page = sealed_page(import_page(imported, version("throughline")))
    earlier = see_that_it_may_be_written(folder, file.name, list(files))
    if is_there(folder / PAGE) and not is_sealed_page(folder / PAGE):
        raise PageError(folder / PAGE)
    folder.mkdir(parents=True, exist_ok=True)
    content = {WORKBOOK: file.name, **kept(workbook, derived, checks)}
    write_import(folder, files, content, earlier)
    write_whole(folder / PAGE, page)
    return "\n".join(_told(imported, folder, scenario)) + "\n"


def _that_count(workbook: Workbook, checks: tuple[Check, ...]) -> Iterator[Check]:
    """Iterate over checks; what is missing is in the file that a workbook extends, if it does."""
    for each in checks:
        if workbook.area.extends is None or each.name != NEEDED:
            yield each


def _base(
    workbook: Workbook, file: Path, folder: Path, allow_outside: bool
) -> tuple[Scenario | None, str | None]:
    """Return the scenario that the result extends, and its file as the result names it."""
    if workbook.area.extends is None:
        return None, None
    path = file.parent / workbook.area.extends
    extends = Path(os.path.relpath(path, folder)).as_posix()
    if extends.startswith("../") and not allow_outside:
        problem = (
            f"`{workbook.area.extends}` lies outside of {printable(folder)}, where the result is"
        )
        remedy = "Write the result into the folder of that file, or allow it: --allow-outside."
        cell = workbook.area.cell("extends")
        raise AreaFaults([Fault(at(file.name, cell), f"{problem}.", remedy)])
    return load(path, allow_outside), extends


def _see_that_it_can_be_written(name: str, checks: tuple[Check, ...], composed: Composed) -> None:
    """Raise all that stands against a scenario: figures that disagree, and what none can say."""
    faults = [
        Fault(at(name, each.cells[0] if each.cells else ""), each.sentence)
        for each in checks
        if each.severity is Severity.FAULT
    ]
    faults += [Fault(at(name, each.cell), each.problem, each.remedy) for each in composed.faults]
    if faults:
        raise AreaFaults(faults)


def _see_that_it_loads(file: Path, folder: Path, composed: Composed) -> None:
    """Raise every fault of the scenario, each told of the cell from which the value came."""
    faults = faults_of(composed, file_name(file), folder)
    if faults:
        raise AreaFaults(_of_cell(file.name, composed, each) for each in faults)


def _of_cell(name: str, composed: Composed, fault: Fault) -> Fault:
    """Return a fault of the scenario as one of the cell that the value came from."""
    cells = _cells(composed, fault)
    what = f"{fault.location.path}: " if fault.location.path else ""
    return fault._replace(
        location=at(name, cells[0] if cells else ""), problem=f"{what}{fault.problem}"
    )


def _cells(composed: Composed, fault: Fault) -> tuple[Cell, ...]:
    """Return the cells from which the value at a fault came; none if it came from no cell."""
    place = fault.location
    table = Path(place.file).name
    if table in composed.rows and 2 <= place.line < 2 + len(composed.rows[table]):
        return composed.rows[table][place.line - 2]
    steps = place.path.split(".")
    if steps[0] == "targets" and len(steps) > 1:
        return next((each.cells for each in composed.targets if each.name == steps[1]), ())
    for length in range(len(steps), 0, -1):
        path = ".".join(steps[:length])
        below = (cells for key, cells in composed.cells.items() if key.startswith(f"{path}."))
        found = composed.cells.get(path) or next(below, ())
        if found:
            return found
    return ()


def _told(imported: Imported, folder: Path, scenario: str) -> Iterator[str]:
    """Iterate over the lines that say what was made, what to look at, and what to do next."""
    named = printable(folder / scenario)
    services, arms = len(imported.workbook.services), _arms(imported.workbook)
    yield f"{named} has {counted(services, 'service')} and {counted(arms, 'arm')}."
    tables = [name for name in imported.composed.tables if name != TARGETS]
    for name in tables:
        people = imported.composed.tables[name].count("\n") - 1
        yield f"{printable(folder / name)} has {counted(people, 'person', 'people')} at the start."
    if TARGETS in imported.composed.tables:
        figures = len(imported.composed.targets)
        yield f"{printable(folder / TARGETS)} has {counted(figures, 'figure')} to compare with."
    yield from textwrap.wrap(sentence_case(imported.tally), WIDTH)
    for change in imported.changes:
        yield from textwrap.wrap(f"{change.arm}: {change.words}.", WIDTH, **INDENTED)
    remarks = [*imported.workbook.remarks, *imported.cautions, *map(_warned, imported.warnings)]
    if remarks:
        yield ""
        yield "Look at these:"
        for remark in remarks:
            yield from textwrap.wrap(remark, WIDTH, **INDENTED)
    yield ""
    yield f"Every sum is on {printable(folder / PAGE)}. Next:"
    yield from (f"  {printable(command)}" for command in imported.commands)


def _warned(check: Check) -> str:
    where = check.service if check.area is None else f"{check.service}, {check.area}"
    return f"{where}: {check.sentence}" if where else check.sentence


def _arms(workbook: Workbook) -> int:
    """Return how many arms the scenario has: the one as today, and those of What if."""
    return 1 + len({each.arm for each in workbook.what_if})
