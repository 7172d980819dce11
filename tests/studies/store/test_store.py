"""A store keeps finished runs: found again, put together, never lost, never mixed."""

import errno
import os
import time
from pathlib import Path

import pytest

from sim.engines.choosing import Engine
from sim.studies import keys
from sim.studies.store import SpoiledError, StoreError
from sim.studies.store.plans import wanted, write_plan
from tests.studies.store.stores import files, key, numbers, opened, record


def test_what_was_added_is_found_by_this_process_and_by_the_next(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.add([record(1), record(2)])
        assert (key(1) in store, key(3) in store, len(store)) == (True, False, 2)
        assert numbers(store, 2) == [2.0]

    with opened(tmp_path) as again:
        assert numbers(again, 1, 2) == [1.0, 2.0]


def test_what_is_not_there_is_not_made_up(tmp_path: Path) -> None:
    with opened(tmp_path) as store, pytest.raises(SpoiledError, match="same command again"):
        list(store.read([key(1)]))


def test_small_files_are_put_together_and_nothing_is_lost(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        for number in range(700):
            store.add([record(number)])
        assert len(files(store)) <= 24 + 700 // 256
        assert numbers(store, *range(700)) == list(range(700))

    with opened(tmp_path) as again:
        assert len(files(again)) <= 1 + 700 // 256
        assert numbers(again, *range(700)) == list(range(700))


def test_ten_thousand_runs_take_fewer_than_a_hundred_files(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        for first in range(0, 10_000, 4):
            store.add([record(first + n) for n in range(4)])
            if first % 400 == 0:
                store.claims.take([key(first + n) for n in range(400)])
        assert sum(path.is_file() for path in tmp_path.rglob("*")) < 100


def test_another_process_sees_runs_also_while_they_are_put_together(tmp_path: Path) -> None:
    with opened(tmp_path) as store, opened(tmp_path) as other:
        store.add([record(0)])
        other.refresh()
        for number in range(1, 40):
            store.add([record(number)])  # the first file is gone by now

        assert numbers(other, 0) == [0.0]
        assert len(other) == 40


def test_a_damaged_file_is_set_aside_and_its_runs_are_missing_again(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.add([record(1)])
    with opened(tmp_path) as store:
        (first,) = files(store)
        store.add([record(number) for number in range(2, 300)])
        (second,) = set(files(store)) - {first}
        content = second.read_bytes()
        store.session.close()  # as when it is killed: nothing is put together
    second.write_bytes(content[:-7])

    with opened(tmp_path) as again:
        assert (key(1) in again, key(2) in again, key(3) in again) == (True, False, False)
        (aside,) = again.damaged
        assert aside.read_bytes() == content[:-7]

    with opened(tmp_path) as later:
        assert later.damaged == []  # said once
        assert aside.exists()


def test_a_file_damaged_while_it_is_in_use_is_said(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.add([record(1)])
        (path,) = files(store)
        path.write_bytes(b"nonsense")

        with pytest.raises(SpoiledError, match="damaged or removed"):
            numbers(store, 1)


def test_another_engine_or_version_has_results_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path) as store:
        store.add([record(1)])
    with opened(tmp_path, Engine.REFERENCE) as reference:
        assert key(1) not in reference
    monkeypatch.setattr(keys, "numbers_digest", lambda: "another")
    with opened(tmp_path) as newer:
        assert key(1) not in newer
        newer.add([record(1)])
    monkeypatch.undo()

    with opened(tmp_path) as store:
        assert numbers(store, 1) == [1.0]
    assert len(list(tmp_path.rglob("*.npz"))) == 2


def test_a_store_of_another_scenario_is_refused_and_left_alone(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.add([record(1)])
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(StoreError, match=r"the store of another scenario: “Cafes” \(cafes\)"):
        opened(tmp_path, owner="bakeries")

    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_of_other_things_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    with pytest.raises(StoreError, match="holds other files already"):
        opened(tmp_path)
    with pytest.raises(StoreError, match="is a file, not a folder"):
        opened(tmp_path / "letter.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_full_disk_loses_only_what_had_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with opened(tmp_path) as store:
        store.add([record(1)])
        with monkeypatch.context() as patch:
            patch.setattr("sim.studies.store.batches.np.savez", full)
            with pytest.raises(OSError, match="No space"):
                store.add([record(2)])
        assert key(2) not in store
        store.add([record(2)])

    with opened(tmp_path) as again:
        assert numbers(again, 1, 2) == [1.0, 2.0]


def test_runs_of_another_store_are_taken_over_once(tmp_path: Path) -> None:
    with opened(tmp_path / "one") as one, opened(tmp_path / "two") as two:
        one.add([record(1), record(2)])
        two.add([record(2), record(3)])

        assert (one.take_over(two), one.take_over(two)) == (1, 0)
        assert numbers(one, 1, 2, 3) == [1.0, 2.0, 3.0]


def test_a_failed_run_is_noted_until_it_succeeds(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.fail(key(1), "arm `a`, replication 1", "ValueError: no such minute")
        noted = list((store.room / "failed").iterdir())
        assert [path.stem for path in noted] == [key(1).hex()]
        assert "no such minute" in noted[0].read_text()
    with opened(tmp_path) as again:
        again.add([record(1)])
        assert list((again.room / "failed").iterdir()) == []


@pytest.mark.parametrize("name", ["alive", "plans", "room", "runs", "failed"])
def test_a_link_in_a_store_is_refused_and_what_it_leads_to_is_left_alone(
    tmp_path: Path, name: str
) -> None:
    with opened(tmp_path / "store") as store:
        write_plan(store, wanted(store, "study", "A study", [bytes(16)]))
    place = {"room": store.room, "runs": store.room / "runs", "failed": store.room / "failed"}
    linked = place.get(name, tmp_path / "store" / name)
    linked.rename(tmp_path / "elsewhere")
    linked.symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "letter.json").write_text("{}")
    before = sorted(tmp_path.rglob("*"))

    refused = pytest.raises(StoreError, match="is a link or a file where this program keeps")
    with refused, opened(tmp_path / "store") as again:
        write_plan(again, wanted(again, "study", "A study", [bytes(16)]))

    assert (tmp_path / "elsewhere" / "letter.json").exists()
    assert set(before) <= set(tmp_path.rglob("*"))


def test_files_of_others_in_a_store_stay_as_they_are(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.add([record(1)])
    theirs = [
        tmp_path / "alive" / "letter.json",
        tmp_path / "alive" / ".letter.part",
        store.room / "runs" / "mine.npz",
        store.room / "runs" / ".mine.part",
        store.room / "claims" / "mine",
        store.room / "failed" / "mine.json",
    ]
    for path in theirs:
        path.write_text("mine")

    with opened(tmp_path) as again:
        again.add([record(number) for number in range(2, 40)])
        assert again.damaged == []

    assert all(path.read_text() == "mine" for path in theirs)


@pytest.mark.parametrize(("age", "stays"), [(0, True), (60, True), (3600, False)])
@pytest.mark.parametrize("kind", ["alive/.7-0123456789ab.json", "runs/.7-0123456789ab-000001.npz"])
def test_what_a_process_that_has_just_begun_is_writing_is_not_cleared_up(
    tmp_path: Path, kind: str, age: int, stays: bool
) -> None:
    """Others see it only when its first file is whole."""
    with opened(tmp_path) as store:
        folder = tmp_path if kind.startswith("alive") else store.room
    draft = folder / f"{kind}.0123456789ab.part"
    draft.touch()
    written = time.time() - age
    os.utime(draft, (written, written))

    with opened(tmp_path):
        assert draft.exists() is stays


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 100_000, '{"throughline_store": 2}', "null"])
def test_a_damaged_mark_of_a_store_is_said(tmp_path: Path, text: str) -> None:
    with opened(tmp_path):
        pass
    (tmp_path / "store.json").write_text(text)

    with pytest.raises(StoreError, match=r"its `store\.json` is damaged"):
        opened(tmp_path)


def test_what_was_set_aside_before_is_not_overwritten(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.add([record(1)])
    (path,) = files(store)
    for content in (b"first", b"second"):
        path.write_bytes(content)
        with opened(tmp_path):
            pass

    aside = sorted(each.read_bytes() for each in (store.room / "aside").iterdir())
    assert aside == [b"first", b"second"]
