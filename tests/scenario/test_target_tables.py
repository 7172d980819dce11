"""A table of targets gives the same targets as blocks in the file, and is told its faults."""

from pathlib import Path

import pytest

from sim.errors import ScenarioFaults
from sim.resolving import resolve
from sim.scenario import Scenario, load
from sim.studies.targets import target_faults
from tests.studies.scenarios import CAFES, written

NAMED = CAFES + "targets: {from_table: targets.csv}\n"
HEADER = "target,measure,service,value,low,high,standard_error,role,group,label,source,note\n"
ROWS = (
    HEADER
    + "days,wait_to_start.{service}.mean,talk,3,2,4,,fit,north,Days until the talk,ours,Of June\n"
    + 'starts,spells.group,,100,,,10,,,"Starts, in the group",,\n'
)


def put(folder: Path, table: str, text: str = NAMED) -> Path:
    (folder / "targets.csv").write_text(table, encoding="utf-8", newline="")
    return written(folder, text)


def refused(folder: Path, table: str, text: str = NAMED) -> list[tuple[int, int, str]]:
    with pytest.raises(ScenarioFaults) as caught:
        load(put(folder, table, text))
    assert all(f.location.file.endswith("targets.csv") for f in caught.value.faults)
    return [
        (f.location.line, f.location.column, f"{f.problem} {f.allowed}{f.remedy}")
        for f in caught.value.faults
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_rows_are_the_targets_that_blocks_would_be(tmp_path: Path, line_end: str) -> None:
    block = CAFES + (
        "targets:\n"
        "  days: {measure: wait_to_start.talk.mean, value: 3, low: 2, high: 4, role: fit,"
        " group: north, label: Days until the talk, source: ours, note: Of June}\n"
        "  starts: {measure: spells.group, value: 100, low: 83.55, high: 116.45,"
        " label: 'Starts, in the group'}\n"
    )

    scenario = load(put(tmp_path, ROWS.replace("\n", line_end)))

    assert scenario == load(written(tmp_path, block, "block.yaml"))


def test_the_range_and_the_standard_error_give_each_other(tmp_path: Path) -> None:
    table = "target,measure,value,low,standard_error\na,spells.talk,9,8,2\n"

    target = load(put(tmp_path, table)).targets["a"]

    assert (target.low, target.high) == (8, 9 + 1.645 * 2)
    assert load(put(tmp_path, ROWS)).targets["starts"].standard_error == pytest.approx(10)


def test_what_is_kept_needs_no_table(tmp_path: Path) -> None:
    scenario = load(put(tmp_path, ROWS))

    again = Scenario.of(scenario.to_dict(), folder=tmp_path / "nowhere")

    assert again == scenario
    assert list(again.targets) == ["days", "starts"]


def test_targets_of_the_file_stand_before_those_of_its_table(tmp_path: Path) -> None:
    own = (
        "targets:\n  own: {measure: people, value: 1, low: 0, high: 2}\n  from_table: targets.csv\n"
    )

    assert list(load(put(tmp_path, ROWS, CAFES + own)).targets) == ["own", "days", "starts"]


def test_a_table_named_by_an_extended_file_is_read(tmp_path: Path) -> None:
    base = put(tmp_path, ROWS)

    scenario = load(written(tmp_path, f"throughline: 2\nextends: {base.name}\n", "top.yaml"))

    assert list(scenario.targets) == ["days", "starts"]
    assert scenario.targets["starts"].source == "ours"


def test_a_measure_that_is_not_there_is_told_at_its_cell(tmp_path: Path) -> None:
    table = "target,measure,service,value,standard_error\na,spells.{service},tlak,9,2\n"
    scenario = load(put(tmp_path, table))

    (fault,) = target_faults(scenario, resolve(scenario, "one_room").names)

    assert str(fault.location).endswith("targets.csv:2:3")
    assert '"spells.tlak" is not a measure' in fault.problem


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (",spells.talk,,9,8,10,,", 1, "has no name"),
        ("a,,,9,8,10,,", 3, "The measure is missing."),
        ("a,spells.talk,,,8,10,,", 16, "The value is missing."),
        ("a,spells.talk,,9,,,,", 16, "Write `low` and `high`, or `standard_error`."),
        ("a,spells.talk,,9,8,,,", 16, "Write `low` and `high`, or `standard_error`."),
        ('a,spells.talk,,"9,5",8,10,,', 16, '"9,5" is not a number.'),
        ("a,spells.talk,,inf,8,10,,", 16, '"inf" is not a number.'),
        ("a,spells.talk,,1_000,8,10,,", 16, '"1_000" is not a number.'),
        ("a,spells.talk,,1e999,8,10,,", 16, '"1e999" is not a number.'),
        ("a,spells.talk,,90 %,8,10,,", 16, "A share is a number from 0 to 1."),
        ("a,spells.talk,,9,,,0,", 20, "not above 0. Leave the cell empty"),
        ("a,spells.talk,talk,9,8,10,,", 15, "Write `{service}` where it stands"),
        ("a,spells.{service},,9,8,10,,", 3, "Write the service in the column `service`."),
        ("a,spells.talk,,9,8,10,,guess", 24, "Choices: `fit` and `check`."),
        ("a b,spells.talk,,9,8,10,,", 1, "a b"),
        ("a,spells.talk,,9,10,12,,", 1, "`low` 10 is above the value 9."),
        ("a,spells.talk,,9,8", 1, "This row has 5 cells, the header has 8."),
    ],
)
def test_a_row_that_is_no_target_is_told_at_its_cell(
    tmp_path: Path, row: str, column: int, words: str
) -> None:
    header = "target,measure,service,value,low,high,standard_error,role\n"

    ((line, at, said),) = refused(tmp_path, header + row + "\n")

    assert (line, at) == (2, column)
    assert words in said


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("", "The table is empty."),
        ("target,measure,value\n", "No target is in this table."),
        ("target;measure;value\n", "The cells are not separated by commas."),
        ("root:x:0:0\nsecret\n", "This is not a table of targets"),
        ("target,measure,valu\na,b,1\n", "Did you mean `value`?"),
        ("target,measure,value,value\na,b,1,1\n", '"value" is there twice.'),
        ("target,measure\na,b\n", "The column `value` is missing."),
        ('target,measure,value\n"a,b,1\n', "not CSV"),
    ],
)
def test_a_table_that_is_none_is_told_what_is_wrong(tmp_path: Path, table: str, words: str) -> None:
    said = " ".join(text for _, _, text in refused(tmp_path, table))

    assert words in said
    assert "secret" not in said


