"""What a mapping file says: where the tables of an extract are, and what their codes mean.

What is silent in the file:

- `shape`: `plain`, in which files, headings and codes are called what the program calls them. The
  other shapes bring those that were seen in public code (`sim/records/known`). What the file writes
  stands in their place: the file of a table, the heading of a column, the word of a code.
- `extract.taken`: the last day of the window. `extract.timed`: true if the referrals and contacts
  have times of day, in a column of their own or in that of the date.
- `services`: a service without `teams` and `types` is that of every row, and must be the only one.
  `label`: the key with spaces. `continuous`: false.
- `cohort`: everybody. `join_days`: 0. `link_days`: 28.
- An optional table whose file is not there is left out, and so is an optional column; one that the
  mapping file names itself has to be there.
- Codes are compared without spaces around them, in capitals, and without zeros before a number:
  `01`, `1` and a cell of Excel that shows 1 are the same code. So are the names of teams.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

from sim.errors import Location
from sim.records.known.shapes import Shape

JOIN_DAYS, LINK_DAYS = 0, 28


@dataclass(frozen=True)
class Period:
    """The days that an extract covers."""

    begins: datetime.date
    ends: datetime.date  # the last day that is measured
    taken: datetime.date  # the last day that is known; `ends` or later
    timed: bool | None = None  # whether times of day are used; None: if there are any


@dataclass(frozen=True)
class Service:
    """A service of the scenario, and the teams of the extract that it stands for."""

    key: str
    label: str
    teams: tuple[str, ...] = ()  # patterns as `Pattern` has them, of the names of teams
    types: tuple[str, ...] = ()  # the same, of the types of teams
    continuous: bool = False  # people stay there day and night
    at: Location = field(default=Location("mapping", 0, 0), compare=False)


@dataclass(frozen=True)
class Table:
    """A table of the extract: its files, and the headings of its columns.

    `file` is the name of a file in the folder of the extract, or a pattern such as `MHS101*.csv`
    for several files of one form, as monthly submissions are.
    """

    file: str
    columns: AnyMapping[str, str]  # what the program calls a column, to its heading
    at: Location = field(default=Location("mapping", 0, 0), compare=False)
    columns_at: AnyMapping[str, Location] = field(default_factory=dict, compare=False)
    """Where a heading is written in the mapping file; a heading of the shape is not there."""
    named: bool = False  # by the mapping file: its file has to be there


Kind = Literal["reason", "diagnosis", "team_type"]


@dataclass(frozen=True)
class Condition:
    """One condition of a cohort: a code of this kind that fits one of the patterns."""

    kind: Kind
    patterns: tuple[str, ...]  # codes in capitals; a `*` stands for anything

    def fits(self, code: str) -> bool:
        """Return whether a code, in the form of `plain_code`, fits one of the patterns."""
        return fits(code, self.patterns)


@dataclass(frozen=True)
class Cohort:
    """The people of an extract that are looked at: those who meet any, or all, conditions."""

    how: Literal["any", "all"]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Mapping:
    """What a mapping file says, with the defaults of its shape filled in."""

    shape: Shape
    period: Period
    services: tuple[Service, ...]
    tables: AnyMapping[str, Table]
    """By name: referrals, other_teams, contacts, workers, stays, teams, staff, people, onward and
    diagnoses."""
    codes: AnyMapping[str, AnyMapping[str, str]]
    """By column (outcome, how, rejected, closed, source, group, area): from a code in the form of
    `plain_code`, in which `*` stands for anything, to its word."""
    cohort: Cohort | None = None
    join_days: int = JOIN_DAYS
    link_days: int = LINK_DAYS
    file: str = "mapping.yaml"


def plain_code(text: str) -> str:
    """Return a code in the form in which codes are compared.

    Examples
    --------
    >>> plain_code(" 01 "), plain_code("a02"), plain_code("00"), plain_code("1")
    ('1', 'A02', '0', '1')
    """
    code = text.strip().upper()
    return (code.lstrip("0") or "0") if code.isascii() and code.isdigit() else code


def fits(code: str, patterns: tuple[str, ...]) -> bool:
    """Return whether a code fits one of the patterns, in which `*` stands for anything."""
    return any(fnmatchcase(code, pattern.replace("[", "[[]")) for pattern in patterns)
