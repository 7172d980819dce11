"""Lists that let only so many wait, and places held for longer on the way to some services."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.engines import fast
from sim.events import EventKind, Refusal, Run
from sim.measures.measuring import measure
from sim.resolved import Resolved
from sim.units import WEEK, YEAR
from tests.engines.worlds import (
    SEEKING_THE_FIRST,
    STEADY_NEED,
    engine,
    minutes_of,
    play,
    tell,
    world,
)

REFERRED, TURNED_AWAY, WAITING = EventKind.REFERRED, EventKind.TURNED_AWAY, EventKind.WAITING
STARTED, FREED = EventKind.SPELL_STARTED, EventKind.PLACE_FREED


def ward(
    folder: Path, accepts: str, more: str = "", ward_more: str = "", places: str = "2"
) -> Resolved:
    """Six people turn to a ward of two beds in one minute; who is refused goes out of area."""
    text = f"""
    price_year: 2024
    people: {{cohort: 6}}
    seeking: {{delay: {{severe: 10 minutes}}, reseek_delay: 1 week, entry: {{severe: {{ward: 1}}}}}}
    services:
      ward:
        capacity: {{places: {places}}}
        accepts: {accepts}
        continuous: true
        routes: {{turned_away: {{out_of_area: 1}}}}
        costs: {{place_day: 500}}
        {ward_more}
      out_of_area:
        continuous: true
        costs: {{place_day: 700}}
    """
    return world(folder, STEADY_NEED, text, more)


def numbers_of(run: Run, kind: EventKind, **where: int) -> int:
    return len(minutes_of(run, kind, **where))


@pytest.mark.parametrize(("limit", "waiting"), [(0, 0), (1, 1), (3, 3), (9, 4)])
def test_while_as_many_wait_as_may_others_are_turned_away(
    tmp_path: Path, limit: int, waiting: int
) -> None:
    run = play(ward(tmp_path, f"{{list_shorter_than: {limit}}}"))

    assert numbers_of(run, STARTED, service=0) == 2
    first = minutes_of(run, TURNED_AWAY, detail=Refusal.LIST_FULL)
    assert first.count(10) == 6 - 2 - waiting


def test_a_full_ward_sends_people_out_of_area_at_another_price(tmp_path: Path) -> None:
    resolved = ward(tmp_path, "{list_shorter_than: 0}")
    run = play(resolved)

    assert numbers_of(run, STARTED, service=1) >= 4
    measured = {row.measure: row.value for row in measure(run, resolved)}
    days = 12 * 7 - 10 / 1_440
    person_years = 6 * 12 * WEEK / YEAR
    assert measured["cost.out_of_area"] == pytest.approx(700 * 4 * days / person_years)
    assert measured["cost.ward"] == pytest.approx(500 * 2 * days / person_years)


def test_a_refusal_by_a_full_list_costs_trust_and_counts_as_a_refusal(tmp_path: Path) -> None:
    lost = "trust: {start: 0.8, refusal_fall: 0.5}"
    playing = engine(ward(tmp_path, "{list_shorter_than: 0}", lost))
    playing.run_out()

    refused = [person for person in playing.world.people if person.refusals]
    assert len(refused) == 4
    assert {person.trust for person in refused} == {0.4}


def test_who_comes_back_in_time_is_not_asked_how_many_wait(tmp_path: Path) -> None:
    text = """
    people: {cohort: 2}
    services:
      first:
        capacity: {places: 1}
        accepts: {list_shorter_than: 0}
        ends: {stay: 1 day}
        fast_return: 26 weeks
    """
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text)
    told = tell(play(resolved), resolved, TURNED_AWAY, WAITING, columns=("person",))

    assert {line[0] for line in told if line[1] == "TURNED_AWAY"} == {10}
    assert any(line[1] == "WAITING" and line[0] != 10 for line in told)


@pytest.mark.parametrize(("how", "refused"), [("cold", True), ("blocked", True), ("warm", False)])
def test_a_warm_handoff_is_not_asked_how_many_wait(tmp_path: Path, how: str, refused: bool) -> None:
    text = f"""
    people: {{cohort: 1}}
    services:
      first:
        ends: {{stay: 1 day}}
        handoff: {how}
        warm: {{limit: 2 weeks}}
        routes: {{finished_in_need: {{second: 1}}}}
      second: {{capacity: {{places: 0}}, accepts: {{list_shorter_than: 0}}}}
    """
    run = play(world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text))

    assert bool(minutes_of(run, TURNED_AWAY)) is refused
    assert bool(minutes_of(run, WAITING, service=1)) is not refused


def leaving(folder: Path, how: str, delays: str, stay: str = "1 day", to: str = "home") -> Run:
    """One person stays a day in a ward; it says how long its bed is held afterwards."""
    text = f"""
    people: {{cohort: 1}}
    services:
      first:
        capacity: {{places: 1}}
        ends: {{stay: {stay}}}
        handoff: {how}
        warm: {{limit: 4 weeks}}
        exit_delay: {delays}
        routes: {{finished_in_need: {{{to}: 1}}, turned_away: {{home: 0.5, other: 0.5}}}}
      home: {{decision_delay: 1 hour}}
      other: {{decision_delay: 1 hour}}
    """
    return play(world(folder, STEADY_NEED, SEEKING_THE_FIRST, text))


DELAYS = "{home: 2 hours, other: 5 hours, otherwise: 3 hours}"


@pytest.mark.parametrize(
    ("how", "to", "freed"),
    [
        ("cold", "home", 1_450 + 120),
        ("cold", "other", 1_450 + 300),
        ("cold", "nowhere", 1_450 + 180),
        ("warm", "home", 1_450 + 60 + 120),
        ("warm", "other", 1_450 + 60 + 300),
    ],
)
def test_a_place_is_held_by_where_the_person_goes(
    tmp_path: Path, how: str, to: str, freed: int
) -> None:
    assert minutes_of(leaving(tmp_path, how, DELAYS, to=to), FREED)[0] == freed


def test_services_that_are_not_named_are_otherwise_and_that_is_none_unless_written(
    tmp_path: Path,
) -> None:
    assert not minutes_of(leaving(tmp_path, "cold", "{other: 5 hours}"), FREED)
    held = leaving(tmp_path, "cold", "{other: 5 hours, otherwise: 1 hour}")
    assert minutes_of(held, FREED)[0] == 1_450 + 60


def test_who_moves_on_to_a_service_that_started_leaves_the_place_held_by_that_service(
    tmp_path: Path,
) -> None:
    text = """
    people: {cohort: 1}
    needs:
      distress:
        largest_ratio: 4
        states: {severe: 2, crisis: 3}
        transitions: [{from: severe, to: crisis, rate: 1 per day}]
        start: {severe: 1}
    seeking: {delay: {severe: 10 minutes}, reseek_delay: 1 week, entry: {severe: {first: 1}}}
    services:
      first: {capacity: {places: 1}, exit_delay: {other: 5 hours, otherwise: 1 hour}, \
routes: {crisis: {other: 1}}}
      other: {}
    """
    run = play(world(tmp_path, text))
    (began,) = minutes_of(run, STARTED, service=1)
    assert minutes_of(run, FREED) == [began + 300]


def test_both_engines_hold_places_and_turn_people_away_alike(tmp_path: Path) -> None:
    more = "exit_delay: {out_of_area: 5 hours}\n        ends: {stay: 1 day}"
    resolved = ward(tmp_path, "{list_shorter_than: 1}", ward_more=more)
    assert (play(resolved).log == fast.run(resolved, 1, 0).log).all()


@pytest.mark.parametrize(
    ("accepts", "why"),
    [
        ("levels: [3, 3]", Refusal.LEVEL),
        ("probability: 0", Refusal.NOT_ACCEPTED),
        ("levels: [0, 3]", Refusal.LIST_FULL),
    ],
)
def test_who_is_not_for_the_service_is_not_told_that_its_list_is_full(
    tmp_path: Path, accepts: str, why: Refusal
) -> None:
    """All beds are closed before they come, so the list, of nobody, is full for everybody."""
    closed = "2, changes: [{from: 5 minutes, places: 0}]"
    run = play(ward(tmp_path, f"{{list_shorter_than: 0, {accepts}}}", places=closed))

    assert set(run.log[run.log["event"] == TURNED_AWAY]["detail"].tolist()) == {why}


def test_referrals_that_are_not_decided_are_on_no_list(tmp_path: Path) -> None:
    """All six are decided in one minute; the last one finds three on the list."""
    delayed = ward(tmp_path, "{list_shorter_than: 4}", ward_more="decision_delay: 1 day")
    run = play(delayed)

    assert minutes_of(run, WAITING, service=0)[:6] == [10 + 24 * 60] * 6
    assert not minutes_of(run, TURNED_AWAY)


def test_room_that_the_first_on_a_full_list_cannot_use_lets_nobody_pass(tmp_path: Path) -> None:
    """A worker has room for somebody light, and somebody heavy waits."""
    text = """
    people: {groups: {one: {share: 1}}, start: {from_table: here.csv}}
    services:
      first:
        workers:
          posts: 1
          caseload: {limit: 1, weights: {settled: 0.25, mild: 0.5, severe: 1, crisis: 2}}
          contact_hours: 20
        accepts: {list_shorter_than: 1}
      before: {ends: {stay: 4 weeks}, routes: {finished_settled: {first: 1}}}
    """
    need = """
    needs:
      distress:
        states: {settled: 0, mild: 1, severe: 2}
        transitions: [{from: settled, to: mild, rate: 0 per year}]
        start: {severe: 1}
    """
    here = """
    id,group,service,status,days_so_far,relationship,distress
    inside,one,first,in_care,0,0.5,mild
    heavy,one,first,waiting,9,0.5,severe
    light,one,before,in_care,0,0.5,settled
    """
    run = play(world(tmp_path, need, text, table=here))

    assert len(minutes_of(run, TURNED_AWAY, person=2, detail=Refusal.LIST_FULL)) == 1
    assert not minutes_of(run, STARTED, service=0, person=2)
