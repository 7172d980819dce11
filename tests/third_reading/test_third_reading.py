"""A third reading of the measures, written from docs/reference/measures.md alone.

Its author had not opened `sim/measures`. It sorts the event log into tables of stretches of
time, one for each person, need and spell, and adds them up; nothing is counted as the log goes on.
It is held against both ways in which the program measures: from a whole log, and row by row.

When a measure is added or changed, write its reading from the page, not from the code. Where the
page does not say enough for that, mend the page first.
"""

from __future__ import annotations

import math
from functools import cache

import pytest

from sim.engines import fast
from sim.engines.choosing import Engine
from sim.events import Run, Window
from sim.measures import measure
from sim.measures.catalogue import MEASURES
from sim.resolved import Resolved
from sim.studies.engines import ENGINES
from sim.units import DAY
from tests.third_reading.agreement import as_reading, differences, pattern
from tests.third_reading.arm import Arm
from tests.third_reading.by_hand import on_the_minute
from tests.third_reading.flow_only import flow_only
from tests.third_reading.growth import outgrown
from tests.third_reading.reading import Reading, read
from tests.third_reading.shipped import CUTS, FOLDER, arms, slow_decisions
from tests.third_reading.worlds import SEED, awkward, edged, growing, with_crisis_service

WORLDS = """
    3 5 9 17 19 29 30 38 44 45 56 57 62 66 78 80 83 86 87 89 91 92 98 101 107 111 119 121 132 135
    137 144 147 151 153 169 175 180 193 195 199 208 221 230 231 238 253 255 257 259
    18 47 41 34 237 277 331 335 337 543 583
"""
"""Chosen among the first 260 because they are quick and have most measures to tell; the last line
are worlds in which a rule of the page shows that hardly any other world has."""
EDGED = """
    5 17 19 29 30 44 62 65 86 87 89 91 98 101 107 119 141 144 147 169 175 180 193 199 207 230 231
    238 255 259 277 337
"""
REPLICATIONS = (1, 2)
SHIPPED = [(name, resolved.arm) for name in CUTS for resolved in arms(name)]
OF_ALL = {("everyone", "caseload"), ("everyone", "vacancy_share")}


def numbers(text: str) -> list[int]:
    return [int(word) for word in text.split()]


@cache
def arm_of(kind: str, which: str | int) -> Resolved:
    """An arm by where it is from: a scenario and arm, or the number of a world."""
    if kind == "awkward":
        return awkward(int(which))
    if kind == "edged":
        return edged(int(which))
    if kind == "crisis":
        return with_crisis_service(int(which))
    if kind == "slow":
        return slow_decisions()
    if kind == "flow":
        return flow_only(str(which))
    return next(resolved for resolved in arms(kind) if resolved.arm == which)


@cache
def reading(kind: str, which: str | int, replication: int) -> tuple[Run, Reading]:
    """A run and its third reading."""
    resolved = arm_of(kind, which)
    run = fast.run(resolved, SEED, replication)
    return run, read(run, resolved)


def disagreements(kind: str, which: str | int, replication: int = 0) -> list[str]:
    """Where the reading and one of the program's two ways of measuring differ."""
    resolved = arm_of(kind, which)
    run, mine = reading(kind, which, replication)
    in_a_log = differences(as_reading(measure(run, resolved)), mine)
    in_passing = differences(
        as_reading(ENGINES[Engine.FAST].measure(resolved, SEED, replication)), mine
    )
    return in_a_log + in_passing


@pytest.mark.parametrize("replication", REPLICATIONS)
@pytest.mark.parametrize(("name", "arm"), SHIPPED)
def test_the_pages_and_the_program_measure_the_shipped_scenarios_alike(
    name: str, arm: str, replication: int
) -> None:
    assert not disagreements(name, arm, replication)


def test_every_shipped_scenario_is_read() -> None:
    assert set(CUTS) == {path.stem for path in FOLDER.glob("*.yaml")}


@pytest.mark.parametrize("number", numbers(WORLDS))
def test_the_pages_and_the_program_measure_awkward_worlds_alike(number: int) -> None:
    assert not disagreements("awkward", number)


@pytest.mark.parametrize("number", numbers(EDGED))
def test_they_agree_where_a_window_begins_and_ends_just_as_something_becomes_true(
    number: int,
) -> None:
    assert not disagreements("edged", number)


@pytest.mark.parametrize("number", [3, 45, 121])
def test_they_agree_on_contacts_of_a_service_that_accepts_people_in_crisis_only(
    number: int,
) -> None:
    assert not disagreements("crisis", number)


@pytest.mark.parametrize("number", [11, 39, 57, 105])
def test_rates_per_person_year_are_undefined_where_people_grow_by_more_than_half(
    number: int,
) -> None:
    for factor in (1.4999, 1.5001):
        rows = as_reading(ENGINES[Engine.FAST].measure(growing(number, factor), SEED, 0))

        value, _ = rows["everyone", "contacts"]
        assert math.isnan(value) == (factor > 1.5)
        assert outgrown(Arm(growing(number, factor))) == (factor > 1.5)


@pytest.mark.parametrize("arm", ["as_now", "rarer"])
def test_they_agree_on_contact_while_in_care_without_needs(arm: str) -> None:
    assert not disagreements("flow", arm, 1)


def test_they_agree_where_decisions_take_a_year() -> None:
    assert not disagreements("slow", "", 1)


@pytest.mark.parametrize(
    ("run", "resolved"),
    [pytest.param(run, resolved, id=what) for what, run, resolved in on_the_minute()],
)
def test_they_agree_to_the_minute_on_what_is_within_72_hours_or_90_days(
    run: Run, resolved: Resolved
) -> None:
    assert not differences(as_reading(measure(run, resolved)), read(run, resolved))


def telling() -> set[str]:
    """Measures, as the catalogue names them, that somewhere have a value other than 0."""
    read_here = [
        *((name, arm, 1) for name, arm in SHIPPED),
        *(("awkward", number, 0) for number in numbers(WORLDS)),
        *(("edged", number, 0) for number in numbers(EDGED)),
        ("slow", "", 1),
        ("flow", "as_now", 1),
    ]
    return {
        pattern(name, arm_of(*each[:2]))
        for each in read_here
        for (_, name), (value, _) in reading(*each)[1].items()
        if value and not math.isnan(value)
    }


OF_RECORDS = ("records.", "in_window.")
"""What records hold of a run is not read a third time: the round trip of extracts holds it, and a
measure of another window is one of those that are read."""


def test_every_measure_of_the_catalogue_is_read_and_somewhere_has_something_to_tell() -> None:
    """One test, because each process that runs one reads all worlds."""
    assert {name for name in MEASURES if not name.startswith(OF_RECORDS)} <= telling()


def test_load_and_vacancy_of_all_services_are_there_on_a_weekend_too() -> None:
    friday_night, monday = 5 * DAY, 7 * DAY
    world = arms("leicester")[0]
    world = world._replace(
        numbers=world.numbers._replace(closes=monday),
        measuring=world.measuring._replace(window=Window(friday_night, monday)),
    )

    assert as_reading(ENGINES[Engine.FAST].measure(world, SEED, 1)).keys() >= OF_ALL
