"""No identifier is left anywhere: not in a file, also after a crash, nor in what objects show."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.memory import MemoryShortage
from sim.records.faults import shown
from sim.records.reading.database import DatabaseError, database
from tests.records.extracts import (
    CONTACTS,
    PLANTED,
    Tables,
    contact,
    extract_of,
    small,
    write_extract,
    write_sheet,
)

HOUSE = Path(__file__).resolve().parents[2]
READ = """
import sys
from pathlib import Path
from sim.records.from_files import read_records
from sim.records.mapping import read_mapping
folder = Path(sys.argv[1])
mapping = read_mapping(folder / "mapping.yaml")
print("begun", flush=True)
while True:
    read_records(folder, mapping)
"""


def many() -> Tables:
    tables = small()
    tables[CONTACTS] += [contact(100 + n, 1, 1, "2025-03-05") for n in range(2_000)]
    return tables


def files_with(folder: Path, text: str) -> list[str]:
    """The files below a folder that hold a text, in one of the encodings a program keeps it in."""
    needles = [text.encode(), text.encode("utf-16-le"), text.encode("utf-32-le")]
    return [
        str(file)
        for file in folder.rglob("*")
        if file.is_file() and any(each in file.read_bytes() for each in needles)
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed with a signal")
@pytest.mark.parametrize("end", ["SIGKILL", "SIGTERM"])
def test_a_process_that_is_killed_leaves_no_identifier_behind(tmp_path: Path, end: str) -> None:
    extract, around, temporary = (tmp_path / name for name in ("extract", "around", "temporary"))
    for folder in (extract, around, temporary):
        folder.mkdir()
    write_extract(extract, many())
    write_sheet(extract / "MHS902.xlsx", [{"UniqCareProfTeamLocalID": "A", "ServTeamTypeMH": "A1"}])
    settings = {**os.environ, "TMPDIR": str(temporary), "HOME": str(around)}
    settings["PYTHONPATH"] = str(HOUSE)
    command = [sys.executable, "-c", READ, str(extract)]
    before = {file: file.stat().st_mtime_ns for file in extract.iterdir()}

    with subprocess.Popen(command, cwd=around, env=settings, stdout=subprocess.PIPE) as reading:
        assert reading.stdout is not None
        reading.stdout.readline()
        time.sleep(0.5)
        reading.send_signal(getattr(signal, end))
        rest = reading.stdout.read()

    assert rest == b""
    assert files_with(extract, PLANTED)
    assert files_with(around, PLANTED) + files_with(temporary, PLANTED) == []
    assert {file: file.stat().st_mtime_ns for file in extract.iterdir()} == before


def test_the_database_spills_nothing_to_a_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with database() as opened:
        ((folder,),) = opened.execute(
            "SELECT value FROM duckdb_settings() WHERE name = 'temp_directory'"
        ).fetchall()
        opened.execute("CREATE TABLE kept AS SELECT range AS n FROM range(1000)")

    assert folder == ""
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_fit_into_the_memory_is_refused() -> None:
    def fill() -> None:
        with database() as opened:
            opened.execute("SET memory_limit = '10MB'")
            opened.execute("CREATE TABLE kept AS SELECT hash(range)::VARCHAR FROM range(10000000)")

    with pytest.raises(MemoryShortage, match="does not fit into the memory"):
        fill()


def test_no_words_of_the_database_are_shown() -> None:
    def ask() -> None:
        with database() as opened:
            opened.execute(f"SELECT CAST('{PLANTED}' AS INTEGER)")

    with pytest.raises(DatabaseError) as told:
        ask()

    shown_words = f"{told.value} {told.value.__cause__} {told.value.__context__}"
    assert PLANTED not in shown_words
    assert "ConversionException" in shown_words


def test_no_identifier_is_logged_or_shown(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        extract = extract_of(tmp_path, small())

    assert PLANTED not in caplog.text + "".join(capfd.readouterr())
    assert PLANTED not in repr(extract)


@pytest.mark.parametrize(
    ("text", "as_shown"),
    [
        ("31/13/2024", '"31/13/2024"'),
        ("2024-13-01 10:30", '"2024-13-01 10:30"'),
        ("25:61", '"25:61"'),
        ("X9", '"X9"'),
        ("943 476 5919", "A text of 12 characters"),
        ("9434765919", "A text of 10 characters"),
        ("Ashworth", "A text of 8 characters"),
    ],
)
def test_a_message_shows_dates_times_and_short_codes_alone(text: str, as_shown: str) -> None:
    assert shown(text) == as_shown
