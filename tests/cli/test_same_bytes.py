"""The same command in fresh processes: every file of a study is the same, byte for byte."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

SMALL = Path(__file__).parent.parent / "report" / "small.yaml"


def written(folder: Path, seed: int) -> dict[str, str]:
    """Digests of all that a run wrote, in a process with these hashes and so many workers."""
    command = "import sys; from sim.cli import main; sys.exit(main())"
    words = [
        *(SMALL, "--replications", "2", "--worlds", "20", "--log", "parquet"),
        *("--out", folder, "--quiet"),
    ]
    subprocess.run(
        [sys.executable, "-c", command, "run", *map(str, words), "--workers", str(1 + seed % 2)],
        env=os.environ
        | {
            "PYTHONHASHSEED": str(seed),
            "PYTHONPATH": os.pathsep.join(sys.path),
            "TZ": ("UTC", "Asia/Tokyo", "America/Lima")[seed % 3],
        },
        capture_output=True,
        check=True,
    )
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if "unfinished" not in path.parts
    }


@pytest.mark.parametrize("processes", [2, pytest.param(20, marks=pytest.mark.slow)])
def test_a_run_writes_the_same_bytes_in_every_fresh_process(tmp_path: Path, processes: int) -> None:
    first, *others = [written(tmp_path / str(seed), seed) for seed in range(processes)]
    assert {"report.html", "results.xlsx", "measures.csv", "manifest.json"} <= set(first)
    for other in others:
        differ = {
            name for name in first.keys() | other.keys() if first.get(name) != other.get(name)
        }
        assert not differ
