"""Carry out `sim upgrade`: write a scenario file in the newest format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sim.compiling import without_compiling
from sim.scenario.formats import FORMAT
from sim.scenario.saving import save
from sim.scenario.upgrading import Upgrade, choices, upgraded

REMEDY = "Choose another name with `--output`, or write over that file with `--replace`."


def upgrade_file(file: Path, output: Path | None, replace: bool, allow_outside: bool) -> str:
    """Write a scenario file in the newest format, and return in words what was done.

    Parameters
    ----------
    output
        Where to write. When None, a file beside the old one, with the format in its name.
    replace
        Whether a file that already has the name of the output may be replaced.

    Raises
    ------
    ScenarioFaults
        With every fault of the file. Nothing is then written.
    SimError
        If a file already has the name of the output and may not be replaced.
    """
    to = output or file.with_name(f"{file.stem}.format{FORMAT}{file.suffix}")
    with without_compiling():
        found = upgraded(file, to, allow_outside)
        if not found.text:
            return f"{file} is of format {FORMAT} already. Nothing was written.\n"
        save(found.text, to, replace, REMEDY)
        return "\n".join(_told(found, to)) + "\n"


def _told(found: Upgrade, to: Path) -> Iterator[str]:
    """Iterate over the lines that say what the program chose, and where the file is."""
    stated = found.stated
    yield f"{stated}: throughline: {found.before} becomes {FORMAT}. No other line differs."
    yield f"Format {FORMAT} adds these keys. Where one is not written, this holds, as before:"
    every = list(choices())
    widest = max(len(each.path) for each in every)
    for each in every:
        yield f"  {each.path:<{widest}}  {each.without}"
    yield f"The scenario in format {FORMAT} is {to}"
