"""The grids of the app: their columns, what each is called, its unit, and where it stands."""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """One column of a grid."""

    path: str  # below the row
    heading: str
    unit: str = ""  # of the number, or how one is written
    mean: bool = False  # whether an entry is the mean of an exponential time
    size: int = 8  # characters that its fields show


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
    Column("accepts.probability", "acceptance", "0 to 1"),
    Column("decision_delay", "decision delay", "such as 6 days, mean", mean=True),
    Column("contacts.every", "contact interval", "such as 14 days"),
    Column("contacts.length", "contact length", "such as 50 minutes"),
    Column("contacts.attendance", "attendance", "0 to 1"),
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
AREAS = Kind(
    "people",
    "Areas",
    ("people", "areas"),
    "Area",
    (
        Column("label", "name", size=20),
        Column("share", "share", "of all people, 0 to 1"),
    ),
)
GROUPS = Kind(
    "people",
    "Groups",
    ("people", "groups"),
    "Group",
    (
        Column("label", "name", size=20),
        Column("share", "share", "of all people, 0 to 1"),
    ),
)
RUN = Kind(
    "people",
    "The time that is looked at",
    (),
    "",
    (
        Column("begins", "begins", "a date, such as 2026-04-01", size=12),
        Column("change", "arms differ from", "a date, or a time such as 1 year", size=12),
        Column("length", "length", "such as 2 years", size=12),
        Column("replications", "repeats", "of each arm, to see chance"),
    ),
    ("run",),
)
KINDS = (SERVICES, STREAMS, AREAS, GROUPS, RUN)
