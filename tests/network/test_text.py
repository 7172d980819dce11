"""What `sim check` says of a scenario, in words."""

from __future__ import annotations

from pathlib import Path

from sim.network import check_text, what_is_known
from sim.resolving import resolve
from sim.scenario import Scenario
from tests.network.test_findings import WORLD
from tests.resolving.worlds import a_scenario

RANGED = (
    WORLD.replace("people: {cohort: 10}", "people: {cohort: {value: 10, low: 5, high: 30}}")
    .replace("probability: 0.7", "probability: {value: 0.7, low: 0.6, high: 0.8, source: seen}")
    .replace("patience: 1 week", "patience: {value: 1 week, low: 0 days, high: 1 week}")
)


def said(scenario: Scenario) -> list[str]:
    arms = {arm: resolve(scenario, arm) for arm in scenario.arm_names}
    return check_text(scenario, arms).splitlines()


def test_a_finding_is_said_once_with_the_arms_it_holds_in(tmp_path: Path) -> None:
    lines = said(a_scenario(tmp_path, WORLD))
    assert "  - gp ends after 1 contact; 20 % of people still in need go nowhere." in lines
    cliff = "  - team ends after a time; 30 % of people still in need go nowhere."
    assert f"{cliff} [handing_on and advising]" in lines
    assert lines.count("  - specialist: no entry, arrival or route leads there. [apart]") == 1


def test_loads_and_places_are_said_by_service(tmp_path: Path) -> None:
    lines = said(a_scenario(tmp_path, WORLD))
    assert "  - gp: takes as many as come" in lines
    ward = (
        "how full it gets, only a run can tell, room for 2, starts about 73 people a year when full"
    )
    assert f"  - ward: {ward} (10 days each)" in lines
    assert any(line.split() == ["Places:", "ward", "(places)", "2", "2", "2"] for line in lines)


def test_refused_comparisons_are_said_with_the_way_out(tmp_path: Path) -> None:
    more = WORLD.replace(
        "handing_on: {}", "handing_on: {set: {services: {ward: {capacity: {places: 3}}}}}"
    )
    text = "\n".join(said(a_scenario(tmp_path, more)))
    assert "Places: ward: 3 in handing_on, 2 in advising, 2 in apart." in text
    assert "They will not be compared." in text
    allowed = more + "workforce: {unequal: it is the question}\n"
    text = "\n".join(said(a_scenario(tmp_path, allowed)))
    assert "Compared all the same, because: it is the question" in text


def test_numbers_are_counted_by_who_vouches_for_them_and_by_how_sure_they_are(
    tmp_path: Path,
) -> None:
    scenario = a_scenario(tmp_path, RANGED)
    known = what_is_known(scenario)
    assert known.by_kind["published"] == 1
    assert known.total == known.assumed + 1
    assert known.with_range == 2
    assert [(each.path, each.value, each.low, each.high) for each in known.widest] == [
        ("people.cohort", "10", "5", "30"),
        ("services.gp.patience.fixed", "1 week", "0 days", "1 week"),
    ]
    assert known.widest[0].width == 2.5


def test_what_only_an_arm_says_is_counted_too(tmp_path: Path) -> None:
    common = what_is_known(a_scenario(tmp_path, WORLD)).total
    more = WORLD.replace("handing_on: {}", "handing_on: {set: {services: {gp: {support: 0.3}}}}")
    assert what_is_known(a_scenario(tmp_path, more)).total == common + 1


VARYING = """
people:
  arrivals:
    newcomers:
      {rate: 10 per week, to: ward, growth: 4 % per year, season: {jan: 1.6}, week: {sun: 0.3}}
    others: {rate: 1 per week, to: team, week: {mon: 1.2, tue: 0.8}}
services:
  ward: {capacity: {places: 10, week: {sun: 0}}, ends: {stay: 1 day}}
  team:
    workers: {posts: 2, contact_hours: 10, caseload: 3, season: {dec: 1.5}}
    contacts: {every: 1 week, length: 1 hour}
"""
UNDATED = "  - This run has no dates: its months have 43,830 minutes each and the first one is Jan"


def test_what_varies_over_the_year_and_the_week_is_said(tmp_path: Path) -> None:
    lines = said(a_scenario(tmp_path, VARYING))
    at = lines.index("Over the year and over the week")
    assert lines[at + 1 : at + 7] == [
        f"  - {words}"
        for words in (
            "newcomers: 4 % per year on the rate as declared, in monthly steps from the first "
            "month on.",
            "newcomers: `season` makes the rate 1.05 times the declared one, on average.",
            "newcomers: `week` makes the rate 0.9 times the declared one, on average.",
            "others: `week` makes the rate 1 times the declared one, on average.",
            "ward: `week` makes its places 0.8571 times the declared ones, on average.",
            "team: `season` opens and closes posts. The workers of posts that close leave, and "
            "their people lose them.",
        )
    ]
    assert lines[at + 7].startswith(UNDATED)


PATTERNED = """
people:
  arrivals:
    listed: {at: [3 days, day 2 09:00, 500 years], to: ward}
    newcomers: {rate: 1 per week, to: ward, pattern: {every: 2 weeks, factors: [1, 0.5]}}
services:
  ward:
    capacity: {places: 10, pattern: {every: 3 days, factors: [1, 1, 0.4]}}
    ends: {stay: 1 day}
  team:
    workers:
      {posts: 2, contact_hours: 10, caseload: 3, pattern: {every: 2 weeks, factors: [1, 0.5]}}
    contacts: {every: 1 week, length: 1 hour}
"""


def test_lists_and_patterns_are_said(tmp_path: Path) -> None:
    text = PATTERNED.replace("to: ward, pattern", "to: team, pattern")
    lines = said(a_scenario(tmp_path, text))
    at = lines.index("Listed arrivals")
    assert lines[at + 1] == (
        "  - listed: 3 people are listed, 1 of them after the end of the run: they never arrive."
    )
    at = lines.index("Over the year and over the week")
    assert lines[at + 1 : at + 4] == [
        "  - newcomers: `pattern` makes the rate 0.75 times the declared one, on average.",
        "  - ward: `pattern` makes its places 0.8 times the declared ones, on average.",
        "  - team: `pattern` opens and closes posts. The workers of posts that close leave, and "
        "their people lose them.",
    ]
