"""Keep tables on disk as Parquet, and read them with DuckDB when needed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.tables.columns import copy_to

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

OWN_WITH = re.compile(r"WITH(?:\s+RECURSIVE)?(?=\s)", re.IGNORECASE)
INSTEAD = ", or use `.to_numpy()` or `.sql()`, which need nothing more"
SHOWN = 10  # rows in a notebook
ALONE: dict[str, Any] = {"threads": 1, "autoinstall_known_extensions": False}


class MissingLibraryError(SimError):
    """An optional library is not installed."""

    def __init__(self, library: str, install: str, instead: str = "") -> None:
        super().__init__(
            f"{library} is not installed.\n  Install it with `pip install {install}`{instead}."
        )


class QueryError(SimError):
    """A query on a table cannot be answered."""

    def __init__(self, query: str, reason: str) -> None:
        super().__init__(f"{query}\n  {reason}")


class Table:
    """A table on disk, whose rows are read when they are used.

    Undefined numbers are NULL in SQL and NaN in arrays and frames.

    Examples
    --------
    >>> import sim
    >>> queue = sim.Scenario.load("scenarios/queue.yaml").with_values({"run.length": "2 years"})
    >>> table = sim.run(queue, replications=2).measures
    >>> table.columns
    ['arm', 'replication', 'group', 'measure', 'unit', 'value']
    >>> table.sql("SELECT count(DISTINCT replication) AS replications FROM this").to_numpy()
    {'replications': array([2])}
    """

    def __init__(self, source: str, keep: object = None) -> None:
        self._source = source
        self._keep = keep  # what has to live as long as the table, such as a temporary folder

    @classmethod
    def of_file(cls, path: Path, keep: object = None) -> Table:
        """Return the table in a Parquet file."""
        quoted = str(path).replace("'", "''")
        return cls(f"(SELECT * FROM read_parquet('{quoted}'))", keep)

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        with _asked(f"DESCRIBE SELECT * FROM {self._source}") as answer:
            return [str(row[0]) for row in answer.fetchall()]

    def __len__(self) -> int:
        """Return the number of rows."""
        with _asked(f"SELECT count(*) FROM {self._source}") as answer:
            (row,) = answer.fetchall()
            return int(row[0])

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Iterate over rows as tuples; undefined values are None."""
        with _asked(f"SELECT * FROM {self._source}") as answer:
            while rows := answer.fetchmany(10_000):
                yield from rows

    def sql(self, query: str) -> Table:
        """Return the result of an SQL query, in which the table is called ``this``.

        Raises
        ------
        QueryError
            If DuckDB cannot run the query.
        """
        if not isinstance(query, str) or not query.strip():
            raise QueryError(
                f"query: {type(query).__name__} is no question.",
                "Write SQL as a text, such as SELECT * FROM this.",
            )
        asked = query.strip().rstrip(";")
        if own := OWN_WITH.match(asked):  # tables that the question itself names
            source = f"({own[0]} this AS {self._source}, {asked[own.end() :]})"
        else:
            source = f"(WITH this AS {self._source} {asked})"
        try:
            with _asked(f"DESCRIBE SELECT * FROM {source}"):
                return Table(source, self._keep)
        except duckdb.Error as error:
            raise QueryError(query, str(error).splitlines()[0]) from None

    def to_numpy(self) -> dict[str, NDArray[Any]]:
        """Return a mapping from column names to arrays; undefined numbers are NaN."""
        with _asked(f"SELECT * FROM {self._source}") as answer:
            found = answer.fetchnumpy()
        return {name: _plain(column) for name, column in found.items()}

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas data frame; raise MissingLibraryError if pandas is not installed."""
        try:
            import pandas  # noqa: PLC0415 -- an extra
        except ImportError:
            raise MissingLibraryError("pandas", "'throughline[research]'", INSTEAD) from None
        return pandas.DataFrame(self.to_numpy())

    def to_polars(self) -> polars.DataFrame:
        """Return a polars data frame; raise MissingLibraryError if polars is not installed."""
        try:
            import polars  # noqa: PLC0415 -- an extra
        except ImportError:
            raise MissingLibraryError("polars", "polars", INSTEAD) from None
        columns = {
            name: column.tolist() if column.dtype == object else column
            for name, column in self.to_numpy().items()
        }
        return polars.DataFrame(columns)

    def to_arrow(self) -> pyarrow.Table:
        """Return an Arrow table; raise MissingLibraryError if PyArrow is not installed."""
        try:
            import pyarrow  # noqa: F401, PLC0415 -- an extra
        except ImportError:
            raise MissingLibraryError("pyarrow", "'throughline[research]'") from None
        with duckdb.connect(config=ALONE) as database:
            found: pyarrow.Table = database.sql(f"SELECT * FROM {self._source}").to_arrow_table()
            return found

    def to_duckdb(self) -> duckdb.DuckDBPyRelation:
        """Return a DuckDB relation, in a separate database in memory."""
        database = duckdb.connect(config=ALONE)
        database.execute(f"CREATE TABLE rows AS SELECT * FROM {self._source}")
        return database.table("rows")

    def __repr__(self) -> str:
        """Return the column names and the number of rows."""
        return f"Table({', '.join(self.columns)}; {len(self):,} rows)"

    def _repr_html_(self) -> str:
        """Return the first rows as HTML, for notebooks."""
        with _asked(f"SELECT * FROM {self._source} LIMIT {SHOWN}") as answer:
            rows = answer.fetchall()
        words = [any(isinstance(row[at], str) for row in rows) for at in range(len(self.columns))]
        head = _row("th", self.columns, words)
        body = "".join(_row("td", map(_cell, row), words) for row in rows)
        count = len(self)
        shown = f"The first {SHOWN} of " if count > SHOWN else ""
        more = f"<p>{shown}{count:,} row{'' if count == 1 else 's'}</p>"
        return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>{more}"


@contextmanager
def _asked(query: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Run a query in a temporary database that loads nothing from elsewhere.

    The database uses one thread. With several threads, numbers would be added and rows returned in
    a different order each time.
    """
    with duckdb.connect(config=ALONE) as database:
        database.execute("SET preserve_insertion_order = true")
        yield database.execute(query)


