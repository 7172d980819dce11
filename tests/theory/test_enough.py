"""The least number of servers for a target of waits is the one that Erlang's formula gives.

Theory speaks of the long run, so the target has to hold in half of the futures. The rule: the share
of long waits in theory is under half of the target with as many servers as theory says, and over
twice the target with one fewer. Seven years then tell them apart: the answer has to be that number,
with an interval of no other value. (That waits themselves are those of theory is tested beside.)
"""

from __future__ import annotations

import math
from pathlib import Path

import sim
from tests.theory.formulas import erlang_c

ARRIVALS, SERVICE, WEEKS, LONG = 10, 1, 1, 0.03  # a week, in weeks, a long wait, most long waits
WORLD = """\
throughline: 2
title: A clinic
source: ours
sources: {ours: {kind: assumption, reference: chosen so that theory gives the answer}}
run: {length: 8 years, warm_up: 1 year, replications: 1, seed: 1}
people: {arrivals: {newcomers: {rate: 10 per week, to: clinic}}}
measures: {wait_weeks: [1]}
services:
  clinic:
    capacity: {places: 12}
    ends: {stay: {exponential: {mean: 1 week}}}
    routes: {finished_settled: {nowhere: 1}}
arms: {today: {label: Today}}
"""


def long_waits(servers: int) -> float:
    """The share of people who wait longer than so many weeks, in M/M/c."""
    faster = servers / SERVICE - ARRIVALS
    return erlang_c(servers, ARRIVALS * SERVICE) * math.exp(-faster * WEEKS)


def test_the_least_servers_for_a_target_of_waits_are_those_of_erlang_c(tmp_path: Path) -> None:
    least = next(each for each in range(11, 20) if long_waits(each) <= LONG)
    assert long_waits(least) < LONG / 2 < 2 * LONG < long_waits(least - 1)

    path = tmp_path / "clinic.yaml"
    path.write_text(WORLD, encoding="utf-8")
    found = sim.find(
        sim.Scenario.load(path),
        f"wait_to_start.clinic.over_{WEEKS}_weeks <= {100 * LONG:g} %",
        least="services.clinic.capacity.places",
        low=11,
        high=15,
        sure=0.5,
        futures=30,
    )

    (answer,) = found.table.sql("SELECT value, low, high FROM this WHERE kind = 'least'")
    assert answer == (least, least, least)
