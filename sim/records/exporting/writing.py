"""Write what a run would leave in records as the files of an extract."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from sim.measures.recorded.tables import Recorded
from sim.records.exporting.choices import Encoding, ExportShape, Form
from sim.records.exporting.database import loaded
from sim.records.exporting.forms import write_table
from sim.records.exporting.mapping_text import mapping_text
from sim.records.exporting.sheets import Sheet, sheets
from sim.records.exporting.submissions import at_once, last_day, monthly
from sim.records.exporting.untidy import Planted, make_untidy
from sim.records.known.shapes import Shape
from sim.units import DAY
from sim.writing import write_whole

MAPPING = "mapping.yaml"


class Written(NamedTuple):
    """What an extract consists of."""

    rows: dict[str, int]  # of each file, by its name
    planted: tuple[Planted, ...]  # faults; none in a tidy extract


def write_records(
    recorded: Recorded,
    folder: Path,
    shape: ExportShape,
    *,
    form: Form = Form.CSV,
    encoding: Encoding = Encoding.UTF_8,
    types: Mapping[str, str] | None = None,
    untidy: int | None = None,
) -> Written:
    """Write an extract into an empty folder, with a mapping file that reads it.

    Parameters
    ----------
    recorded
        Tables whose window and `taken` are at midnight, with nothing at or after `taken`.
    shape
        The national ones consist of monthly submissions, each with what was known at the end of
        its month.
    form, encoding
        The kind of files, and how the text of CSV files is stored.
    types
        The national type of a service's team, by the service's key.
    untidy
        Seed of the faults that are planted, and of the order of the rows; a tidy extract when None.

    Raises
    ------
    TooManyRows
        If a sheet of Excel cannot hold a table.
    ValueError
        If a day of `recorded` is no whole one.
    """
    if any(minute % DAY for minute in (*recorded.window, recorded.taken)):
        raise ValueError("the window and `taken` are not at midnight")
    known = Shape(shape)
    submissions = at_once(recorded) if known is Shape.PLAIN else monthly(recorded)
    rows: dict[str, int] = {}
    planted: tuple[Planted, ...] = ()
    with loaded(recorded, submissions) as database:
        made = tuple(sheets(recorded, known, types or {}))
        for sheet in made:
            database.execute(f"CREATE TABLE {sheet.table} AS {_query(sheet)}")
        if untidy is not None:
            columns = {sheet.table: frozenset(sheet.headings) for sheet in made}
            planted = make_untidy(database, columns, str(last_day(recorded)), untidy)
        for sheet in made:
            path = folder / f"{sheet.file}.{form}"
            rows[path.name] = write_table(database, _renamed(sheet), path, form, encoding)
    write_whole(folder / MAPPING, mapping_text(recorded, known).encode())
    return Written(rows, planted)


def _query(sheet: Sheet) -> str:
    """Return the query for a table, with the program's names of columns."""
    cells = (f'{sheet.cells[name]} AS "{name}"' for name in sheet.headings)
    return f"SELECT {', '.join(cells)} FROM {sheet.rows} ORDER BY {sheet.order}"


def _renamed(sheet: Sheet) -> str:
    """Return the query for a table with the headings of its file."""
    cells = (f'"{name}" AS "{heading}"' for name, heading in sheet.headings.items())
    return f"SELECT {', '.join(cells)} FROM {sheet.table}"
