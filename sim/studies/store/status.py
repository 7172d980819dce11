"""How far a study is, seen from its store alone, whoever is at work on it."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.errors import SimError
from sim.studies.keys import KEY_BYTES
from sim.studies.store.batches import PART, SUFFIX, DamagedError, read_keys
from sim.studies.store.claims import claimed_by
from sim.studies.store.owning import NAME
from sim.studies.store.sessions import Seen, is_here, seen_in
from sim.studies.store.store import ALIVE, CLAIMS, FAILED, PLANS, RUNS, Store


class Status(NamedTuple):
    """How far one study is. Runs that other versions of the program made do not count."""

    title: str
    program: str  # name of the engine and version
    wanted: int
    done: int
    running: int
    failed: int
    pace: float  # runs a second, of all processes that are at work; 0 when not known
    at_work: tuple[str, ...]  # machines, one for each process

    @property
    def left(self) -> int:
        """Runs that are neither finished nor being made."""
        return max(0, self.wanted - self.done - self.running)

    @property
    def seconds_left(self) -> float | None:
        """How long the rest takes; None when that cannot be told."""
        if not self.at_work or not self.pace:
            return None
        return (self.wanted - self.done) / self.pace


class NoStudyError(SimError):
    """A folder holds no study that is being made."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder}: there is no study here that has been begun.\n"
            "  Name the folder that `sim sweep` writes to (its --out), or an unfinished `sim run`."
        )


def write_plan(store: Store, study: str, title: str, keys: Sequence[bytes]) -> None:
    """Note in a store which runs a study wants of it."""
    folder = store.folder / PLANS
    folder.mkdir(exist_ok=True)
    about = {"title": title, "program": store.room.name}
    draft = folder / f".{store.session.name}{PART}"
    with draft.open("wb") as file:
        np.savez(
            file,
            keys=np.frombuffer(b"".join(keys), dtype=np.uint8),
            about=np.frombuffer(json.dumps(about).encode(), dtype=np.uint8),
        )
    name = hashlib.sha256(f"{study} {store.room.name}".encode()).hexdigest()[:16]
    draft.replace(folder / f"{name}{SUFFIX}")


def at_work(store: Path) -> dict[str, Seen]:
    """Processes that are at work on a store, by name."""
    seen = seen_in(store / ALIVE)
    return {name: each for name, each in seen.items() if is_here(each, time.time())}


def find_stores(folder: Path) -> list[Path]:
    """Stores in the folder of a study: itself, a sweep's, or those of an unfinished run."""
    places = [folder, folder / "store", *sorted(folder.glob("unfinished/*"))]
    return [place for place in places if (place / NAME).is_file()]


def status(folder: Path) -> list[Status]:
    """How far the studies in a folder are, the one begun last first.

    Raises
    ------
    NoStudyError
        When nothing has been begun there.
    """
    found = [each for store in find_stores(folder) for each in _in_store(store)]
    if not found:
        raise NoStudyError(folder)
    return found


def _in_store(store: Path) -> Iterator[Status]:
    plans = sorted(
        (store / PLANS).glob(f"[!.]*{SUFFIX}"), key=lambda p: p.stat().st_mtime, reverse=True
    )
    here = at_work(store)
    for path in plans:
        with np.load(path, allow_pickle=False) as data:
            text = data["keys"].tobytes()
            about = json.loads(data["about"].tobytes())
        keys = {text[at : at + KEY_BYTES] for at in range(0, len(text), KEY_BYTES)}
        room = store / str(about["program"])
        done = keys & _finished(room / RUNS)
        running = (keys & claimed_by(room / CLAIMS, here)) - done
        failed = sum(bytes.fromhex(p.stem) in keys for p in (room / FAILED).glob("[!.]*.json"))
        yield Status(
            title=str(about["title"]),
            program=room.name,
            wanted=len(keys),
            done=len(done),
            running=len(running),
            failed=failed,
            pace=sum(each.pace for each in here.values()),
            at_work=tuple(each.machine for each in here.values()),
        )


def _finished(folder: Path) -> set[bytes]:
    found: set[bytes] = set()
    for path in folder.glob(f"[!.]*{SUFFIX}"):
        try:
            found.update(read_keys(path))
        except (FileNotFoundError, DamagedError):
            continue  # put together with others just now, or to be set aside by the next command
    return found
