"""Planning together: contacts that make and renew a shared plan, and retelling that it spares."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest

from sim.draws import NO_NAME, Purpose, name_key, uniform
from sim.engines.reference import Reference
from sim.events import ContactFlag, EventKind, EventLog, Run
from sim.resolved import MISSING
from sim.resolving import resolve
from sim.rules.planning import contacts_to_tell, left_of
from sim.scenario import load
from sim.units import WEEK
from tests.engines.runs import WORLDS, checked, small
from tests.engines.worlds import (
    HEAD,
    ROUND_THE_CLOCK,
    SEEKING_THE_FIRST,
    STEADY_NEED,
    engine,
    play,
    world,
)

CONTACT, MISSED, PLAN = EventKind.CONTACT, EventKind.CONTACT_MISSED, EventKind.PLAN_MADE
THREE_WEEKS = "plan: {length: 60 minutes, every: 3 weeks, carries: 0.5}"
START = 10
"""When people seek help, and are seen for the first time."""


def clinic(contacts: str = "", *, plan: str = THREE_WEEKS, people: int = 1, more: str = "") -> str:
    """A worker round the clock, who sees people every week for half an hour."""
    return f"""
people: {{cohort: {people}}}
services:
  first:
    workers: {{posts: 1, caseload: 99, working_hours: {ROUND_THE_CLOCK}}}
    contacts: {{every: 1 week, length: 30 minutes{contacts}}}
    {plan}
    {more}
"""


def story(folder: Path, *texts: str) -> Reference:
    return engine(world(folder, STEADY_NEED, SEEKING_THE_FIRST, *texts))


def rows(run: Run, *kinds: EventKind, person: int = 0) -> EventLog:
    mine = np.isin(run.log["event"], kinds) & (run.log["person"] == person)
    found: EventLog = run.log[mine]
    return found


def test_the_last_contact_before_a_plan_lapses_renews_it_in_the_time_of_a_plan(
    tmp_path: Path,
) -> None:
    """A plan of three weeks made in week 0 is current up to week 3, so week 2 renews it."""
    run = story(tmp_path, clinic()).run_out()
    contacts, made = rows(run, CONTACT), rows(run, PLAN)

    assert contacts["length"].tolist()[:6] == [60, 30, 60, 30, 60, 30]
    assert contacts["minutes"].tolist() == contacts["length"].tolist()
    assert made["time"].tolist()[:3] == [START, START + 2 * WEEK, START + 4 * WEEK]
    assert made["due"].tolist() == (made["time"] + 3 * WEEK).tolist()
    assert made["worker"].tolist() == [0] * len(made)


@pytest.mark.parametrize(("every", "weeks"), [(1, 1), (2, 1), (3, 2), (4, 3), (6, 5)])
def test_a_plan_is_renewed_no_sooner_than_its_time_less_one_interval(
    every: int, weeks: int, tmp_path: Path
) -> None:
    plan = THREE_WEEKS.replace("3 weeks", f"{every} weeks")
    made = rows(story(tmp_path, clinic(plan=plan)).run_out(), PLAN)

    assert set(np.diff(made["time"]).tolist()) == {weeks * WEEK}
    assert weeks >= every - 1


def test_what_a_contact_takes_beside_its_length_is_taken_for_a_plan_too(tmp_path: Path) -> None:
    """Staff time of its own is that of other contacts; more needs make a plan longer as well."""
    more = ", staff_time: 10 minutes, overhead: 15 minutes, per_extra_need: 5 minutes"
    second = STEADY_NEED.replace("needs:\n", "").replace("distress", "other")
    resolved = world(tmp_path, STEADY_NEED + second.lstrip("\n"), SEEKING_THE_FIRST, clinic(more))
    contacts = rows(play(resolved), CONTACT)

    assert contacts["length"].tolist()[:3] == [65, 35, 65]
    assert contacts["minutes"].tolist()[:3] == [80, 30, 80]


def test_a_contact_that_is_missed_or_cancelled_makes_no_plan(tmp_path: Path) -> None:
    missed = story(tmp_path, clinic(", attendance: 0")).run_out()
    cancelled = story(tmp_path, clinic(", cancelled: {person: 1}")).run_out()

    assert len(rows(missed, PLAN)) == len(rows(cancelled, PLAN)) == 0
    assert set(rows(missed, MISSED)["minutes"].tolist()) == {60}, "time was set apart each time"


def test_an_urgent_contact_that_replaces_one_for_a_plan_is_as_long_as_usual_and_makes_none(
    tmp_path: Path,
) -> None:
    text = clinic(", overhead: 5 minutes, urgent_within: 1 day")
    office = text.replace(ROUND_THE_CLOCK, "{from: '09:00', to: '17:00'}, contact_hours: 20")
    told = story(tmp_path, office)
    told.world.env.run(until=START + 1)
    (spell,) = told.world.people[0].spells
    assert spell.contact is not None
    assert (spell.contact.plans, spell.contact.length, spell.contact.cost) == (True, 60, 65)

    told.world.contacts.fall_due(spell, told.world.now, urgent=True)

    assert (spell.contact.plans, spell.contact.length, spell.contact.cost) == (False, 30, 35)
    run = told.run_out()
    contacts, made = rows(run, CONTACT), rows(run, PLAN)
    assert contacts["detail"][0] == ContactFlag.URGENT
    assert made["time"][0] == contacts["time"][1], "the next ordinary one makes it"
    assert contacts["length"].tolist()[:2] == [30, 60]


def passed_on(every: str, carries: float, people: int = 1, retelling: int = 2) -> str:
    """After two contacts at the first team people go to the second, which makes no plans."""
    team = f"workers: {{posts: 1, caseload: 99, working_hours: {ROUND_THE_CLOCK}}}"
    return f"""
