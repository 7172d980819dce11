"""Small worlds for engine tests, written as people write them, and logs that read as stories."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from sim.engines.reference import Reference
from sim.events import EventKind, Run
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load

HEAD = """
throughline: 2
title: A small world
source: ours
sources:
  ours: {kind: assumption, reference: made up for a test}
run: {length: 12 weeks}
"""

STEADY_NEED = """
needs:
  distress:
    largest_ratio: 4
    seek_level: 2
    states: {settled: 0, severe: 2}
    transitions: [{from: settled, to: severe, rate: 0 per year}]
    start: {severe: 1}
"""

SEEKING_THE_FIRST = """
seeking: {delay: {severe: 10 minutes}, reseek_delay: 1 week, entry: {severe: {first: 1}}}
"""
"""People seek help at minute 10, at the service `first`."""

ROUND_THE_CLOCK = (
    "{days: [mon, tue, wed, thu, fri, sat, sun], from: '00:00', to: '24:00'}, contact_hours: 168"
)
"""Working hours in which an hour's contact takes an hour, at any time."""

Line = tuple[int | str, ...]


def clinic(
    contacts: str, *, people: int = 1, hours: str = "contact_hours: 20", more: str = ""
) -> str:
    """One worker at `first`; people come at minute 10, a Monday before office hours."""
    return f"""
people: {{cohort: {people}}}
services:
  first:
    workers: {{posts: 1, caseload: 9, {hours}}}
    contacts: {contacts}
    {more}
"""


def world(
    folder: Path, *texts: str, arm: str = "baseline", table: str = "", run: str = ""
) -> Resolved:
    """One arm of the scenario that the texts make.

    `table` is the starting table `here.csv`, and `run` the block of that name.
    """
    (folder / "here.csv").write_text(dedent(table).lstrip(), encoding="utf-8")
    path = folder / "world.yaml"
    head = HEAD.replace("run: {length: 12 weeks}", f"run: {run}") if run else HEAD
    path.write_text("".join(dedent(text) for text in (head, *texts)), encoding="utf-8")
    return resolve(load(path), arm)


def engine(resolved: Resolved, seed: int = 1, replication: int = 0) -> Reference:
    """An engine that checks conservation after every step."""
    return Reference(resolved, seed, replication, check_every_step=True)


def play(resolved: Resolved, seed: int = 1, replication: int = 0) -> Run:
    """One run of such an engine."""
    return engine(resolved, seed, replication).run_out()


def tell(
    run: Run,
    resolved: Resolved,
    *kinds: EventKind,
    columns: tuple[str, ...] = ("service",),
    since: int = 0,
    until: int | None = None,
) -> list[Line]:
    """Rows of some kinds as (minute, kind, columns…), services by name, both minutes included."""
    names = resolved.names.services
    told: list[Line] = []
    for row in run.log:
        late = until is not None and row["time"] > until
        if row["event"] not in kinds or row["time"] < since or late:
            continue
        cells: list[int | str] = [int(row["time"]), EventKind(row["event"]).name]
        for column in columns:
            value = int(row[column])
            cells.append(names[value] if column == "service" and value >= 0 else value)
        told.append(tuple(cells))
    return told


def minutes_of(run: Run, kind: EventKind, **where: int) -> list[int]:
    """Minutes of the rows of a kind whose columns have these values."""
    rows = run.log[run.log["event"] == kind]
    for column, value in where.items():
        rows = rows[rows[column] == value]
    return [int(time) for time in rows["time"]]
