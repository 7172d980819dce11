"""A batch file gives back what was put in, or says that it is damaged; never something else."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from sim.studies.archives import DamagedError
from sim.studies.packing import packed
from sim.studies.store.batches import Record, read_batch, read_keys, write_batch
from sim.studies.study import Series

ONE = packed((Series("everyone", "gaps", "days"), Series("few", "wäit", "£")))
TWO = packed((Series("everyone", "gaps", "days"),))
RECORDS = [
    Record(bytes([1] * 16), ONE, np.array([1 / 3, np.nan])),
    Record(bytes([2] * 16), TWO, np.array([5e-324])),
    Record(bytes([3] * 16), ONE, np.array([-0.0, 2.0])),
]


def same(left: Record, right: Record) -> bool:
    return left[:2] == right[:2] and left.values.tobytes() == right.values.tobytes()


def test_runs_come_back_to_the_last_bit(tmp_path: Path) -> None:
    write_batch(RECORDS, tmp_path / "a.npz")

    back = read_batch(tmp_path / "a.npz").records()

    assert all(map(same, back, RECORDS))
    assert len(back) == len(RECORDS)
    assert read_keys(tmp_path / "a.npz") == tuple(record.key for record in RECORDS)
    assert [path.name for path in tmp_path.iterdir()] == ["a.npz"]


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_changed_byte_is_noticed_or_changes_nothing(tmp_path: Path, data: st.DataObject) -> None:
    whole = tmp_path / "whole.npz"
    write_batch(RECORDS, whole)
    content = bytearray(whole.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    (tmp_path / "changed.npz").write_bytes(content)

    try:
        back = read_batch(tmp_path / "changed.npz").records()
    except DamagedError:
        return
    assert len(back) == len(RECORDS)
    assert all(map(same, back, RECORDS))


@given(st.integers(0, 2_000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_file_cut_off_anywhere_is_damaged(tmp_path: Path, size: int) -> None:
    whole = tmp_path / "whole.npz"
    write_batch(RECORDS, whole)
    content = whole.read_bytes()
    (tmp_path / "cut.npz").write_bytes(content[: min(size, len(content) - 1)])

    with pytest.raises(DamagedError):
        read_batch(tmp_path / "cut.npz")


def test_a_file_that_cannot_be_written_whole_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sim.studies.store.batches.np.savez", full)

    with pytest.raises(OSError, match="No space"):
        write_batch(RECORDS, tmp_path / "a.npz")

    assert list(tmp_path.iterdir()) == []