people: {{cohort: {people}}}
relationship: {{retelling: {retelling}}}
services:
  first:
    {team}
    contacts: {{every: 1 week, length: 10 minutes}}
    plan: {{length: 10 minutes, every: {every}, carries: {carries}}}
    ends: {{contacts: 2}}
    routes: {{finished_in_need: {{second: 1}}}}
  second:
    {team}
    decision_delay: 2 hours
    contacts: {{every: 1 day, length: 10 minutes}}
"""


@pytest.mark.parametrize(
    ("every", "carries", "told"),
    [("26 weeks", 1.0, 0), ("26 weeks", 0.5, 1), ("26 weeks", 0.0, 2), ("1 minute", 1.0, 2)],
)
def test_a_plan_spares_its_share_of_retelling_elsewhere_while_it_is_current(
    every: str, carries: float, told: int, tmp_path: Path
) -> None:
    contacts = rows(story(tmp_path, passed_on(every, carries)).run_out(), CONTACT)
    there = contacts[contacts["service"] == 1]

    retold = (there["detail"] & ContactFlag.RETELLING) > 0
    assert retold.tolist()[:4] == [True] * told + [False] * (4 - told)


def test_what_is_left_of_a_contact_is_drawn_by_the_keys_of_person_and_worker(
    tmp_path: Path,
) -> None:
    """Of three contacts seven tenths are spared: people tell it once more, or not at all."""
    run = story(tmp_path, passed_on("26 weeks", 0.7, people=20, retelling=3)).run_out()

    found = []
    for number, person in enumerate(run.people):
        there = rows(run, CONTACT, person=number)
        there = there[there["service"] == 1]
        key = run.workers[there["worker"][0]].key
        u = uniform(1, 0, int(Purpose.PLAN_CARRIES), NO_NAME, person.key, key)
        found.append(int(((there["detail"] & ContactFlag.RETELLING) > 0).sum()))
        assert found[-1] == contacts_to_tell(3, 2, 0.7, 1, u)
    assert set(found) == {0, 1}


def test_people_in_care_at_minute_0_have_a_plan_that_is_partly_over(tmp_path: Path) -> None:
    text = clinic(people=30, more="ends: {stay: 2 years}").replace(
        "cohort: 30", "cohort: 30, start: {full: {relationship: 0.5}}"
    )
    run = story(tmp_path, text).run_out()

    made = run.log[(run.log["event"] == PLAN) & (run.log["time"] == 0)]
    key = name_key("service:first")
    assert made["person"].tolist() == list(range(30))
    for row in made:
        subject = run.people[row["person"]].key
        u = uniform(1, 0, int(Purpose.PLAN_PHASE), key, subject, 0)
        assert row["due"] == left_of(3 * WEEK, u)
    assert 0 < made["due"].min() < WEEK
    assert 2 * WEEK < made["due"].max() <= 3 * WEEK
    at_0 = run.log["event"][run.log["person"] == 0].tolist()
    assert at_0.index(PLAN) == at_0.index(EventKind.SPELL_STARTED) + 1


def changing(folder: Path, text: str, change: str) -> Run:
    """A run in which the first team ceases to make plans at a change of rules."""
    head = HEAD.replace("12 weeks", f"12 weeks, change: {change}, history: before")
    (folder / "world.yaml").write_text(
        f"""{head}
{dedent(STEADY_NEED)}{dedent(SEEKING_THE_FIRST)}{dedent(text)}
arms:
  before: {{}}
  after: {{set: {{services: {{first: {{plan: null}}}}}}}}
