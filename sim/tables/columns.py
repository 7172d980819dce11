"""Write tables held as columns to CSV or Parquet; the same columns give the same bytes."""

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
    """A column of repeated words: each word is stored once, and each row refers to a word.

    Parameters
    ----------
    positions
        For each row, the position of its word in `words`. A negative position is an empty cell.
    words
        The different words. A word that is None is an empty cell too.
    """

    def __init__(self, positions: NDArray[Any], words: Sequence[str | None]) -> None:
        self.positions, self.words = positions, words

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.positions)

    def __getitem__(self, rows: Any) -> Any:
        """Return the word in one row; for several rows, return a column with these rows."""
        positions = self.positions[rows]
        if np.ndim(positions):
            return Words(positions, self.words)
        return self.words[positions] if positions >= 0 else None

    def __iter__(self) -> Iterator[str | None]:
        """Iterate over the words, row by row."""
        return iter(self.tolist())

    def tolist(self) -> list[str | None]:
        """Return the words, row by row."""
        spelt = np.empty(len(self.words) + 1, object)
        spelt[:-1] = self.words
        words: list[str | None] = spelt[np.maximum(self.positions, -1)].tolist()
        return words


FEW_WORDS, OFTEN = 8_192, 16
"""Up to so many words, each in so many rows on average, are looked up once and not in every row.

All of them are then stored with every 122,880 rows of a Parquet file.
"""

Column = NDArray[Any] | Words
Columns = Mapping[str, Column]
"""The columns of a table, by name; all have the same length.

Masked entries, and None among words, are empty cells.
"""

Form = Literal["csv", "parquet"]
Write = Callable[[Columns, Path, Form], dict[str, str]]
"""A function that writes a table, and returns the type of each column as DuckDB names it."""


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """Return the in-memory database of this process. Every writer gets a connection to it."""
    return duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})


@contextmanager
def table_writer() -> Iterator[Write]:
    """Give a function that writes tables. It takes columns, a path and a form.

    CSV is UTF-8 with a header and LF line ends. Nothing is written for an empty cell.
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
                words = {name for name, each in columns.items() if isinstance(each, Words)}
                types = {str(row[0]): str(row[1]) for row in described}
                return {name: "VARCHAR" if name in words else types[name] for name in types}
            finally:
                database.unregister("made")

        yield write


def copy_to(database: duckdb.DuckDBPyConnection, query: str, path: Path, options: str) -> None:
    """Write the result of a query to a file. The file is complete or does not exist.

    Raises OSError if the file cannot be written.
    """
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
    """Write the result of a query in the form of `table_writer`; return its columns' types."""
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
    """Return the SQL expression that selects the cells of a column."""
    if not isinstance(column, Words):
        return f"c{number}"
    words = dict.fromkeys(word for word in column.words if word is not None)
    is_short = 0 < len(words) <= min(FEW_WORDS, len(column) // OFTEN)
    of = f"ENUM({', '.join(map(_quoted, words))})" if is_short else "VARCHAR"
    database.execute(f"SET VARIABLE words{number} = CAST(? AS {of}[])", [list(column.words)])
    # Lists count from 1; there is nothing at 0.
    return f"getvariable('words{number}')[greatest(c{number} + 1, 0)]"


def _named(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
