"""Commands in new processes: with a broken Numba, or with a copy of the package."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
MISFIT = "Numba needs NumPy 2.2 or less. Got NumPy 9.9."


def python(*words: object, **environment: object) -> subprocess.CompletedProcess[str]:
    """Run Python with these words, and these variables beside our own."""
    variables = {name: str(value) for name, value in environment.items()}
    return subprocess.run(
        [sys.executable, "-P", *map(str, words)],  # not the package of the folder we are in
        env={**os.environ, "PYTHONPATH": str(HOUSE), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def path_of(*folders: Path) -> str:
    """Folders to look for packages in, before all others."""
    return os.pathsep.join(map(str, folders))


def without_numba(folder: Path) -> str:
    """A path of packages, the first of them a Numba that does not fit the NumPy beside it."""
    (folder / "numba").mkdir(parents=True, exist_ok=True)
    (folder / "numba" / "__init__.py").write_text(f"raise ImportError({MISFIT!r})\n")
    return path_of(folder, HOUSE)
