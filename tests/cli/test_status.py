"""`sim status`: how far a study is, and what it answers where its notes are damaged."""

import json
import os
from pathlib import Path

import pytest

from sim.engines.choosing import Engine
from sim.studies.store import Store
from sim.studies.store.plans import wanted, write_plan
from tests.cli.conftest import Sim
from tests.studies.sweeps.studies import written


def test_status_says_how_far_a_study_is(tmp_path: Path, sim: Sim) -> None:
    study, out = written(tmp_path), tmp_path / "out"
    sim("sweep", study, "--shard", "1/4", "--workers", 1, "--out", out)

    said = sim("status", out)

    assert said.code == 0
    assert said.out.splitlines() == [
        "Places in the group",
        "  done     10 of 36 runs",  # a shard has whole settings
        "  running  0",
        "  failed   0",
        "  left     26",
        "  Nobody is at work on it; the command that began it goes on from here.",
    ]


def test_status_sees_who_is_at_work(tmp_path: Path, sim: Sim) -> None:
    study, out = written(tmp_path), tmp_path / "out"
    sim("sweep", study, "--shard", "1/4", "--workers", 1, "--out", out)
    about = json.loads((out / "store" / "store.json").read_text())

    with Store(out / "store", Engine.FAST, about["of"], about["title"]) as store:
        store.claims.take(_wanted(out)[:30])
        store.session.pace = 0.5
        store.session.renew()
        said = sim("status", out)

    assert "  done     10 of 36 runs" in said.out
    assert "0.5 runs a second, 50 seconds left, 1 process on this machine at work." in said.out


def test_status_of_a_folder_without_a_study_is_answered(tmp_path: Path, sim: Sim) -> None:
    said = sim("status", tmp_path)

    assert said.code == 2
    assert "there is no study here that has been begun" in said.err


@pytest.mark.parametrize("content", [b"", b"nonsense", None, "pipe", "link", "cut"])
def test_status_answers_where_a_note_of_a_study_is_damaged(
    tmp_path: Path, sim: Sim, content: bytes | str | None
) -> None:
    folder = tmp_path / "store"
    with Store(folder, Engine.FAST, "5" * 64, "A study") as store:
        write_plan(store, wanted(store, "study", "A study", [bytes(16)]))
    (note,) = (folder / "plans").iterdir()
    whole = note.read_bytes()
    note.unlink()
    if content is None:
        note.mkdir()
    elif content == "pipe":
        os.mkfifo(note)
    elif content == "link":
        note.symlink_to("/dev/zero")
    else:
        note.write_bytes(whole[:-40] if isinstance(content, str) else content)

    said = sim("status", tmp_path)

    assert said.code == 2
    assert f"{note}: this note of what a study wants is damaged" in said.err
    with Store(folder, Engine.FAST, "5" * 64, "A study") as store:
        write_plan(store, wanted(store, "another", "Bold\x1b[2K\nFinished.", [bytes(16)]))
    said = sim("status", tmp_path)
    assert said.code == 0
    assert said.out.startswith("Bold\\x1b[2K\\nFinished.\n  done     0 of 1 runs\n")
    assert f"{note} is damaged and is left out." in said.out


def test_status_answers_whatever_lies_among_our_files(tmp_path: Path, sim: Sim) -> None:
    folder = tmp_path / "store"
    with Store(folder, Engine.FAST, "5" * 64, "A study") as store:
        write_plan(store, wanted(store, "study", "A study", [bytes(16)]))
    room = store.room
    (room / "failed" / "letter.json").write_text("mine")
    (room / "failed" / "zz.json").mkdir()
    (room / "claims" / "²").touch()
    (room / "claims" / "000000007").write_text("[" * 100_000)
    (room / "runs" / "a.npz").write_text("mine")
    for text in ("{}", "[" * 100_000, '{"machine": 1e999, "pid": "x"}', "null"):
        (folder / "alive" / "12-0123456789ab.json").write_text(text)
        (folder / "alive" / "theirs.json").write_text(text)

        said = sim("status", tmp_path)

        assert said.code == 0
        assert "done     0 of 1 runs" in said.out
    with Store(folder, Engine.FAST, "5" * 64, "A study"):
        pass
    assert (folder / "alive" / "theirs.json").exists()
    assert (room / "runs" / "a.npz").read_text() == "mine"


def _wanted(out: Path) -> list[bytes]:
    from sim.studies.store.batches import read_keys  # noqa: PLC0415 -- as above

    (plan,) = (out / "store" / "plans").glob("*.npz")
    return list(read_keys(plan))
