"""Carry out `sim template`: write a workbook, empty or filled from a scenario."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from sim.area.composing import START, TARGETS, given_back, workbook_from
from sim.area.figures import Workbook
from sim.area.template import write_template
from sim.cli.import_files import Earlier, InTheWay, earlier_import, is_unchanged
from sim.compiling import without_compiling
from sim.errors import SimError
from sim.scenario import load
from sim.studies.files.naming import printable
from sim.studies.files.reading import is_there
from sim.writing import write_first

SUFFIX = ".xlsx"


def write_workbook(path: Path, scenario: Path | None, allow_outside: bool) -> str:
    """Write a workbook, and return in words what it holds.

    Parameters
    ----------
    scenario
        The scenario file to fill it from. When None, the workbook is empty.

    Raises
    ------
    SimError
        If there is something of that name, or if the scenario lies outside of its folder.
    ScenarioFaults
        With every fault of the scenario.
    """
    if path.suffix != SUFFIX:
        raise SimError(
            f"{printable(path)} is not the name of an Excel workbook.\n"
            f"  Write a name that ends with {SUFFIX}, such as {path.with_suffix(SUFFIX).name}."
        )
    if is_there(path):
        raise SimError(
            f"{printable(path)}: there is something of that name already, and it has been left as "
            "it is.\n  Choose another name."
        )
    workbook, words = None, "It is empty: begin with the sheet Read me."
    if scenario is not None:
        with without_compiling():
            workbook, words = _filled(path, scenario, allow_outside)
    with tempfile.TemporaryDirectory(prefix="throughline-") as folder:
        draft = Path(folder) / path.name
        write_template(draft, workbook)
        write_first(path, draft.read_bytes())
    return f"The workbook is {printable(path)}. {words}\n"


def _filled(path: Path, scenario: Path, allow_outside: bool) -> tuple[Workbook, str]:
    """Return the workbook of a scenario, and where its figures come from."""
    whole = load(scenario, allow_outside)
    figures = _kept_figures(scenario)
    if figures is not None:
        return figures, f"It has the figures from which {printable(scenario)} was made."
    name = Path(os.path.relpath(scenario.resolve(), path.parent.resolve())).as_posix()
    if name.startswith("../") and not allow_outside:
        raise SimError(
            f"{printable(scenario)} lies outside of the folder of {printable(path)}, and what is "
            "imported from the workbook has to name it.\n"
            "  Write the workbook into the folder of the scenario, or allow it: --allow-outside."
        )
    words = (
        "It has the numbers of the scenario that its sheets can hold; all else stays in "
        f"{printable(scenario)},\nwhich the sheet Area names. Counts are 0, as nobody has counted "
        "yet."
    )
    return workbook_from(whole, name), words


def _kept_figures(scenario: Path) -> Workbook | None:
    """Return the figures that gave a scenario; None if no import wrote it as it is."""
    try:
        earlier = earlier_import(scenario.parent)
    except InTheWay:
        return None
    if earlier is None or not _is_as_imported(scenario, earlier):
        return None
    try:
        return given_back(earlier.content["figures"])
    except (KeyError, ValueError):
        return None


def _is_as_imported(scenario: Path, earlier: Earlier) -> bool:
    names = [scenario.name, *(name for name in (START, TARGETS) if name in earlier.outputs)]
    return all(is_unchanged(scenario.parent, earlier, name) for name in names)
