"""Worlds of `sim run` that are made in parts, as job arrays do, or on a cluster."""

from pathlib import Path

import pytest

from sim.cli import beside
from sim.cli.results import ResultsFolder
from sim.studies.marks import of_run
from sim.studies.worlds.running import run_worlds
from tests.cli.clusters import ADDRESS, noting_cluster
from tests.cli.conftest import Sim
from tests.studies.execution.clusters import LOOPBACK, free_port
from tests.studies.worlds.rooms import ROOMS, planned

RUN = ("--workers", 1, "--worlds", 20)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "rooms.yaml"
    path.write_text(ROOMS, encoding="utf-8")
    return path


def outputs(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.usefixtures("short_report")
def test_parts_that_are_put_together_give_the_same_bytes_as_one_command(
    file: Path, tmp_path: Path, sim: Sim
) -> None:
    out, once = tmp_path / "out", tmp_path / "once"
    for number in (2, 1):
        said = sim("run", file, *RUN, "--shard", f"{number}/2", "--out", out)
        assert said.code == 0, said.err
        assert said.out == (
            f"Part {number} of 2 is finished: 40 runs.\n"  # 10 worlds, 2 arms, 2 replications
            f"  When all parts are finished, the same command without --shard writes {out}.\n"
        )
        assert [path.name for path in out.iterdir()] == ["unfinished"]
    how_far = sim("status", out).out
    for number in (1, 2):
        assert f"Two rooms, part {number} of 2\n  done     40 of 40 runs" in how_far

    last = sim("run", file, *RUN, "--out", out)

    assert last.code == 0, last.err
    assert sim("run", file, *RUN, "--out", once).code == 0
    assert "worlds_findings.csv" in outputs(once)
    assert outputs(out) == outputs(once)


@pytest.mark.usefixtures("short_report")
def test_the_last_command_makes_no_run_of_a_part_again_and_all_that_a_lost_part_left(
    file: Path, tmp_path: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert sim("run", file, *RUN, "--shard", "1/2", "--out", out).code == 0
    made = []

    def watched(plan, store, engine, pool, progress):  # type: ignore[no-untyped-def]
        made.append(sum(job.key not in store for job in plan.jobs()))
        return run_worlds(plan, store, engine, pool, progress)

    monkeypatch.setattr(beside, "run_worlds", watched)
    assert sim("run", file, *RUN, "--out", out).code == 0
    assert made == [40]


def test_a_part_that_is_stopped_keeps_its_runs(
    file: Path, tmp_path: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(beside, "make_worlds", stopped)
    said = sim("run", file, *RUN, "--shard", "1/2", "--out", tmp_path / "out")
    assert said.code == 130
    assert "Finished runs are kept" in said.err


def test_several_parts_are_made_in_a_folder_at_the_same_time(tmp_path: Path) -> None:
    question, out = of_run(planned(tmp_path).digest), tmp_path / "out"
    with (
        ResultsFolder(out, question, "key", shared=True) as first,
        ResultsFolder(out, question, "key", shared=True) as second,
    ):
        assert first.runs == second.runs


def test_more_parts_than_worlds_leave_the_last_without_a_run(
    file: Path, tmp_path: Path, sim: Sim
) -> None:
    said = sim("run", file, *RUN, "--shard", "21/21", "--out", tmp_path / "out")
    assert said.code == 0, said.err
    assert said.out.startswith("Part 21 of 21 is finished: 0 runs.")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--shard", "3/2"], "--shard: `3/2` is not one of several parts."),
        (["--shard", "1/2", "--worlds", 0], "--shard: this study has no worlds"),
        (["--shard", "1/2", "--arms", "one_room"], "--shard: this study has no worlds"),
        (["--cluster", f"tcp://{LOOPBACK}:{free_port()}"], "no scheduler answers there"),
    ],
)
def test_what_cannot_be_divided_or_reached_is_refused_and_nothing_is_written(
    file: Path, tmp_path: Path, sim: Sim, options: list[object], words: str
) -> None:
    if "--cluster" in options:
        pytest.importorskip("distributed")
    said = sim("run", file, *options, "--out", tmp_path / "out")
    assert said.code == 2
    assert words in said.err
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("short_report")
def test_worlds_are_made_where_a_cluster_is_named_and_the_central_runs_here(
    file: Path, tmp_path: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = noting_cluster(monkeypatch)
    said = sim("run", file, *RUN, "--cluster", ADDRESS, "--out", tmp_path / "out")
    assert said.code == 0, said.err
    assert len(made) == 20 * 2 * 2  # worlds, arms, replications
