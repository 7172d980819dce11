"""A stigmatising contact lowers trust and helps nobody, unless the file says that it does."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.engines.reference import Reference
from sim.events import ContactFlag, EventKind
from sim.units import DAY
from tests.engines.worlds import ROUND_THE_CLOCK, SEEKING_THE_FIRST, STEADY_NEED, engine, world

CONTACT, FELT = EventKind.CONTACT, ContactFlag.STIGMATISING
COVERS = "measures: {stigma_covers: true}"


def team(stigma: float, more: str = "") -> str:
    return f"""
people: {{cohort: 1}}
trust: {{start: 0.5, stigma_fall: 0.2, rise: 0.1}}
relationship: {{start: 0, growth: 0.5}}
services:
  first:
    workers: {{posts: 1, caseload: 9, working_hours: {ROUND_THE_CLOCK}}}
    contacts: {{every: 1 day, length: 1 hour, stigma: {stigma}}}
    {more}
"""


def story(folder: Path, *texts: str) -> Reference:
    return engine(world(folder, STEADY_NEED, SEEKING_THE_FIRST, *texts))


@pytest.mark.parametrize(
    ("stigma", "more", "supports"), [(1, "", False), (1, COVERS, True), (0, "", True)]
)
def test_a_stigmatising_contact_supports_nothing_unless_it_is_said_to_cover(
    stigma: float, more: str, supports: bool, tmp_path: Path
) -> None:
    told = story(tmp_path, team(stigma), more)
    told.world.env.run(until=10 + 3 * DAY + 1)
    (person,) = told.world.people
    (spell,) = person.spells

    assert (spell.supports_since is not None) == supports
    assert spell.last_contact == 10 + 3 * DAY, "the next one is due after it all the same"
    assert spell.relationship == pytest.approx(1 - 0.5**4), "they have met"
    assert person.trust == pytest.approx(0.5 * 0.8**4 if stigma else 1 - 0.5 * 0.9**4)


def test_of_contacts_those_that_are_not_stigmatising_support(tmp_path: Path) -> None:
    told = story(tmp_path, team(0.5))
    since = set()
    for day in range(40):
        told.world.env.run(until=10 + day * DAY + 1)
        since.add(told.world.people[0].spells[0].supports_since)
    rows = told.run_out().log
    rows = rows[(rows["event"] == CONTACT) & (rows["time"] <= 10 + 39 * DAY)]

    good = rows["time"][rows["detail"] & FELT == 0].tolist()
    assert 5 < len(good) < 35
    assert since - {None} == set(good)


@pytest.mark.parametrize(("more", "flag"), [("", FELT), (COVERS, 0)])
def test_a_stigmatising_follow_up_is_marked_where_that_is_no_help(
    more: str, flag: int, tmp_path: Path
) -> None:
    """In files in which it helps all the same, the log has never told it."""
    ends = "ends: {contacts: 1}\n    follow_up: {within: 1 hour}"
    run = story(tmp_path, team(1, ends), more).run_out()

    rows = run.log[run.log["event"] == CONTACT]
    follow_ups = rows["detail"][rows["detail"] & ContactFlag.FOLLOW_UP > 0]
    assert len(follow_ups) > 0
    assert set(follow_ups.tolist()) == {int(ContactFlag.FOLLOW_UP) | int(flag)}
