"""`sim sweep` and `sim status`: what they leave behind, what they say, and how they end."""

import json
import re
import time
from html import escape
from pathlib import Path

import pytest

from tests.cli.conftest import Sim
from tests.studies.analyses.worlds import written as written_asking
from tests.studies.execution.clusters import LOOPBACK, free_port
from tests.studies.sweeps.studies import STUDY, written

OUTPUTS = {
    "differences.csv",
    "manifest.json",
    "outcomes.csv",
    "report.html",
    "scenario.yaml",
    "store",
}


def test_a_sweep_is_written_whole_and_the_same_again_however_it_is_run(
    tmp_path: Path, sim: Sim
) -> None:
    study, once, again = written(tmp_path), tmp_path / "once", tmp_path / "again"

    said = sim("sweep", study, "--workers", 1, "--out", once)

    assert said.code == 0, said.err
    assert {path.name for path in once.iterdir()} == OUTPUTS
    assert said.out.splitlines()[0] == "Does a second room help whatever the group holds?"
    assert "6 settings (a latin hypercube of 6 settings), 3 replications, 36 runs." in said.out
    assert said.out.splitlines()[-1] == f"The report is in {once / 'report.html'}"
    page = " ".join((once / "report.html").read_text().split())
    answers = " ".join(said.out.split()).split(" - ")[1:]
    assert len(answers) == 2  # one of each outcome
    assert answers[0].startswith("People on waiting lists: in ")
    assert escape(answers[0]) in page
    assert "36 of 36 runs finished" in said.err

    parts = [
        sim("sweep", study, "--shard", f"{n}/2", "--workers", 1, "--out", again) for n in (1, 2)
    ]
    assert "Part 1 of 2 is finished. 18 runs of other parts are still to come." in parts[0].out
    assert parts[1].code == 0

    for name in OUTPUTS - {"store"}:
        assert (once / name).read_bytes() == (again / name).read_bytes(), name
    quiet = sim("sweep", study, "--quiet", "--out", once)
    assert (quiet.out, quiet.err) == (f"{once / 'report.html'}\n", "")


def test_the_tidy_table_has_a_row_for_each_outcome_of_each_run(tmp_path: Path, sim: Sim) -> None:
    sim("sweep", written(tmp_path), "--workers", 1, "--out", tmp_path / "out")

    head, *rows = (tmp_path / "out" / "outcomes.csv").read_text().splitlines()
    assert head == (
        "setting,services.group.capacity.places,people.arrivals.newcomers.rate,"
        "people.arrivals.newcomers.rate.unit,arm,replication,group,measure,unit,value"
    )
    assert len(rows) == 6 * 2 * 3 * 2


def test_the_manifest_says_what_was_asked(tmp_path: Path, sim: Sim) -> None:
    sim("sweep", written(tmp_path), "--workers", 1, "--out", tmp_path / "out")

    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert [lever["name"] for lever in manifest["levers"]] == ["services.group.capacity.places"]
    (rate,) = manifest["uncertainties"]
    assert (rate["low"], rate["high"]) == ("0.5 per day", "2 per day")
    assert manifest["design"] == {"kind": "latin hypercube", "size": 6}
    assert manifest["outcomes"] == ["list_length", "wait_to_start.talk.mean"]
    assert manifest["outputs"].keys() == OUTPUTS - {"store", "manifest.json"}
    assert {"throughline", "python"} <= manifest["versions"].keys()
    assert str(tmp_path) not in json.dumps(manifest)


ASKING = {
    "mechanisms": "{arm: both}",
    "break_even": "{lever: services.talk.capacity.places, low: 1, high: 5, measure: list_length, "
    "arm: switched, values: 3, first: 3, ceiling: 3}",
    "sensitivity": "{arm: both, outcomes: [list_length]}",
    "select": "{measure: list_length, zone: 1, first: 4, ceiling: 8}",
    "precision": "{within: {list_length: 1}, floor: 4, ceiling: 12}",
}


def asking(folder: Path) -> Path:
    """A study that asks everything."""
    blocks = "".join(f"{key}: {block}\n" for key, block in ASKING.items())
    return written_asking(
        folder,
        "arms: [one_room, switched, both]\nlevers: {rooms: {sets: [services.talk.capacity.places, "
        "arms.both.set.services.talk.capacity.places], values: [1, 2]}}\n"
        f"uncertainties: {{people.arrivals.newcomers.rate: range}}\nwarm_up: true\n{blocks}",
    )


