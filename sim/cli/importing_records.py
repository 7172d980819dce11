"""Carry out `sim import` on an extract of records: make a scenario, with a page of every number."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from sim.area.composing import COVARIANCE, START, TARGETS, kept
from sim.cli.import_files import WORKBOOK, see_that_it_may_be_written, write_import
from sim.cli.reading_records import beside, read
from sim.cli.trying import faults_of
from sim.compiling import without_compiling
from sim.errors import ScenarioFaults
from sim.records.composing import NAME, counted, scenario
from sim.report.imported_records import PAGE, Told, import_page
from sim.report.wording import counted as so_many
from sim.report.writing import sealed_page
from sim.studies.files.naming import printable

FILES = (NAME, START, TARGETS, COVARIANCE, PAGE)
"""What an import of records may write."""


def import_records(folder: Path, mapping: Path | None, out: Path | None) -> str:
    """Write the scenario of an extract of records, and return in words what was made.

    Parameters
    ----------
    out
        The folder to write to. When None, the folder's name with `-scenario`, beside it.

    Raises
    ------
    SimError
        If the mapping or the extract has faults, or a file is in the way. Nothing is then written.
    """
    where = beside(folder, "scenario") if out is None else out
    name = folder.resolve().name
    earlier = see_that_it_may_be_written(where, name, FILES)
    with without_compiling():
        found = read(folder, mapping)
        made = scenario(found.extract, found.mapping, name)
        faults = faults_of(made.composed, NAME, where)
    if faults:
        raise ScenarioFaults(
            each._replace(location=each.location._replace(file=Path(each.location.file).name))
            for each in faults
        )
    commands = tuple(f"sim {word} {printable(where / NAME)}" for word in ("check", "run"))
    counts = counted(found.extract.recorded, found.mapping)
    told = Told(name, found.mapping, found.extract, found.cohort, made, counts, commands)
    files = {NAME: made.composed.text, **made.composed.tables}
    data = {each: text.encode() for each, text in files.items()}
    data[PAGE] = sealed_page(import_page(told, version("throughline")))
    where.mkdir(parents=True, exist_ok=True)
    write_import(where, data, {WORKBOOK: name, **kept(made.book, made.derived, ())}, earlier)
    return "\n".join(_told(told, where)) + "\n"


def _told(told: Told, where: Path) -> Iterator[str]:
    """Iterate over the lines that say what was made, what to look at, and what to do next."""
    made = told.made
    yield f"{printable(where / NAME)} has {so_many(len(told.counts), 'service')}."
    for name, one, more in (
        (START, "person at the start, made up", "people at the start, made up"),
        (TARGETS, "figure to compare with", "figures to compare with"),
    ):
        if name in made.composed.tables:
            rows = made.composed.tables[name].count("\n") - 1
            yield f"{printable(where / name)} has {so_many(rows, one, more)}."
    assumed = sum(each.assumed for each in made.derived)
    yield (
        f"{so_many(len(made.derived) - assumed, 'number')} estimated, {assumed} taken for granted, "
        f"{len(made.untold)} not told by the records."
    )
    if told.extract.remarks:
        yield ""
        yield "Look at these:"
        yield from (f"  - {remark}" for remark in told.extract.remarks)
    yield ""
    yield f"Every number is on {printable(where / PAGE)}. Next:"
    yield from (f"  {command}" for command in told.commands)
