"""The columns of the grid of services: what each is called, its unit, and where it stands."""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """One column of the grid."""

    path: str  # below the service
    heading: str
    unit: str = ""  # of the number, or how one is written
    words: bool = False  # whether it holds words, which have no source
    mean: bool = False  # whether an entry is the mean of an exponential time
    size: int = 8  # characters that its fields show


POSTS = "workers.posts"
COLUMNS = (
    Column("label", "name", words=True, size=20),
    Column("kind", "kind", words=True, size=10),
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
