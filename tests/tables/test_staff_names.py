"""The names of who holds contacts: workers, and people of pools."""

from __future__ import annotations

import numpy as np

from sim.events import EVENT, FIRST_OF_POOL, EventKind, Run
from sim.tables.journeys import process_table
from sim.tables.named_events import named_events_table
from tests.tables.small import CAFE, NAMES, PEOPLE, RESOLVED, TEAM, WORKERS, row

LOG = [
    row(0, EventKind.WORKER_STARTED, service=TEAM, worker=0, detail=0),
    row(0, EventKind.ARRIVED, 0, detail=0),
    row(5, EventKind.CONTACT, 0, service=CAFE, spell=0, worker=FIRST_OF_POOL),
    row(6, EventKind.CONTACT, 0, service=CAFE, spell=0, worker=FIRST_OF_POOL - 2),
    row(7, EventKind.CONTACT, 0, service=TEAM, spell=1, worker=0),
    row(8, EventKind.CONTACT, 0, service=CAFE, spell=0),
]
RUN = Run(np.array(LOG, dtype=EVENT), PEOPLE, WORKERS, 100)
CAFE_NAME, TEAM_NAME = NAMES.services[CAFE], NAMES.services[TEAM]
OF_CONTACTS = [
    f"{CAFE_NAME} pool 1",
    f"{CAFE_NAME} pool 3",
    f"{TEAM_NAME} post 1 holder 1",
    None,
]


def test_people_of_pools_are_named_by_their_service_and_number() -> None:
    table = named_events_table(RUN, NAMES)

    assert list(table["worker_name"])[2:] == OF_CONTACTS
    assert table["worker"][2:].tolist() == [-2, -4, 0, -1]
    assert list(table["other_worker_name"]) == [None] * len(LOG)


def test_process_mining_sees_them_as_resources() -> None:
    table = process_table(RUN, RESOLVED)

    assert list(table["org:resource"])[1:] == OF_CONTACTS
