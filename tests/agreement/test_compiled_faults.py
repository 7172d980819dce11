"""Faults planted in a copy of the compiled engine are caught as those in the readable one are.

A copy of the package is compiled once with all of them; a number in a place of the map that
nothing else uses says which one holds in a run.
"""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

import sim
from sim.compiling import CHECKED
from sim.engines import reference
from sim.engines.fast.registry import SIZE
from tests.agreement.agreement import world_of
from tests.agreement.planted import SEED, WORLDS

ROOT = Path(__file__).parents[2]
SCRIPT = """
import pickle, sys
from sim.engines.fast import Fast
from sim.errors import EngineError
from tests.agreement.agreement import world_of

place, faults, seed, worlds = pickle.loads(bytes.fromhex(sys.argv[1]))

def log_of(fault, number):
    engine = Fast(world_of(number), seed, 0)
    engine.memory.map[place] = fault
    try:
        return engine.run_out().log
    except EngineError as stopped:
        return repr(stopped)

logs = [[log_of(fault, number) for number in worlds] for fault in range(faults + 1)]
with open(sys.argv[2], "wb") as file:
    pickle.dump(logs, file)
"""


class Fault(NamedTuple):
    """A rule, and the line of the compiled engine that breaks it when it is changed."""

    rule: str
    file: str
    line: str
    broken: str  # FAULT stands for "this fault holds in this run"


FAULTS = (
    Fault(
        "kind before tie-break",
        "heap.py",
        "return a.kind < b.kind",
        "return a.kind > b.kind if FAULT else a.kind < b.kind",
    ),
    Fault(
        "tie-break before subject",
        "heap.py",
        "if a.tie_break != b.tie_break:",
        "if a.tie_break != b.tie_break and not FAULT:",
    ),
    Fault(
        "a place that comes free is settled in its step",
        "ending.py",
        "    mark(w, row.service)",
        "    if not FAULT:\n        mark(w, row.service)",
    ),
    Fault(
        "without needs, who is led nowhere leaves",
        "ending.py",
        "if w[const.AT_NEEDS] == 0 and not of.gone:",
        "if w[const.AT_NEEDS] == 0 and not of.gone and not FAULT:",
    ),
    Fault(
        "list: then time joined",
        "referral.py",
        "if first.joined_at != second.joined_at:",
        "if first.joined_at != second.joined_at and not FAULT:",
    ),
    Fault(
        "the ordinal counts uses",
        "booking.py",
        "    ordinal = np.int64(used.contacts)\n    used.contacts += 1",
        "    ordinal = np.int64(used.contacts)\n    used.contacts += 0 if FAULT else 1",
    ),
    Fault(
        "workers: ties by tie-break draw",
        "caseloads.py",
        "if not wins_tie(its_draw, index, draw, best):",
        "if index > best if FAULT else not wins_tie(its_draw, index, draw, best):",
    ),
)


def planted_copy(folder: Path) -> None:
    """Copy the package and plant every fault; a place after all others of the map chooses one."""
    package = folder / "sim"
    shutil.copytree(
        Path(sim.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__")
    )
    fast = package / "engines" / "fast"
    words = (fast / "registry.py").read_text()
    end = "\n\n\nSIZE = "
    assert words.count(end) == 1, "the registry ends where its size is said"
    (fast / "registry.py").write_text(words.replace(end, f"\n    PLANTED = ONE{end}"))
    for number, fault in enumerate(FAULTS, start=1):
        text = (fast / fault.file).read_text()
        assert text.count(fault.line) == 1, f"{fault.rule}: plant it anew, its line has changed"
        broken = fault.broken.replace("FAULT", f"w[{SIZE}] == {number}")
        (fast / fault.file).write_text(text.replace(fault.line, broken))


def logs_of_copy(folder: Path) -> list[list[Any]]:
    """Logs of the copy by fault and world, first without a fault; a word where a run stopped."""
    planted_copy(folder)
    (folder / "run.py").write_text(SCRIPT)
    asked = pickle.dumps((SIZE, len(FAULTS), SEED, WORLDS)).hex()
    here = {
        "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)]),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    answer = folder / "logs"
    subprocess.run(
        [sys.executable, str(folder / "run.py"), asked, str(answer)],
        env={**os.environ, **here},
        cwd=folder,
        check=True,
        timeout=900,
    )
    logs: list[list[Any]] = pickle.loads(answer.read_bytes())
    return logs


# One test, so that the copy is compiled once however tests are spread over processes.
@pytest.mark.slow  # compiles the whole engine; `test_planted_faults` tests what finds the faults
@pytest.mark.skipif(CHECKED, reason="an ordinary build shows it")
def test_faults_planted_in_the_compiled_engine_are_caught(tmp_path: Path) -> None:
    honest, *faulty = logs_of_copy(tmp_path)
    readable = [reference.run(world_of(number), SEED, 0).log for number in WORLDS]

    def caught(logs: list[Any]) -> int:
        return sum(
            not np.array_equal(one, other) for one, other in zip(logs, readable, strict=True)
        )

    counts = {fault.rule: caught(logs) for fault, logs in zip(FAULTS, faulty, strict=True)}
    assert caught(honest) == 0
    assert [rule for rule, worlds in counts.items() if worlds == 0] == []
