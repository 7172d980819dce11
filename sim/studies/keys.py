"""The key of a finished run: everything that its numbers depend on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from sim.compiling import source_parts
from sim.engines.choosing import Engine
from sim.resolved import Resolved
from sim.studies.manifest import Numbers, versions

RUNS_COME_FROM = (
    "compiling",
    "draws.py",
    "events.py",
    "resolved.py",
    "units.py",
    "rules",
    "engines",
    "measures",
)
"""Sources that decide the numbers of a resolved arm; what makes the arm is in its own digest."""
NUMBERS_STAND_ON = ("throughline", "python", "numba", "numpy", "simpy")

KEY_BYTES = 16


def resolved_digest(resolved: Resolved, own: bytes = b"") -> bytes:
    """Thirty-two bytes that change with anything an engine or a measure reads of an arm.

    ``own`` is the digest of the measures that a user adds, empty when there are none.
    """
    digest = hashlib.sha256(own)
    for part in _parts(resolved):
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.digest()


def _parts(value: Any) -> Iterator[bytes]:
    """A value as bytes that no other value has, whatever machine it is on."""
    if isinstance(value, np.ndarray):
        plain = np.ascontiguousarray(value)
        yield f"array {plain.dtype.str} {plain.shape}".encode()
        yield plain.tobytes()
    elif isinstance(value, tuple):
        yield f"{type(value).__name__} {len(value)}".encode()
        for each in value:
            yield from _parts(each)
    else:
        yield f"{type(value).__name__} {value!r}".encode()


def run_key(arm: bytes, seed: int, replication: int) -> bytes:
    """Sixteen bytes that name one run of a resolved arm, given by its digest."""
    parts = arm + seed.to_bytes(8, "little") + replication.to_bytes(8, "little")
    return hashlib.sha256(parts).digest()[:KEY_BYTES]


@cache
def numbers_digest() -> str:
    """Sixteen hex digits that change with the program that makes numbers of resolved arms."""
    found = versions()
    parts = {name: found[name] for name in NUMBERS_STAND_ON}
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode())
    for part in source_parts(RUNS_COME_FROM):
        digest.update(part)
    return digest.hexdigest()[:16]


def numbers_of(resolved: Mapping[str, Resolved]) -> Numbers:
    """What the numbers of these arms follow from, for a manifest: the same on any machine."""
    return Numbers(
        sources=hashlib.sha256(b"".join(source_parts(RUNS_COME_FROM))).hexdigest(),
        arms=hashlib.sha256(b"".join(map(resolved_digest, resolved.values()))).hexdigest(),
    )


def program_name(engine: Engine) -> str:
    """Folder name for the results of this engine in this version of the program."""
    return f"{versions()['throughline']}-{engine.value}-{numbers_digest()}"


def room(folder: Path, engine: Engine) -> Path:
    """Where the results of this engine and version are in a store."""
    return folder / program_name(engine)
