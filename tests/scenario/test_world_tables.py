"""A table of worlds is read with its scenario, and is told every fault with its cell."""

from pathlib import Path

import pytest

from sim.errors import ScenarioFaults
from sim.scenario import Scenario, load
from sim.scenario.world_tables import rows_of_worlds
from tests.studies.worlds.rooms import ROOMS

RATE, STAY = "people.arrivals.newcomers.rate", "services.talk.ends.stay.exponential.mean"
NAMED = ROOMS + "worlds: {from_table: fitted.csv}\n"
TABLE = f"{STAY},{RATE}\n0.7 days,1.2 per day\n18 hours,0.9 per day\n"


def put(folder: Path, table: str, text: str = NAMED) -> Path:
    (folder / "fitted.csv").write_text(table, encoding="utf-8", newline="")
    path = folder / "rooms.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def refused(folder: Path, table: str, text: str = NAMED) -> list[str]:
    with pytest.raises(ScenarioFaults) as caught:
        load(put(folder, table, text))
    assert all(each.location.file == "fitted.csv" for each in caught.value.faults)
    return [
        f"{each.location.line}:{each.location.column} {each.problem} {each.allowed}{each.remedy}"
        for each in caught.value.faults
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_rows_are_read_as_values_of_what_their_columns_name(tmp_path: Path, line_end: str) -> None:
    scenario = load(put(tmp_path, TABLE.replace("\n", line_end)))

    rows = rows_of_worlds(scenario, scenario.tree, scenario.version)

    assert rows is not None
    assert rows.names == (STAY, RATE)
    assert rows.values == (("0.7 days", "1.2 per day"), ("18 hours", "0.9 per day"))
    assert rows.weights == (1, 1)


def test_a_scenario_without_a_table_has_no_rows(tmp_path: Path) -> None:
    scenario = load(put(tmp_path, TABLE, ROOMS))

    assert rows_of_worlds(scenario, scenario.tree, scenario.version) is None
    assert "worlds" not in scenario.to_dict()


def test_the_table_is_kept_with_the_scenario_and_gives_an_equal_one(tmp_path: Path) -> None:
    scenario = load(put(tmp_path, TABLE))

    assert Scenario.of(scenario.to_dict()) == scenario
    saved = scenario.save(tmp_path / "saved.yaml")
    (tmp_path / "fitted.csv").unlink()
    assert load(saved) == scenario
    assert scenario != load(put(tmp_path, TABLE.replace("0.9", "0.8")))


def test_the_numbers_of_a_table_are_no_further_numbers_of_the_scenario(tmp_path: Path) -> None:
    scenario = load(put(tmp_path, TABLE))

    assert dict(scenario.quantities()) == dict(load(put(tmp_path, TABLE, ROOMS)).quantities())


def test_a_file_that_extends_another_takes_over_its_table_or_leaves_it(tmp_path: Path) -> None:
    put(tmp_path, TABLE)
    for name, more in (("kept", ""), ("left", "worlds: null\n")):
        text = f"throughline: 2\nextends: rooms.yaml\ntitle: Again\n{more}"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")

    assert load(tmp_path / "kept.yaml").worlds is not None
    assert load(tmp_path / "left.yaml").worlds is None


def test_a_number_that_a_script_sets_keeps_its_column(tmp_path: Path) -> None:
    assert load(put(tmp_path, TABLE)).with_values({RATE: "1 per day"}).worlds is not None


WRONG = {
    "an empty file": ("", ["1:1 The table is empty. Write a header first."]),
    "no rows": (f"{STAY}\n", ["1:1 There is no row in this table, and worlds differ"]),
    "one row": (f"{STAY}\n1 day\n", ["1:1 There is one row in this table"]),
    "semicolons": (f"{STAY};{RATE}\n1 day;1 per day\n", ["1:1 The cells are not separated by com"]),
    "ragged rows": (f"{STAY},{RATE}\n1 day\n1 day,1 per day\n", ["2:1 This row has 1 cells, the"]),
    "an unknown path": (
        f"{STAY},{RATE}s\n1 day,1 per day\n",
        [f"1:42 `{RATE}s`: There is no `rates` in `people.arrivals.newcomers`."],
    ),
    "a word": ("ends\n1\n2\n", ['1:1 "ends" is no path of a number and no structure of this file']),
    "no number": ("services.talk.label\nx\ny\n", ["1:1 `services.talk.label` is no number."]),
    "no range": (
        "services.talk.capacity.places\n1\n2\n",
        ["1:1 `services.talk.capacity.places` has no range, so no world has another value of it."],
    ),
    "twice": (f"{STAY},{STAY}\n1 day,1 day\n2 days,2 days\n", [f'1:42 "{STAY}" is there twice.']),
    "a value without unit": (f"{STAY}\n1 day\n2\n", ["3:1 2 has no unit of time. Write a number"]),
    "a value out of range": (f"{RATE}\n1 per day\n-1 per day\n", ['3:1 "-1 per day" is less than']),
    "an empty cell": (f"{STAY},{RATE}\n1 day,\n1 day,1 per day\n", [f"2:7 `{RATE}` has no value"]),
    "a weight of nothing": (
        f"{STAY},weight\n1 day,0\n2 days,many\n",
        ['2:7 "0" is no weight of a row.', '3:8 "many" is no weight of a row.'],
    ),
    "two faults at once": (
        f"{STAY},{RATE},x,services.talk\n1 day,1 per day,1,1\n",
        ['1:73 "x" is no path of a number and no structure', "1:75 `services.talk` is no number."],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_faulty_table_is_told_what_is_wrong_with_it(tmp_path: Path, name: str) -> None:
    table, expected = WRONG[name]

    found = refused(tmp_path, table)

    assert len(found) == len(expected)
    for said, words in zip(found, expected, strict=True):
        assert said.startswith(words)


def test_numbers_that_move_together_are_columns_together(tmp_path: Path) -> None:
    together = f"together: [[{RATE}, {STAY}]]\n"
    (said,) = refused(tmp_path, f"{STAY}\n1 day\n2 days\n", NAMED + together)

    assert said.startswith(f"1:1 `{STAY}` moves together with `{RATE}`, which is no column here.")
    assert load(put(tmp_path, TABLE, NAMED + together)).worlds is not None


def test_a_structure_has_its_options_as_values(tmp_path: Path) -> None:
    text = NAMED + (
        "variants: {busy: {label: Busy, set: {people.arrivals.newcomers.rate: 2 per day}}}\n"
        "structures: {demand: {as_written: 0.8, busy: 0.2}}\n"
    )

    assert load(put(tmp_path, "demand\nbusy\nas_written\n", text)).worlds is not None
    (said,) = refused(tmp_path, "demand\nbussy\nas_written\n", text)
    assert said.startswith('2:1 "bussy" is no option of `demand`. Options: `as_written` and `busy`')
    assert said.endswith("Did you mean `busy`?")
    (unknown,) = refused(tmp_path, "demnd\nbusy\nas_written\n", text)
    assert unknown.endswith("Did you mean `demand`?")


def test_a_table_outside_of_the_folder_is_not_read(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    put(tmp_path, TABLE)
    path = put(inner, TABLE, ROOMS + "worlds: {from_table: ../fitted.csv}\n")

    with pytest.raises(ScenarioFaults, match="leads out of the folder"):
        load(path)
    assert load(path, allow_outside=True).worlds is not None
