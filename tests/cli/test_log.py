"""Chosen logs: while a study is run, and of one that is finished."""

from pathlib import Path

import pytest

import sim as library
from sim.tables.logs import NOTE
from tests.cli.conftest import Sim
from tests.studies.sweeps.studies import HERE, STUDY, written

RUN = ("run", HERE, "--worlds", 0, "--years", 0.3, "--replications", 3, "--workers", 1, "--quiet")


def tree(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def study(tmp_path: Path, sim: Sim, short_report: None) -> Path:
    assert sim(*RUN, "--out", tmp_path / "out").code == 0
    return tmp_path / "out"


@pytest.mark.usefixtures("short_report")
def test_only_the_chosen_tables_arms_and_replications_are_written(tmp_path: Path, sim: Sim) -> None:
    out = tmp_path / "out"
    chosen = (
        "--log-tables",
        "people,events",
        "--log-replications",
        "1,3",
        "--log-arms",
        "one_room",
    )
    said = sim(*RUN, "--log", "csv", *chosen, "--log-arms", "one_room", "--out", out)

    assert said.code == 0
    assert said.err == ""  # nothing of the program is left alone
    assert tree(out / "log") == {
        f"one_room-0000{number}/{name}"
        for number in (1, 3)
        for name in ("events.csv", "people.csv", NOTE)
    }
    assert not (out / "unfinished").exists()
    assert library.read_log(out / "log" / "one_room-00003").tables == ["events", "people"]

    same = sim("reproduce", out / "manifest.json", "--workers", 1, "--quiet")
    assert same.code == 0, same.out
    assert same.out.count("log/one_room") == 6

    all_again = sim(*RUN, "--log", "csv", "--out", out)
    assert all_again.code == 0
    assert len(list((out / "log").iterdir())) == 9

    none = sim(*RUN, "--out", out)
    assert none.code == 0
    assert not (out / "log").exists()


@pytest.mark.usefixtures("short_report")
def test_naming_everything_is_naming_nothing(tmp_path: Path, sim: Sim) -> None:
    every = ("--log-arms", "two_rooms,one_room,same_again", "--log-replications", "1-3")
    sim(*RUN, "--log", "csv", *every, "--out", tmp_path / "named")
    sim(*RUN, "--log", "csv", "--out", tmp_path / "plain")

    manifests = [(tmp_path / each / "manifest.json").read_bytes() for each in ("named", "plain")]
    assert manifests[0] == manifests[1]
    assert b"log_choice" not in manifests[0]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--log-tables", "evens"], ["Did you mean `events`?"]),
        (["--log-tables", ","], ["--log-tables: nothing is named"]),
        (["--log-arms", "one_rom,two"], ["Did you mean `one_room`?", "`two` is not an arm"]),
        (["--log-arms", "two_rooms", "--arms", "one_room"], ["`two_rooms` is not an arm"]),
        (["--log-replications", "0"], ["`0` is out of range", "from 1 to 3"]),
        (["--log-replications", "2-9"], ["`2-9` is out of range"]),
        (["--log-replications", "3-2"], ["`3-2` ends before it begins"]),
        (["--log-replications", "1;2"], ["`1;2` is no number or range"]),
        (["--log-replications", ""], ["--log-replications: nothing is named"]),
        (["--log-replications", "1-999999999"], ["is out of range"]),
        (
            ["--log-tables", "x", "--log-arms", "y", "--log-replications", "z"],
            ["--log-tables: `x`", "--log-arms: `y`", "--log-replications: `z`"],
        ),
        (["--log", "none", "--log-arms", "one_room"], ["--log-arms: no log is written"]),
        (["--log", "xes", "--log-tables", "process"], ["`process` is not a table of this form"]),
    ],
)
def test_every_fault_in_what_is_logged_is_said_and_nothing_is_written(
    tmp_path: Path, sim: Sim, options: list[str], words: list[str]
) -> None:
    log = () if "--log" in options else ("--log", "parquet")
    said = sim(*RUN, *log, *options, "--out", tmp_path / "out")

    assert said.code == 2
    assert all(each in said.err for each in words), said.err
    assert not (tmp_path / "out").exists()


def test_chosen_runs_of_a_finished_study_are_logged_again(study: Path, sim: Sim) -> None:
    before = {name: (study / name).read_bytes() for name in tree(study)}
    words = ("log", study, "--arms", "two_rooms", "--replications", "2", "--quiet")
    for _ in range(2):  # the same log takes its own place
        said = sim(*words, "--tables", "events,codes")
        assert said.code == 0, said.err
        assert said.out.strip() == f"{study}-logs"

    assert tree(Path(f"{study}-logs")) == {
        f"two_rooms-00002/{name}" for name in ("events.parquet", "codes.parquet", NOTE)
    }
    assert {name: (study / name).read_bytes() for name in tree(study)} == before
    assert sim(*words, "--form", "xes", "--out", study.parent / "xes").code == 0
    assert (study.parent / "xes" / "two_rooms-00002" / "events.xes").is_file()


def test_a_log_written_again_is_what_the_study_would_have_written(study: Path, sim: Sim) -> None:
    sim(*RUN, "--log", "csv", "--log-replications", "3", "--out", study)
    said = sim("log", study, "--replications", "3", "--form", "csv", "--engine", "reference")

    assert said.code == 0, said.err
    for name in tree(study / "log"):
        assert (study / "log" / name).read_bytes() == Path(f"{study}-logs", name).read_bytes()


def test_every_fault_in_what_is_logged_again_is_said(study: Path, sim: Sim) -> None:
    faulty = ("--arms", "x", "--replications", "4", "--tables", "y", "--settings", "1")
    said = sim("log", study, *faulty)

    assert said.code == 2
    for words in ("--arms: `x`", "--replications: `4`", "--tables: `y`", "--settings: this study"):
        assert words in said.err
    assert not Path(f"{study}-logs").exists()
    nothing = sim("log", study.parent)
    assert nothing.code == 2
    assert "it holds no finished study" in nothing.err


def test_chosen_runs_of_a_finished_sweep_are_logged_again(tmp_path: Path, sim: Sim) -> None:
    out = tmp_path / "out"
    path = written(tmp_path, STUDY.replace("replications: 3", "replications: 1"))
    assert sim("sweep", path, "--workers", 1, "--quiet", "--out", out).code == 0

    chosen = ("--settings", "2,5-6", "--arms", "one_room", "--tables", "people")
    said = sim("log", out, *chosen, "--quiet", "--out", tmp_path / "logs")

    assert said.code == 0, said.err
    assert tree(tmp_path / "logs") == {
        f"setting-0000{setting}/one_room-00001/{name}"
        for setting in (2, 5, 6)
        for name in ("people.parquet", NOTE)
    }
    assert sim("log", out, "--settings", "7").code == 2
