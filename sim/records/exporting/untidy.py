"""Plant the faults that real extracts have into one that is written, each where a rule cleans it.

What is planted leaves the cleaned tables as they were. Columns have here the names that the program
gives them; what a shape has no column for is not planted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import duckdb
import numpy as np

from sim.records.exporting.cells import MADE_UP, literal

SHARE = 0.01
"""The share of a table's rows at which each fault is planted; at least one where it can be."""
NOT_COUNTED = "DFC"
"""A provider whose people have another identifier every month."""
NO_TEAM = {"service": "NULL", "service_type": "NULL"}
KEYS = {"referrals": "referral", "contacts": "contact", "other_teams": "referral"}
SOURCES = {
    "referrals": "last_referrals t JOIN pairs ON t.referral = old",
    "contacts": "last_contacts t JOIN pairs ON t.contact = old "
    "JOIN last_referrals r ON r.referral = t.referral",
    "other_teams": "last_other_teams t JOIN pairs ON t.referral = old",
}
"""What a planted row is made from: `t`, the row as it was last sent in, the end `new` of its own
identifier and, for contacts, `r`, the row of the referral."""


class Planted(NamedTuple):
    """Faults of one kind in one table."""

    table: str
    fault: str
    rows: int


def make_untidy(
    database: duckdb.DuckDBPyConnection,
    columns: Mapping[str, frozenset[str]],
    last_day: str,
    seed: int,
) -> tuple[Planted, ...]:
    """Plant every fault into the tables of a database, and shuffle their rows.

    Parameters
    ----------
    columns
        The columns of each table, by its name.
    last_day
        The last day that is known.

    Returns
    -------
    tuple
        How often each fault was planted.
    """
    return _Planting(database, columns, last_day, seed).plant()


