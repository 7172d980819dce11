"""A study file asks for what it says, with the scenario's own words where it says nothing."""

from pathlib import Path

import pytest

from sim.engines.choosing import Engine
from sim.studies.execution import Shard
from sim.studies.sweeps.planning import plan_sweep
from sim.studies.sweeps.study_file import read_study
from tests.studies.sweeps.studies import STUDY, asked, written

HOUSE = Path(__file__).resolve().parents[3]
SHIPPED = sorted((HOUSE / "scenarios" / "studies").glob("*.yaml"))


def test_a_study_asks_for_what_it_says(tmp_path: Path) -> None:
    found = asked(tmp_path)

    assert (found.base.arms, found.base.baseline) == (("one_room", "two_rooms"), "one_room")
    assert (found.replications, found.base.seed, found.engine) == (3, 1, Engine.FAST)
    assert [lever.name for lever in found.varied] == [
        "services.group.capacity.places",
        "people.arrivals.newcomers.rate",
    ]
    assert str(found.uncertainties[0]) == "0.5 per day to 2 per day"
    assert str(found.base.scenario.run.length) == "20 weeks"
    assert str(found.design) == "a latin hypercube of 6 settings"


def test_without_words_the_scenario_decides(tmp_path: Path) -> None:
    short = "\n".join(STUDY.splitlines()[:4] + STUDY.splitlines()[6:8])
    found = asked(tmp_path, short)

    assert found.base.arms == ("one_room", "two_rooms", "same_again")
    assert found.replications == 3
    assert str(found.design) == "every combination"
    assert "list_length" in found.base.outcomes


def test_every_range_is_every_number_with_a_range(tmp_path: Path) -> None:
    found = asked(
        tmp_path,
        STUDY.replace("  people.arrivals.newcomers.rate: range", "").replace(
            "uncertainties:", "uncertainties: every range"
        ),
    )

    assert [lever.name for lever in found.uncertainties] == ["people.arrivals.newcomers.rate"]


def test_a_lever_may_set_several_numbers_together(tmp_path: Path) -> None:
    sets = ["services.group", "services.talk", "arms.two_rooms.set.services.talk"]
    text = STUDY.replace(
        "  services.group.capacity.places: [2, 3, 5]",
        f"  places: {{sets: [{', '.join(f'{each}.capacity.places' for each in sets)}], "
        "values: [2, 3]}",
    )
    plan = plan_sweep(asked(tmp_path, text))

    setting = plan.settings[0]
    for arm in (0, 1):
        resolved = plan.arm_table.get(int(plan.arm_at[0, arm]))
        assert resolved.numbers.services.places.tolist() == [setting[0], setting[0]]


def test_a_table_names_what_is_varied(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(
        "services.group.capacity.places,people.arrivals.newcomers.rate\n2,1 per day\n4,3 per week\n"
    )
    text = STUDY.replace("{latin hypercube: 6}", "{table: table.csv}")
    text = text[: text.index("levers:")] + text[text.index("design:") :]

    assert plan_sweep(asked(tmp_path, text)).settings == [(2, "1 per day"), (4, "3 per week")]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_studies_are_sound(path: Path) -> None:
    found = read_study(path)
    if len(found.varied) > 10:
        assert len(found.varied) > 90
        found = found._replace(design=found.design._replace(size=2))

    plan = plan_sweep(found)

    assert len(plan.settings) >= (2 if found.varied else 1)
    assert found.varied or found.analyses
    assert len(plan.jobs()) == plan.runs


def test_an_arm_that_a_setting_does_not_touch_is_run_once(tmp_path: Path) -> None:
    plan = plan_sweep(read_study(HOUSE / "scenarios" / "studies" / "refusal_and_acceptance.yaml"))

    relational = plan.arm_at[:, plan.asked.base.arms.index("relational_open")]
    assert len(set(relational.tolist())) == 1
    assert len(plan.arm_table) == 1 + 12


def test_shards_are_alike_and_together_are_everything(tmp_path: Path) -> None:
    plan = plan_sweep(asked(tmp_path))

    shards = [plan.jobs(Shard(number, 3)) for number in (1, 2, 3)]

    assert sorted(job for shard in shards for job in shard) == sorted(plan.jobs())
    assert {len(shard) for shard in shards} == {12}


def test_the_digest_changes_with_what_decides_the_results_and_with_nothing_else(
    tmp_path: Path,
) -> None:
    digest = asked(tmp_path).digest
    assert asked(tmp_path, STUDY.replace("title: Places", "title: Chairs")).digest == digest
    for old, new in (("[2, 3, 5]", "[2, 3, 4]"), ("e: 6", "e: 7"), ("s: 3\n", "s: 4\n")):
        assert old in STUDY
        assert asked(tmp_path, STUDY.replace(old, new)).digest != digest


def test_the_file_may_be_named_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path)
    monkeypatch.chdir(tmp_path.parent)
    assert read_study(Path(tmp_path.name, "study.yaml")).title == "Places in the group"
