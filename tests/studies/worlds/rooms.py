"""A small scenario of two rooms in which a few numbers have a range."""

from pathlib import Path

from sim.engines.choosing import Engine
from sim.studies.execution import here
from sim.studies.planning import Choices
from sim.studies.running import Plan, carry_out, plan
from sim.studies.sizes import Size
from sim.studies.store import Store
from sim.studies.study import Study
from sim.studies.worlds.planning import plan_worlds, wanted
from sim.studies.worlds.running import run_worlds, with_worlds
from tests.studies.scenarios import loaded

SIZE = Size(20)
ROOMS = """\
throughline: 2
title: Two rooms
question: Does a second room shorten the wait?
source: ours
sources:
  ours: {kind: assumption, reference: chosen for tests}
  counted: {kind: local_data, reference: counted for tests}
run: {length: 1 year, warm_up: 4 weeks, replications: 2, seed: 5}
people:
  arrivals:
    newcomers:
      rate: {value: 1 per day, low: 0.6 per day, high: 1.6 per day, source: counted}
      to: talk
services:
  talk:
    label: The room
    capacity: {places: 1}
    ends: {stay: {exponential: {mean: {value: 0.8 days, low: 0.5 days, high: 1.3 days}}}}
    routes: {finished_settled: {nowhere: 1}}
workforce: {unequal: the second arm has one room more}
arms:
  one_room: {label: One room}
  two_rooms: {label: Two rooms, set: {services: {talk: {capacity: {places: 2}}}}}
compare:
  family: [wait_to_start.talk.mean, list_length]
  smallest_difference: {wait_to_start.talk.mean: 0.5}
"""


def planned(folder: Path, text: str = ROOMS) -> Plan:
    """The plan of the scenario."""
    return plan(loaded(folder, text), Choices())


def study(folder: Path, text: str = ROOMS, size: Size = SIZE) -> Study:
    """The finished study, with its worlds."""
    central = planned(folder, text)
    found = carry_out(central, folder / "kept", workers=1)
    asked = wanted(central, size)
    assert asked is not None
    beside = plan_worlds(central, asked)
    title = central.scenario.title
    with Store(folder / "kept", Engine.FAST, central.digest, title) as store:
        return with_worlds(found, beside, run_worlds(beside, store, Engine.FAST, here))
