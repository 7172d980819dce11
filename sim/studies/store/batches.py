"""Write and read files of finished runs; a file is complete or does not exist.

A file holds a batch of runs of any size. It is a NumPy archive (`.npz`): arrays with checksums and
without any code, so it is safe to read. It is written under a temporary name and then renamed, so
a file with the final name is complete. Later damage is detected by the checksums.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.laws import Floats, Ints
from sim.studies.archives import DamagedError, open_archive
from sim.studies.keys import KEY_BYTES
from sim.studies.packing import unpacked
from sim.writing import whole

SUFFIX = ".npz"
Bytes = NDArray[np.uint8]


NO_MONTHS: Floats = np.zeros(0)


class Record(NamedTuple):
    """The measures of one run."""

    key: bytes  # from `sim.studies.keys.run_key`
    series: bytes  # what the values are of, from `sim.studies.packing.packed`
    values: Floats  # shape (m,); NaN where undefined
    monthly: Floats = NO_MONTHS  # shape (n,), the series by months, flat; none if not wanted


class Batch(NamedTuple):
    """The runs in one file."""

    keys: tuple[bytes, ...]
    series: tuple[bytes, ...]  # each different one once
    series_of: Ints  # (n,) position in `series`
    first: Ints  # (n + 1,) where the values of each run begin
    values: Floats
    first_month: Ints  # (n + 1,) where the series of each run begin
    monthly: Floats

    def __len__(self) -> int:
        """Return the number of runs."""
        return len(self.keys)

    def record(self, row: int) -> Record:
        """Return one run."""
        begin, end = self.first[row], self.first[row + 1]
        series, values = self.series[self.series_of[row]], self.values[begin:end]
        begin, end = self.first_month[row], self.first_month[row + 1]
        return Record(self.keys[row], series, values, self.monthly[begin:end])

    def records(self) -> list[Record]:
        """Return all runs."""
        return [self.record(row) for row in range(len(self))]


def write_batch(records: Sequence[Record], path: Path, *, lasting: bool = False) -> None:
    """Write runs to a file. If writing is interrupted, no file of this name is left.

    Parameters
    ----------
    lasting
        Whether to wait until the data are on the disk, so that other copies of these runs may be
        removed.
    """
    series = list(dict.fromkeys(record.series for record in records))
    positions = {each: path for path, each in enumerate(series)}
    sizes = [len(record.values) for record in records]
    with whole(path) as draft, draft.open("xb") as file:
        np.savez(
            file,
            keys=_joined([record.key for record in records]),
            series=_joined(series),
            series_ends=np.cumsum([len(each) for each in series], dtype=np.int64),
            series_of=np.array([positions[r.series] for r in records], dtype=np.int64),
            first=np.cumsum([0, *sizes], dtype=np.int64),
            values=np.concatenate([r.values for r in records]).astype("<f8"),
            first_month=np.cumsum([0, *(r.monthly.size for r in records)], dtype=np.int64),
            monthly=np.concatenate([r.monthly for r in records]).astype("<f8"),
        )
        if lasting:
            file.flush()
            os.fsync(file.fileno())


def read_batch(path: Path) -> Batch:
    """Read all runs of a file.

    Raises
    ------
    DamagedError
        If the file was changed or damaged.
    FileNotFoundError
        If the file no longer exists, because its runs were moved to a larger file.
    """
    with open_archive(path) as data:
        keys = _split_keys(data["keys"])
        ends = data["series_ends"].tolist()
        text = data["series"].tobytes()
        series = [text[a:b] for a, b in zip([0, *ends[:-1]], ends, strict=True)]
        columns = ("series_of", "first", "values", "first_month", "monthly")
        batch = Batch(keys, tuple(series), *(data[name] for name in columns))
        if not _fits(batch):
            raise DamagedError("its parts do not fit together")
    return batch


def read_keys(path: Path) -> tuple[bytes, ...]:
    """Return the keys of the runs in a file, not their values; raise errors as `read_batch`."""
    with open_archive(path) as data:
        return _split_keys(data["keys"])


def _fits(batch: Batch) -> bool:
    runs, kinds = len(batch.keys), len(batch.series)
    numbers = (batch.series_of, batch.first, batch.first_month)
    if runs == 0 or any(each.dtype != np.int64 or each.ndim != 1 for each in numbers):
        return False
    return bool(
        batch.series_of.shape == (runs,)
        and _divide(batch.first, batch.values, runs)
        and _divide(batch.first_month, batch.monthly, runs)
        and batch.series_of.min() >= 0
        and batch.series_of.max() < kinds
        and _are_as_many(batch)
    )


def _divide(first: Ints, values: Floats, runs: int) -> bool:
    """Return whether `first` divides the values among the runs: in order, and without gaps."""
    return bool(
        values.dtype == np.float64
        and values.ndim == 1
        and first.shape == (runs + 1,)
        and first[0] == 0
        and (np.diff(first) >= 0).all()
        and first[-1] == len(values)
    )


def _are_as_many(batch: Batch) -> bool:
    """Return whether every run has a value for each of its measures."""
    many = np.array([len(unpacked(each)) for each in batch.series])
    return bool((np.diff(batch.first) == many[batch.series_of]).all())


def _joined(parts: Sequence[bytes]) -> Bytes:
    return np.frombuffer(b"".join(parts), dtype=np.uint8)


def _split_keys(data: Bytes) -> tuple[bytes, ...]:
    text = data.tobytes()
    if len(text) % KEY_BYTES:
        raise ValueError("its keys are cut off")
    return tuple(text[at : at + KEY_BYTES] for at in range(0, len(text), KEY_BYTES))
