"""An extract of records as it is after reading and cleaning, without identifiers."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NamedTuple

from sim.laws import Ints
from sim.measures.recorded.tables import Recorded


@dataclass(frozen=True)
class Dropped:
    """How many rows of a table a cleaning rule left out, or changed."""

    rule: str  # in words that complete "n rows: …"
    table: str  # what the mapping calls it
    count: int
    of: int  # distinct rows of the table; of copies and replaced rows all that were delivered


class SignKind(enum.IntEnum):
    """What a sign is a code of."""

    REASON = 0  # for a referral
    DIAGNOSIS = 1
    TEAM_TYPE = 2


class Signs(NamedTuple):
    """Codes by which a cohort is chosen, in the order of person, time, kind and code; shape (K,).

    They come from all rows with a person, also from referrals to services that are not mapped.
    """

    person: Ints  # row of `People`
    at: Ints  # when the referral was received or the diagnosis made; minutes, or NEVER
    kind: Ints  # a `SignKind`
    code: Ints  # position in `Extract.codes`


@dataclass(frozen=True)
class Extract:
    """An extract, cleaned.

    Attributes
    ----------
    dropped
        What each cleaning rule did, in the order of the rules, also where it dropped nothing.
    remarks
        What people should know of the extract, in sentences; none holds an identifier.
    codes
        The codes of the signs, in the form of `sim.records.mapping.mapping.plain_code`.
    has
        The optional tables and columns that are there and not empty, as `stays` or
        `contacts.minutes`.
    """

    recorded: Recorded
    dropped: tuple[Dropped, ...]
    remarks: tuple[str, ...]
    signs: Signs
    codes: tuple[str, ...]
    has: frozenset[str]
