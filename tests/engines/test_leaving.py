"""Without needs, whoever no service has anything to do with any more leaves the population.

Every world is run by both engines, so what holds of one log holds of the other.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engines import fast
from sim.engines.fast import Fast
from sim.engines.fast.registry import At
from sim.events import EventKind, Exit, Run
from sim.resolved import Resolved
from sim.units import DAY, YEAR
from tests.agreement.agreement import same
from tests.engines.worlds import SEEKING_THE_FIRST, STEADY_NEED, play, tell, world

ONE = "people: {arrivals: {x: {rate: 1 per day, to: one}}}\n"
LEFT = EventKind.EXITED


def both(resolved: Resolved) -> Run:
    """The run of both engines, which is the same."""
    run = play(resolved)
    same(run, fast.run(resolved, 1, 0))
    return run


def last_rows(run: Run) -> dict[int, list[EventKind]]:
    """The kinds of each person's rows, for people who left."""
    gone = run.log["person"][run.log["event"] == LEFT]
    return {
        who: [EventKind(kind) for kind in run.log["event"][run.log["person"] == who]]
        for who in gone.tolist()
    }


def test_who_is_led_nowhere_leaves_in_that_minute(tmp_path: Path) -> None:
    resolved = world(tmp_path, ONE, "services: {one: {ends: {stay: 1 day}}}")
    run = both(resolved)

    ends = tell(run, resolved, EventKind.ENDED_PLANNED, columns=("person",))
    exits = tell(run, resolved, LEFT, columns=("person", "detail"))

    assert len(exits) == len(ends) > 50
    assert [(time, who) for time, _, who, _ in exits] == [(time, who) for time, _, who in ends]
    assert {detail for *_, detail in exits} == {Exit.LED_NOWHERE}


@pytest.mark.parametrize(
    "service",
    [
        "{accepts: {probability: 0}}",
        "{capacity: {places: 0}, patience: 2 days}",
        "{decision_delay: 3 hours, accepts: {probability: 0}}",
    ],
    ids=["refused", "gave up", "refused later"],
)
def test_who_is_refused_or_gives_up_leaves_too(tmp_path: Path, service: str) -> None:
    run = both(world(tmp_path, ONE, f"services: {{one: {service}}}"))

    assert len(last_rows(run)) > 50
    assert all(kinds[-1] is LEFT for kinds in last_rows(run).values())


def test_who_is_led_on_stays_until_the_last_service_is_done(tmp_path: Path) -> None:
    way = (
        "{one: {ends: {stay: 1 day}, routes: {finished_settled: {two: 1}}}, "
        "two: {ends: {stay: 2 days}}}"
    )
    run = both(world(tmp_path, ONE, f"services: {way}"))

    assert len(last_rows(run)) > 50
    for kinds in last_rows(run).values():
        assert kinds.count(EventKind.SPELL_STARTED) == 2


def test_a_place_still_held_and_a_contact_still_promised_keep_a_person_here(tmp_path: Path) -> None:
    promised = (
        "{one: {capacity: {places: 9}, ends: {stay: 1 day}, exit_delay: 5 hours, "
        "contacts: {every: 1 week, length: 10 minutes}, "
        "follow_up: {within: 3 days, probability: 0.5}}}"
    )
    run = both(world(tmp_path, ONE, f"services: {promised}"))

    seen = 0
    for kinds in last_rows(run).values():
        ended = kinds.index(EventKind.ENDED_PLANNED)
        assert EventKind.PLACE_FREED in kinds[ended:]
        seen += EventKind.CONTACT in kinds[ended:]
    assert 0.3 * len(last_rows(run)) < seen < 0.7 * len(last_rows(run))


def test_nobody_leaves_twice_where_people_also_move_away(tmp_path: Path) -> None:
    leaving = "leaving: {moving_away: 30 per year}\n"
    way = (
        "{one: {capacity: {places: 9}, ends: {stay: {exponential: {mean: 9 days}}}, "
        "exit_delay: 9 hours}}"
    )
    run = both(world(tmp_path, ONE, leaving, f"services: {way}"))

    exits = run.log[run.log["event"] == LEFT]
    assert set(exits["detail"].tolist()) == {Exit.MOVED_AWAY, Exit.LED_NOWHERE}
    assert np.unique(exits["person"]).size == exits.size


def test_with_needs_a_way_that_leads_nowhere_is_no_exit(tmp_path: Path) -> None:
    people = "people: {cohort: 5}\n"
    services = "services: {first: {ends: {stay: 1 day}}}"
    run = both(world(tmp_path, people, STEADY_NEED, SEEKING_THE_FIRST, services))

    assert (run.log["event"] == EventKind.NOWHERE_TO_GO).any()
    assert not (run.log["event"] == LEFT).any()


def test_people_in_no_service_of_a_cohort_without_needs_stay(tmp_path: Path) -> None:
    start = "people: {cohort: 9, start: full}\n"
    run = both(
        world(tmp_path, start, "services: {one: {capacity: {places: 2}, ends: {stay: 1 day}}}")
    )

    assert len(last_rows(run)) == 2


@pytest.mark.parametrize("leaving", ["", "leaving: {death: 0.01 per year}\n"])
def test_tables_do_not_grow_with_the_length_of_an_open_network(
    tmp_path: Path, leaving: str
) -> None:
    text = "services: {one: {capacity: {places: 9}, ends: {stay: {exponential: {mean: 4 days}}}}}"
    resolved = world(tmp_path, ONE, leaving, text)
    touched = []
    for years in (5, 50):
        numbers = resolved.numbers._replace(closes=years * YEAR)
        engine = Fast(resolved._replace(numbers=numbers), 1, 0, lambda rows: None)
        engine.let_pass()
        assert engine.memory.map[At.PEOPLE_MADE] > 0.9 * years * YEAR / DAY
        touched.append(int(engine.memory.map[At.PEOPLE_TOUCHED]))

    assert touched[1] < 2 * touched[0] < 100