""",
        encoding="utf-8",
    )
    return play(resolve(load(folder / "world.yaml"), "after"))


def test_a_plan_made_before_the_rules_change_stays_current_and_is_not_renewed(
    tmp_path: Path,
) -> None:
    """It would be renewed in week 4, when people go on to the second team."""
    text = passed_on("5 weeks", 1.0).replace("ends: {contacts: 2}", "ends: {contacts: 5}")
    kept, ceased = story(tmp_path, text).run_out(), changing(tmp_path, text, "4 days")

    assert rows(kept, PLAN)["time"].tolist() == [START, START + 4 * WEEK]
    assert rows(ceased, PLAN)["time"].tolist() == [START]
    contacts = rows(ceased, CONTACT)
    there = contacts[contacts["service"] == 1]
    assert len(there) > 3
    assert not (there["detail"] & ContactFlag.RETELLING).any()


def test_a_contact_that_waited_for_a_plan_makes_none_once_none_are_made(tmp_path: Path) -> None:
    """It fell due before the change, in the night, and keeps its length."""
    text = clinic().replace(ROUND_THE_CLOCK, "{from: '09:00', to: '17:00'}, contact_hours: 20")
    run = changing(tmp_path, text, "5 hours")

    assert rows(run, CONTACT)["length"].tolist()[:3] == [60, 30, 30]
    assert len(rows(run, PLAN)) == 0


@cache
def planning_worlds() -> tuple[int, ...]:
    """Worlds in which plans are made."""
    return tuple(n for n in WORLDS if (checked(n).log["event"] == PLAN).any())


def test_each_plan_follows_an_attended_ordinary_contact_or_the_start_of_a_spell_at_minute_0() -> (
    None
):
    number_made = 0
    for number in planning_worlds():
        log, resolved = checked(number).log, small(number)
        for at in np.flatnonzero(log["event"] == PLAN).tolist():
            before = at - 1
            while log["event"][before] == EventKind.WEIGHED:
                before -= 1
            row = log[before]
            assert row["spell"] == log["spell"][at]
            if row["event"] == EventKind.SPELL_STARTED:
                assert row["time"] == 0
                continue
            assert row["event"] == CONTACT
            assert not row["detail"] & (ContactFlag.URGENT | ContactFlag.FOLLOW_UP)
            services = resolved.numbers.services
            assert services.team[row["service"]] != MISSING
            number_made += 1
    assert number_made > 50
