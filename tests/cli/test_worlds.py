"""`sim run` of a scenario whose numbers have ranges."""

import csv
import json
from pathlib import Path

import pytest

from sim.cli import beside
from tests.cli.conftest import Sim
from tests.studies.worlds.rooms import ROOMS

RUN = ("--workers", 1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "rooms.yaml"
    path.write_text(ROOMS, encoding="utf-8")
    return path


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_a_run_writes_its_worlds_and_is_reproduced(file: Path, tmp_path: Path, sim: Sim) -> None:
    out = tmp_path / "out"
    said = sim("run", file, *RUN, "--worlds", 20, "--out", out)

    assert said.code == 0
    assert "report.html is there without the 20 worlds, which follow." in said.err
    first = said.err.splitlines()[0]
    assert first.startswith("Runs to make: 2 replications of 2 arms, then 20 worlds with 2 repl")
    worlds, runs = table(out / "worlds.csv"), table(out / "worlds_runs.csv")
    assert [row["world"] for row in worlds] == [str(at) for at in range(1, 21)]
    assert set(worlds[0]) == {
        "world",
        "people.arrivals.newcomers.rate",
        "services.talk.ends.stay.exponential.mean",
    }
    assert len(runs) == 20 * 2 * 2 * 2  # arms, replications, measures
    assert {row["measure"] for row in table(out / "worlds_findings.csv")} == {
        "wait_to_start.talk.mean",
        "list_length",
    }
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["worlds"] == {"worlds": 20, "replications": 2}
    assert sim("reproduce", out / "manifest.json", "--workers", 1).code == 0


@pytest.mark.usefixtures("short_report")
def test_a_row_with_a_rest_and_a_length_are_drawn_again_by_reproduce(
    file: Path, tmp_path: Path, sim: Sim
) -> None:
    text = ROOMS.replace("length: 1 year", "length: 10 weeks")
    text = text.replace(
        "{nowhere: 1}", "{talk: {value: 0.2, low: 0, high: 0.4}, rest: nowhere}"
    ).replace(
        "    ends:",
        "    contacts: {every: 1 week, length: {value: 1 hour, low: 30 minutes, high: 2 hours}}\n"
        "    ends:",
    )
    file.write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    assert sim("run", file, *RUN, "--worlds", 20, "--out", out).code == 0
    assert "services.talk.contacts.length" in table(out / "worlds.csv")[0]
    assert "rest: nowhere" in (out / "resolved.yaml").read_text(encoding="utf-8")
    again = sim("reproduce", out / "manifest.json", "--workers", 1)
    assert again.code == 0
    assert "DIFFERENT" not in again.out


@pytest.mark.usefixtures("short_report")
def test_worlds_may_be_left_out_and_come_by_the_same_command(
    file: Path, tmp_path: Path, sim: Sim
) -> None:
    out = tmp_path / "out"
    assert sim("run", file, *RUN, "--worlds", 0, "--out", out).code == 0
    assert not (out / "worlds.csv").exists()
    assert "worlds" not in json.loads((out / "manifest.json").read_text())
    assert sim("run", file, *RUN, "--worlds", 20, "--out", out).code == 0
    assert (out / "worlds.csv").exists()


def test_too_few_worlds_are_refused_before_any_run(file: Path, tmp_path: Path, sim: Sim) -> None:
    said = sim("run", file, "--worlds", 3, "--out", tmp_path / "out")
    assert said.code == 2
    assert "--worlds: 3 is out of range." in said.err
    assert "from 20 to 100000, or 0 for none" in said.err
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("short_report")
def test_a_stop_among_the_worlds_leaves_the_central_results_and_is_gone_on_with(
    file: Path, tmp_path: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, whole = tmp_path / "out", tmp_path / "whole"
    assert sim("run", file, *RUN, "--worlds", 20, "--out", whole).code == 0

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(beside, "with_worlds", stopped)
        said = sim("run", file, *RUN, "--worlds", 20, "--out", out)
    assert said.code != 0
    assert "Finished runs are kept" in said.err
    assert (out / "report.html").exists()
    assert not (out / "worlds.csv").exists()
    assert sim("run", file, *RUN, "--worlds", 20, "--out", out).code == 0
    for name in ("worlds.csv", "worlds_runs.csv", "worlds_findings.csv"):
        assert (out / name).read_bytes() == (whole / name).read_bytes()
