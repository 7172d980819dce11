"""Small scenarios for tests, written the way people write them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import Scenario, load

HEAD = """
throughline: 2
title: A small world
source: ours
sources:
  ours: {kind: assumption, reference: made up for a test}
  seen: {kind: published, reference: a paper}
run: {length: 2 years, warm_up: 26 weeks}
"""
ONE_SERVICE = """
people: {arrivals: {newcomers: {rate: 1 per day, to: clinic}}}
services:
  clinic: {capacity: {places: 2}, ends: {stay: {exponential: {mean: 1 day}}}}
"""
ONE_NEED = """
needs:
  distress:
    largest_ratio: 4
    seek_level: 2
    states: {settled: 0, mild: 1, severe: 2, crisis: 3}
    transitions:
      - {from: settled, to: mild, rate: 1 per year}
      - {from: mild, to: settled, rate: 2 per year}
      - {from: mild, to: severe, rate: 3 per year}
      - {from: severe, to: mild, rate: 4 per year}
      - {from: severe, to: crisis, rate: 1 per year}
      - {from: crisis, to: severe, rate: 6 per year}
seeking:
  delay: {severe: {exponential: {mean: 2 weeks}}, crisis: 1 day}
  reseek_delay: 4 weeks
  entry: {severe: {clinic: 1}, crisis: {clinic: 1}}
people: {cohort: 10}
services:
  clinic: {capacity: {places: 2}, ends: {stay: {exponential: {mean: 1 day}}}}
"""


def a_scenario(folder: Path, text: str, **files: str) -> Scenario:
    """The scenario of a text under the usual head, with other files beside it."""
    for name, contents in files.items():
        (folder / f"{name}.csv").write_text(contents, encoding="utf-8")
    path = folder / "world.yaml"
    path.write_text(HEAD + dedent(text), encoding="utf-8")
    return load(path)


def resolved(folder: Path, text: str, arm: str = "baseline", **files: str) -> Resolved:
    """One arm of such a scenario, ready to run."""
    return resolve(a_scenario(folder, text, **files), arm)
