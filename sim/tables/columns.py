"""A table held as columns, written as CSV or Parquet: the same columns, the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import duckdb
import numpy as np
from numpy.typing import NDArray

Columns = Mapping[str, NDArray[Any]]
"""Arrays of one length by name. Masked entries, and None among words, are empty."""

Form = Literal["csv", "parquet"]


def write_columns(columns: Columns, path: Path, form: Form) -> None:
    """Write a table. CSV is UTF-8 with a header, LF line ends, and nothing for an empty cell."""
    with duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False}) as database:
        database.register("made", dict(columns))
        cells = ", ".join(_cell(name, values) for name, values in columns.items())
        options = "FORMAT csv, HEADER" if form == "csv" else "FORMAT parquet"
        database.execute(f"COPY (SELECT {cells} FROM made) TO {_quoted(str(path))} ({options})")


def _cell(name: str, values: NDArray[Any]) -> str:
    """Select a column; one of nothing but None has no type unless it is given one."""
    column = '"' + name.replace('"', '""') + '"'
    is_words = values.dtype == np.dtype(object)
    return f"CAST({column} AS VARCHAR) AS {column}" if is_words else column


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
