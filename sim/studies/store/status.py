"""Report the progress of a study from its store, whichever processes work on it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sim.errors import SimError
from sim.studies.archives import DamagedError
from sim.studies.files.naming import printable
from sim.studies.store.batches import SUFFIX, read_keys
from sim.studies.store.claims import claimed_by
from sim.studies.store.owning import NAME
from sim.studies.store.plans import StudyPlan, read_plan
from sim.studies.store.sessions import Seen, is_here, seen_in, this_machine
from sim.studies.store.store import ALIVE, BATCH, CLAIMS, FAILED, PLANS, RUNS

NOTED = re.compile(r"[0-9a-f]{32}")


class Status(NamedTuple):
    """The progress of one study. Runs made by other versions of the program do not count."""

    title: str
    program: str  # name of the engine and version
    questions: tuple[str, ...]  # that are answered from the results as they come
    finished: bool  # whether everything that was asked is answered, and written
    beside: int  # finished runs that are not in the plan: those that questions took
    wanted: int
    done: int
    running: int
    failed: int
    pace: float  # runs a second, of all processes that are at work; 0 when not known
    here: int  # processes at work on this machine
    elsewhere: int  # and on others
    damaged: tuple[Path, ...] = ()  # notes of studies that cannot be read

    @property
    def at_work(self) -> int:
        """The number of processes at work on the study."""
        return self.here + self.elsewhere

    @property
    def left(self) -> int:
        """Runs that are neither finished nor being made."""
        return max(0, self.wanted - self.done - self.running)

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the study is finished; None if that is not known."""
        if not self.at_work or not self.pace:
            return None
        return (self.wanted - self.done) / self.pace


class NoStudyError(SimError):
    """A folder contains no study that is being made."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{printable(folder)}: there is no study here that has been begun.\n"
            "  Name the folder that `sim sweep` writes to (its --out), or an unfinished `sim run`."
        )


class DamagedPlanError(SimError):
    """The notes on studies in a folder cannot be read."""

    def __init__(self, damaged: list[Path]) -> None:
        names = ", ".join(printable(path) for path in damaged)
        super().__init__(
            f"{names}: this note of what a study wants is damaged, so how far it is cannot be "
            "told.\n  Finished runs are not touched by that: the command that began the study "
            "writes the note again and goes on."
        )


def at_work(store: Path) -> dict[str, Seen]:
    """Return the processes at work on a store, by name."""
    seen = seen_in(store / ALIVE)
    return {name: each for name, each in seen.items() if is_here(each, time.time())}


def find_stores(folder: Path) -> list[Path]:
    """Return the stores in a folder.

    A store is the folder itself, the store of a sweep, or one of the stores of unfinished runs.
    """
    positions = [folder, folder / "store", *sorted(folder.glob("unfinished/*"))]
    return [path for path in positions if (path / NAME).is_file()]


def status(folder: Path) -> list[Status]:
    """Return the progress of the studies in a folder, the most recently begun study first.

    Raises
    ------
    NoStudyError
        If no study has been begun there.
    DamagedPlanError
        If a study has been begun, but its notes cannot be read.
    """
    damaged: list[Path] = []
    found = [each for store in find_stores(folder) for each in _in_store(store, damaged)]
    if not found and damaged:
        raise DamagedPlanError(damaged)
    if not found:
        raise NoStudyError(folder)
    return [each._replace(damaged=tuple(damaged)) for each in found]


def _in_store(store: Path, damaged: list[Path]) -> Iterator[Status]:
    here = at_work(store)
    for path in sorted((store / PLANS).glob(f"[!.]*{SUFFIX}"), key=_when_written, reverse=True):
        try:
            plan = read_plan(path)
        except FileNotFoundError:
            continue  # written anew just now
        except DamagedError:
            damaged.append(path)
            continue
        yield _how_far(plan, store / plan.program, here)


def _how_far(plan: StudyPlan, room: Path, at_it: dict[str, Seen]) -> Status:
    keys = set(plan.keys)
    every = _finished(room / RUNS)
    done = keys & every
    running = (keys & claimed_by(room / CLAIMS, at_it)) - done
    noted = (p.stem for p in (room / FAILED).glob("*.json") if NOTED.fullmatch(p.stem))
    here = sum(each.machine == this_machine() for each in at_it.values())
    return Status(
        title=plan.title,
        program=room.name,
        questions=plan.questions,
        finished=plan.finished or (len(done) == len(keys) and not plan.goes_on),
        beside=len(every - keys),
        wanted=len(keys),
        done=len(done),
        running=len(running),
        failed=sum(bytes.fromhex(stem) in keys for stem in noted),
        pace=sum(each.pace for each in at_it.values()),
        here=here,
        elsewhere=len(at_it) - here,
    )


def _when_written(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0.0


def _finished(folder: Path) -> set[bytes]:
    found: set[bytes] = set()
    for path in folder.glob(f"[!.]*{SUFFIX}"):
        if not BATCH.fullmatch(path.name):
            continue
        try:
            found.update(read_keys(path))
        except (FileNotFoundError, DamagedError):
            continue  # put together with others just now, or to be set aside by the next command
    return found
