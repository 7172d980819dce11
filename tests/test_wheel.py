"""The wheel is enough: what is installed from it works without the repository."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.docs.pages import HOUSE


def said(*words: object, folder: Path) -> str:
    """What a command prints, in a folder and without anything that leads to the repository."""
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    line = [str(word) for word in words]
    done = subprocess.run(line, cwd=folder, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment with the wheel, and with the libraries that it needs."""
    pytest.importorskip("hatchling", reason="a wheel is built with hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    name = said(sys.executable, "-c", build, folder, folder=HOUSE).split()[-1]
    venv.create(folder / "env", with_pip=False)
    scripts = "Scripts" if os.name == "nt" else "bin"
    inside = folder / "env" / scripts / "python"
    here = said(inside, "-c", "import site; print(site.getsitepackages()[-1])", folder=folder)
    unpack = [sys.executable, "-m", "zipfile", "-e", folder / name, here.strip()]
    said(*unpack, folder=folder)
    # The libraries are those of this environment; the program itself comes first, from the wheel.
    libraries = [each for each in sys.path if Path(each).name in ("site-packages", "dist-packages")]
    (Path(here.strip()) / "libraries.pth").write_text("\n".join(libraries))
    return inside


def test_the_program_is_that_of_the_wheel(python: Path, tmp_path: Path) -> None:
    where = said(python, "-c", "import sim; print(sim.__file__)", folder=tmp_path)
    assert python.parents[1] in Path(where.strip()).parents


def test_a_shipped_scenario_is_copied_and_checked_without_the_repository(
    python: Path, tmp_path: Path
) -> None:
    said(python, "-m", "sim", "new", "x", "--from", "cen_community", folder=tmp_path)
    assert "Dead ends" in said(python, "-m", "sim", "check", "x.yaml", folder=tmp_path)
