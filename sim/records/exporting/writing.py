"""Write what a run would leave in records as the files of an extract."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sim.measures.recorded.tables import Recorded
from sim.records.exporting.database import loaded
from sim.records.exporting.forms import Encoding, Form, write_table
from sim.records.exporting.mapping_text import mapping_text
from sim.records.exporting.sheets import Sheet, sheets
from sim.records.exporting.submissions import at_once, monthly
from sim.records.known.shapes import Shape
from sim.units import DAY
from sim.writing import write_whole

MAPPING = "mapping.yaml"
SHAPES = (Shape.MHSDS_V6, Shape.MHSDS_V5, Shape.PLAIN)
"""The shapes in which extracts can be written."""


def write_records(
    recorded: Recorded,
    folder: Path,
    shape: Shape,
    *,
    form: Form = Form.CSV,
    encoding: Encoding = Encoding.UTF_8,
    types: Mapping[str, str] | None = None,
) -> dict[str, int]:
    """Write an extract into an empty folder, with a mapping file that reads it.

    Parameters
    ----------
    recorded
        Tables whose window and `taken` are at midnight, with nothing at or after `taken`.
    shape
        One of `SHAPES`. The national ones consist of monthly submissions, each with what was known
        at the end of its month.
    form, encoding
        The kind of files, and how the text of CSV files is stored.
    types
        The national type of a service's team, by the service's key.

    Returns
    -------
    dict
        The rows of each file, by its name.

    Raises
    ------
    TooManyRows
        If a sheet of Excel cannot hold a table.
    ValueError
        If the shape is none of `SHAPES`, or a day of `recorded` is no whole one.
    """
    if shape not in SHAPES:
        raise ValueError(f"extracts are not written in the shape {shape}")
    if any(minute % DAY for minute in (*recorded.window, recorded.taken)):
        raise ValueError("the window and `taken` are not at midnight")
    submissions = at_once(recorded) if shape is Shape.PLAIN else monthly(recorded)
    rows = {}
    with loaded(recorded, submissions) as database:
        for sheet in sheets(recorded, shape, types or {}):
            path = folder / f"{sheet.file}.{form}"
            rows[path.name] = write_table(database, _query(sheet), path, form, encoding)
    write_whole(folder / MAPPING, mapping_text(recorded, shape).encode())
    return rows


def _query(sheet: Sheet) -> str:
    cells = (f'{sheet.cells[name]} AS "{heading}"' for name, heading in sheet.headings.items())
    return f"SELECT {', '.join(cells)} FROM {sheet.rows} ORDER BY {sheet.order}"
