"""People who leave because they have been settled for long, and return when a need does."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from sim.draws import NO_NAME, Purpose, uniform, uniform_pair
from sim.engines import fast
from sim.engines.reference import Reference
from sim.events import EventKind, EventLog, Exit, Run
from sim.measures import measure
from sim.measures.monthly import columns_of
from sim.measures.monthly_log import monthly
from sim.resolved import Resolved
from sim.tables.log_tables import LOG_TABLES, Logged, Origin
from sim.units import DAY, WEEK, YEAR
from tests.engines.worlds import engine, minutes_of, play, world

EXITED, RETURNED = EventKind.EXITED, EventKind.RETURNED

CALM = """
needs:
  distress:
    largest_ratio: 4
    seek_level: 2
    states: {settled: 0, mild: 1, severe: 2}
    transitions:
      - {from: settled, to: mild, rate: 0 per year}
      - {from: severe, to: settled, rate: RECOVERY per year}
    start: {START: 1}
"""
CARE = """
seeking: {delay: {severe: 10 minutes}, reseek_delay: 1 week, entry: {severe: {first: 1}}}
services:
  first: {capacity: {places: 9}, ends: {stay: 3 weeks}, routes: {finished_settled: {nowhere: 1}}}
"""


TWO = "seek_level: 2"


def needs(start: str = "settled", recovery: str = "0") -> str:
    return CALM.replace("START", start).replace("RECOVERY", recovery)


def people(settled_for: str, *, cohort: int = 1, more: str = "") -> str:
    returns = "returns: {need: distress, state: severe}"
    return f"""
