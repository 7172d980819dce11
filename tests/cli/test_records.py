"""`sim measure` and `sim import` on an extract: whole or not at all, and nobody's row in them."""

from __future__ import annotations

import base64
import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner, Result

from sim.cli import app
from sim.records.exporting.choices import ExportShape
from sim.records.exporting.writing import write_records
from tests.records.tables import Making

SERVICES = ("access_point", "community_team", "ward")
ID = "MADEUP"
"""What every identifier of a written extract begins with."""
NOTE = "Zebedee Quillfeather"
"""What stands in a column of free text."""
SCENARIO = {
    *("area.yaml", "start.csv", "targets.csv", "targets_covariance.csv"),
    *("import.json", "import.html"),
}
MEASURES = {"measure.html", "measures.csv", "measure.json"}


def written(folder: Path, people: int = 250) -> Path:
    """An extract with a column of free text in each table."""
    folder.mkdir()
    recorded = Making(Random(7), True, SERVICES).recorded(people)
    write_records(recorded, folder, ExportShape.MHSDS_V6)
    for file in folder.glob("*.csv"):
        head, *rows = file.read_text(encoding="utf-8").splitlines()
        lines = [f"{head},Notes", *(f"{row},{NOTE}" for row in rows)]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("records") / "extract")


def said(*words: object) -> Result:
    """What a command answers."""
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def imported(extract: Path) -> Result:
    return said("import", extract)


@pytest.fixture(scope="module")
def measured(extract: Path) -> Result:
    return said("measure", extract)


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def everything(folder: Path) -> bytes:
    """All bytes below a folder, and of the pictures in its pages."""
    found = b""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            data = file.read_bytes()
            pictures = re.findall(rb"base64,([A-Za-z0-9+/=]+)", data)
            found += file.name.encode() + data + b"".join(map(base64.b64decode, pictures))
    return found


def test_an_import_writes_its_files_beside_the_extract(extract: Path, imported: Result) -> None:
    assert imported.exit_code == 0, imported.output
    folder = extract.with_name("extract-scenario")
    assert names(folder) == SCENARIO
    assert "area.yaml has 3 services." in imported.stdout
    assert f"sim check {folder / 'area.yaml'}" in imported.stdout


def test_measuring_writes_a_page_and_a_table(extract: Path, measured: Result) -> None:
    assert measured.exit_code == 0, measured.output
    folder = extract.with_name("extract-measures")
    assert names(folder) == MEASURES
    with (folder / "measures.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {"missed_contacts", "records.list", "records.rejections"} <= {e["measure"] for e in rows}
    assert f"sim import {extract}" in measured.stdout


def test_the_scenario_of_an_import_is_checked_without_a_fault(
    extract: Path, imported: Result
) -> None:
    assert imported.exit_code == 0
    checked = said("check", extract.with_name("extract-scenario") / "area.yaml")
    assert checked.exit_code == 0, checked.output


@pytest.mark.parametrize("what", ["scenario", "measures"])
def test_no_identifier_and_no_free_text_is_in_any_output_or_message(
    extract: Path, imported: Result, measured: Result, what: str
) -> None:
    result = imported if what == "scenario" else measured
    told = everything(extract.with_name(f"extract-{what}")) + result.output.encode()
    for planted in (ID, NOTE, *NOTE.split()):
        assert planted.encode() not in told
        assert planted.lower().encode() not in told.lower()


def test_every_count_in_the_outputs_is_hidden_or_a_multiple_of_5(
    extract: Path, imported: Result, measured: Result
) -> None:
    assert imported.exit_code == measured.exit_code == 0
    with (extract.with_name("extract-measures") / "measures.csv").open(encoding="utf-8") as file:
        numbers = [row["n"] for row in csv.DictReader(file)]
    with (extract.with_name("extract-scenario") / "targets.csv").open(encoding="utf-8") as file:
        numbers += [row["n"] for row in csv.DictReader(file)]
    assert numbers
    assert all(each == "*" or (int(each) % 5 == 0 and int(each) > 0) for each in numbers)


def with_fault(extract: Path, folder: Path, table: str, column: str, text: str) -> Path:
    """A copy of an extract in which one cell has another text."""
    folder.mkdir()
    for file in extract.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    (path,) = folder.glob(f"{table}*.csv")
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    rows[5][rows[0].index(column)] = text
    with path.open("w", encoding="utf-8", newline="") as table_file:
        csv.writer(table_file).writerows(rows)
    return folder


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("MHS101", "ReferralRequestReceivedDate"),
        ("MHS101", "ReferClosReason"),
        ("MHS201", "CareContDate"),
        ("MHS201", "AttendStatus"),
        ("MHS201", "ClinContDurOfCareCont"),
        ("MHS501", "StartDateHospProvSpell"),
    ],
)
@pytest.mark.parametrize("command", ["measure", "import"])
def test_a_name_in_the_wrong_column_is_in_no_message_and_nothing_is_written(
    extract: Path, tmp_path: Path, table: str, column: str, command: str
) -> None:
    faulty = with_fault(extract, tmp_path / "extract", table, column, f"{ID}-9 {NOTE}")
    result = said(command, faulty, "--out", tmp_path / "out")
    for planted in (ID, NOTE, *NOTE.split()):
        assert planted not in result.output
    if result.exit_code:
        assert result.exit_code == 2
        assert f"{table}" in result.output
        assert column in result.output
        assert not (tmp_path / "out").exists()
    else:
        assert column == "ReferClosReason"  # a code that says nothing is counted, and no fault


