"""A database in memory that reads the files of an extract. It writes nothing to a disk.

DuckDB can encrypt what it spills to a disk only with an extension that has to be fetched from the
internet. So nothing is spilled: what does not fit into the memory is refused.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from sim.errors import SimError
from sim.memory import MemoryShortage

CONFIG: dict[str, Any] = {
    "temp_directory": "",  # no folder: nothing is spilled
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    # Tables of numbers that are joined to are small. DuckDB cannot tell from a text file.
    "disabled_optimizers": "join_order,build_side_probe_side",
    "preserve_insertion_order": True,  # rows of a file are numbered, to say where a fault is
}
EMPTY = ("", "NULL", "N/A", "NA", "NAN", "NONE", "-")
"""What stands in a cell that says nothing, in capitals; databases write some of them."""
NO_DAY, BAD_DAY = 2**31 - 1, -(2**31)
"""In place of a day: an empty cell, and one that cannot be read."""
NO_CODE, OTHER_CODE = -1, -9
"""In place of a code: an empty cell, and a code that the mapping does not name."""
NO_NUMBER, BAD_NUMBER = -1.0, -9.0
"""In place of a number: an empty cell, and one that cannot be read."""
FIRST_YEAR, LAST_YEAR = 1900, 2150
EARLIEST = datetime.date(FIRST_YEAR, 1, 1)
LATEST_MINUTE = (datetime.date(LAST_YEAR + 1, 1, 1) - EARLIEST).days * 1440
"""Minutes are counted from the earliest day that is read, up to this one."""
FIRST_SERIAL, LAST_SERIAL = 18_264, 91_676  # Excel's numbers of days in 1950 and 2150

_EMPTY = ", ".join(f"'{word}'" for word in EMPTY)
_UK = "['%d/%m/%Y', '%d/%m/%Y %H:%M', '%d/%m/%Y %H:%M:%S']"
MACROS = f"""
CREATE MACRO tidy(x) AS
    CASE WHEN x IS NULL OR (length(x) < 9 AND upper(trim(x)) IN ({_EMPTY})) THEN NULL
    ELSE trim(x) END;
CREATE MACRO unpointed(x) AS
    CASE WHEN contains(x, '.') THEN regexp_replace(x, '^([0-9]+)[.]0+$', '\\1') ELSE x END;
CREATE MACRO code(x) AS
    CASE WHEN x[1] = '0' AND regexp_full_match(x, '[0-9.]+')
        THEN coalesce(nullif(ltrim(unpointed(x), '0'), ''), '0')
    ELSE upper(unpointed(x)) END;
CREATE MACRO instant(d) AS
    CASE WHEN d[5] = '-' THEN try_cast(d[1:19] AS TIMESTAMP)
    WHEN d[3] IN ('/', '.', '-') OR d[2] IN ('/', '.', '-')
        THEN try_strptime(translate(d, '.-', '//'), {_UK})
    WHEN try_cast(d AS DOUBLE) BETWEEN {FIRST_SERIAL} AND {LAST_SERIAL}
        THEN TIMESTAMP '1899-12-30' + to_minutes(round(try_cast(d AS DOUBLE) * 1440)::BIGINT)
    END;
CREATE MACRO minute(d) AS (epoch(instant(d))::BIGINT - epoch(TIMESTAMP '{EARLIEST}')::BIGINT) // 60;
CREATE MACRO minute_of_day(t) AS
    CASE WHEN contains(t, ':') THEN epoch(try_cast(t AS TIME))::INTEGER // 60
    WHEN try_cast(t AS DOUBLE) >= 0 AND try_cast(t AS DOUBLE) < 1
        THEN round(try_cast(t AS DOUBLE) * 1440)::INTEGER
    END;
CREATE MACRO number(x) AS
    CASE WHEN try_cast(x AS DOUBLE) >= 0 AND try_cast(x AS DOUBLE) < 1e9 THEN try_cast(x AS DOUBLE)
    END;
CREATE MACRO key(x) AS coalesce(md5_number_lower(x), 0);
"""
"""Rules by which cells are read.

`instant` reads 31/03/2025 09:30, 2025-03-31T09:30 and Excel's number of a day; parts of a second
and time zones are cut off, so that the time is that of the clock on the wall.
"""


class DatabaseError(SimError):
    """DuckDB cannot read an extract, for a reason that was not foreseen."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"The extract cannot be read: DuckDB ends with {kind}.\n  Its own words are not shown, "
            "because they may hold identifiers. Please report it, with the mapping file."
        )


@contextmanager
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a database in memory with the macros of `MACROS`.

    No error of DuckDB leaves it, not even as the cause of another one: its words may show rows.

    Raises
    ------
    MemoryShortage
        If the extract does not fit into the memory.
    DatabaseError
        If DuckDB ends with any other error.
    """
    short, kind = False, ""
    with duckdb.connect(config=CONFIG) as opened:
        opened.execute(MACROS)
        try:
            yield opened
        except (duckdb.OutOfMemoryException, MemoryError) as error:
            short = True
            error.args = ()
        except duckdb.Error as error:
            kind = type(error).__name__
            error.args = ()  # it stays known as what came before
    if short:
        raise MemoryShortage(
            "The extract does not fit into the memory of this machine.\n  Nothing is written to a "
            "disk, because records of people must not be left there. Take fewer years or services, "
            "leave out columns that are not needed, or use a machine with more memory."
        )
    if kind:
        raise DatabaseError(kind)


def quoted(text: str) -> str:
    """Return a text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"
