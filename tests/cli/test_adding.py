"""Replications added to a finished study: only the new ones are run."""

import json
from pathlib import Path

import pytest

from sim.studies import gathering, running
from sim.studies.files.seals import SEAL, sealed
from sim.studies.keeping import Keeping
from tests.cli.conftest import Sim
from tests.studies.sweeps.studies import HERE

RUN = ("run", HERE, "--worlds", 0, "--years", 0.3, "--arms", "one_room,two_rooms", "--workers", 1)
FIRST, MORE = ("--replications", 3), ("--replications", 5)
TAKEN = "4 of 10 runs are taken over from the results that are there."

pytestmark = pytest.mark.usefixtures("short_report")


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Arm and replication of every run that is made."""
    runs: list[tuple[str, int]] = []
    make = Keeping.__call__

    def noted(self, resolved, seed, replication):  # type: ignore[no-untyped-def]
        runs.append((resolved.arm, replication))
        return make(self, resolved, seed, replication)

    monkeypatch.setattr(Keeping, "__call__", noted)
    return runs


@pytest.fixture
def out(tmp_path: Path, sim: Sim, made: list[tuple[str, int]]) -> Path:
    assert sim(*RUN, *FIRST, "--out", tmp_path / "out").code == 0
    made.clear()
    return tmp_path / "out"


@pytest.fixture
def whole(tmp_path: Path, sim: Sim) -> dict[str, bytes]:
    assert sim(*RUN, *MORE, "--out", tmp_path / "whole").code == 0
    return tree(tmp_path / "whole")


def reseal(out: Path, **changes: object) -> None:
    """Write the manifest as if it had been written so."""
    content = json.loads((out / "manifest.json").read_text()) | changes
    content = {key: value for key, value in content.items() if key != SEAL and value is not None}
    (out / "manifest.json").write_text(json.dumps(sealed(content)))


def test_only_new_runs_are_made_and_the_study_is_that_of_all_made_at_once(
    whole: dict[str, bytes], out: Path, sim: Sim, made: list[tuple[str, int]]
) -> None:
    said = sim(*RUN, *MORE, "--out", out)

    assert said.code == 0
    assert TAKEN in said.err.splitlines()
    arms = ("one_room", "two_rooms")
    assert sorted(made) == [(arm, number) for arm in arms for number in (1, 4, 5)]
    assert tree(out) == whole
    assert sim("reproduce", out / "manifest.json", "--workers", 1).code == 0


def test_quietly_nothing_is_said(out: Path, sim: Sim) -> None:
    assert sim(*RUN, *MORE, "--out", out, "--quiet").err == ""


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"numbers": None}, "they do not say which program made them"),
        (
            {"numbers": {"sources": "0" * 64, "arms": "0" * 64}},
            "other sources of this version made them",
        ),
        ({"platform": "Elsewhere x"}, "they were made on another kind of machine"),
    ],
)
def test_runs_that_may_be_others_now_are_all_made_again(
    whole: dict[str, bytes],
    out: Path,
    sim: Sim,
    made: list[tuple[str, int]],
    change: dict[str, object],
    why: str,
) -> None:
    reseal(out, **change)
    said = sim(*RUN, *MORE, "--out", out)

    assert f"The 3 replications that are there are made again: {why}." in said.err.splitlines()
    assert len(made) == 10
    assert tree(out) == whole


def test_runs_of_another_version_of_a_library_are_made_again(
    out: Path, sim: Sim, made: list[tuple[str, int]]
) -> None:
    versions = json.loads((out / "manifest.json").read_text())["versions"]
    reseal(out, versions=versions | {"numpy": "1.0"})
    said = sim(*RUN, *MORE, "--out", out)

    assert "made again: another version of numpy made them." in said.err
    assert len(made) == 10


def test_numbers_that_do_not_come_out_again_are_not_taken_over(
    whole: dict[str, bytes], out: Path, sim: Sim, made: list[tuple[str, int]]
) -> None:
    import hashlib  # noqa: PLC0415 -- to forge one file

    table = (out / "measures.csv").read_text().splitlines()
    at = next(n for n, row in enumerate(table) if row.startswith("one_room,1,") and row[-1] != ",")
    table[at] = f"{table[at].rpartition(',')[0]},123.25"
    (out / "measures.csv").write_text("\n".join(table) + "\n")
    outputs = json.loads((out / "manifest.json").read_text())["outputs"]
    outputs["measures.csv"] = hashlib.sha256((out / "measures.csv").read_bytes()).hexdigest()
    reseal(out, outputs=outputs)
    said = sim(*RUN, *MORE, "--out", out)

    assert "made again: replication 1, made again, is not the same." in said.err
    assert len(made) == 10
    assert tree(out) == whole


def test_a_table_that_is_gone_is_no_source(
    whole: dict[str, bytes], out: Path, sim: Sim, made: list[tuple[str, int]]
) -> None:
    (out / "measures.csv").unlink()
    said = sim(*RUN, *MORE, "--out", out)

    assert "made again: their table of measures is not as it was written." in said.err
    assert len(made) == 10
    assert tree(out) == whole


def test_a_table_that_somebody_changed_stays_and_the_command_ends(out: Path, sim: Sim) -> None:
    with (out / "measures.csv").open("a") as file:
        file.write("mine\n")
    before = tree(out)
    said = sim(*RUN, *MORE, "--out", out)

    assert said.code == 2
    assert "holds results that have been changed since they were written (`measures.csv`)" in (
        said.err
    )
    assert tree(out) == before


def test_fewer_replications_do_not_replace_more(out: Path, sim: Sim) -> None:
    before = tree(out)
    said = sim(*RUN, "--replications", 2, "--out", out)

    assert said.code == 2
    assert said.err == (
        f"--out: {out} holds the results of this study with 3 replications, more than 2, which "
        "would replace them.\n  Choose another folder with --out DIR. Nothing in it has been "
        "changed.\n"
    )
    assert tree(out) == before


def test_more_replications_of_another_study_are_refused(out: Path, sim: Sim) -> None:
    before = tree(out)
    said = sim(*RUN, *MORE, "--seed", 9, "--out", out)

    assert said.code == 2
    assert "to another question" in said.err
    assert tree(out) == before


def test_broken_off_the_finished_study_stays_whole_and_the_same_command_goes_on(
    whole: dict[str, bytes],
    out: Path,
    sim: Sim,
    made: list[tuple[str, int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, gather = tree(out), gathering.gather

    def stopped(store, jobs, arms):  # type: ignore[no-untyped-def]
        if len(jobs) > len(arms):
            raise KeyboardInterrupt
        return gather(store, jobs, arms)

    with monkeypatch.context() as patched:
        patched.setattr(running, "gather", stopped)
        assert sim(*RUN, *MORE, "--out", out).code == 130
    assert {name: tree(out)[name] for name in before} == before
    assert (out / "unfinished").is_dir()

    other = sim(*RUN, "--replications", 7, "--out", out)
    assert other.code == 2
    assert "or give the command that was begun again, which goes on" in other.err

    made.clear()
    assert sim(*RUN, *MORE, "--out", out).code == 0
    assert made == []
    assert tree(out) == whole


def test_runs_whose_logs_are_wanted_are_made_again(
    tmp_path: Path, out: Path, sim: Sim, made: list[tuple[str, int]]
) -> None:
    log = ("--log", "csv", "--log-replications", "2,5")
    said = sim(*RUN, *MORE, *log, "--out", out)

    assert "2 of 10 runs are taken over from the results that are there." in said.err
    assert {number for _, number in made} == {1, 2, 4, 5}
    sim(*RUN, *MORE, *log, "--out", tmp_path / "whole")
    assert tree(out) == tree(tmp_path / "whole")