people: {{cohort: {cohort}}}
leaving: {{settled_for: {{{settled_for}, {returns}}}{more}}}
"""


def rows(run: Run, *kinds: EventKind, person: int = 0) -> EventLog:
    found: EventLog = run.log[np.isin(run.log["event"], kinds) & (run.log["person"] == person)]
    return found


def values(run: Run, resolved: Resolved) -> dict[str, float]:
    return {row.measure: row.value for row in measure(run, resolved)}


def test_who_is_settled_for_so_long_is_away_and_their_time_does_not_count(tmp_path: Path) -> None:
    resolved = world(tmp_path, needs(), people("for: 2 weeks"), CARE)
    run = play(resolved)

    (exit_,) = rows(run, EXITED)
    assert (exit_["time"], exit_["detail"]) == (2 * WEEK, Exit.SETTLED)
    assert values(run, resolved)["person_years"] == pytest.approx(2 * WEEK / YEAR)
    assert values(run, resolved)["people_left"] == 1


def test_level_1_counts_as_settled_unless_the_file_says_otherwise(tmp_path: Path) -> None:
    mild = play(world(tmp_path, needs("mild"), people("for: 2 weeks"), CARE))
    strict = play(world(tmp_path, needs("mild"), people("level: 0, for: 2 weeks"), CARE))

    assert minutes_of(mild, EXITED) == [2 * WEEK]
    assert minutes_of(strict, EXITED) == []


def test_the_clock_runs_only_without_any_service_and_begins_anew(tmp_path: Path) -> None:
    """The need settles soon, and the spell goes on for its three weeks."""
    text = needs("severe", "4000")
    run = play(world(tmp_path, text, people("for: 2 weeks"), CARE))

    (ended,) = rows(run, EventKind.ENDED_PLANNED)
    (settled,) = rows(run, EventKind.NEED_CHANGED)
    assert settled["time"] < ended["time"]
    assert minutes_of(run, EXITED) == [ended["time"] + 2 * WEEK]


def test_a_person_returns_in_need_with_what_was_remembered(tmp_path: Path) -> None:
    trust = "\ntrust: {start: 0.1, disengages_below: 0.2}\n"
    resolved = world(tmp_path, needs(), people("for: 1 week, recurrence: 20 per year"), CARE, trust)
    run = play(resolved)

    key = run.people[0].key
    u = float(uniform(1, 0, int(Purpose.RECURRENCE), NO_NAME, key, 0))
    away = round(-math.log(u) / (20 / YEAR))
    (back,) = rows(run, RETURNED)
    assert back["time"] == WEEK + away
    after = run.log[(run.log["time"] == back["time"]) & (run.log["person"] == 0)]
    assert [EventKind(kind).name for kind in after["event"]] == [
        "RETURNED",
        "NEED_IS",
        "DISENGAGED",
        "EPISODE_BEGAN",
    ]
    assert after["level"][1] == 2
    assert len(run.people) == 1, "the person keeps their number"


def test_who_returns_seeks_help_and_is_counted_as_another_person(tmp_path: Path) -> None:
    resolved = world(tmp_path, needs(), people("for: 1 week, recurrence: 20 per year"), CARE)
    run = play(resolved)
    (back,) = rows(run, RETURNED)
    found = values(run, resolved)

    assert rows(run, EventKind.SOUGHT)["time"][0] == back["time"] + 10
    assert found["people"] == 2
    assert found["people_left"] == 1
    there = WEEK + run.closes - back["time"]
    assert found["person_years"] == pytest.approx(there / YEAR)
    in_need = run.closes - back["time"]
    assert found["days_in_need"] == pytest.approx(in_need / DAY / (there / YEAR))


def test_moving_away_and_death_stand_still_while_a_person_is_away(tmp_path: Path) -> None:
    text = people("for: 1 week, recurrence: 40 per year", cohort=40, more=", death: 3 per year")
    run = play(world(tmp_path, needs(), text, CARE))

    seen = 0
    for number, person in enumerate(run.people):
        u = float(uniform(1, 0, int(Purpose.EXIT), NO_NAME, person.key, int(Exit.DIED)))
        due = round(-math.log(u) / (3 / YEAR))
        exits = rows(run, EXITED, person=number)
        back = rows(run, RETURNED, person=number)["time"]
        deaths = exits["time"][exits["detail"] == Exit.DIED]
        if len(back) and len(deaths):
            assert due > WEEK
            assert deaths[0] == due + int(back[0]) - WEEK
            seen += 1
    assert seen > 3


def test_needs_stand_still_and_go_on_at_the_candidates_they_would_have_had(tmp_path: Path) -> None:
    """Everybody is away at first; the first candidate after the return that can move them does."""
    text = people("for: 8 weeks, recurrence: 40 per year, away_at_start: 1", cohort=20)
    resolved = world(tmp_path, needs("severe", "30"), text, CARE)
    run, chain = play(resolved), resolved.numbers.needs
    rate, name = float(chain.candidate_rate[0, 0]), int(chain.name[0])

    seen = 0
    for number, person in enumerate(run.people):
        back = rows(run, RETURNED, person=number)["time"]
        moved = rows(run, EventKind.NEED_CHANGED, person=number)["time"]
        if not len(moved):
            continue
        time, ordinal, moves = 0, 0, False
        while time <= back[0] or not moves:
            ordinal += 1
            gap, u = uniform_pair(1, 0, int(Purpose.CANDIDATE), name, person.key, ordinal)
            time += round(-math.log(gap) / rate)
            moves = u < 1 / 4  # of `largest_ratio`, without care
        assert moved[0] == time
        seen += 1
    assert seen > 10


def test_a_share_of_the_cohort_is_away_at_the_start_and_takes_no_place(tmp_path: Path) -> None:
    start = "\npeople: {cohort: 200, start: {full: {relationship: 0}}}\n"
    text = people("for: 1 week, away_at_start: 0.4").replace("people: {cohort: 1}", "")
    resolved = world(tmp_path, needs("mild"), text, start, CARE)
    run = play(resolved)

    exits = run.log[(run.log["event"] == EXITED) & (run.log["time"] == 0)]
    assert 0.25 * 200 < len(exits) < 0.55 * 200
    inside = run.log["person"][run.log["event"] == EventKind.SPELL_STARTED]
    assert len(inside) == 9
    assert not set(inside.tolist()) & set(exits["person"].tolist())
    assert values(run, resolved)["people"] == 200 - len(exits)
    assert values(run, resolved)["people_left"] == 200 - len(exits)


@pytest.mark.parametrize("away", [True, False])
def test_a_clock_of_seeking_stops_when_a_person_is_away(tmp_path: Path, away: bool) -> None:
    """The need settles soon, and its episode lasts: without leaving, help is sought in a week."""
    text = needs("severe", "4000").replace(TWO, f"{TWO}\n    episode_break: 1 year")
    seeking = CARE.replace("delay: {severe: 10 minutes}", "delay: {severe: 1 week}, persists: true")
    how = people("for: 2 days, recurrence: 20 per year") if away else "\npeople: {cohort: 1}\n"
    run = play(world(tmp_path, text, how, seeking))

    assert bool(minutes_of(run, RETURNED)) == away
    assert minutes_of(run, EventKind.SOUGHT) == ([] if away else [WEEK])


def test_a_clock_of_seeking_begins_anew_with_the_return(tmp_path: Path) -> None:
    seeking = CARE.replace("delay: {severe: 10 minutes}", "delay: {severe: 1 week}, persists: true")
    run = play(world(tmp_path, needs(), people("for: 1 day, recurrence: 40 per year"), seeking))

    (back,) = minutes_of(run, RETURNED)
    assert minutes_of(run, EventKind.SOUGHT)[0] == back + WEEK


def test_needs_of_before_the_return_do_not_present_themselves(tmp_path: Path) -> None:
    """Distress was severe within the last 12 weeks, but before the time away."""
    text = needs("severe", "4000").replace(TWO, "seek_level: 1\n    presenting: {over: 12 weeks}")
    how = people("level: 0, for: 2 days, recurrence: 20 per year").replace("severe", "mild")
    run = play(world(tmp_path, text, how, CARE.replace("severe", "mild")))

    (back,) = minutes_of(run, RETURNED)
    sought = rows(run, EventKind.SOUGHT)
    assert sought["time"][0] == back + 10
    assert sought["level"][0] == 1


def test_people_who_are_away_are_in_no_month(tmp_path: Path) -> None:
    """Each month has as many people as there are at all levels of a need together."""
    text = people("for: 1 week, recurrence: 10 per year, away_at_start: 0.5", cohort=50)
    resolved = world(tmp_path, needs("severe", "20"), text, CARE)
    run = play(resolved)

    series = monthly(run, resolved)
    levels, people_there = np.zeros(len(series.values)), np.zeros(len(series.values))
    for column, values in zip(columns_of(resolved), series.values.T, strict=True):
        if column.measure.startswith("at_level."):
            levels += values
        elif column.measure == "people":
            people_there += values
    assert people_there == pytest.approx(levels)
    assert (people_there < 45).all()
    there = 0
    for kind, sign in {EventKind.ARRIVED: -1, RETURNED: -1, EXITED: 1}.items():
        times = run.log["time"][run.log["event"] == kind].astype(int)
        there += int((sign * (np.minimum(times, series.months[-1]) - series.months[-1])).sum())
    assert (people_there * np.diff(series.months)).sum() == pytest.approx(there)


def test_the_table_of_people_says_who_has_left_and_not_returned(tmp_path: Path) -> None:
    text = people("for: 1 week, recurrence: 10 per year", cohort=30)
    resolved = world(tmp_path, needs(), text, CARE)
    run = play(resolved)

    table = LOG_TABLES["people"](Logged(run, resolved, Origin(1, 0, "world")))
    back = set(run.log["person"][run.log["event"] == RETURNED].tolist())
    left = np.ma.getmaskarray(np.ma.asarray(table["left_at"]))
    assert 0 < len(back) < 30
    assert {number for number in range(30) if left[number]} == back


def test_both_engines_say_the_same_of_it(tmp_path: Path) -> None:
    text = people(
        "for: 1 week, recurrence: 20 per year, away_at_start: 0.3",
        cohort=60,
        more=", moving_away: 1 per year",
    )
    resolved = world(tmp_path, needs("severe", "20"), text, CARE)

    log = Reference(resolved, 1, 0).run_out().log
    assert (log == fast.run(resolved, 1, 0).log).all()
    assert (log["event"] == RETURNED).sum() > 20
    assert engine(resolved).run_out().log.size == log.size
