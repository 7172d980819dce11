"""Each row fills exactly the columns that the page of the event log says."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sim.engines import fast
from sim.events import EVENT, NOBODY, EventKind, EventLog
from tests.engines.runs import WORLDS, checked
from tests.engines.staffed import staffed_world

JOINT = (2, 6, 10, 21, 24)  # in the last one, handovers of both workers
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "event-log.md"
ROW = re.compile(r"^\| `([A-Z_]+)` \| (\d+) \|[^|]*\|([^|]*)\|", re.MULTILINE)
COLUMNS = tuple(name for name in EVENT.names or () if name not in ("time", "event"))
EMPTY = {"due": 0, "minutes": 0, "length": 0}  # every other column is NOBODY where it says nothing
MAY_SAY_NOBODY = {
    "other_worker": None,  # only where two workers are there
    "worker": None,  # services without a team
    "need": None,  # services that cover none
    "level": None,
    "service": {"ARRIVED", "SOUGHT", "NOWHERE_TO_GO", "WAYS_CHANGED"},
    "detail": {"REFERRED", "SPELL_STARTED", "ALREADY_KNOWN", "HANDOVER"},
    "due": None,  # the minute 0
    "minutes": None,  # a contact of no length
    "length": None,
}


def documented() -> dict[str, tuple[int, set[str]]]:
    """Number and columns of each kind, as the page has them."""
    return {
        kind: (int(number), set(re.findall(r"`([a-z_]+)`", columns)))
        for kind, number, columns in ROW.findall(PAGE.read_text(encoding="utf-8"))
    }


def test_the_page_has_every_kind_with_its_number() -> None:
    assert {kind: number for kind, (number, _) in documented().items()} == {
        kind.name: int(kind) for kind in EventKind
    }


@cache
def every_row() -> EventLog:
    """Rows of the usual worlds, and of some in which two workers hold a contact, or miss one."""
    joint = [fast.run(staffed_world(number), 0, 0).log for number in JOINT]
    return np.concatenate([*(checked(number).log for number in WORLDS), *joint])


@pytest.mark.parametrize("kind", EventKind, ids=lambda kind: str(kind.name))
def test_rows_fill_the_columns_of_the_page_and_no_others(kind: EventKind) -> None:
    _, columns = documented()[kind.name]
    rows = every_row()
    rows = rows[rows["event"] == kind]

    filled = {column for column in COLUMNS if (rows[column] != EMPTY.get(column, NOBODY)).any()}
    assert filled == columns
    for column in columns:
        where = MAY_SAY_NOBODY.get(column, set())
        if where is not None and kind.name not in where:
            assert (rows[column] != NOBODY).all(), column
