"""`sim export-records`: the folder is written whole or not at all, and nothing is written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.export_files import NOTE
from sim.records.exporting import forms
from sim.records.exporting.writing import MAPPING
from sim.records.mapping.reading import read_mapping
from tests.cli.conftest import Sim
from tests.studies.sweeps.studies import HERE, written

RUN = ("run", HERE, "--worlds", 0, "--years", 0.3, "--replications", 2, "--workers", 1, "--quiet")
EXPORT = ("export-records", HERE, "--shape", "plain")


def contents(folder: Path) -> dict[str, bytes]:
    """The files in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_run_is_exported_and_it_is_said_where(tmp_path: Path, sim: Sim) -> None:
    out = tmp_path / "out"
    said = sim(*EXPORT, "--out", out, "--from", "2024-03-01", "--to", "2024-06-30")
    assert said.code == 0, said.err
    assert "replication 1 of `one_room`" in said.out
    assert "from 2024-03-01 to 2024-06-30" in said.out
    assert f"{out / MAPPING} reads it." in said.out
    assert sorted(contents(out)) == [
        "contacts.csv",
        NOTE,
        MAPPING,
        "onward.csv",
        "people.csv",
        "referrals.csv",
        "staff.csv",
        "stays.csv",
    ]
    mapping = read_mapping(out / MAPPING)
    assert (str(mapping.period.begins), str(mapping.period.ends)) == ("2024-03-01", "2024-06-30")
    assert [service.key for service in mapping.services] == ["talk", "group"]


def test_the_same_export_may_be_made_again_and_no_other_in_its_place(
    tmp_path: Path, sim: Sim
) -> None:
    out = tmp_path / "out"
    assert sim(*EXPORT, "--out", out, "--quiet").out == f"{out / MAPPING}\n"
    before = contents(out)
    assert sim(*EXPORT, "--out", out).code == 0
    assert contents(out) == before
    for other in (("--arm", "two_rooms"), ("--replication", 2), ("--format", "parquet")):
        said = sim(*EXPORT, *other, "--out", out)
        assert (said.code, contents(out)) == (2, before)
        assert "it holds another extract" in said.err
    (out / "referrals.csv").write_bytes(before["referrals.csv"] + b"\n")
    said = sim(*EXPORT, "--out", out)
    assert said.code == 2
    assert "`referrals.csv` is not as `sim export-records` wrote it" in said.err


def test_other_files_are_left_alone(tmp_path: Path, sim: Sim) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    said = sim(*EXPORT, "--out", tmp_path)
    assert said.code == 2
    assert "it holds other files already, and no extract" in said.err
    assert list(contents(tmp_path)) == ["letter.txt"]
    assert "it is no folder" in sim(*EXPORT, "--out", tmp_path / "letter.txt").err


def test_an_export_that_fails_leaves_nothing(
    tmp_path: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "MOST_ROWS", 5)
    said = sim(*EXPORT, "--format", "xlsx", "--out", tmp_path / "out")
    assert said.code == 2
    assert "more than the 5 rows of a sheet in Excel" in said.err
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("short_report")
def test_a_run_of_finished_results_is_made_again(tmp_path: Path, sim: Sim) -> None:
    assert sim(*RUN, "--out", tmp_path / "results").code == 0
    chosen = ("--shape", "plain", "--arm", "two_rooms", "--replication", 2)
    said = sim("export-records", tmp_path / "results", *chosen, "--out", tmp_path / "again")
    assert said.code == 0, said.err
    days = ("--from", "2024-01-29", "--to", "2024-04-18")  # the measured part of the results
    assert days[1] in said.out
    assert days[3] in said.out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--arm", "two_rom"], ["`two_rom` is not an arm", "Did you mean `two_rooms`?"]),
        (["--replication", "0"], ["there is no replication 0"]),
        (["--from", "1/4/24"], ["--from: `1/4/24` is not a date", "2027-04-01"]),
        (
            ["--from", "2023-12-31"],
            ["2023-12-31 to 2024-12-30 are not days of the run", "2024-01-01 to 2024-12-30"],
        ),
        (["--from", "2024-06-01", "--to", "2024-05-01"], ["are not days of the run"]),
    ],
)
def test_what_cannot_be_is_said_with_what_can(
    tmp_path: Path, sim: Sim, options: list[str], words: list[str]
) -> None:
    said = sim(*EXPORT, "--out", tmp_path / "out", *options)
    assert said.code == 2
    for each in words:
        assert each in said.err
    assert not list(tmp_path.iterdir())


def test_a_sweep_is_named_as_such(tmp_path: Path, sim: Sim) -> None:
    study = written(tmp_path)
    out = tmp_path / "sweep"
    few = ("--replications", 1, "--workers", 1, "--quiet")
    assert sim("sweep", study, *few, "--out", out).code == 0
    said = sim("export-records", out, "--out", tmp_path / "out")
    assert said.code == 2
    assert "these are the results of a sweep" in said.err
