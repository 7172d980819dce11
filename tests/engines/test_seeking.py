"""Turning to services: one clock per person, for the worst need that nobody has in hand."""

from __future__ import annotations

import math
from pathlib import Path

from sim.events import NOWHERE, EventKind, Reason
from tests.engines.worlds import STEADY_NEED, minutes_of, play, tell, world

SOUGHT, CHANGED = EventKind.SOUGHT, EventKind.NEED_CHANGED
SERVICES = """
services:
  first: {capacity: {places: 0}}
  liaison: {capacity: unlimited, ends: {stay: 1 hour}, parallel: true}
"""
SEEKING = """
seeking:
  delay: {severe: 30 days, crisis: 2 hours}
  reseek_delay: 1 week
  entry: {severe: {first: 1}, crisis: {liaison: 1}}
"""


def one_way(to: str) -> str:
    """A severe need that moves once, to another state, at a time the seed decides."""
    return f"""
needs:
  distress:
    largest_ratio: 4
    seek_level: 2
    states: {{settled: 0, severe: 2, crisis: 3}}
    transitions: [{{from: severe, to: {to}, rate: 0.05 per day}}]
    start: {{severe: 1}}
"""


def test_people_turn_to_the_entry_service_of_their_level_after_the_delay_of_their_level(
    tmp_path: Path,
) -> None:
    resolved = world(tmp_path, "people: {cohort: 1}", STEADY_NEED, SEEKING, SERVICES)

    told = tell(play(resolved), resolved, SOUGHT, columns=("service", "need", "level"))
    assert told == [(43_200, "SOUGHT", "first", 0, 2)]


def test_more_trust_shortens_the_delay(tmp_path: Path) -> None:
    trusting = SEEKING.replace("reseek", "trust: 2\n  reseek")
    trust = "trust: {start: 0.75, reference: 0.5}"
    resolved = world(tmp_path, "people: {cohort: 1}\n", trust, STEADY_NEED, trusting, SERVICES)

    assert minutes_of(play(resolved), SOUGHT) == [round(43_200 * math.exp(-2 * 0.25))]


def test_the_clock_stops_when_no_need_qualifies_any_more(tmp_path: Path) -> None:
    resolved = world(tmp_path, "people: {cohort: 60}", one_way("settled"), SEEKING, SERVICES)
    run = play(resolved)

    settled = run.log[(run.log["event"] == CHANGED) & (run.log["time"] < 43_200)]["person"]
    assert 10 < len(settled) < 60
    sought = run.log[run.log["event"] == SOUGHT]
    assert set(sought["person"].tolist()) == set(range(60)) - set(settled.tolist())


def test_a_rise_to_a_worse_level_hastens_the_clock_and_never_delays_it(tmp_path: Path) -> None:
    resolved = world(tmp_path, "people: {cohort: 40}", one_way("crisis"), SEEKING, SERVICES)
    run = play(resolved)

    for person in range(40):
        rise = (minutes_of(run, CHANGED, person=person) or [10**9])[0]
        first = minutes_of(run, SOUGHT, person=person)[0]
        assert first == min(rise + 120, 43_200)


def test_a_route_to_nowhere_restarts_the_clock_with_the_reseek_delay(tmp_path: Path) -> None:
    entry = SEEKING.replace("severe: {first: 1}", "severe: {first: 0.001, nowhere: 0.999}")
    resolved = world(tmp_path, "people: {cohort: 1}", STEADY_NEED, entry, SERVICES)

    told = tell(
        play(resolved), resolved, SOUGHT, EventKind.NOWHERE_TO_GO, columns=("service", "detail")
    )
    assert told[:4] == [
        (43_200, "SOUGHT", NOWHERE, -1),
        (43_200, "NOWHERE_TO_GO", NOWHERE, Reason.SEEKING),
        (53_280, "SOUGHT", NOWHERE, -1),
        (53_280, "NOWHERE_TO_GO", NOWHERE, Reason.SEEKING),
    ]


def test_crisis_services_are_reachable_from_a_waiting_list_and_cost_no_place_in_it(
    tmp_path: Path,
) -> None:
    soon = SEEKING.replace("30 days", "1 minute")
    resolved = world(tmp_path, "people: {cohort: 20}", one_way("crisis"), soon, SERVICES)
    run = play(resolved)

    rise = minutes_of(run, CHANGED, person=0)[0]
    told = tell(run, resolved, SOUGHT, EventKind.SPELL_STARTED, EventKind.LEFT_WAITING)
    assert (rise + 120, "SOUGHT", "liaison") in told
    assert (rise + 120, "SPELL_STARTED", "liaison") in told
    assert minutes_of(run, EventKind.LEFT_WAITING) == []


def test_below_the_line_of_trust_people_seek_only_in_crisis(tmp_path: Path) -> None:
    trust = "trust: {start: 0.05, disengages_below: 0.1}"
    soon = SEEKING.replace("30 days", "1 minute")
    resolved = world(tmp_path, "people: {cohort: 30}\n", trust, one_way("crisis"), soon, SERVICES)
    run = play(resolved)

    assert minutes_of(run, EventKind.DISENGAGED) == [0] * 30
    assert set(run.log["level"][run.log["event"] == SOUGHT].tolist()) == {3}


