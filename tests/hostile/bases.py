"""The sound files that mutants are made from, each so short that a run takes a moment."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.hostile.trees import Block, put, read, read_file
from tests.studies.analyses.worlds import BOTH_SIDES, HEAD as SWITCHES
from tests.studies.scenarios import CAFES
from tests.studies.sweeps.studies import STUDY

TESTS = Path(__file__).parents[1]
SHIPPED = TESTS.parent / "scenarios"
STUDIED = TESTS / "broken_studies" / "scenario"
SHORT: Mapping[str, object] = {
    "run.length": "60 days",
    "run.warm_up": "10 days",
    "run.replications": 1,
}
FEW: Mapping[str, object] = {**SHORT, "people.cohort": 40}
START = """\
id,group,service,status,days_so_far,relationship,trust,distress,housing
a,recorded,team,in_care,30,0.5,0.4,bad,pressing
b,other,team,waiting,3,,,good,
c,,gp,in_care,1.5,0.1,,,steady
d,recorded,,,,,0.9,crisis,
e,other,therapy,waiting,12,0,0,settled,steady
f,other,ward,in_care,2,0.25,0.25,crisis,pressing
"""
DESIGN = """\
services.group.capacity.places,people.arrivals.newcomers.rate
2,1 per day
3,0.5 per day
6,2 per day
"""
TABLE_STUDY = """\
throughline_study: 1
title: Cafes
scenario: cafes.yaml
set: {run.length: 20 weeks}
replications: 2
outcomes: [list_length]
design: {table: design.csv}
"""
ANALYSES = (
    "arms: [one_room, both]\nmechanisms: {how: orders}\n",
    "arms: [one_room, both]\nmechanisms: {how: every subset}\n",
    "arms: [one_room, both]\nbreak_even: {lever: people.arrivals.newcomers.rate, "
    "measure: list_length, values: 3, first: 3, ceiling: 6}\n",
    f"levers: {{places: {{{BOTH_SIDES}, values: [2, 6]}}}}\narms: [one_room, both]\n"
    "precision: {within: {list_length: 1.5}, floor: 2, ceiling: 6, batch: 2}\n",
    f"levers: {{places: {{{BOTH_SIDES}, values: [2, 6]}}}}\ndesign: grid\n",
    "select: {measure: list_length, zone: 0.5, first: 4, ceiling: 6, batch: 2}\n",
    "arms: [one_room]\nfind: {least: services.talk.capacity.places, low: 1, high: 3, "
    "so_that: list.talk <= 1, by: month 4, futures: 20}\n",
    "arms: [one_room, both]\nuncertainties: {people.arrivals.newcomers.rate: range}\n"
    "sensitivity: {method: morris, outcomes: [list_length]}\n",
)


@cache
def scenarios() -> dict[str, Block]:
    """Scenarios by the name of their file."""
    found = {
        "cafes": _shortened(read(CAFES), SHORT),
        "queue": _shortened(read_file(SHIPPED / "queue.yaml"), SHORT),
        "everything": _shortened(read_file(TESTS / "golden" / "everything.yaml"), FEW),
        "example": _shortened(read_file(TESTS / "scenario" / "example.yaml"), FEW),
    }
    for name in ("bristol", "leicester"):
        found[name] = _shortened(read_file(SHIPPED / f"{name}.yaml"), SHORT)
    for name in ("cen_community", "large"):
        found[name] = _shortened(read_file(SHIPPED / f"{name}.yaml"), FEW)
    return found


@cache
def studies() -> tuple[Block, ...]:
    """Studies of the small scenarios beside them."""
    switches = SWITCHES.replace("replications: 3", "replications: 2")
    return (
        read(STUDY.replace("replications: 3", "replications: 2")),
        read(TABLE_STUDY),
        *(read(switches + each) for each in ANALYSES),
    )


def _shortened(tree: Block, settings: Mapping[str, object]) -> Block:
    for path, value in settings.items():
        put(tree, path, value)
    return tree
