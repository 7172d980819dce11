"""Note in a store which runs a study wants; this shows the progress of the study."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from sim.studies.archives import DamagedError, open_archive
from sim.studies.keys import KEY_BYTES
from sim.studies.store.batches import SUFFIX
from sim.studies.store.owning import make_room
from sim.studies.store.store import PLANS, Store
from sim.writing import whole

PROGRAM = re.compile(r"[\w.+]+-\w+-\w+")


class StudyPlan(NamedTuple):
    """The runs that a study wants, and whether more runs or files follow after them."""

    study: str  # its digest
    title: str
    program: str  # name of the engine and version
    keys: tuple[bytes, ...]  # of the runs of its settings
    questions: tuple[str, ...] = ()  # that are answered from the results as they come
    goes_on: bool = False  # whether more follows when those runs are done, if only writing files
    finished: bool = False  # whether that has been done too


class _About(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    study: str
    title: str
    program: str
    questions: list[str]
    goes_on: bool
    finished: bool


def write_plan(store: Store, plan: StudyPlan) -> None:
    """Write a note into a store about which runs a study wants."""
    folder = make_room(store.folder / PLANS)
    about = plan._asdict()
    del about["keys"]
    name = hashlib.sha256(f"{plan.study} {plan.program}".encode()).hexdigest()[:16]
    with whole(folder / f"{name}{SUFFIX}") as draft, draft.open("xb") as file:
        np.savez(file, keys=_bytes(b"".join(plan.keys)), about=_bytes(json.dumps(about).encode()))


def read_plan(path: Path) -> StudyPlan:
    """Read the note that `write_plan` wrote.

    Raises
    ------
    DamagedError
        If this program did not write the note, or if the note is damaged.
    FileNotFoundError
        If the note no longer exists.
    """
    with open_archive(path) as data:
        text, about = data["keys"].tobytes(), json.loads(data["about"].tobytes())
        if len(text) % KEY_BYTES or not PROGRAM.fullmatch(str(about["program"])):
            raise DamagedError("its parts do not fit together")
        keys = tuple(text[at : at + KEY_BYTES] for at in range(0, len(text), KEY_BYTES))
        parts: dict[str, Any] = _About.model_validate(about).model_dump()
    return StudyPlan(**(parts | {"keys": keys, "questions": tuple(parts["questions"])}))


def wanted(store: Store, study: str, title: str, keys: Sequence[bytes]) -> StudyPlan:
    """Return the plan of a study that makes and measures its runs, without further analyses."""
    return StudyPlan(study, title, store.room.name, tuple(keys))


def _bytes(data: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(data, dtype=np.uint8)
