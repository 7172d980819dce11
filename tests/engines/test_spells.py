"""Spells: what ends them, what holds beside them, and what follows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.draws import Purpose, uniform
from sim.events import NOWHERE, ContactFlag, Ending, EventKind
from sim.units import DAY, WEEK
from tests.engines.worlds import (
    ROUND_THE_CLOCK,
    SEEKING_THE_FIRST,
    STEADY_NEED,
    clinic,
    engine,
    minutes_of,
    play,
    tell,
    world,
)

CONTACT, MISSED = EventKind.CONTACT, EventKind.CONTACT_MISSED


@pytest.mark.parametrize(
    ("rule", "ending", "planned", "when"),
    [
        ("stay: 3 days", Ending.STAY_OVER, True, 10 + 3 * DAY),
        ("stay: 3 days, planned: false", Ending.STAY_OVER, False, 10 + 3 * DAY),
        ("contacts: 3", Ending.CONTACTS_DONE, True, 10 + 2 * DAY),
        ("settled: {level: 2, for: 5 hours}", Ending.SETTLED, True, 310),
        # 1 - exp(-n / 2) first reaches 0.5 after 2 of the contacts a day apart.
        (
            "settled: {level: 2, share: 0.5, over: 2 days}",
            Ending.MOSTLY_SETTLED,
            True,
            10 + 2 * DAY,
        ),
        ("contacts: 3, stay: 1 day", Ending.STAY_OVER, True, 10 + DAY),
    ],
)
def test_a_spell_ends_by_the_first_rule_that_is_met(
    tmp_path: Path, rule: str, ending: Ending, planned: bool, when: int
) -> None:
    text = clinic(
        "{every: 1 day, length: 1 hour}",
        hours=f"working_hours: {ROUND_THE_CLOCK}",
        more=f"ends: {{{rule}}}",
    )
    run = play(world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text))

    kind = EventKind.ENDED_PLANNED if planned else EventKind.ENDED_UNPLANNED
    assert minutes_of(run, kind, detail=ending)[0] == when


@pytest.mark.parametrize(("planned", "trust"), [("true", 0.6), ("false", 0.6 * 0.75)])
def test_an_unplanned_ending_lowers_trust_and_a_planned_one_does_not(
    tmp_path: Path, planned: str, trust: float
) -> None:
    text = clinic(
        "{every: 8 weeks, length: 1 hour}", more=f"ends: {{stay: 3 hours, planned: {planned}}}"
    )
    own = "trust: {start: 0.6, unplanned_ending_fall: 0.25}\n"
    story = engine(world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text, own))

    story.world.env.run(until=10 + 181)

    assert story.world.people[0].trust == pytest.approx(trust)


def test_missed_contacts_in_a_row_end_a_spell_unplanned_or_bring_outreach(tmp_path: Path) -> None:
    for outreach in ("false", "true"):
        text = clinic(
            "{every: 1 day, length: 1 hour, attendance: 0}",
            hours=f"working_hours: {ROUND_THE_CLOCK}",
            more=f"ends: {{missed: 3, outreach: {outreach}}}",
        )
        run = play(world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text))

        ended = minutes_of(run, EventKind.ENDED_UNPLANNED, detail=Ending.MISSED_CONTACTS)
        if outreach == "false":
            assert ended[0] == 10 + 2 * DAY
        else:
            assert ended == []
            # The contact after the third missed one comes as soon as the diary has room.
            assert minutes_of(run, MISSED)[2:4] == [10 + 2 * DAY, 70 + 2 * DAY]


def test_retelling_is_for_new_workers_only_and_supports_nothing(tmp_path: Path) -> None:
    """The first worker of all needs no retelling; the second, elsewhere, two contacts."""
    text = f"""
people: {{cohort: 1}}
relationship: {{retelling: 2}}
services:
  first:
    workers: {{posts: 1, caseload: 9, working_hours: {ROUND_THE_CLOCK}}}
    contacts: {{every: 1 day, length: 1 hour}}
    ends: {{contacts: 2}}
    routes: {{finished_in_need: {{second: 1}}}}
  second:
    workers: {{posts: 1, caseload: 9, working_hours: {ROUND_THE_CLOCK}}}
    contacts: {{every: 1 day, length: 1 hour}}
"""
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text)
    story = engine(resolved)
    story.world.env.run(until=10 + 2 * DAY + 1)
    supported_early = story.world.people[0].spells[0].supports_since
    run = story.run_out()

    told = tell(run, resolved, CONTACT, columns=("service", "detail"), until=10 + 3 * DAY)
    assert [line[2:] for line in told] == [
        ("first", 0),
        ("first", 0),
        ("second", ContactFlag.RETELLING),
        ("second", ContactFlag.RETELLING),
        ("second", 0),
    ]
    assert supported_early is None
    assert story.world.people[0].spells[0].supports_since is not None


IN_HOSPITAL = f"""
people: {{start: {{from_table: here.csv}}}}
services:
  team:
    workers: {{posts: 1, caseload: 9, working_hours: {ROUND_THE_CLOCK}}}
    parallel: true
    contacts: {{every: 1 day, length: 1 hour}}
    routes: {{crisis: {{hospital: 1}}}}
  hospital:
    capacity: {{places: 1}}
    continuous: true
    parallel: true
    pauses_others: HOW
    decision_delay: 36 hours
    ends: {{stay: 5 days}}
