"""Give each person, referral, worker and code of an extract a number, in the order of the texts.

So a number depends neither on the order of rows nor on the form of a file. From here on the
program has numbers only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping as AnyMapping, Sequence

import duckdb

from sim.records.reading.sources import Source

NUMBERED: dict[str, tuple[tuple[str, str], ...]] = {
    "person": (("referrals", "person"), ("stays", "person")),
    "referral": (("referrals", "referral"),),
    "worker": (("staff", "worker"), ("contacts", "worker"), ("workers", "worker")),
    "sign": (
        ("referrals", "reason"),
        ("referrals", "service_type"),
        ("other_teams", "service_type"),
        ("teams", "service_type"),
        ("diagnoses", "diagnosis"),
    ),
}
"""By kind: the tables and columns that bring new ones. Others refer to these."""
NOT_NAMED, NOT_FOUND = -1, -2
"""In place of a number: an empty cell, and one that refers to nothing that is there."""

Sources = AnyMapping[str, Sequence[Source]]


def number_all(database: duckdb.DuckDBPyConnection, sources: Sources) -> None:
    """Make a table ``ids_KIND`` of texts and their numbers, from 0, for each kind."""
    for kind, places in NUMBERED.items():
        texts = " UNION ALL ".join(_texts(sources, places, coded=kind == "sign"))
        found = f"SELECT DISTINCT id FROM ({texts}) WHERE id IS NOT NULL" if texts else NOTHING
        database.execute(
            f"CREATE TABLE ids_{kind} AS "
            f"SELECT id, (row_number() OVER (ORDER BY id) - 1)::INTEGER AS row FROM ({found})"
        )


NOTHING = "SELECT ''::VARCHAR AS id WHERE false"


def _texts(sources: Sources, places: Sequence[tuple[str, str]], coded: bool) -> Iterator[str]:
    for name, column in places:
        for source in sources.get(name, ()):
            if column in source.columns:
                text = f"tidy({source.columns[column]})"
                yield f"SELECT {f'code({text})' if coded else text} AS id FROM {source.relation}"


def count_of(database: duckdb.DuckDBPyConnection, kind: str) -> int:
    """Return how many of a kind there are."""
    ((count,),) = database.execute(f"SELECT count(*) FROM ids_{kind}").fetchall()
    return int(count)


def codes_of(database: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Return the codes of reasons, diagnoses and types of teams, by number."""
    found = database.execute("SELECT id FROM ids_sign ORDER BY row").fetchall()
    return tuple(str(row[0]) for row in found)
