"""Logs written by hand, in which two things lie just as far apart as a rule asks, or beside it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.events import EVENT, EventKind, Exit, Person, Run, Window
from sim.resolved import Resolved
from sim.units import DAY, HOUR
from tests.third_reading.shipped import arms

E = EventKind
BEGIN = 10 * DAY
BESIDE = (-1, 0, 1)


class Log:
    """Writes rows about one person."""

    def __init__(self, resolved: Resolved) -> None:
        self.resolved = resolved
        self.rows: list[np.ndarray] = []
        self.note(0, E.ARRIVED, service=-1, detail=0)
        for need in range(len(resolved.names.needs)):
            self.note(0, E.NEED_IS, need=need, level=0, detail=0)

    def note(self, time: int, event: EventKind, **columns: int) -> None:
        """Write one row."""
        row = np.full(1, -1, EVENT)
        row["time"], row["event"], row["person"] = time, event, 0
        row["due"] = row["minutes"] = row["length"] = 0
        for name, value in columns.items():
            row[name] = value
        self.rows.append(row)

    def stay(self, service: int, begins: int, ends: int, spell: int, kind: EventKind) -> None:
        """A referral that is accepted at once, and the spell until it ends."""
        about = {"service": service, "spell": spell, "need": 0, "level": 0}
        for event in (E.REFERRED, E.ACCEPTED, E.WAITING, E.SPELL_STARTED):
            self.note(begins, event, due=begins if event != E.ACCEPTED else 0, **about)
        self.note(ends, kind, detail=0, **about)

    def run(self, closes: int) -> tuple[Run, Resolved]:
        """The rows up to the close in order of time, and the arm with a window until then."""
        log = np.concatenate(sorted(self.rows, key=lambda row: int(row["time"][0])))
        person = Person(key=1, name="somebody", group=0, attributes=0, arrived=0)
        arm = self.resolved._replace(
            numbers=self.resolved.numbers._replace(closes=closes),
            measuring=self.resolved.measuring._replace(window=Window(0, closes)),
        )
        return Run(log[log["time"] < closes], [person], [], closes), arm


def on_the_minute() -> Iterator[tuple[str, Run, Resolved]]:
    """Every such log, with what lies where in it."""
    for beside in BESIDE:
        for lasts in (72 * HOUR, 90 * DAY, 365 * DAY):
            for what in ("contact", "crisis", "exit", "close", "referral"):
                yield (
                    f"{what} {lasts + beside} minutes after a stay",
                    *_after_stay(what, lasts + beside),
                )
        for days in (1, 30, 60):
            yield f"contact {days} days and {beside} minutes due", *_late(days * DAY + beside)


def _after_stay(what: str, later: int) -> tuple[Run, Resolved]:
    resolved = arms("cen_community")[0]
    services = resolved.numbers.services
    ward = int(np.flatnonzero(services.continuous)[0])
    team = int(np.flatnonzero(~services.continuous)[0])
    log = Log(resolved)
    log.stay(ward, BEGIN, BEGIN + DAY, 0, E.ENDED_PLANNED)
    then = BEGIN + DAY + later
    if what == "contact":
        log.note(then, E.CONTACT, service=team, spell=1, need=0, level=0, due=then, detail=32)
    elif what == "crisis":
        log.note(then, E.NEED_CHANGED, need=0, level=3, detail=0)
    elif what == "referral":
        log.note(then, E.REFERRED, service=team, spell=1, need=0, level=0, detail=-1)
    elif what == "exit":
        log.note(then, E.EXITED, detail=Exit.DIED)
    return log.run(then if what == "close" else then + 400 * DAY)


def _late(by: int) -> tuple[Run, Resolved]:
    resolved = arms("cen_community")[0]
    log = Log(resolved)
    team = int(np.flatnonzero(~resolved.numbers.services.continuous)[0])
    about = {"service": team, "need": 0, "level": 2}
    log.note(BEGIN, E.NEED_CHANGED, need=0, level=3, detail=0)
    log.note(BEGIN, E.EPISODE_BEGAN, need=0, level=3)
    log.note(BEGIN, E.CONTACT, spell=0, due=BEGIN, detail=0, **about)
    log.note(BEGIN + by, E.CONTACT, spell=0, due=BEGIN, detail=0, **about)
    return log.run(BEGIN + by + 100 * DAY)
