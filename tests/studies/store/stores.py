"""Stores of the small runs of `tests.studies.fakes`."""

from pathlib import Path

import numpy as np

from sim.engines.choosing import Engine
from sim.studies.packing import packed
from sim.studies.store import Record, Store
from sim.studies.study import Series

SERIES = packed((Series("everyone", "number", ""),))


def opened(folder: Path, engine: Engine = Engine.FAST, owner: str = "cafes") -> Store:
    """A store, opened by this process."""
    return Store(folder, engine, owner, owner.title())


def key(number: int) -> bytes:
    """The key of a run."""
    return number.to_bytes(16, "big")


def record(number: int) -> Record:
    """A run whose only measure is its number."""
    return Record(key(number), SERIES, np.array([float(number)]))


def numbers(store: Store, *wanted: int) -> list[float]:
    """The measure of some runs, by size."""
    return sorted(float(r.values[0]) for r in store.read(map(key, wanted)))


def files(store: Store) -> list[Path]:
    """Batch files of a store."""
    return sorted((store.room / "runs").iterdir())
