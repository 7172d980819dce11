"""Carry out `sim measure`: the measures of an extract of records, with a page of their own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from sim.cli.import_files import WORKBOOK, see_that_it_may_be_written, write_import
from sim.cli.reading_records import Read, beside, read
from sim.measures.measuring import EVERYONE
from sim.records.disclosure import written
from sim.records.linking import linked, varied
from sim.records.showing import Value, measured, months, waits
from sim.report.recorded import PAGE, Recording, measure_page
from sim.report.wording import counted
from sim.report.writing import sealed_page
from sim.studies.files.naming import printable

MEASURED = "measures.csv"
KEPT = "measure.json"


def measure_records(folder: Path, mapping: Path | None, out: Path | None) -> str:
    """Write the measures of an extract with their page, and return in words what was made.

    Parameters
    ----------
    out
        The folder to write to. When None, the folder's name with `-measures`, beside it.

    Raises
    ------
    SimError
        If the mapping or the extract has faults, or a file is in the way. Nothing is then written.
    """
    where = beside(folder, "measures") if out is None else out
    earlier = see_that_it_may_be_written(where, folder.resolve().name, (PAGE, MEASURED), KEPT)
    told = recording(read(folder, mapping))
    page = sealed_page(measure_page(told, version("throughline")))
    files = {PAGE: page, MEASURED: table(told.values).encode()}
    where.mkdir(parents=True, exist_ok=True)
    write_import(where, files, {WORKBOOK: told.name}, earlier, KEPT)
    return "\n".join(_told(told, where)) + "\n"


def recording(found: Read) -> Recording:
    """Return what is told of an extract: its measures, months, waits and cleaning."""
    recorded, mapping = found.extract.recorded, found.mapping
    days, by_month = months(recorded)
    values, untold = measured(recorded, linked(recorded, mapping.link_days))
    name = found.folder.resolve().name
    return Recording(
        name=name,
        title=f"Records from {name}",
        period=mapping.period,
        timed=recorded.timed,
        labels={each.key: each.label for each in mapping.services},
        dropped=found.extract.dropped,
        remarks=found.extract.remarks,
        cohort=found.cohort,
        days=days,
        months=by_month,
        waits=waits(recorded),
        values=values,
        untold=untold,
        varied=varied(recorded),
        commands=(f"sim import {printable(found.folder)} --map {printable(Path(mapping.file))}",),
    )


def table(values: tuple[Value, ...]) -> str:
    """Return measures as CSV; what may not be told has an empty value."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["measure", "group", "service", "label", "unit", "value", "n", "definition"])
    for each in values:
        value = "" if each.value is None else f"{each.value:.12g}"
        about = (each.measure, each.group or EVERYONE, each.service, each.label, each.unit)
        writer.writerow([*about, value, written(each.n), each.definition])
    return text.getvalue()


def _told(told: Recording, where: Path) -> Iterator[str]:
    known = sum(each.value is not None for each in told.values)
    services = counted(len(told.labels), "service")
    yield f"{printable(where / PAGE)} shows what the records of {services} hold."
    yield (
        f"{printable(where / MEASURED)} has {counted(known, 'measure')}; "
        f"{counted(len(told.values) - known, 'other')} may not be told, as too few people are in "
        f"them, and {counted(len(told.untold), 'kind')} cannot be measured."
    )
    if told.remarks:
        yield ""
        yield "Look at these:"
        yield from (f"  - {remark}" for remark in told.remarks)
    yield ""
    yield "Next:"
    yield from (f"  {command}" for command in told.commands)