def test_a_file_that_somebody_changed_is_never_replaced(extract: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert said("measure", extract, "--out", out).exit_code == 0
    assert said("measure", extract, "--out", out).exit_code == 0
    (out / "measures.csv").write_text("mine")
    before = everything(out)
    result = said("measure", extract, "--out", out)
    assert result.exit_code == 2
    assert "measures.csv has been changed since `sim measure` wrote it" in result.output
    assert everything(out) == before


def test_a_file_that_was_there_before_is_never_replaced(extract: Path, tmp_path: Path) -> None:
    (tmp_path / "area.yaml").write_text("mine")
    result = said("import", extract, "--out", tmp_path)
    assert result.exit_code == 2
    assert "`sim import` did not write it" in result.output
    assert names(tmp_path) == {"area.yaml"}


def test_another_extract_is_not_imported_over_this_one(extract: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert said("measure", extract, "--out", out).exit_code == 0
    other = written(tmp_path / "other", people=30)
    result = said("measure", other, "--out", out)
    assert result.exit_code == 2
    assert "holds what was made from something else, extract" in result.output


def test_the_same_rows_in_another_order_give_the_same_bytes(extract: Path, tmp_path: Path) -> None:
    shuffled = tmp_path / "extract"
    shuffled.mkdir()
    for file in extract.iterdir():
        text = file.read_bytes()
        if file.suffix == ".csv":
            head, *rows = text.decode().splitlines()
            Random(3).shuffle(rows)
            text = ("\r\n".join([head, *rows]) + "\r\n").encode("utf-8-sig")
        (shuffled / file.name).write_bytes(text)
    for folder, out in ((extract, "one"), (shuffled, "other")):
        assert said("measure", folder, "--out", tmp_path / out).exit_code == 0
    for name in ("measures.csv",):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_a_folder_without_a_mapping_says_what_is_needed(tmp_path: Path) -> None:
    for command in ("measure", "import"):
        result = said(command, tmp_path)
        assert result.exit_code == 2
        assert "holds no mapping.yaml" in result.output
        assert "--map FILE" in result.output


def test_what_is_no_folder_is_said_so(tmp_path: Path) -> None:
    result = said("measure", tmp_path / "missing")
    assert result.exit_code == 2
    assert "is not a folder" in result.output
    result = said("import", tmp_path / "area.xlsx", "--map", tmp_path / "mapping.yaml")
    assert result.exit_code == 2
    assert "only an extract of records needs --map" in result.output


def started(extract: Path, tmp_path: Path, out: Path) -> subprocess.Popen[bytes]:
    """An import in a process of its own, with a folder of its own for temporary files."""
    temporary = tmp_path / "temporary"
    temporary.mkdir(exist_ok=True)
    places = {name: str(temporary) for name in ("TMPDIR", "TEMP", "TMP")}
    return subprocess.Popen(
        [sys.executable, "-m", "sim", "import", str(extract), "--out", str(out)],
        env={**os.environ, **places},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=tmp_path,
    )


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_an_import_that_is_killed_leaves_nothing_of_a_person(tmp_path: Path) -> None:
    """It is killed at several moments, then started again."""
    extract = written(tmp_path / "extract", people=60)
    (tmp_path / "out").mkdir()
    for moment in (1.0, 2.5):
        import_ = started(extract, tmp_path, tmp_path / "out")
        time.sleep(moment)
        import_.kill()
        output = import_.communicate()[0]
        left = everything(tmp_path / "temporary") + everything(tmp_path / "out") + output
        assert ID.encode() not in left
        assert NOTE.encode() not in left
    again = started(extract, tmp_path, tmp_path / "out")
    output = again.communicate()[0]
    assert again.returncode == 0, output
    assert names(tmp_path / "out") >= SCENARIO
    left = everything(tmp_path / "temporary") + everything(tmp_path / "out") + output
    assert ID.encode() not in left
    assert not list((tmp_path / "temporary").iterdir())


def test_what_an_import_keeps_is_what_may_be_written(extract: Path, imported: Result) -> None:
    assert imported.exit_code == 0
    kept = json.loads((extract.with_name("extract-scenario") / "import.json").read_text())
    people = [
        int(next(iter(band["people"].values())))
        for sheet in ("waiting", "caseload")
        for band in kept["figures"][sheet]
    ]
    assert people
    assert all(each % 5 == 0 for each in people)
