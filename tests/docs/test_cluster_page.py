"""The script of the page on clusters runs as it stands, on two workers."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import blocks

HOUSE = Path(__file__).resolve().parents[2]


def test_the_script_for_dask_runs_on_two_workers(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    (block,) = (each for each in blocks("python") if each.page.stem == "use-a-cluster")
    (tmp_path / "scenarios").mkdir()
    shutil.copy(HOUSE / "scenarios" / "queue.yaml", tmp_path / "scenarios")
    script = tmp_path / "sweep_on_dask.py"
    script.write_text(block.text, encoding="utf-8")
    said = subprocess.run(
        [sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr
    assert "wait_to_start.group.mean" in said.stdout
    assert (tmp_path / "kept").is_dir()
