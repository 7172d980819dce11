"""Small trees and sound scenarios, made from text."""

from pathlib import Path

from sim.scenario import Scenario
from sim.scenario.reading import from_tree
from sim.scenario.written import Block, vouch
from sim.scenario.yaml_nodes import read_tree

HERE = Path(__file__).parent
EXAMPLE = HERE / "example.yaml"

SMALL = """\
throughline: 2
title: Two services
source: ours
sources:
  ours: {kind: assumption, reference: made up for this test}
  theirs: {kind: expert, reference: the team}
run: {length: 2 years}
people: {arrivals: {newcomers: {rate: 80 per year, to: gp}}}
services:
  gp:
    ends: {stay: 6 weeks}
    routes: {finished_in_need: {team: 0.5, nowhere: 0.5}}
  team:
    accepts: {probability: 0.76}
    decision_delay: {uniform: {low: 3 days, high: 14 days}}
    capacity: {places: 5}
    ends: {stay: {exponential: {mean: 40 weeks}}}
"""


def tree(text: str, file: str = "x.yaml") -> Block:
    """The tree of a text, with its sources."""
    result = read_tree(text, file)
    vouch(result)
    return result


def scenario(text: str = SMALL) -> Scenario:
    """A sound scenario."""
    return from_tree(tree(text))
