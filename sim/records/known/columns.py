"""The tables and columns of an extract, by the names that a mapping file gives them."""

from __future__ import annotations

import enum
from typing import NamedTuple


class Holds(enum.Enum):
    """What the cells of a column hold."""

    ID = "an identifier"
    TEAM = "the name of a team"
    CODE = "a code"
    DAY = "a date, with or without a time of day"
    TIME = "a time of day"
    NUMBER = "a number"


class Column(NamedTuple):
    """A column: what it holds, and whether an extract without it cannot be read."""

    holds: Holds
    needed: bool = False


class Columns(NamedTuple):
    """The columns of a table."""

    needed: bool
    """Whether an extract without the table cannot be read."""
    by_name: dict[str, Column]
    one_of: tuple[tuple[str, ...], ...] = ()
    """Groups of columns of which at least one has to be there as a whole."""


ID, TEAM, CODE, DAY = (Column(each) for each in (Holds.ID, Holds.TEAM, Holds.CODE, Holds.DAY))
TIME, NUMBER = Column(Holds.TIME), Column(Holds.NUMBER)
OF_SUBMISSIONS = {"submission": NUMBER, "effective": DAY}
"""Of several rows with one key the latest counts: of the later month, then of the later load."""
TIME_OF = "_time"
"""What the name of a column of dates ends with in that of the times of day beside it."""


def _needed(column: Column) -> Column:
    return column._replace(needed=True)


TABLES: dict[str, Columns] = {
    "referrals": Columns(
        True,
        {
            "referral": _needed(ID),
            "person": _needed(ID),
            "service": TEAM,
            "service_type": CODE,
            "received": _needed(DAY),
            "received_time": TIME,
            "closed": _needed(DAY),
            "closed_time": TIME,
            "closed_why": CODE,
            "rejected": DAY,
            "rejected_time": TIME,
            "rejected_why": CODE,
            "decided": DAY,
            "decided_time": TIME,
            "source": CODE,
            "reason": CODE,
            "inactive": DAY,
            "provider": CODE,
            **OF_SUBMISSIONS,
        },
    ),
    "other_teams": Columns(
        False,
        {
            "referral": _needed(ID),
            "service": TEAM,
            "service_type": CODE,
            "closed": DAY,
            "closed_time": TIME,
            "closed_why": CODE,
            "rejected": DAY,
            "rejected_time": TIME,
            "rejected_why": CODE,
            **OF_SUBMISSIONS,
        },
        (("service",), ("service_type",)),
    ),
    "contacts": Columns(
        True,
        {
            "contact": _needed(ID),
            "referral": ID,
            "person": ID,
            "service": TEAM,
            "service_type": CODE,
            "at": _needed(DAY),
            "at_time": TIME,
            "outcome": _needed(CODE),
            "minutes": NUMBER,
            "how": CODE,
            "worker": ID,
            "provider": CODE,
            **OF_SUBMISSIONS,
        },
        (("referral",), ("person", "service"), ("person", "service_type")),
    ),
    "workers": Columns(
        False,
        {"contact": _needed(ID), "worker": _needed(ID), "minutes": NUMBER},
    ),
    "stays": Columns(
        False,
        {
            "stay": _needed(ID),
            "person": _needed(ID),
            "referral": ID,
            "service": TEAM,
            "service_type": CODE,
            "start": _needed(DAY),
            "start_time": TIME,
            "end": _needed(DAY),
            "end_time": TIME,
            **OF_SUBMISSIONS,
        },
    ),
    "teams": Columns(
        False,
        {"service": _needed(TEAM), "service_type": _needed(CODE), **OF_SUBMISSIONS},
    ),
    "staff": Columns(
        False,
        {
            "worker": _needed(ID),
            "service": _needed(TEAM),
            "start": _needed(DAY),
            "start_time": TIME,
            "end": DAY,
            "end_time": TIME,
            "wte": NUMBER,
        },
    ),
    "people": Columns(
        False,
        {
            "person": _needed(ID),
            "died": DAY,
            "group": CODE,
            "area": CODE,
            **OF_SUBMISSIONS,
        },
    ),
    "onward": Columns(False, {"referral": _needed(ID), "at": _needed(DAY), "at_time": TIME}),
    "diagnoses": Columns(
        False,
        {"person": ID, "referral": ID, "diagnosis": _needed(CODE), "at": DAY},
        (("person",), ("referral",)),
    ),
}
"""The tables of an extract. Others are not read."""
