"""Killed at any moment, a study goes on: the same table in the end, and no finished run again."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from sim.studies.archives import DamagedError
from sim.studies.gathering import gather
from sim.studies.store.batches import read_keys
from sim.tables.texts import write_measures
from tests.studies import fakes
from tests.studies.execution.killed import REPLICATIONS, main
from tests.studies.store.stores import opened

HOUSE = Path(__file__).resolve().parents[3]
PATIENCE = 120
JOBS = fakes.jobs(REPLICATIONS)
POSIX = pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks processes up in /proc")


def begun(folder: Path, pool: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.studies.execution.killed", str(folder), pool]
    return subprocess.Popen(
        command, cwd=HOUSE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def children(pid: int) -> list[int]:
    """Processes that a process started and that are still there."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(path.parent.name))
    return found


def finished(folder: Path) -> set[bytes]:
    """Runs in the store."""
    keys: set[bytes] = set()
    for path in folder.glob("store/*/runs/[!.]*.npz"):
        with contextlib.suppress(FileNotFoundError, DamagedError):
            keys.update(read_keys(path))
    return keys


def made(folder: Path) -> Counter[bytes]:
    """How often each run was made."""
    names = {(job.arm, job.replication): job.key for job in JOBS}
    counted: Counter[bytes] = Counter()
    for line in fakes.Counted(folder / "counts").made():
        arm, _, replication = line.partition(" ")
        counted[names["ab".index(arm), int(replication)]] += 1
    return counted


def table(folder: Path) -> bytes:
    """The final table, as a file."""
    with opened(folder / "store") as store:
        write_measures(gather(store, JOBS, ("a", "b")), folder / "measures.csv")
    return (folder / "measures.csv").read_bytes()


def prepared(folder: Path) -> Path:
    (folder / "counts").mkdir(parents=True)
    return folder


def kill_one_of(study: subprocess.Popen[str], chance: random.Random, workers: bool) -> None:
    """Kill a process of a study that has begun, at a moment nobody chose."""
    assert study.stdout is not None
    study.stdout.readline()
    time.sleep(chance.uniform(0.0, 0.4))
    victims = children(study.pid) if workers else []
    victim = chance.choice([*victims, study.pid])
    with contextlib.suppress(ProcessLookupError):
        os.kill(victim, signal.SIGKILL)
    if victim == study.pid:
        study.wait(PATIENCE)


def killed_often(folder: Path, pool: str, kills: int, seed: int) -> int:
    """Kill a study again and again, hold what must hold, and finish it; how many kills hit."""
    chance = random.Random(seed)
    hits = 0
    watched: list[tuple[set[bytes], Counter[bytes]]] = []
    for _ in range(kills):
        with begun(folder, pool) as study:
            kill_one_of(study, chance, workers=pool == "processes")
            study.wait(PATIENCE)
            hits += study.returncode != 0
        wait_until_alone(folder)
        watched.append((finished(folder), made(folder)))
    with begun(folder, pool) as study:
        assert study.wait(PATIENCE) == 0
    total = made(folder)
    for done, counts in watched:
        assert all(total[key] == counts[key] for key in done)  # finished work is not done again
    return hits


def wait_until_alone(folder: Path) -> None:
    """Workers whose parent was killed end by themselves, a moment later."""
    before = made(folder)
    while True:
        time.sleep(0.1)
        if (now := made(folder)) == before:
            return
        before = now


@POSIX
@pytest.mark.parametrize("pool", ["here", "processes"])
def test_a_study_that_is_killed_ends_with_the_same_table(tmp_path: Path, pool: str) -> None:
    undisturbed = prepared(tmp_path / "undisturbed")
    main(undisturbed, "here")
    folder = prepared(tmp_path / "killed")

    assert killed_often(folder, pool, kills=2, seed=1) > 0

    assert table(folder) == table(undisturbed)


@POSIX
@pytest.mark.slow
@pytest.mark.parametrize(("pool", "kills"), [("here", 15), ("threads", 10), ("processes", 25)])
def test_fifty_kills_at_random_moments(tmp_path: Path, pool: str, kills: int) -> None:
    undisturbed = prepared(tmp_path / "undisturbed")
    main(undisturbed, "here")
    hits = seed = 0
    while hits < kills:  # a kill may come after the end, or meet a process that matters to nobody
        seed += 1
        assert seed < kills
        folder = prepared(tmp_path / f"killed-{seed}")
        hits += killed_often(folder, pool, kills=3, seed=seed)
        assert table(folder) == table(undisturbed)


@POSIX
def test_two_processes_at_once_share_the_work_though_one_is_killed(tmp_path: Path) -> None:
    undisturbed = prepared(tmp_path / "undisturbed")
    main(undisturbed, "here")
    folder = prepared(tmp_path / "two")

    with begun(folder, "here") as one, begun(folder, "here") as two:
        for study in (one, two):
            assert study.stdout is not None
            study.stdout.readline()
        time.sleep(0.5)
        one.kill()
        one.wait(PATIENCE)
        done, counts = finished(folder), made(folder)
        assert two.wait(PATIENCE) == 0

    assert all(made(folder)[key] == counts[key] for key in done)
    assert table(folder) == table(undisturbed)
