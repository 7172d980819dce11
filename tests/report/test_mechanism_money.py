"""What each change of an arm does for its money: in the table of the page and in mechanisms.csv."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sim.laws import Floats
from sim.report.blocks import Block, Table
from sim.report.mechanism_money import money_blocks
from sim.studies.analyses.mechanisms import MechanismsAsked
from sim.studies.money import spending_of_changes
from sim.studies.statistics.estimates import Outcome, Setting, one_by_one
from sim.studies.statistics.mechanisms import How, Mechanisms, explain
from sim.studies.sweeps.study_file import read_study
from sim.tables.analyses import mechanism_rows

SCENARIO = """
throughline: 2
title: A team with switches
source: us
sources: {us: {kind: assumption, reference: made up}}
run: {length: 20 weeks}
price_year: 2024
people: {cohort: 10}
seeking:
  delay: {severe: {fixed: 1 week}}
  reseek_delay: {fixed: 1 week}
  entry: {severe: {team: 1}}
needs:
  distress:
    seek_level: 2
    states: {settled: 0, bad: 2}
    transitions:
      - {from: settled, to: bad, rate: 2 per year}
      - {from: bad, to: settled, rate: 2 per year}
services:
  team:
    workers: {posts: 1, contact_hours: 10, caseload: 20}
    contacts: {every: 1 week, length: 60 minutes}
    ends: {stay: 12 weeks}
    costs: {PRICES}
mechanisms:
  dear: {label: Dear and good, on: {services: {team: {support: 0.5}}}}
  good: {label: Cheap and good, on: {services: {team: {decision_delay: 1 day}}}}
  idle: {label: Idle, on: {services: {team: {label: Team}}}}
arms:
  today: {label: Today}
  other: {label: Other, mechanisms: [dear, good, idle]}
"""
STUDY = """
throughline_study: 1
title: Switches
scenario: scenario.yaml
replications: 6
outcomes: [OUTCOMES]
mechanisms: {}
"""


def asked_of(folder: Path, outcomes: str, prices: str = "post_year: 52000") -> MechanismsAsked:
    (folder / "scenario.yaml").write_text(SCENARIO.replace("PRICES", prices))
    (folder / "study.yaml").write_text(STUDY.replace("OUTCOMES", outcomes))
    (asked,) = read_study(folder / "study.yaml").analyses
    assert isinstance(asked, MechanismsAsked)
    return asked


def found_for(asked: MechanismsAsked, how: How = How.EVERY) -> Mechanisms:
    """Effects as they would be: `dear` costs 100 for 5 days, `good` saves 20 and 2 days."""

    def run(setting: Setting, first: int, count: int) -> Floats:
        assert isinstance(setting, frozenset)
        luck = np.array([(7 * r) % 5 - 2 for r in range(first, first + count)], float)
        cost = 1_000 + (100 + luck) * ("dear" in setting) - (20 - luck) * ("good" in setting)
        days = (
            60 - (5 + luck[::-1] / 9) * ("dear" in setting) - (2 + luck / 9) * ("good" in setting)
        )
        values = {"cost": cost, "unmet_need_days": days, "contacts": days}
        return np.stack([values[each] for each in asked.outcomes], axis=1)[:, np.newaxis]

    outcomes = [Outcome(at) for at in range(len(asked.outcomes))]
    changes = frozenset(asked.changes)
    return explain(one_by_one(run), frozenset(), changes, outcomes, asked.replications, how)


def test_cost_is_looked_at_beside_days_without_help_where_every_service_has_a_price(
    tmp_path: Path,
) -> None:
    assert asked_of(tmp_path, "unmet_need_days").outcomes == ("unmet_need_days", "cost")
    assert asked_of(tmp_path, "unmet_need_days", "").outcomes == ("unmet_need_days",)
    assert asked_of(tmp_path, "contacts").outcomes == ("contacts",)


def test_changes_are_listed_by_what_a_day_avoided_costs_and_why_others_have_no_such_cost(
    tmp_path: Path,
) -> None:
    asked = asked_of(tmp_path, "unmet_need_days")
    blocks: list[Block] = money_blocks(asked, found_for(asked))

    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert [row[0] for row in table.rows] == [
        "“Cheap and good” on",
        "“Dear and good” on",
        "“Idle” on",
    ]
    good, dear, idle = [row[-1] for row in table.rows]
    assert good == "not meaningful: it is both cheaper and better"
    assert dear.startswith("£20 (95 % interval: £")
    assert idle == "not meaningful: the days do not differ"


def test_both_ways_of_dividing_a_difference_give_the_cost_of_a_day(tmp_path: Path) -> None:
    asked = asked_of(tmp_path, "unmet_need_days")
    for how in (How.EVERY, How.ORDERS):
        ratio = spending_of_changes(asked.outcomes, found_for(asked, how))["dear"].ratio
        assert 19 < ratio < 21


def test_the_table_of_mechanisms_has_a_row_for_each_change(tmp_path: Path) -> None:
    asked = asked_of(tmp_path, "unmet_need_days")
    rows = [
        row for row in mechanism_rows(asked, found_for(asked)) if row[4] == "cost per day avoided"
    ]

    assert [(row[3], row[5]) for row in rows] == [
        ("£ 2024 per day", each) for each in ("dear", "good", "idle")
    ]
    assert [row[-2] for row in rows] == ["", "not meaningful", "not meaningful"]


def test_without_costs_there_is_no_table(tmp_path: Path) -> None:
    asked = asked_of(tmp_path, "unmet_need_days", "")
    assert not money_blocks(asked, found_for(asked))
