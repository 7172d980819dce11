"""Caseloads by weight: who has room, what a contact changes, and who is taken next."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.engines import fast
from sim.events import EventKind, Run
from sim.measures.measuring import measure
from sim.resolved import Resolved
from tests.engines.worlds import ROUND_THE_CLOCK, engine, minutes_of, play, tell, world

STARTED, WEIGHED, WAITING = EventKind.SPELL_STARTED, EventKind.WEIGHED, EventKind.WAITING
ENDED, CONTACT = EventKind.ENDED_PLANNED, EventKind.CONTACT
DAY = 1_440
WEIGHTS = "{settled: 0.25, mild: 0.5, severe: 1, crisis: 2}"


def need(start: str, *moves: str) -> str:
    """A need that nobody changes but by these moves."""
    never = "{from: settled, to: mild, rate: 0 per year}"
    return f"""
needs:
  distress:
    largest_ratio: 4
    seek_level: 1
    states: {{settled: 0, mild: 1, severe: 2, crisis: 3}}
    transitions: [{", ".join(moves or (never,))}]
    start: {{{start}: 1}}
"""


def team(
    caseload: str, *, posts: int = 1, more: str = "", contacts: str = "", ends: str = ""
) -> str:
    """A team that works round the clock."""
    return f"""
      first:
        workers: {{posts: {posts}, caseload: {caseload}, working_hours: {ROUND_THE_CLOCK}{more}}}
        {contacts}
        {ends}
    """


def here(*people: str) -> str:
    return "id,group,service,status,days_so_far,relationship,distress\n" + "\n".join(people)


def with_people(folder: Path, services: str, *people: str, moves: tuple[str, ...] = ()) -> Resolved:
    """People who are there at minute 0, each with a need, in care or waiting."""
    text = f"""
    people: {{groups: {{one: {{share: 1}}}}, start: {{from_table: here.csv}}}}
    services:{services}
    """
    return world(folder, need("severe", *moves), text, table=here(*people))


def weights_in(run: Run) -> list[tuple[int, int, int]]:
    rows = run.log[run.log["event"] == WEIGHED]
    return [(int(row["time"]), int(row["person"]), int(row["detail"])) for row in rows]


@pytest.mark.parametrize(
    ("level", "people"), [("settled", 8), ("mild", 4), ("severe", 2), ("crisis", 1)]
)
def test_a_worker_has_as_many_people_as_their_weights_allow(
    tmp_path: Path, level: str, people: int
) -> None:
    waiting = [f"p{number},one,first,waiting,{9 - number},{0.5},{level}" for number in range(9)]
    services = team(f"{{limit: 2, weights: {WEIGHTS}}}")
    run = play(with_people(tmp_path, services, *waiting))

    assert len(minutes_of(run, STARTED)) == people
    assert len(weights_in(run)) == people


def test_a_head_of_the_list_who_fits_nobody_blocks_those_behind(tmp_path: Path) -> None:
    services = team(f"{{limit: 2, weights: {WEIGHTS}}}")
    people = [
        "in,one,first,in_care,0,0.5,mild",
        "heavy,one,first,waiting,9,0.5,crisis",
        "light,one,first,waiting,5,0.5,settled",
    ]
    run = play(with_people(tmp_path, services, *people))

    assert [person for _, person, _ in weights_in(run)] == [0]


def test_a_worker_without_people_takes_anyone(tmp_path: Path) -> None:
    services = team(f"{{limit: 0.5, weights: {WEIGHTS}}}")
    people = [f"p{number},one,first,waiting,{9 - number},0.5,crisis" for number in range(3)]
    run = play(with_people(tmp_path, services, *people))

    assert weights_in(run) == [(0, 0, 2_000)]


def test_the_least_loaded_by_weight_takes_the_next_person(tmp_path: Path) -> None:
    services = team(f"{{limit: 4, weights: {WEIGHTS}}}", posts=2)
    people = ["a,one,first,in_care,0,0.5,crisis"]
    people += [f"s{number},one,first,in_care,0,0.5,settled" for number in range(3)]
    run = play(with_people(tmp_path, services, *people))

    workers = run.log[run.log["event"] == STARTED]["worker"].tolist()
    assert workers[1:] == [1 - workers[0]] * 3


def contacts(every: str) -> str:
    return f"contacts: {{every: {every}, length: 30 minutes}}"


FALLS = "{from: severe, to: mild, rate: 2 per week}"


def test_a_weight_is_set_at_the_start_and_again_at_contacts_alone(tmp_path: Path) -> None:
    services = team(f"{{limit: 1, weights: {WEIGHTS}}}", contacts=contacts("2 weeks"))
    people = ["a,one,first,in_care,0,0.5,severe", "b,one,first,waiting,1,0.5,mild"]
    run = play(with_people(tmp_path, services, *people, moves=(FALLS,)))

    (fell,) = minutes_of(run, EventKind.NEED_CHANGED, person=0)
    met = next(minute for minute in minutes_of(run, CONTACT, person=0) if minute > fell)
    assert fell < met
    assert weights_in(run)[:3] == [(0, 0, 1_000), (met, 0, 500), (met, 1, 500)]
    assert minutes_of(run, STARTED, person=1) == [met]


RISES = "{from: mild, to: severe, rate: 2 per week}"


def test_a_risen_weight_stays_and_keeps_newcomers_out(tmp_path: Path) -> None:
    services = team(f"{{limit: 1, weights: {WEIGHTS}}}", contacts=contacts("2 weeks"))
    people = [f"{name},one,first,in_care,0,0.5,mild" for name in "ab"]
    resolved = with_people(tmp_path, services, *people, moves=(RISES,))
    run = play(resolved)

    assert [weight for _, _, weight in weights_in(run)] == [500, 500, 1_000, 1_000]
    assert not minutes_of(run, ENDED)
    playing = engine(resolved)
    playing.run_out()
    assert playing.world.workers[0].load == 2_000


def test_a_change_of_level_alone_settles_nothing(tmp_path: Path) -> None:
    services = team(f"{{limit: 1, weights: {WEIGHTS}}}", ends="ends: {stay: 5 weeks}")
    people = ["a,one,first,in_care,0,0.5,mild", "b,one,first,waiting,1,0.5,severe"]
    run = play(with_people(tmp_path, services, *people, moves=(FALLS,)))

    (fell,) = minutes_of(run, EventKind.NEED_CHANGED, person=1)
    (ended,) = minutes_of(run, ENDED, person=0)
    assert fell < ended  # from then on there would have been room
    assert minutes_of(run, STARTED, person=1) == [ended]


def test_when_somebody_joins_the_list_the_weights_of_those_who_wait_are_read_again(
    tmp_path: Path,
) -> None:
    services = f"""
      first:
        workers: {{posts: 1, caseload: {{limit: 1, weights: {WEIGHTS}}}, contact_hours: 20}}
      before: {{ends: {{stay: 4 weeks}}, routes: {{finished_in_need: {{first: 1}}}}}}
    """
    people = [
        "a,one,first,in_care,0,0.5,mild",
        "b,one,first,waiting,1,0.5,severe",
        "c,one,before,in_care,0,0.5,crisis",
    ]
    run = play(with_people(tmp_path, services, *people, moves=(FALLS,)))

    (fell,) = minutes_of(run, EventKind.NEED_CHANGED, person=1)
    (joined,) = minutes_of(run, WAITING, person=2)
    assert fell < joined
    assert minutes_of(run, STARTED, person=1) == [joined]


@pytest.mark.parametrize(("over", "starts"), [("0.5", True), ("0.4", False)])
def test_keeping_may_go_over_the_limit_by_weight(tmp_path: Path, over: str, starts: bool) -> None:
    keep = f", assignment: {{keep: {{over: {over}}}}}"
    caseload = f"{{limit: 1, weights: {WEIGHTS}}}"
    services = f"""
      first:
        workers: {{posts: 1, caseload: {caseload}, contact_hours: 20{keep}}}
        ends: {{stay: 1 week}}
        routes: {{finished_in_need: {{between: 1}}}}
      between: {{ends: {{stay: 1 day}}, routes: {{finished_in_need: {{first: 1}}}}}}
    """
    people = ["a,one,first,in_care,0,0.5,mild", "b,one,first,waiting,1,0.5,severe"]
    run = play(with_people(tmp_path, services, *people))

    back = minutes_of(run, WAITING, person=0, service=0)[0]
    assert (back in minutes_of(run, STARTED, person=0)) is starts


def test_a_plain_number_counts_people_and_writes_no_weights(tmp_path: Path) -> None:
    people = [f"p{number},one,first,waiting,{9 - number},0.5,crisis" for number in range(5)]
    resolved = with_people(tmp_path, team("3"), *people)
    run = play(resolved)

    assert len(minutes_of(run, STARTED)) == 3
    assert not weights_in(run)
    assert "caseload_weight.first" not in {row.measure for row in measure(run, resolved)}


def test_weights_of_one_count_people(tmp_path: Path) -> None:
    people = [f"p{number},one,first,waiting,{9 - number},0.5,crisis" for number in range(5)]
    each = "{settled: 1, mild: 1, severe: 1, crisis: 1}"
    counted = play(with_people(tmp_path, team("3"), *people)).log
    weighed = play(with_people(tmp_path, team(f"{{limit: 3, weights: {each}}}"), *people)).log

    assert (weighed[weighed["event"] != WEIGHED] == counted).all()


def test_the_mean_weight_of_a_workers_people_is_a_measure(tmp_path: Path) -> None:
    services = team(f"{{limit: 3, weights: {WEIGHTS}}}", contacts=contacts("6 weeks"))
    people = ["a,one,first,in_care,0,0.5,severe", "b,one,first,in_care,0,0.5,mild"]
    resolved = with_people(tmp_path, services, *people, moves=(FALLS,))
    run = play(resolved)

    measured = {row.measure: row.value for row in measure(run, resolved)}
    (_, _, _), (_, _, _), (met, _, weight) = weights_in(run)
    assert weight == 500
    whole = 12 * 7 * DAY
    assert measured["caseload.first"] == 2
    assert measured["caseload_weight.first"] == pytest.approx(
        0.5 + (met + 0.5 * (whole - met)) / whole
    )


def full(folder: Path, caseload: str) -> Run:
    text = f"""
    people: {{cohort: 40, start: {{full: {{relationship: 0.5}}}}}}
    services:{team(caseload, posts=2)}
    """
    start = "{settled: 0.25, mild: 0.25, severe: 0.25, crisis: 0.25}"
    return play(world(folder, need("mild").replace("start: {mild: 1}", f"start: {start}"), text))


def test_a_full_start_fills_the_weight_of_all_posts_and_stops_at_the_first_who_does_not_fit(
    tmp_path: Path,
) -> None:
    run = full(tmp_path, f"{{limit: 3, weights: {WEIGHTS}}}")
    first = run.log[
        (run.log["time"] == 0) & (run.log["event"] == STARTED) & (run.log["detail"] == -1)
    ]
    weights = {person: weight for _, person, weight in weights_in(run)}
    placed = sum(weights[int(person)] for person in first["person"])
    assert 4_000 < placed <= 6_000  # a person who is left out weighs 2 at most


def test_people_without_a_worker_go_to_a_colleague_by_the_weight_set_last(tmp_path: Path) -> None:
    services = f"""
      first:
        workers:
          posts: 2
          caseload: {{limit: 2, weights: {WEIGHTS}}}
          contact_hours: 20
          tenure: {{table: {{values: [1, 900], probabilities: [0.5, 0.5], unit: weeks}}}}
          vacancy: never
    """
    people = [f"p{number},one,first,in_care,0,0.5,severe" for number in range(3)]
    resolved = with_people(tmp_path, services, *people)
    run = next(
        found
        for found in (play(resolved, seed) for seed in range(20))
        if len(minutes_of(found, EventKind.WORKER_LEFT)) == 1
    )
    lost = len(minutes_of(run, EventKind.UNALLOCATED))
    given = len(minutes_of(run, EventKind.ALLOCATED))
    assert given == min(lost, 2 - (3 - lost))


def test_both_engines_weigh_alike(tmp_path: Path) -> None:
    services = team(
        f"{{limit: 3.25, weights: {WEIGHTS}}}",
        posts=2,
        contacts="contacts: {every: 1 week, length: 30 minutes, urgent_within: 1 day}",
        more=", tenure: {exponential: {mean: 3 weeks}}, handover: {planned: true, share: 0.5}",
        ends="ends: {stay: {exponential: {mean: 5 weeks}}}",
    )
    services = services.rstrip() + "\n        exit_delay: 2 days\n"
    people = [f"p{number},one,first,waiting,{number},0.5,severe" for number in range(20)]
    moves = (
        FALLS,
        RISES,
        "{from: mild, to: settled, rate: 1 per week}",
        "{from: settled, to: crisis, rate: 1 per week}",
        "{from: crisis, to: severe, rate: 3 per week}",
    )
    resolved = with_people(tmp_path, services, *people, moves=moves)
    assert (play(resolved).log == fast.run(resolved, 1, 0).log).all()
    told = tell(play(resolved), resolved, WEIGHED, columns=("detail",))
    assert {line[2] for line in told} == {250, 500, 1_000, 2_000}


def test_a_weight_goes_by_what_presents_itself_at_the_start_and_by_what_is_met_at_contacts(
    tmp_path: Path,
) -> None:
    """Somebody severe waits, and is mild when there is room; the last eight weeks count."""
    text = f"""
    people: {{groups: {{one: {{share: 1}}}}, start: {{from_table: here.csv}}}}
    services:
      first:
        workers:
          posts: 1
          caseload: {{limit: 1, weights: {WEIGHTS}}}
          contact_hours: 20
        contacts: {{every: {{mild: 1 week, severe: 1 week}}, length: 30 minutes}}
        ends: {{stay: 5 weeks}}
    """
    presenting = need("severe", FALLS).replace("seek_level: 1", "presenting: {over: 8 weeks}")
    people = ["a,one,first,in_care,0,0.5,mild", "b,one,first,waiting,1,0.5,severe"]
    run = play(world(tmp_path, presenting, text, table=here(*people)))

    (fell,) = minutes_of(run, EventKind.NEED_CHANGED, person=1)
    (started,) = minutes_of(run, STARTED, person=1)
    assert fell < started
    met = minutes_of(run, CONTACT, person=1)[0]
    mine = [(time, weight) for time, person, weight in weights_in(run) if person == 1]
    assert mine == [(started, 1_000), (met, 500)]


@pytest.mark.parametrize(("urgent", "again"), [("{from: mild, to: crisis", True), ("no", False)])
def test_a_missed_contact_is_weighed_if_it_is_urgent(
    tmp_path: Path, urgent: str, again: bool
) -> None:
    """Every contact is missed; the level rises to crisis, or falls."""
    move = f"{urgent}, rate: 1 per week}}" if again else FALLS
    services = team(
        f"{{limit: 3, weights: {WEIGHTS}}}",
        contacts="contacts: {every: 1 week, length: 30 minutes, urgent_within: 1 day, "
        "attendance: 0}",
    )
    people = [f"a,one,first,in_care,0,0.5,{'mild' if again else 'severe'}"]
    run = play(with_people(tmp_path, services, *people, moves=(move,)))

    (changed,) = minutes_of(run, EventKind.NEED_CHANGED)
    missed = [at for at in minutes_of(run, EventKind.CONTACT_MISSED) if at >= changed]
    expected = [(0, 0, 500), (missed[0], 0, 2_000)] if again else [(0, 0, 1_000)]
    assert len(missed) > 1
    assert weights_in(run) == expected


def test_who_has_no_worker_goes_to_a_colleague_by_the_weight_set_last_not_by_the_level_now(
    tmp_path: Path,
) -> None:
    """Worker 1 comes when the only one has left; both people have become mild, unmet."""
    services = f"""
      first:
        workers:
          posts: 2
          caseload: {{limit: 1, weights: {WEIGHTS}}}
          contact_hours: 20
          changes: [{{from: 10 weeks, posts: 0}}, {{from: 11 weeks, posts: 1}}]
    """
    people = [f"{name},one,first,in_care,0,0.5,severe" for name in "ab"]
    run = play(with_people(tmp_path, services, *people, moves=(FALLS,)))

    fell = minutes_of(run, EventKind.NEED_CHANGED)
    assert len(fell) == 2
    assert max(fell) < 10 * 7 * DAY
    assert minutes_of(run, EventKind.ALLOCATED) == [11 * 7 * DAY]
