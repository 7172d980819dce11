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
throughline: 1
title: A small world
source: ours
sources:
  ours: {kind: assumption, reference: made up for a test}
run: {length: 12 weeks}
"""

Line = tuple[int | str, ...]


def world(folder: Path, text: str, arm: str = "baseline", table: str = "") -> Resolved:
    """One arm of the scenario in a text; `table` is the starting table `here.csv`."""
    (folder / "here.csv").write_text(table, encoding="utf-8")
    path = folder / "world.yaml"
    path.write_text(HEAD + dedent(text), encoding="utf-8")
    return resolve(load(path), arm)


def play(resolved: Resolved, seed: int = 1, replication: int = 0) -> Run:
    """One run, its books balanced after every step."""
    return Reference(resolved, seed, replication, check_every_step=True).run_out()


def tell(
    run: Run, resolved: Resolved, *kinds: EventKind, columns: tuple[str, ...] = ("service",)
) -> list[Line]:
    """Rows of some kinds as (minute, kind, columns…), services by name."""
    names = resolved.names.services
    told: list[Line] = []
    for row in run.log:
        if row["event"] not in kinds:
            continue
        cells: list[int | str] = [int(row["time"]), EventKind(row["event"]).name]
        for column in columns:
            value = int(row[column])
            cells.append(names[value] if column == "service" and value >= 0 else value)
        told.append(tuple(cells))
    return told
