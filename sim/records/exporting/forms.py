"""Write a table of an extract as a file: CSV, Parquet or Excel."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import duckdb
import xlsxwriter

from sim.area.template import CREATED, OPTIONS
from sim.errors import SimError
from sim.records.exporting.cells import literal
from sim.records.exporting.choices import Encoding, Form
from sim.writing import whole

MOST_ROWS = 1_048_576
"""The rows of a sheet in Excel, the headings' one included."""
AT_ONCE = 10_000
CELLS = {"DATE": "yyyy-mm-dd", "TIME": "hh:mm", "TIMESTAMP": "yyyy-mm-dd hh:mm"}
"""How Excel shows dates and times, by the type of their column."""


class TooManyRows(SimError):  # noqa: N818 - named for what is so
    """A table has more rows than a sheet of Excel holds."""


def write_table(
    database: duckdb.DuckDBPyConnection, query: str, path: Path, form: Form, encoding: Encoding
) -> int:
    """Write the rows of a query into a file, which is complete or does not exist; count them.

    Parameters
    ----------
    encoding
        Of a CSV file.

    Raises
    ------
    TooManyRows
        If a sheet of Excel cannot hold the rows.
    OSError
        If the file cannot be written.
    """
    database.execute(f"CREATE OR REPLACE TABLE written AS {query}")
    rows = _count(database)
    with whole(path) as draft:
        if form is Form.XLSX:
            if rows >= MOST_ROWS:
                raise TooManyRows(
                    f"{path.name}: {rows:,} rows and their headings are more than the "
                    f"{MOST_ROWS:,} rows of a sheet in Excel.\n"
                    "  Choose --format csv or parquet, or a shorter period."
                )
            _write_sheet(database, draft)
        else:
            options = "FORMAT parquet" if form is Form.PARQUET else "FORMAT csv, HEADER"
            _copy(database, draft, options)
        if form is Form.CSV and encoding is not Encoding.UTF_8:
            _encode(draft, encoding)
    return rows


def _count(database: duckdb.DuckDBPyConnection) -> int:
    found = database.execute("SELECT count(*) FROM written").fetchone()
    return int(found[0]) if found else 0


def _copy(database: duckdb.DuckDBPyConnection, path: Path, options: str) -> None:
    try:
        to = literal(str(path))
        database.execute(f"COPY written TO {to} ({options}, USE_TMP_FILE false)")
    except duckdb.IOException as error:
        full = "No space left" in str(error)
        reason = os.strerror(errno.ENOSPC) if full else str(error)
        raise OSError(errno.ENOSPC if full else errno.EIO, reason, str(path)) from error


def _encode(path: Path, encoding: Encoding) -> None:
    """Store the text of a file in another way."""
    with (
        whole(path) as draft,
        path.open(encoding=Encoding.UTF_8, newline="") as text,
        draft.open("x", encoding=encoding, newline="") as other,
    ):
        while part := text.read(1 << 20):
            other.write(part)


def _write_sheet(database: duckdb.DuckDBPyConnection, path: Path) -> None:
    columns = database.execute("DESCRIBE written").fetchall()
    content = io.BytesIO()  # XlsxWriter does not say plainly why a file cannot be written
    with xlsxwriter.Workbook(content, {**OPTIONS, "constant_memory": True}) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [column[0] for column in columns])
        shown = {kind: book.add_format({"num_format": form}) for kind, form in CELLS.items()}
        formats = [shown.get(column[1]) for column in columns]
        rows, row = database.execute("FROM written"), 0
        while some := rows.fetchmany(AT_ONCE):
            for cells in some:
                row += 1
                for at, (cell, form) in enumerate(zip(cells, formats, strict=True)):
                    if cell is not None:
                        sheet.write(row, at, cell, form)
    path.write_bytes(content.getvalue())
