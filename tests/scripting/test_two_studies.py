"""Two finished studies compared from a script, and replications added in a store."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import sim
from tests.scenarios.shipped import FOLDER
from tests.studies.sweeps.studies import HERE

api: Any = sim  # types are no help to whoever gets them wrong
PLACES = "services.group.capacity.places"


@pytest.fixture(scope="module")
def cafes() -> sim.Scenario:
    return sim.Scenario.load(HERE).with_values({"run.length": "12 weeks"})


def made(scenario: sim.Scenario, replications: int, seed: int = 1) -> sim.Results:
    how = sim.Execution(arms=["one_room", "two_rooms"], seed=seed)
    return sim.run(scenario, replications=replications, execution=how)


def test_studies_of_this_session_are_compared_arm_by_arm(cafes: sim.Scenario) -> None:
    found = sim.compare_studies(made(cafes, 3), made(cafes.with_values({PLACES: 2}), 4))
    rows = found.comparison.sql(
        "SELECT arm_one, arm_other, pairing, runs_one, "
        "abs(difference - mean_other + mean_one) < 1e-9 FROM this WHERE measure = 'list_length'"
    )

    assert found.paired
    assert list(rows) == [(arm, arm, "paired", 3, True) for arm in ("one_room", "two_rooms")]
    assert found.notes[1] == "The scenarios differ in `services.group.capacity.places`."
    assert repr(found) == f"<ComparedStudies paired, {len(found.comparison):,} rows>"
    page = found._repr_html_()
    assert "Differences are other minus one." in page
    assert "seed 1" in page


def test_a_folder_and_this_session_are_compared_and_the_same_study_is_identical(
    cafes: sim.Scenario, tmp_path: Path
) -> None:
    command = (sys.executable, "-m", "sim", "run", cafes.save(tmp_path / "cafes.yaml"))
    options = ("--replications", "3", "--arms", "one_room,two_rooms", "--quiet", "--out")
    subprocess.run([*map(str, command), *options, tmp_path / "out"], check=True, timeout=300)
    found = sim.compare_studies(tmp_path / "out", made(cafes, 3))

    assert found.notes[1] == "The scenarios have the same settings."
    drift = "We cannot tell whether numbers drift by themselves: less than two whole years are"
    assert [note[:5] for note in found.notes[2:]] == ["one: ", "other"]
    assert all(drift in note for note in found.notes[2:])
    verdicts = "SELECT DISTINCT verdict FROM this WHERE difference IS NOT NULL"
    assert list(found.comparison.sql(verdicts)) == [("identical",)]


def test_another_seed_is_not_paired(cafes: sim.Scenario) -> None:
    one, other = made(cafes, 3), made(cafes, 3, seed=2)
    found = sim.compare_studies(one, other, arms={"one_room": "two_rooms"})

    assert not found.paired
    query = "SELECT DISTINCT arm_one, arm_other, pairing FROM this"
    assert list(found.comparison.sql(query)) == [("one_room", "two_rooms", "Welch")]


@pytest.mark.parametrize(
    ("one", "arms", "said"),
    [
        (
            3,
            None,
            "one: 3 is no finished study.\n  Give what `sim.run` or `sim.compare` gave, or the "
            "folder that `sim run` wrote.",
        ),
        (
            "nowhere",
            None,
            "nowhere: there is no folder of this name.\n  Name the folder that `sim run` wrote, as "
            "it was written.",
        ),
        (None, {"one_room": 3}, "arms: 3 is not a name.\n  Give names of arms."),
        (None, [], "arms: nothing is named.\n  Give a list of names."),
        (
            None,
            "one_rom",
            "arms: `one_rom` is not an arm of the one study.\n  It has `one_room` and `two_rooms`. "
            "Did you mean `one_room`?\narms: `one_rom` is not an arm of the other study.\n  It has "
            "`one_room` and `two_rooms`. Did you mean `one_room`?",
        ),
    ],
)
def test_misuse_is_answered_in_words(
    cafes: sim.Scenario, one: object, arms: object, said: str
) -> None:
    study = made(cafes, 1)
    with pytest.raises(sim.SimError) as refused:
        api.compare_studies(study if one is None else one, study, arms=arms)
    assert str(refused.value) == said


def test_with_a_store_only_new_replications_are_made_and_results_are_the_same(
    cafes: sim.Scenario, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    how = sim.Execution(
        arms="one_room", store=tmp_path, progress=lambda done, total: told.append((done, total))
    )
    sim.run(cafes, replications=2, execution=how)
    told.clear()
    more = sim.run(cafes, replications=5, execution=how)
    at_once = sim.run(cafes, replications=5, execution=sim.Execution(arms="one_room"))

    assert told[0] == (2, 5)
    assert told[-1] == (5, 5)
    assert repr(list(more.measures)) == repr(list(at_once.measures))


@sim.measure("starts", unit="spells", better="higher")
def starts(log: sim.RunLog, window: object) -> float:
    return float(len(log.events("SPELL_STARTED")))


@sim.measure("starts", unit="spells", better="higher")
def other_starts(log: sim.RunLog, window: object) -> float:
    return 2.0 * len(log.events("SPELL_STARTED"))


def test_a_measure_of_ones_own_is_compared_in_its_direction_if_both_studies_have_the_same() -> None:
    queue = sim.Scenario.load(FOLDER / "queue.yaml").with_values(
        {"run.length": "1.5 years", "compare.family": ["starts"]}
    )
    busier = queue.with_values({"people.arrivals.newcomers.rate": "0.2 per day"})
    one, other, another = (
        sim.run(scenario, replications=6, measures=[measure])
        for scenario, measure in ((queue, starts), (busier, starts), (busier, other_starts))
    )
    query = "SELECT DISTINCT verdict FROM this WHERE measure = 'starts'"
    assert list(sim.compare_studies(one, other).comparison.sql(query)) == [("worse",)]
    with pytest.raises(sim.SimError, match="`starts`: it does not do the same in both studies"):
        sim.compare_studies(one, another)


def test_a_measure_that_reads_something_that_changed_between_two_studies_is_not_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @sim.measure("scaled", unit="spells")
    def scaled(log: sim.RunLog, window: object) -> float:
        return SCALE[0] * len(log.events("SPELL_STARTED"))

    queue = sim.Scenario.load(FOLDER / "queue.yaml").with_values({"run.length": "1.5 years"})
    one = sim.run(queue, replications=2, measures=[scaled])
    monkeypatch.setitem(globals(), "SCALE", [2.0])
    other = sim.run(queue, replications=2, measures=[scaled])
    with pytest.raises(sim.SimError, match="`scaled`: it does not do the same in both studies"):
        sim.compare_studies(one, other)


SCALE = [1.0]
