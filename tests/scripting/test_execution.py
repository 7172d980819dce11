"""One object says how runs are made; it decides which, and nothing of what they give."""

from __future__ import annotations

import dataclasses
import gc
import inspect
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.scripting.execution import pools, told, used
from sim.scripting.storage import Storage
from tests.studies.sweeps.studies import HERE

api: Any = sim


@pytest.fixture(scope="module")
def cafes() -> sim.Scenario:
    return sim.Scenario.load(HERE).with_values({"run.length": "12 weeks"})


def test_it_is_frozen_and_taken_by_name_alone() -> None:
    how = sim.Execution(seed=3)
    with pytest.raises(dataclasses.FrozenInstanceError):
        how.seed = 4  # type: ignore[misc]
    kinds = {each.kind for each in inspect.signature(sim.Execution).parameters.values()}
    assert kinds == {inspect.Parameter.KEYWORD_ONLY}
    assert dataclasses.replace(how, workers=2) == sim.Execution(seed=3, workers=2)


def test_numbers_and_names_are_kept_in_plain_form_so_that_it_can_be_used_again() -> None:
    how = api.Execution(seed=3.0, arms=(name for name in ["a", "b"]), workers=2.0)
    assert (how.seed, how.arms, how.workers) == (3, ("a", "b"), 2)
    assert type(how.seed) is type(how.workers) is int
    assert api.Execution(arms="a").arms == ("a",)
    assert hash(how) == hash(sim.Execution(seed=3, arms=["a", "b"], workers=2))


def test_what_no_scenario_could_use_is_refused_when_it_is_made() -> None:
    wrongs: list[dict[str, object]] = [
        {"seed": -1},
        {"arms": []},
        {"arms": ["a", "a"]},
        {"engine": "both"},
        {"store": ""},
        {"workers": 0},
        {"executor": 1},
        {"progress": 1},
    ]
    for wrong in wrongs:
        (name,) = wrong
        with pytest.raises(sim.SimError, match=f"^{name}: "):
            api.Execution(**wrong)


def test_making_one_makes_no_folder(tmp_path: Path) -> None:
    sim.Execution(store=tmp_path / "store")
    assert list(tmp_path.iterdir()) == []


def test_how_and_where_runs_are_made_does_not_change_what_they_give(
    cafes: sim.Scenario, tmp_path: Path
) -> None:
    def measures(**more: Any) -> list[tuple[Any, ...]]:
        how = sim.Execution(arms=["two_rooms"], seed=5, **more)
        return list(sim.run(cafes, replications=2, execution=how).measures)

    seen: list[tuple[int, int]] = []
    alone = measures()
    with ThreadPoolExecutor(2) as executor:
        assert measures(executor=executor) == alone
    assert measures(workers=2, store=tmp_path, progress=lambda *of: seen.append(of)) == alone
    assert measures(engine="reference") == alone
    assert seen[-1] == (2, 2)


def test_a_seed_is_put_over_that_of_the_scenario_and_others_give_other_numbers(
    cafes: sim.Scenario,
) -> None:
    def measures(scenario: sim.Scenario, how: sim.Execution | None) -> list[tuple[Any, ...]]:
        return list(sim.run(scenario, replications=1, execution=how).measures)

    written = measures(cafes.with_values({"run.seed": 7}), None)
    assert measures(cafes, sim.Execution(seed=7)) == written
    assert measures(cafes, sim.Execution(seed=8)) != written
    assert measures(cafes, sim.Execution(seed=0)) != written


def test_one_serves_many_calls_and_shares_their_store(cafes: sim.Scenario, tmp_path: Path) -> None:
    seen: list[int] = []
    how = sim.Execution(
        arms=["one_room", "two_rooms"],
        store=tmp_path,
        progress=lambda done, total: seen.append(done),
    )
    sim.run(cafes, replications=2, execution=how)
    seen.clear()
    sim.compare(cafes, replications=2, execution=how)
    assert seen == [4]
    (person, *_) = sim.lives(sim.Scenario.load("scenarios/cen_community.yaml"), ["cohort 12"])
    assert person.person == "cohort 12"


def test_a_temporary_store_lives_as_long_as_any_table_of_it(
    cafes: sim.Scenario, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    found = sim.run(cafes, replications=1, execution=sim.Execution(arms="one_room"))
    asked = found.means.sql("SELECT count(*) AS n FROM this")
    del found
    gc.collect()
    assert len(list(tmp_path.iterdir())) == 1
    assert next(iter(asked))[0] > 0
    del asked
    gc.collect()
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_was_named_stays(tmp_path: Path) -> None:
    kept = Storage.of(tmp_path / "runs")
    assert kept.keep is None
    folder = kept.tables("0123456789abcdef0123")
    assert folder == tmp_path / "runs" / "tables" / "0123456789abcdef"
    del kept
    gc.collect()
    assert folder.is_dir()


def test_nothing_given_is_as_the_scenario_says_on_one_core() -> None:
    assert used(None) == sim.Execution()
    assert told(sim.Execution())(1, 2) is None
    with pools(sim.Execution())() as pool:
        assert pool.lanes() == 1
    with pools(sim.Execution(workers=3))() as pool:
        assert pool.lanes() == 3
