"""A scenario small enough to run in a moment, with two arms that differ and one that does not."""

from pathlib import Path

from sim.scenario import Scenario, load

CAFES = """\
throughline: 2
title: One talk, then a group
question: Does a second room shorten the wait?
source: ours
sources:
  ours: {kind: assumption, reference: chosen for tests}
run: {length: 1 year, warm_up: 4 weeks, replications: 3, seed: 1}
people:
  groups:
    north: {share: 0.5, label: North}
    south: {share: 0.5, label: South}
  arrivals:
    newcomers: {rate: 1 per day, to: talk}
services:
  talk:
    label: First talk
    capacity: {places: 1}
    ends: {stay: {exponential: {mean: 0.8 days}}}
    routes: {finished_settled: {group: 0.5, nowhere: 0.5}}
  group:
    label: Group
    capacity: {places: 4}
    ends: {stay: {exponential: {mean: 5 days}}}
    routes: {finished_settled: {nowhere: 1}}
workforce: {unequal: a second room is the question}
arms:
  one_room: {label: One room}
  two_rooms: {label: Two rooms, set: {services: {talk: {capacity: {places: 2}}}}}
  same_again: {label: One room again}
"""


def written(folder: Path, text: str = CAFES, name: str = "cafes.yaml") -> Path:
    """The scenario as a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def loaded(folder: Path, text: str = CAFES) -> Scenario:
    """The scenario, read from a file."""
    return load(written(folder, text))
