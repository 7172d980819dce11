"""Worlds within the ranges of a scenario from a script."""

from pathlib import Path

import pytest

import sim
from tests.studies.scenarios import loaded
from tests.studies.worlds.rooms import ROOMS, study

WAIT = "wait_to_start.talk.mean"
RATE, STAY = "people.arrivals.newcomers.rate", "services.talk.ends.stay.exponential.mean"


@pytest.fixture
def rooms(tmp_path: Path) -> sim.Scenario:
    return loaded(tmp_path, ROOMS)


def test_worlds_say_the_same_to_a_script_as_to_a_command(
    rooms: sim.Scenario, tmp_path: Path
) -> None:
    expected = study(tmp_path).worlds  # of 20 worlds
    found = sim.compare(rooms, worlds=20)

    assert expected is not None
    assert found.worlds is not None
    query = f"SELECT arm, better, low, high FROM this WHERE measure = '{WAIT}'"
    judged = expected.findings.headlines[0].judged
    assert judged is not None
    figures = (judged.better.value, judged.low.value, judged.high.value)
    assert list(found.worlds.findings.sql(query)) == [("two_rooms", *figures)]
    rows = found.worlds.choosing.sql(
        f"SELECT arm, best, loss, regret FROM this WHERE measure = '{WAIT}'"
    )
    choosing = expected.findings.choosing[0]
    assert choosing.choice is not None
    assert list(rows) == [
        (arm, means.best.value, means.loss.value, means.regret)
        for arm, means in zip(choosing.arms, choosing.choice.arms, strict=True)
    ]
    depends = found.worlds.depends.sql(f"SELECT number, share FROM this WHERE measure = '{WAIT}'")
    of_wait = expected.findings.headlines[0].depends
    assert list(depends) == [(each.name, each.share) for each in of_wait]
    assert found.worlds.numbers.columns == ["world", RATE, STAY]
    assert len(found.worlds.runs) == 20 * 2 * 2 * 2  # arms, replications, measures
    page = found.report(tmp_path / "page").read_text(encoding="utf-8")
    assert "20 worlds" in page


def test_a_rule_names_numbers_by_their_paths_and_ends_as_a_scenario_holds_them(
    rooms: sim.Scenario,
) -> None:
    found = sim.compare(rooms, worlds=64)

    assert found.worlds is not None
    query = f"SELECT arm, against, way, rule, density FROM this WHERE measure = '{WAIT}'"
    ((*first, rule, density),) = found.worlds.rules.sql(query)
    assert first == ["two_rooms", "one_room", "better"]
    assert rule.startswith(f"{RATE} >= ")
    assert " per day" in rule
    assert 0.8 <= density <= 1


def test_a_larger_sample_leaves_the_tables_of_a_smaller_one_as_they_were(
    rooms: sim.Scenario, tmp_path: Path
) -> None:
    how = sim.Execution(store=tmp_path / "store")
    small = sim.compare(rooms, worlds=20, execution=how).worlds
    large = sim.compare(rooms, worlds=24, execution=how).worlds

    assert small is not None
    assert large is not None
    assert (len(small.numbers), len(large.numbers)) == (20, 24)


def test_there_are_no_worlds_unless_they_are_asked_for(rooms: sim.Scenario) -> None:
    assert sim.compare(rooms).worlds is None


@pytest.mark.parametrize(
    ("worlds", "words"),
    [
        (3, "worlds: 3 is out of range."),
        (-1, "worlds: -1 is out of range."),
        (True, "worlds: True is not a whole number."),
        ("many", 'worlds: "many" is no size.'),
        ([20], "worlds: a value of the type list is not a whole number."),
    ],
)
def test_a_size_that_no_sample_has_is_refused(
    rooms: sim.Scenario, worlds: object, words: str
) -> None:
    with pytest.raises(sim.SimError) as refused:
        sim.compare(rooms, worlds=worlds)  # type: ignore[arg-type]
    assert words in str(refused.value)


def test_worlds_without_a_range_or_a_second_arm_are_refused(
    rooms: sim.Scenario, tmp_path: Path
) -> None:
    with pytest.raises(sim.SimError, match="only one arm is run"):
        sim.compare(rooms, worlds=20, execution=sim.Execution(arms="one_room"))
    sure = ROOMS.replace("low: 0.6 per day, high: 1.6 per day, ", "")
    sure = sure.replace(", low: 0.5 days, high: 1.3 days", "")
    with pytest.raises(sim.SimError, match="no number of the scenario that can be varied"):
        sim.compare(loaded(tmp_path, sure), worlds=20)