"""


def in_hospital(folder: Path, how: str) -> tuple[list[int], list[int], dict[str, list[int]]]:
    """A person with a team, in hospital from minute 2170 for five days."""
    text = IN_HOSPITAL.replace("HOW", how)
    story = engine(world(folder, STEADY_NEED, text, table="id,service,status\nann,team,in_care\n"))
    story.world.env.run(until=10)
    story.world.referral.refer(story.world.people[0], 1, NOWHERE)
    run = story.run_out()
    rows = run.log[(run.log["event"] == CONTACT) & (run.log["service"] == 0)]
    marks = {kind.name: minutes_of(run, kind) for kind in (EventKind.PAUSED, EventKind.RESUMED)}
    return rows["time"].tolist(), rows["detail"].tolist(), marks


def test_while_a_hospital_stay_is_open_contacts_elsewhere_pause(tmp_path: Path) -> None:
    times, _, marks = in_hospital(tmp_path, "pause")

    enters = 10 + 36 * 60
    assert marks == {"PAUSED": [enters], "RESUMED": [enters + 5 * DAY]}
    assert not any(enters <= time < enters + 5 * DAY for time in times)
    assert enters + 5 * DAY in times, "the contact that was overdue is held at once"


def test_or_contacts_elsewhere_go_on_as_in_reach(tmp_path: Path) -> None:
    times, flags, marks = in_hospital(tmp_path, "in_reach")

    enters = 10 + 36 * 60
    assert marks == {"PAUSED": [], "RESUMED": []}
    for time, flag in zip(times, flags, strict=True):
        inside = enters <= time < enters + 5 * DAY
        assert bool(flag & ContactFlag.IN_REACH) == inside
    assert sum(enters <= time < enters + 5 * DAY for time in times) == 5


def test_a_contact_booked_before_a_hospital_stay_is_held_after_it(tmp_path: Path) -> None:
    """It falls due on Monday before nine; the stay begins at 1:40 and ends after five days."""
    office = IN_HOSPITAL.replace(ROUND_THE_CLOCK, "{}, contact_hours: 40")
    text = office.replace("HOW", "pause").replace("36 hours", "90 minutes")
    resolved = world(tmp_path, STEADY_NEED, text, table="id,service,status\nann,team,waiting\n")
    story = engine(resolved)
    story.world.env.run(until=10)
    story.world.referral.refer(story.world.people[0], 1, NOWHERE)
    run = story.run_out()

    told = tell(run, resolved, CONTACT, columns=("service", "due"))
    assert told[0] == (7 * DAY + 540, "CONTACT", "team", 0)


@pytest.mark.parametrize(
    ("keys", "stays_open"), [("", False), ("parallel: true", True), ("lead: true", True)]
)
def test_only_parallel_and_lead_spells_stay_open_beside_another(
    tmp_path: Path, keys: str, stays_open: bool
) -> None:
    text = f"""
    people: {{start: {{from_table: here.csv}}}}
    services:
      team:
        capacity: unlimited
        {keys}
      other: {{capacity: unlimited, parallel: false}}
    seeking: {{delay: {{severe: never}}, reseek_delay: never, entry: {{severe: {{other: 1}}}}}}
    """
    story = engine(
        world(tmp_path, STEADY_NEED, text, table="id,service,status\nann,team,in_care\n")
    )
    story.world.env.run(until=10)
    story.world.referral.refer(story.world.people[0], 1, NOWHERE)
    story.world.waiting.settle()
    run = story.run_out()

    ended = minutes_of(run, EventKind.ENDED_UNPLANNED, detail=Ending.MOVED_ON)
    assert ended == ([] if stays_open else [10])


def test_a_follow_up_comes_within_its_time_by_whom_the_file_says(tmp_path: Path) -> None:
    text = f"""
    people: {{cohort: 60}}
    services:
      first:
        capacity: unlimited
        ends: {{stay: 1 day}}
        follow_up: {{within: 72 hours, probability: 0.5, by: team}}
      team:
        workers: {{posts: 1, caseload: 9, working_hours: {ROUND_THE_CLOCK}}}
        contacts: {{every: 1 day, length: 1 hour}}
    """
    run = play(world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text))

    rows = run.log[run.log["detail"] == ContactFlag.FOLLOW_UP]
    rows = rows[(rows["event"] == CONTACT) & (rows["time"] < WEEK)]
    late = rows["time"] - (10 + DAY)
    assert 15 < len(rows) < 45  # of 60, each with probability a half: within 4 standard errors
    assert late.min() >= 0
    assert 2 * DAY < late.max() <= 3 * DAY
    assert set(rows["service"].tolist()) == {1}
    assert set(rows["worker"].tolist()) == {0}


def test_a_follow_up_has_luck_of_its_own(tmp_path: Path) -> None:
    """The stigma of each contact, the follow-up among them, against its own draw."""
    text = """
    people: {cohort: 40}
    services:
      first:
        capacity: unlimited
        contacts: {every: 1 day, length: 1 hour, stigma: 0.5}
        ends: {stay: 60 hours}
        follow_up: {within: 1 hour, probability: 1}
    trust: {start: 0.5, rise: 0, stigma_fall: 0.5}
    """
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text)
    story = engine(resolved)
    story.world.env.run(until=10 + 60 * 60 + 61)
    name = int(resolved.numbers.services.name[0])

    for person in story.world.people:
        draws = [uniform(1, 0, int(Purpose.STIGMA), name, person.key, n) for n in range(4)]
        assert person.trust == 0.5 ** (1 + sum(u < 0.5 for u in draws))