def test_a_study_that_asks_leaves_its_answers_and_says_in_the_manifest_what_it_asked(
    tmp_path: Path, sim: Sim
) -> None:
    study, once, parts = asking(tmp_path), tmp_path / "once", tmp_path / "parts"

    said = sim("sweep", study, "--workers", 1, "--out", once)

    assert said.code == 0, said.err
    tables = {f"{key}.csv" for key in (*ASKING, "warm_up")}
    assert {path.name for path in once.iterdir()} == OUTPUTS | tables
    manifest = json.loads((once / "manifest.json").read_text())
    assert manifest["analyses"].keys() == ASKING.keys() - {"precision"}
    assert manifest["analyses"]["mechanisms"]["changes"][-1] == "what the arm itself sets"
    assert manifest["precision"]["ceiling"] == 12
    assert all(9 <= each <= 12 for each in manifest["precision"]["replications"])
    assert tables < manifest["outputs"].keys()
    page = (once / "report.html").read_text()
    for title in (
        "Which change does the work",
        "Up to where it is better",
        "What it depends on",
        "Which way of care is best",
        "How many repeats it took",
        "Is the start left out for long enough?",
    ):
        assert title in page
        at = said.out.splitlines().index(title)
        assert said.out.splitlines()[at + 1].startswith("  "), title

    for number in (1, 2):
        part = sim("sweep", study, "--shard", f"{number}/2", "--workers", 2, "--out", parts)
    assert "What is decided from results as they come is left." in part.out
    how_far = sim("status", parts).out
    asked = "`precision`, `mechanisms`, `break_even`, `sensitivity` and `select`"
    assert f"then     {asked}: not answered yet, 0 runs made for that so far" in how_far
    assert "Finished" not in how_far
    assert "The results are not written yet" in how_far
    sim("sweep", study, "--workers", 2, "--out", parts)
    assert f"then     {asked}: answered\n  Finished." in sim("status", parts).out
    for name in (OUTPUTS | tables) - {"store"}:
        assert (once / name).read_bytes() == (parts / name).read_bytes(), name


def test_what_analyses_may_take_counts_as_runs_too(tmp_path: Path, sim: Sim) -> None:
    said = sim("sweep", asking(tmp_path), "--max-runs", 100, "--out", tmp_path / "out")

    assert said.code == 2
    assert re.search(r"2 settings, 3 arms, 12 replications, and up to \d+ for its", said.err)


def test_replications_cannot_be_fixed_where_precision_decides(tmp_path: Path, sim: Sim) -> None:
    said = sim("sweep", asking(tmp_path), "--replications", 3, "--out", tmp_path / "out")

    assert said.code == 2
    assert "this study decides by `precision` how many it needs" in said.err


def test_the_page_shows_what_was_varied_and_needs_no_network(tmp_path: Path, sim: Sim) -> None:
    sim("sweep", written(tmp_path), "--workers", 1, "--out", tmp_path / "out")

    page = (tmp_path / "out" / "report.html").read_text()
    assert "What was varied" in page
    assert page.count("data:image/svg+xml;base64,") == 2
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "in 0 higher" in page


def test_more_replications_go_on_from_those_there_are(tmp_path: Path, sim: Sim) -> None:
    out = tmp_path / "out"
    sim("sweep", written(tmp_path), "--replications", 1, "--workers", 1, "--out", out)

    said = sim("sweep", written(tmp_path), "--workers", 1, "--out", out)

    assert said.err.startswith("12 of 36 runs finished")


def test_runs_of_another_folder_are_taken_over(tmp_path: Path, sim: Sim) -> None:
    study = written(tmp_path)
    for number in (1, 2):
        sim(
            "sweep",
            study,
            "--shard",
            f"{number}/2",
            "--workers",
            1,
            "--out",
            tmp_path / str(number),
        )

    said = sim("sweep", study, "--merge", tmp_path / "2", "--workers", 1, "--out", tmp_path / "1")

    assert f"18 finished runs taken over from {tmp_path / '2'}" in said.err
    assert "36 of 36 runs finished" in said.err.splitlines()[1]


