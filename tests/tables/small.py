"""One small run with awkward names, for tests of what is written from it."""

from pathlib import Path

import numpy as np

from sim.events import EVENT, NOBODY, EventKind, Person, Run, Worker
from sim.resolving import resolve
from sim.scenario import load
from sim.tables.log_tables import Logged, Origin

TEAM, CAFE = 0, 1

RESOLVED = resolve(load(Path(__file__).with_name("small.yaml")), "relational")
NAMES = RESOLVED.names

PEOPLE = [Person(11, "cohort 1", 0, 3, 0), Person(12, "newcomers 1", 1, 0, 50)]
WORKERS = [Worker(21, TEAM, 0, 0, 0), Worker(22, TEAM, 0, 1, 900)]


def row(time: int, event: EventKind, person: int = NOBODY, **filled: int) -> tuple[int, ...]:
    """One row of a log; columns not named are not filled."""
    empty = dict.fromkeys(EVENT.names or (), NOBODY) | {"due": 0, "minutes": 0, "length": 0}
    return tuple((empty | {"time": time, "event": event, "person": person} | filled).values())


K = EventKind
RUN = Run(
    log=np.array(
        [
            row(0, K.WORKER_STARTED, service=TEAM, worker=0, detail=0),
            row(0, K.ARRIVED, 0, detail=0),
            row(0, K.NEED_IS, 0, need=0, level=2, detail=1),
            row(10, K.REFERRED, 0, service=TEAM, spell=0, need=0, level=2),
            row(20, K.WAITING, 0, service=TEAM, spell=0, need=0, level=2, due=10),
            row(50, K.ARRIVED, 1, detail=1),
            row(60, K.SPELL_STARTED, 1, service=TEAM, spell=1, worker=0, need=0, level=2),
            row(70, K.SPELL_STARTED, 0, service=TEAM, spell=0, worker=0, need=0, level=2),
            row(80, K.ENDED_PLANNED, 1, service=TEAM, spell=1, worker=0, need=0, level=0),
            row(90, K.CONTACT, 0, service=TEAM, spell=0, worker=0, need=0, level=2, minutes=50),
            row(95, K.SPELL_STARTED, 1, service=TEAM, spell=2, worker=0, need=0, level=2),
            row(99, K.SPELL_STARTED, 1, service=CAFE, spell=3, need=0, level=3),
            row(1_440, K.ENDED_UNPLANNED, 1, service=CAFE, spell=3, need=0, level=3),
            row(1_500, K.EXITED, 0, detail=0),
        ],
        dtype=EVENT,
    ),
    people=PEOPLE,
    workers=WORKERS,
    closes=2_000,
)

LOGGED = Logged(RUN, RESOLVED, Origin(seed=1, replication=1, scenario="0" * 64))
