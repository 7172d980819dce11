"""`sim run --brief`: its files are named in the manifest, and made again by `sim reproduce`."""

import json
from pathlib import Path

import pytest

from sim.report.brief import needed
from tests.cli.conftest import Sim
from tests.studies.scenarios import written

RUN = ("--workers", 1, "--arms", "one_room,two_rooms", "--years", 0.4, "--replications", 2)


@pytest.mark.usefixtures("short_report")
def test_a_brief_is_in_the_manifest_and_is_reproduced(tmp_path: Path, sim: Sim) -> None:
    out = tmp_path / "out"

    assert sim("run", written(tmp_path), *RUN, "--brief", "--out", out).code == 0
    manifest = json.loads((out / "manifest.json").read_text())
    assert {"brief.docx", "brief.pptx"} <= manifest["outputs"].keys()
    assert "python-docx" in manifest["versions"]
    again = sim("reproduce", out / "manifest.json", "--workers", 1)
    assert (again.code, "same  brief.docx" in again.out) == (0, True)


def test_without_the_libraries_nothing_runs_and_the_way_to_install_them_is_named(
    tmp_path: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(needed, "LIBRARIES", {"python-docx": "no_such_module"})
    out = tmp_path / "out"
    said = sim("run", written(tmp_path), "--brief", "--out", out)

    assert said.code == 2
    assert "pip install 'throughline[office]'" in said.err
    assert not out.exists()
