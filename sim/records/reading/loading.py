"""Read the tables of an extract as columns of numbers."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
from numpy.typing import NDArray

from sim.laws import Ints
from sim.records.faults import Findings, at
from sim.records.known.columns import TABLES
from sim.records.mapping.mapping import Mapping
from sim.records.reading.database import NO_DAY
from sim.records.reading.finding import find_files
from sim.records.reading.identifiers import NOT_NAMED, codes_of, count_of, number_all
from sim.records.reading.refusing import tell_refused
from sim.records.reading.selecting import columns_of, texts_of, values_of
from sim.records.reading.sources import Source, csv_fault, sources_of
from sim.records.rows import Rows


class Loaded(NamedTuple):
    """The tables of an extract, as they stand in its files."""

    tables: AnyMapping[str, Rows]  # only those that are there
    people: int
    referrals: int
    workers: int
    codes: tuple[str, ...]  # of reasons, diagnoses and types of teams, by number
    has: frozenset[str]  # columns with something in them


def load(
    database: duckdb.DuckDBPyConnection, folder: Path, mapping: Mapping, findings: Findings
) -> Loaded:
    """Read every table that is there.

    Raises
    ------
    RecordFaults
        If files are missing, or cannot be read, or have cells that cannot be read.
    """
    files = find_files(folder, mapping, findings)
    sources = {
        name: sources_of(database, name, mapping.tables[name], found, findings)
        for name, found in files.items()
    }
    findings.raise_any()
    tables = _tables(database, mapping, sources, findings)
    for name, rows in tables.items():
        tell_refused(database, name, mapping, sources[name], rows, findings)
    findings.raise_any()
    return Loaded(
        tables,
        count_of(database, "person"),
        count_of(database, "referral"),
        count_of(database, "worker"),
        codes_of(database),
        _filled(tables),
    )


def _tables(
    database: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    sources: AnyMapping[str, Sequence[Source]],
    findings: Findings,
) -> dict[str, Rows]:
    """Return every table; raise a fault for each file whose rows are not CSV.

    DuckDB's own words show the rows, so its error is left behind before a fault is raised.
    """
    with suppress(duckdb.InvalidInputException):
        number_all(database, sources)
        _put_team_types(database, sources.get("teams", ()))
        tables = {
            name: _rows(database, name, mapping, found)
            for name, found in sources.items()
            if name != "teams"
        }
        contacts = tables["contacts"]
        places = _places(database, contacts["key"], sources["contacts"])
        return {**tables, "contacts": contacts.but(place=places)}
    for found in sources.values():
        for source in found:
            if words := csv_fault(database, source):
                findings.add(at(source.file), words, "Save it again as CSV UTF-8.")
    findings.raise_any()
    raise AssertionError("DuckDB refuses together what it reads file by file")


def _put_team_types(database: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> None:
    """Make the table of teams and their types; of several the latest counts."""
    parts = [
        f"SELECT code(tidy({each.columns['service']})) AS team, "
        f"code(tidy({each.columns['service_type']})) AS type, "
        f"number(tidy({each.columns.get('submission', 'NULL')}::VARCHAR)) AS month, "
        f"instant(tidy({each.columns.get('effective', 'NULL')}::VARCHAR)) AS loaded "
        f"FROM {each.relation}"
        for each in sources
    ]
    rows = " UNION ALL ".join(parts) or "SELECT '' AS team, '' AS type, 0 AS month, now() AS loaded"
    database.execute(
        "CREATE TABLE team_types AS SELECT team, "
        "last(type ORDER BY month, loaded NULLS FIRST, type) AS type "
        f"FROM ({rows}) WHERE team <> '' AND type IS NOT NULL GROUP BY team"
    )


def _rows(
    database: duckdb.DuckDBPyConnection, name: str, mapping: Mapping, sources: Sequence[Source]
) -> Rows:
    there = {column for source in sources for column in source.columns}
    chosen, joins = columns_of(name, mapping, there)
    texts = " UNION ALL ".join(texts_of(name, source) for source in sources)
    columns = ", ".join(f'{sql} AS "{column}"' for column, sql in chosen.items())
    found = database.execute(
        f"SELECT {columns} FROM ({values_of(name, texts)}) r {joins}"
    ).fetchnumpy()
    return Rows({column: np.asarray(values) for column, values in found.items()})


def _places(
    database: duckdb.DuckDBPyConnection, keys: NDArray[np.uint64], sources: Sequence[Source]
) -> Ints:
    """Return where the identifier of each contact stands among all, in the order of their texts."""
    texts = " UNION ALL ".join(
        f"SELECT tidy({each.columns['contact']}) AS id FROM {each.relation}" for each in sources
    )
    found = database.execute(f"SELECT key(id) AS key FROM ({texts}) ORDER BY id").fetchnumpy()
    distinct, place = np.unique(found["key"], return_index=True)
    places: Ints = place[np.searchsorted(distinct, keys)]
    return places


def _filled(tables: AnyMapping[str, Rows]) -> frozenset[str]:
    """Return the tables with rows, and their columns with something in a cell."""
    found = {name for name, rows in tables.items() if rows.size}
    for name, rows in tables.items():
        for column, values in rows.items():
            known = column in TABLES[name].by_name
            if known and np.any((values != NOT_NAMED) & (values != NO_DAY)):
                found.add(f"{name}.{column}")
    return frozenset(found)