class _Planting:
    """Plants faults into the tables of one extract."""

    def __init__(
        self,
        database: duckdb.DuckDBPyConnection,
        columns: Mapping[str, frozenset[str]],
        last_day: str,
        seed: int,
    ) -> None:
        self.database, self.columns, self.seed = database, columns, seed
        self.chance = np.random.default_rng(seed)
        self.last_day = f"DATE {literal(last_day)}"
        self.submitted = "submission" in columns["referrals"]
        self.used: set[str] = set()
        self.new = 0
        self.planted: Counter[tuple[str, str]] = Counter()

    def plant(self) -> tuple[Planted, ...]:
        for table, key in KEYS.items():
            if table in self.columns:
                last = "submission DESC" if self.submitted else key
                self.database.execute(
                    f"CREATE TABLE last_{table} AS SELECT * FROM {table} "
                    f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {last}) = 1"
                )
        self._referrals()
        self._contacts()
        self._after_the_last_day()
        if self.submitted:
            self._sent_in_again()
        for table in ("referrals", "contacts", "stays", "people"):
            self._twice(table)
        for table in self.columns:
            self._shuffle(table)
        return tuple(Planted(*key, rows) for key, rows in sorted(self.planted.items()))

    def _referrals(self) -> None:
        """Plant further referrals, of which none is kept."""
        early = {"closed": "t.received - INTERVAL 10 DAY"}
        of_teams = {"closed": "NULL"}  # else that date would hold
        fault, where = "closed before received", "t.closed IS NOT NULL"
        self._further("referrals", fault, where, early, of_teams)
        self._their_contacts("closed before received")
        if self.submitted:
            another = {
                "provider": literal(NOT_COUNTED),
                "person": f"'{MADE_UP}-PERSON-' || new",
            }
            self._further("referrals", "of a provider that is not counted", "true", another)
            self._their_contacts("of a provider that is not counted", another)
        self._further("referrals", "without a person", "true", {"person": "NULL"})
        self._further("referrals", "without a date", "true", {"received": "NULL"})
        self._further("referrals", "without a team", "true", NO_TEAM, of_teams=None)
        long = "t.closed > t.received + INTERVAL 3 DAY"
        later = {"received": "t.received + INTERVAL 1 DAY"}
        self._further("referrals", "overlapping another one", long, later)

    def _contacts(self) -> None:
        """Plant further contacts, of which none is kept."""
        self._further("contacts", "without a date", "true", {"at": "NULL"})
        nobody = {"referral": f"'{MADE_UP}-REFERRAL-' || new", **NO_TEAM}
        self._further("contacts", "without a referral", "true", nobody)
        early = {"at": "r.received - INTERVAL 20 DAY"}
        self._further("contacts", "long before the referral", "true", early)
        over = f"r.closed < {self.last_day} - INTERVAL 45 DAY"
        late = {"at": "r.closed + INTERVAL 40 DAY"}
        self._further("contacts", "long after the closure", over, late)

    def _after_the_last_day(self) -> None:
        """Plant what had not happened yet when the extract was taken, and closures to come."""
        later = f"{self.last_day} + INTERVAL 3 DAY"
        self._further("contacts", "after the last day", "true", {"at": later})
        new = {"received": later, "closed": "NULL", "rejected": "NULL"}
        self._further("referrals", "after the last day", "true", new, of_teams=None)
        # Who is in the last submission is open.
        still_open = (
            "submission = (SELECT max(submission) FROM last_referrals) AND closed IS NULL"
            if self.submitted
            else "closed IS NULL AND rejected IS NULL"
        )
        self._choose("referrals", "closed after the last day", still_open)
        self.database.execute(
            f"UPDATE referrals SET closed = {later} "
            f"WHERE referral IN (SELECT old FROM pairs) AND {still_open}"
        )

    def _sent_in_again(self) -> None:
        """Plant earlier versions of rows, with other content."""
        before = {"effective": "t.effective - INTERVAL 10 DAY"}
        for table, other in (
            ("referrals", {"source": "NULL", "closed": "NULL"}),
            ("contacts", {"minutes": "NULL", "how": "NULL"}),
        ):
            self._choose(table, "sent in again", "true")
            self._insert(table, {**before, **other})

    def _further(
        self,
        table: str,
        fault: str,
        where: str,
        changes: Mapping[str, str],
        of_teams: Mapping[str, str] | None = MappingProxyType({}),
    ) -> None:
        """Plant changed copies of rows under new identifiers.

        Parameters
        ----------
        of_teams
            Changes of the rows that say the teams of referrals, if a table of its own does; no such
            rows are planted when None.
        """
        self._choose(table, fault, where)
        key = KEYS[table]
        named = {key: f"'{MADE_UP}-{key.upper()}-' || new"}
        self._insert(table, {**changes, **named})
        if table == "referrals" and of_teams is not None and "other_teams" in self.columns:
            self._insert("other_teams", {**of_teams, **named})

    def _their_contacts(self, fault: str, changes: Mapping[str, str] | None = None) -> None:
        """Plant a contact for each referral that was planted last, where the copied one has any."""
        self.database.execute(
            "CREATE OR REPLACE TABLE pairs AS SELECT min(c.contact) AS old, new "
            "FROM last_contacts c JOIN pairs ON c.referral = old GROUP BY new"
        )
        named = {
            "contact": f"'{MADE_UP}-CONTACT-' || new",
            "referral": f"'{MADE_UP}-REFERRAL-' || new",
        }
        self.planted["contacts", fault] += self._insert("contacts", {**(changes or {}), **named})

    def _choose(self, table: str, fault: str, where: str) -> None:
        """Choose rows of a table that no other fault has, into `pairs`, for a fault."""
        key = KEYS[table]
        source = SOURCES[table].replace(f"JOIN pairs ON t.{key} = old", "")
        found = self.database.execute(
            f"SELECT t.{key} FROM {source} WHERE {where} ORDER BY t.{key}"
        ).fetchall()
        free = [each for (each,) in found if each not in self.used]
        many = min(len(free), max(1, round(SHARE * self._count(f"last_{table}"))))
        chosen = [free[at] for at in self.chance.permutation(len(free))[:many]]
        self.used.update(chosen)
        self.database.execute("CREATE OR REPLACE TABLE pairs (old VARCHAR, new VARCHAR)")
        for each in chosen:
            self.new += 1
            self.database.execute("INSERT INTO pairs VALUES (?, ?)", [each, f"9{self.new:07d}"])
        self.planted[table, fault] += len(chosen)

    def _insert(self, table: str, changes: Mapping[str, str]) -> int:
        """Insert changed copies of the chosen rows; return how many."""
        kept = {name: sql for name, sql in changes.items() if name in self.columns[table]}
        cells = ", ".join(f'{sql} AS "{name}"' for name, sql in kept.items())
        before = self._count(table)
        self.database.execute(
            f"INSERT INTO {table} SELECT t.* REPLACE ({cells}) FROM {SOURCES[table]}"
        )
        return self._count(table) - before

    def _twice(self, table: str) -> None:
        rows = self._count(table)
        some = self.chance.choice(rows, min(rows, max(1, round(SHARE * rows))), replace=False)
        if some.size:
            numbers = ", ".join(map(str, some.tolist()))
            self.database.execute(
                f"INSERT INTO {table} SELECT * FROM {table} WHERE rowid IN ({numbers})"
            )
        self.planted[table, "twice"] += some.size

    def _shuffle(self, table: str) -> None:
        self.database.execute(
            f"CREATE OR REPLACE TABLE {table} AS "
            f"SELECT * FROM {table} ORDER BY md5(concat(rowid, '-{self.seed}')), rowid"
        )

    def _count(self, table: str) -> int:
        found = self.database.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(found[0]) if found else 0