def test_without_out_the_folder_is_named_by_study_and_scenario(
    tmp_path: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = sim("sweep", written(tmp_path), "--workers", 1, "--quiet")

    assert said.out.startswith("results/study-")
    assert Path(said.out.strip()).is_file()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--replications", 0], "--replications: 0 is out of range"),
        (["--max-runs", 35], "the study takes 36 runs (6 settings, 2 arms, 3 replications)"),
        (["--workers", 0], "--workers: 0 is too few"),
        (["--shard", "3/2"], "--shard: `3/2` is not one of several parts"),
        (["--shard", "half"], "--shard: `half` is not one of several parts"),
        (["--merge", "gone"], "--merge: there is no folder gone"),
        (["--out", "study.yaml"], "study.yaml is a file, not a folder"),
        (["--out", "."], "holds other files already"),
        (["--cluster", f"tcp://{LOOPBACK}:{free_port()}"], "no scheduler answers there"),
    ],
)
def test_a_fault_in_an_option_is_said_and_nothing_is_lost(
    tmp_path: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch, options: list[object], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    study = written(tmp_path)
    began = time.monotonic()

    said = sim("sweep", study.name, *options)

    assert said.code == 2
    assert words in said.err
    assert "Traceback" not in said.err
    assert time.monotonic() - began < 15
    assert not list(tmp_path.rglob("outcomes.csv"))


def test_a_folder_with_results_of_another_question_is_refused_and_kept(
    tmp_path: Path, sim: Sim
) -> None:
    out = tmp_path / "out"
    sim("sweep", written(tmp_path), "--workers", 1, "--out", out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}

    for old, new, words in (
        ("20 weeks", "21 weeks", "a study of `sim sweep` to another question"),
        ("[2, 3, 5]", "[2, 3]", "a study of `sim sweep` to another question"),
        ("outcomes: [list_length, ", "outcomes: [", "a study of `sim sweep` to another question"),
        ("replications: 3", "replications: 2", "with 3 replications, more than 2"),
    ):
        said = sim("sweep", written(tmp_path, STUDY.replace(old, new)), "--out", out)
        assert said.code == 2
        assert words in said.err
        assert "--out DIR" in said.err
    said = sim("run", tmp_path / "cafes.yaml", "--out", out)
    assert "holds a study of `sim sweep` to another question" in said.err
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_a_damaged_file_is_said_once_and_its_runs_are_made_again(tmp_path: Path, sim: Sim) -> None:
    study, out = written(tmp_path), tmp_path / "out"
    sim("sweep", study, "--workers", 1, "--out", out)
    before = (out / "outcomes.csv").read_bytes()
    (file,) = (out / "store").glob("*/runs/*.npz")
    file.write_bytes(file.read_bytes()[:-100])

    said = sim("sweep", study, "--workers", 1, "--out", out)

    assert "was damaged and is set aside; its runs are made again." in said.err
    assert "0 of 36 runs finished" in said.err
    assert (out / "outcomes.csv").read_bytes() == before
    assert "damaged" not in sim("sweep", study, "--workers", 1, "--out", out).err


def test_a_failing_run_is_named_and_the_rest_is_kept(
    tmp_path: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.studies.engines import Compiled  # noqa: PLC0415 -- the name `sim` is the command here

    fast = Compiled.measure

    def failing(engine, arm, seed, replication):  # type: ignore[no-untyped-def]
        if replication == 2:
            raise ValueError("no such minute")
        return fast(engine, arm, seed, replication)

    monkeypatch.setattr(Compiled, "measure", failing)
    said = sim("sweep", written(tmp_path), "--workers", 1, "--out", tmp_path / "out")

    assert said.code == 1
    assert re.search(r"replication 2: ValueError: no such minute \(\d+ more runs failed", said.err)
    looked = re.search(r"failed   (\d+)\n", sim("status", tmp_path / "out").out)
    assert looked is not None
    assert int(looked[1]) >= 10


def test_what_is_no_store_is_not_made_one_by_taking_it_over(tmp_path: Path, sim: Sim) -> None:
    (tmp_path / "empty").mkdir()

    said = sim("sweep", written(tmp_path), "--merge", tmp_path / "empty", "--out", tmp_path / "out")

    assert said.code == 2
    assert "is not a store of this program" in said.err
    assert list((tmp_path / "empty").iterdir()) == []
