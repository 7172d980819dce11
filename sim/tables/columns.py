"""Tables held as columns, written as CSV or Parquet: the same columns, the same bytes."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal

import duckdb
import numpy as np
from numpy.typing import NDArray

from sim.writing import whole


class Words:
    """A column of words that come again: each once, and which of them stands in each row.

    Parameters
    ----------
    positions
        For each row the position of its word; below 0 where the cell is empty.
    words
        None among them leaves a cell empty too.
    """

    def __init__(self, positions: NDArray[Any], words: Sequence[str | None]) -> None:
        self.positions, self.words = positions, words

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.positions)

    def __getitem__(self, rows: Any) -> Any:
        """The word of one row, or the column of some rows."""
        positions = self.positions[rows]
        if np.ndim(positions):
            return Words(positions, self.words)
        return self.words[positions] if positions >= 0 else None

    def __iter__(self) -> Iterator[str | None]:
        """Row by row."""
        return iter(self.tolist())

    def tolist(self) -> list[str | None]:
        """The words row by row."""
        spelt = np.empty(len(self.words) + 1, object)
        spelt[:-1] = self.words
        words: list[str | None] = spelt[np.maximum(self.positions, -1)].tolist()
        return words


Column = NDArray[Any] | Words
Columns = Mapping[str, Column]
"""Columns of one length by name. Masked entries, and None among words, are empty."""

Form = Literal["csv", "parquet"]
Write = Callable[[Columns, Path, Form], dict[str, str]]
"""Writes a table, and gives the type of each column in DuckDB's words."""


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """One database in memory, which every writer of this process gets a connection to."""
    return duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})


@contextmanager
def table_writer() -> Iterator[Write]:
    """Give what writes tables: it takes columns, a path and a form.

    CSV is UTF-8 with a header, LF line ends, and nothing for an empty cell.
    """
    with _database().cursor() as database:

        def write(columns: Columns, path: Path, form: Form) -> dict[str, str]:
            cells, made = [], {}
            for number, (name, column) in enumerate(columns.items()):
                made[f"c{number}"] = column.positions if isinstance(column, Words) else column
                cells.append(f"{_cell(database, number, column)} AS {_named(name)}")
            database.register("made", made)
            options = "FORMAT csv, HEADER" if form == "csv" else "FORMAT parquet"
            made_of = f"SELECT {', '.join(cells)} FROM made"
            try:
                copy_to(database, made_of, path, options)
                described = database.execute(f"DESCRIBE {made_of}").fetchall()
                return {str(row[0]): str(row[1]) for row in described}
            finally:
                database.unregister("made")

        yield write


def copy_to(database: duckdb.DuckDBPyConnection, query: str, path: Path, options: str) -> None:
    """Write what a query gives to a file that is never half there; OSError where it cannot be."""
    with whole(path) as draft:
        try:
            database.execute(
                f"COPY ({query}) TO {_quoted(str(draft))} ({options}, USE_TMP_FILE false)"
            )
        except duckdb.IOException as error:
            full = "No space left" in str(error)
            reason = os.strerror(errno.ENOSPC) if full else str(error)
            raise OSError(errno.ENOSPC if full else errno.EIO, reason, str(path)) from error


def copy_query(query: str, path: Path, form: Form) -> dict[str, str]:
    """Write what a query gives as `table_writer` writes tables, and give the same."""
    with _database().cursor() as database:
        options = "FORMAT csv, HEADER" if form == "csv" else "FORMAT parquet"
        copy_to(database, query, path, options)
        described = database.execute(f"DESCRIBE {query}").fetchall()
        return {str(row[0]): str(row[1]) for row in described}


def write_columns(columns: Columns, path: Path, form: Form) -> None:
    """Write one table; see `table_writer`."""
    with table_writer() as write:
        write(columns, path, form)


def _cell(database: duckdb.DuckDBPyConnection, number: int, column: Column) -> str:
    """What selects the cells of a column."""
    if not isinstance(column, Words):
        return f"c{number}"
    database.execute(f"SET VARIABLE words{number} = CAST(? AS VARCHAR[])", [list(column.words)])
    # Lists count from 1; there is nothing at 0.
    return f"getvariable('words{number}')[greatest(c{number} + 1, 0)]"


def _named(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
