"""The grids of the app: their columns, what each is called, its unit, and where it stands."""

from __future__ import annotations

from typing import NamedTuple

from sim.app.screens.entries import DAY, FACTOR, SHARE
from sim.calendar import MONTHS
from sim.scenario.seasons import MONTH_NAMES


class Column(NamedTuple):
    """One column of a grid."""

    path: str  # below the row
    heading: str
    unit: str = ""  # of the number, or how one is written
    mean: bool = False  # whether an entry is the mean of an exponential time
    size: int = 8  # characters that its fields show
    reads: str = ""  # how an entry is read, by `entries`; as it is if empty


class Kind(NamedTuple):
    """One kind of grid."""

    screen: str  # on which it stands
    caption: str
    above: tuple[str, ...]  # the block whose entries are its rows
    row: str  # what a row is called
    columns: tuple[Column, ...]
    only: tuple[str, ...] = ()  # the entries that are rows; all if empty


POSTS = "workers.posts"
COLUMNS = (
    Column("label", "name", size=20),
    Column("kind", "kind", size=10),
    Column(POSTS, "posts", "people in post"),
    Column("workers.contact_hours", "contact hours", "hours a week, each post"),
    Column("workers.caseload", "caseload", "people, each post"),
    Column("capacity.places", "places", "people at once"),
    Column("accepts.probability", "acceptance", "per cent, such as 85 %", reads=SHARE),
    Column("decision_delay", "decision delay", "such as 6 days, mean", mean=True),
    Column("contacts.every", "contact interval", "such as 14 days"),
    Column("contacts.length", "contact length", "such as 50 minutes"),
    Column("contacts.attendance", "attendance", "per cent, such as 85 %", reads=SHARE),
    Column("ends.stay", "stay", "such as 200 days, mean", mean=True),
    Column("patience", "patience", "such as 200 days, mean", mean=True),
)
SERVICES = Kind("services", "Services", ("services",), "Team", COLUMNS)
STREAMS = Kind(
    "people",
    "Referrals from outside",
    ("people", "arrivals"),
    "Stream",
    (
        Column("rate", "rate", "such as 1.2 per day", size=14),
        Column("growth", "growth", "such as 3 % per year", size=12),
        Column("to", "goes to", "a service, by its short name", size=20),
        Column("area", "area", "by its short name", size=10),
    ),
)
SEASONS = Kind(
    "people",
    "Referrals by month: per cent of a usual month",
    ("people", "arrivals"),
    "Stream",
    tuple(
        Column(f"season.{name}", words, size=6, reads=FACTOR)
        for name, words in zip(MONTH_NAMES, MONTHS, strict=True)
    ),
)
AREAS = Kind(
    "people",
    "Areas",
    ("people", "areas"),
    "Area",
    (
        Column("label", "name", size=20),
        Column("share", "share", "per cent of all people", reads=SHARE),
    ),
)
GROUPS = Kind(
    "people",
    "Groups",
    ("people", "groups"),
    "Group",
    (
        Column("label", "name", size=20),
        Column("share", "share", "per cent of all people", reads=SHARE),
    ),
)
RUN = Kind(
    "people",
    "The time that is looked at",
    (),
    "",
    (
        Column("begins", "begins", "such as 1 April 2026", size=14, reads=DAY),
        Column("change", "changes begin", "a date, or a time such as 1 year", size=14, reads=DAY),
        Column("length", "length", "such as 2 years", size=12),
        Column("replications", "repeats", "of each way of care, to see chance"),
    ),
    ("run",),
)
KINDS = (SERVICES, STREAMS, SEASONS, AREAS, GROUPS, RUN)
