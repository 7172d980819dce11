"""A hundred thousand runs: the parent stays small, and so does the number of files."""

import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[3]
RUNS = 100_000
SCRIPT = """
import resource, sys
from pathlib import Path
from sim.studies.execution import here, work
from sim.studies.sweeps.results import read_values
from tests.studies import fakes
from tests.studies.store.stores import opened

jobs = fakes.jobs(int(sys.argv[2]) // 2)
with opened(Path(sys.argv[1])) as store:
    with here() as place:
        work(store, jobs, fakes.work(), place)
    where = {job.key: (job.arm, job.replication - 1) for job in jobs}
    values = read_values(store, where, (2, len(jobs) // 2), ["minute", "half"])
assert values[0, :, 0].tolist() == [(10 + r) / 3 for r in range(1, len(jobs) // 2 + 1)]
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="memory is asked of the system")
def test_a_hundred_thousand_runs_take_little_memory_and_few_files(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "store"), str(RUNS)],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(said.stdout) < 500
    files = sum(path.is_file() for path in (tmp_path / "store").rglob("*"))
    assert files < 100 * RUNS / 10_000
