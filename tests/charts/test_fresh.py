"""Pictures are the same bytes in every process, however its memory and its hashes fall."""

import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("fresh.py")


def digests(processes: int) -> dict[str, set[str]]:
    """What each picture's bytes came to in so many fresh processes, each with other hashes."""
    found: dict[str, set[str]] = defaultdict(set)
    for seed in range(processes):
        said = subprocess.run(
            [sys.executable, SCRIPT, str(seed)],
            env=os.environ | {"PYTHONHASHSEED": str(seed), "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        )
        for line in said.stdout.splitlines():
            name, digest = line.rsplit(maxsplit=1)
            found[name].add(digest)
    return found


@pytest.mark.parametrize("processes", [3, pytest.param(25, marks=pytest.mark.slow)])
def test_a_picture_is_the_same_bytes_in_every_fresh_process(processes: int) -> None:
    found = digests(processes)
    assert len(found) == 7
    assert {name: len(each) for name, each in found.items()} == dict.fromkeys(found, 1)