def _plain(column: Any) -> NDArray[Any]:
    if not isinstance(column, np.ma.MaskedArray):
        return np.asarray(column)
    if np.issubdtype(column.dtype, np.floating):
        return np.asarray(column.filled(np.nan))
    if column.mask is np.ma.nomask or not column.mask.any():
        return np.asarray(column.data)
    if np.issubdtype(column.dtype, np.integer):
        return np.asarray(np.ma.filled(column.astype(np.float64), np.nan))
    return np.asarray(column.tolist(), dtype=object)  # None where it is hidden


def _row(tag: str, cells: Iterable[str], words: Iterable[bool]) -> str:
    """Return one row of an HTML table, with texts aligned left and numbers aligned right."""
    sides = ("left" if each else "right" for each in words)
    return (
        "<tr>"
        + "".join(
            f'<{tag} style="text-align: {side}">{html.escape(cell)}</{tag}>'
            for cell, side in zip(cells, sides, strict=True)
        )
        + "</tr>"
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, float):
        return str(value)
    return f"{value:,.0f}" if 1000 <= abs(value) < 1e15 else f"{value:.4g}"


def parquet_of(csv_file: Path, path: Path, types: dict[str, str]) -> Path:
    """Write the rows of a CSV file as Parquet. Columns that have no entry in `types` are texts."""
    source = str(csv_file).replace("'", "''")
    with duckdb.connect(config=ALONE) as database:
        head = database.execute(
            f"DESCRIBE SELECT * FROM read_csv('{source}', header = true, all_varchar = true)"
        ).fetchall()
        columns = {str(row[0]): types.get(str(row[0]), "VARCHAR") for row in head}
        listed = ", ".join(
            f"'{n.replace(chr(39), chr(39) * 2)}': '{t}'" for n, t in columns.items()
        )
        rows = (
            f"SELECT * FROM read_csv('{source}', header = true, auto_detect = false, "
            f"delim = ',', quote = '\"', escape = '\"', columns = {{{listed}}})"
        )
        copy_to(database, rows, path, "FORMAT parquet")
    return path
