"""Makes tables of records for tests by hand; times are in days, at noon."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.events import Window
from sim.laws import Ints
from sim.measures.recorded.measuring import measure_recorded
from sim.measures.recorded.tables import (
    NEVER,
    UNKNOWN,
    Closed,
    Contacts,
    How,
    Links,
    Outcome,
    People,
    Recorded,
    Referrals,
    Source,
    Staff,
    Stays,
)
from sim.units import DAY

TEAM, THERAPY, WARD = 0, 1, 2
SERVICES = ("team", "therapy", "ward")


class Made(NamedTuple):
    """A referral with the days of its attended contacts."""

    received: int
    contacts: tuple[int, ...] = ()
    closed: int = NEVER
    why: int = Closed.COMPLETE
    person: int = 0
    service: int = TEAM
    rejected: int = NEVER
    decided: int = NEVER
    worker: int = 0
    missed: tuple[int, ...] = ()
    silent: int = NEVER


class Stay(NamedTuple):
    """A stay in hospital, by days."""

    start: int
    end: int
    person: int = 0


def minute(day: int) -> int:
    return NEVER if day == NEVER else day * DAY + DAY // 2


def column(values: Sequence[int]) -> Ints:
    return np.array(values, np.int64)


def records(
    *referrals: Made,
    stays: Sequence[Stay] = (),
    days: int = 365,
    opens: int = 0,
    died: dict[int, int] | None = None,
    groups: Sequence[int] = (),
    staff: Sequence[tuple[int, int, int, int]] = (),
    **more: Any,
) -> Recorded:
    """Records of these referrals in a window of so many days; `staff`: worker, service, days."""
    made = sorted(referrals, key=lambda each: (each.received, each.person, each.service))
    people = 1 + max([0, *(each.person for each in made), *(each.person for each in stays)])
    lasting = sorted(stays)
    return Recorded(
        begins=datetime.date(2025, 1, 1),
        window=Window(opens * DAY, days * DAY),
        taken=days * DAY,
        services=SERVICES,
        groups=("younger", "older") if groups else ("all",),
        areas=(),
        continuous=np.array([False, False, True]),
        timed=True,
        referrals=_referrals(made),
        contacts=_contacts(made),
        stays=Stays(
            person=column([each.person for each in lasting]),
            service=column([WARD] * len(lasting)),
            start=column([minute(each.start) for each in lasting]),
            end=column([minute(each.end) for each in lasting]),
        ),
        staff=Staff(
            worker=column([row[0] for row in staff]),
            service=column([row[1] for row in staff]),
            start=column([minute(row[2]) for row in staff]),
            end=column([minute(row[3]) for row in staff]),
            wte=np.ones(len(staff)),
        ),
        people=People(
            died=column([minute((died or {}).get(at, NEVER)) for at in range(people)]),
            group=column(list(groups) or [0] * people),
            area=column([UNKNOWN] * people),
        ),
        **more,
    )


def _referrals(made: Sequence[Made]) -> Referrals:
    return Referrals(
        person=column([each.person for each in made]),
        service=column([each.service for each in made]),
        received=column([minute(each.received) for each in made]),
        decided=column([minute(each.decided) for each in made]),
        rejected=column([minute(each.rejected) for each in made]),
        rejected_why=column([0] * len(made)),
        closed=column([minute(each.closed) for each in made]),
        closed_why=column([each.why for each in made]),
        silent=column([minute(each.silent) for each in made]),
        source=column([Source.OUTSIDE] * len(made)),
        onward=column([NEVER] * len(made)),
    )


def _contacts(made: Sequence[Made]) -> Contacts:
    rows = sorted(
        (minute(day), at, outcome)
        for at, each in enumerate(made)
        for outcome, on in ((Outcome.ATTENDED, each.contacts), (Outcome.MISSED, each.missed))
        for day in on
    )
    return Contacts(
        referral=column([at for _, at, _ in rows]),
        person=column([made[at].person for _, at, _ in rows]),
        service=column([made[at].service for _, at, _ in rows]),
        at=column([time for time, _, _ in rows]),
        outcome=column([outcome for _, _, outcome in rows]),
        minutes=column([UNKNOWN] * len(rows)),
        how=column([How.FACE_TO_FACE] * len(rows)),
        worker=column([made[at].worker for _, at, _ in rows]),
    )


def measured(recorded: Recorded, links: Links | None = None) -> dict[str, float]:
    """The measures of everyone by name."""
    rows = measure_recorded(recorded, None, links)
    return {row.measure: row.value for row in rows if row.group == "everyone"}
