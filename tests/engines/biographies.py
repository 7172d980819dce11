"""What happened to each person, in words that do not depend on who or what else is there."""

from __future__ import annotations

from sim.events import NOBODY, EventKind, Run
from sim.resolved import Resolved

DETAIL_IS_A_SERVICE = (
    EventKind.REFERRED,
    EventKind.SPELL_STARTED,
    EventKind.HANDED_OFF_COLD,
    EventKind.HANDED_OFF_WARM,
    EventKind.HANDED_OFF_BLOCKED,
    EventKind.CONSULTED,
    EventKind.PAUSED,
    EventKind.ALREADY_KNOWN,
)
Life = list[tuple[int | str, ...]]


def biographies(run: Run, resolved: Resolved) -> dict[str, Life]:
    """Rows of each person by name: services by name, workers by key, spells in own order."""
    services = {NOBODY: "", **dict(enumerate(resolved.names.services))}
    workers = {NOBODY: NOBODY, **{n: worker.key for n, worker in enumerate(run.workers)}}
    workers |= {n: n for n in run.log["worker"].tolist() if n < NOBODY}  # of the service's pool
    lives: dict[str, Life] = {person.name: [] for person in run.people}
    spells: dict[str, dict[int, int]] = {person.name: {NOBODY: NOBODY} for person in run.people}
    for row in run.log[run.log["person"] != NOBODY].tolist():
        time, person, kind, service, spell, worker, other, *more, detail = row
        name = run.people[person].name
        own = spells[name].setdefault(spell, len(spells[name]))
        word = services[detail] if kind in DETAIL_IS_A_SERVICE else detail
        lives[name].append(
            (time, kind, services[service], own, workers[worker], workers[other], *more, word)
        )
    return lives


def inner_weather(run: Run) -> dict[tuple[str, int], list[tuple[int, int]]]:
    """Every change of every need, by person and need: (minute, state)."""
    paths: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for row in run.log:
        if row["event"] in (EventKind.NEED_IS, EventKind.NEED_CHANGED):
            whose = run.people[row["person"]].name, int(row["need"])
            paths.setdefault(whose, []).append((int(row["time"]), int(row["detail"])))
    return paths