def test_trust_that_rises_above_the_line_brings_people_back(tmp_path: Path) -> None:
    text = """
    people: {start: {from_table: here.csv}}
    trust: {start: 0.05, disengages_below: 0.1, rise: 0.1}
    seeking: {delay: {severe: 1 hour}, reseek_delay: 1 week, entry: {severe: {first: 1}}}
    services:
      first: {capacity: unlimited}
      group:
        covers: []
        capacity: unlimited
        contacts: {every: 1 day, length: 1 hour}
    """
    resolved = world(tmp_path, STEADY_NEED, text, table="id,service,status\nann,group,in_care\n")
    run = play(resolved)

    met = minutes_of(run, EventKind.CONTACT)[0]
    assert minutes_of(run, EventKind.REENGAGED) == [met]
    assert minutes_of(run, SOUGHT)[0] == met + 60


TWO_NEEDS = """
people: {cohort: 1}
needs:
  housing: {largest_ratio: 4, seek_level: 2, states: {stable: 0, lost: 2}, START_1}
  distress: {largest_ratio: 4, seek_level: 2, states: {settled: 0, severe: 2, crisis: 3}, START_2}
"""
HOUSING = "transitions: [{from: stable, to: lost, rate: 0 per year}], start: {lost: 1}"
DISTRESS = "transitions: [{from: settled, to: severe, rate: 0 per year}], start: {STATE: 1}"
ENTRIES = """
seeking: {delay: {severe: 1 hour, crisis: 1 hour}, reseek_delay: 1 week,
          entry: {severe: {first: 1}, crisis: {liaison: 1}}}
services:
  first: {covers: [housing], capacity: unlimited}
  liaison: {covers: [distress], capacity: unlimited}
"""


def two_needs(state: str) -> str:
    """Housing lost, and distress in that state."""
    text = TWO_NEEDS.replace("START_1", HOUSING)
    return text.replace("START_2", DISTRESS.replace("STATE", state))


def test_the_one_clock_is_for_the_worst_need(tmp_path: Path) -> None:
    resolved = world(tmp_path, two_needs("crisis"), ENTRIES)

    told = tell(play(resolved), resolved, SOUGHT, columns=("need", "level", "service"))
    assert told[:2] == [(60, "SOUGHT", 1, 3, "liaison"), (120, "SOUGHT", 0, 2, "first")]


def test_of_equally_bad_needs_the_first_of_the_file_comes_first(tmp_path: Path) -> None:
    entries = ENTRIES.replace("covers: [distress]", "covers: [distress], accepts: {levels: [3, 3]}")
    resolved = world(tmp_path, two_needs("severe"), entries)

    told = tell(play(resolved), resolved, SOUGHT, columns=("need", "service"))
    assert told[0] == (60, "SOUGHT", 0, "first")


def test_after_a_referral_that_helps_no_open_need_the_person_seeks_again(tmp_path: Path) -> None:
    """Turned away and sent on to where they are already, for something else."""
    text = """
    people: {start: {from_table: here.csv}}
    seeking: {delay: {severe: 1 hour}, reseek_delay: 1 week, entry: {severe: {first: 1}}}
    services:
      first:
        decision_delay: 1 day
        accepts: {levels: [3, 3]}
        capacity: unlimited
        routes: {turned_away: {group: 1}}
      group: {covers: [], capacity: unlimited}
    """
    resolved = world(tmp_path, STEADY_NEED, text, table="id,service,status\nann,group,in_care\n")
    run = play(resolved)

    assert minutes_of(run, SOUGHT)[:3] == [60, 60 + 1_500, 60 + 2 * 1_500]
    assert minutes_of(run, EventKind.ALREADY_KNOWN)[0] == 1_500


def test_a_handoff_stops_the_clock_that_the_ending_started(tmp_path: Path) -> None:
    """They wait from minute 1440 to 2940, then a new clock of two days begins."""
    text = """
    people: {start: {from_table: here.csv}}
    seeking: {delay: {severe: 2 days}, reseek_delay: 1 week, entry: {severe: {first: 1}}}
    services:
      first:
        capacity: {places: 1}
        ends: {stay: 1 day}
        routes: {finished_in_need: {second: 1}}
      second:
        capacity: {places: 0}
        patience: 25 hours
        routes: {left_waiting: {group: 1}}
      group: {covers: [], capacity: unlimited}
    """
    resolved = world(tmp_path, STEADY_NEED, text, table="id,service,status\nann,first,in_care\n")

    assert minutes_of(play(resolved), SOUGHT)[0] == 1_440 + 1_500 + 2_880


def test_within_the_fast_return_period_people_come_back_without_referral_and_assessment(
    tmp_path: Path,
) -> None:
    text = """
    people: {cohort: 1}
    seeking: {delay: {severe: 1 hour}, reseek_delay: 1 day, entry: {severe: {gp: 1}}}
    services:
      gp:
        capacity: unlimited
        ends: {stay: 1 hour}
        routes: {finished_in_need: {team: 1}}
      team:
        decision_delay: 1 day
        capacity: unlimited
        ends: {stay: 1 hour}
        fast_return: PERIOD
    """
    kinds = (SOUGHT, EventKind.REFERRED, EventKind.SPELL_STARTED)
    told = {}
    for period in ("1 day", "23 hours"):
        resolved = world(tmp_path, STEADY_NEED, text.replace("PERIOD", period))
        told[period] = tell(play(resolved), resolved, *kinds, since=1_621, until=4_500)

    # They leave the team at minute 1620 and seek help again a day later.
    assert told["1 day"][:3] == [
        (3_060, "SOUGHT", "team"),
        (3_060, "REFERRED", "team"),
        (3_060, "SPELL_STARTED", "team"),
    ]
    assert told["23 hours"][:2] == [(3_060, "SOUGHT", "gp"), (3_060, "REFERRED", "gp")]
