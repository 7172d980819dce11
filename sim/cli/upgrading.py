"""Write a scenario file in the newest format: `sim upgrade`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sim.compiling import without_compiling
from sim.scenario.formats import FORMAT
from sim.scenario.saving import save
from sim.scenario.upgrading import Upgrade, choices, upgraded

REMEDY = "Choose another name with `--output`, or write over that file with `--replace`."


def upgrade_file(file: Path, output: Path | None, replace: bool, allow_outside: bool) -> str:
    """Write a scenario file in the newest format, and return what was done, in words.

    Parameters
    ----------
    output
        Where to write; None for a file beside it, with the format in its name.
    replace
        Whether a file of that name may be replaced.

    Raises
    ------
    ScenarioFaults
        With every fault of the file. Nothing is then written.
    SimError
        If another file has that name and may not be replaced.
    """
    to = output or file.with_name(f"{file.stem}.format{FORMAT}{file.suffix}")
    with without_compiling():
        found = upgraded(file, to, allow_outside)
        if not found.text:
            return f"{file} is of format {FORMAT} already. Nothing was written.\n"
        save(found.text, to, replace, REMEDY)
        return "\n".join(_told(found, to)) + "\n"


def _told(found: Upgrade, to: Path) -> Iterator[str]:
    """Yield the lines that say what was chosen, and where the file is."""
    stated = found.stated
    yield f"{stated}: throughline: {found.before} becomes {FORMAT}. No other line differs."
    yield f"Format {FORMAT} adds these keys. Where one is not written, this holds, as before:"
    every = list(choices())
    widest = max(len(each.path) for each in every)
    for each in every:
        yield f"  {each.path:<{widest}}  {each.without}"
    yield f"The scenario in format {FORMAT} is {to}"