def test_all_faults_of_a_table_are_told_at_once(tmp_path: Path) -> None:
    row = "a,spells.talk,,x,8,10,,,,,,\n"

    faults = refused(tmp_path, HEADER + row + row + "b" + row[1:])

    assert [(line, column) for line, column, _ in faults] == [(2, 16), (3, 1), (4, 16)]
    assert "already, at line 2" in faults[1][2]


def test_a_name_in_the_file_and_in_its_table_is_refused(tmp_path: Path) -> None:
    own = (
        "targets:\n  days: {measure: people, value: 1, low: 0, high: 2}\n"
        "  from_table: targets.csv\n"
    )

    ((line, column, said),) = refused(tmp_path, ROWS, CAFES + own)

    assert (line, column) == (2, 1)
    assert '"days" is a target already, at ' in said


def test_a_table_outside_the_folder_is_refused(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "targets.csv").write_text(ROWS, encoding="utf-8")
    path = written(inner, CAFES + "targets: {from_table: ../targets.csv}\n")

    with pytest.raises(ScenarioFaults, match=r"cafes\.yaml:\d+:23"):
        load(path)
    assert list(load(path, allow_outside=True).targets) == ["days", "starts"]


def test_a_table_says_of_which_days_a_value_is(tmp_path: Path) -> None:
    named = NAMED.replace("length: 1 year", "begins: 2027-04-01, length: 1 year")
    table = "target,measure,value,low,high,from_day,to_day\n"
    rows = "a,spells.talk,9,8,10,2027-05-01,2027-06-30\nb,spells.talk,9,8,10,,\n"

    targets = load(put(tmp_path, table + rows, named)).targets

    days = [tuple(map(str, (each.first, each.last))) for each in targets.values()]
    assert days == [("2027-05-01", "2027-06-30"), ("None", "None")]
    late = rows.replace("2027-06-30", "2028-06-30")
    assert refused(tmp_path, table + late, named) == [
        (
            2,
            33,
            "The window ends on 2028-06-30, and the run of 1 year before that. "
            "Make the run longer, `run.length`, or the window shorter.",
        )
    ]
