"""The key of a finished run: everything that its numbers depend on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from sim.compiling import SOURCES_OF_RUNS, source_parts
from sim.engines.choosing import Engine
from sim.resolved import Resolved
from sim.studies.manifest import Numbers, versions

NUMBERS_STAND_ON = ("throughline", "python", "numba", "numpy", "simpy")

KEY_BYTES = 16


def resolved_digest(resolved: Resolved, own: bytes = b"") -> bytes:
    """Return thirty-two bytes that change with any number of an arm that a run or a measure reads.

    ``own`` is the digest of the measures that a user adds. It is empty if there are none.
    """
    digest = hashlib.sha256(own)
    for part in _parts(resolved):
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.digest()


def _parts(value: Any) -> Iterator[bytes]:
    """Encode a value as bytes.

    Different values give different bytes. The bytes are the same on every machine.
    """
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
    """Return the sixteen bytes that identify one run of a resolved arm, given by its digest."""
    parts = arm + seed.to_bytes(8, "little") + replication.to_bytes(8, "little")
    return hashlib.sha256(parts).digest()[:KEY_BYTES]


@cache
def numbers_digest() -> str:
    """Return sixteen hex digits that change with any code or library that affects results."""
    found = versions()
    parts = {name: found[name] for name in NUMBERS_STAND_ON}
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode())
    for part in source_parts(SOURCES_OF_RUNS):
        digest.update(part)
    return digest.hexdigest()[:16]


def numbers_of(resolved: Mapping[str, Resolved]) -> Numbers:
    """Return digests of the program and of these arms for a manifest.

    They are the same on any machine.
    """
    return Numbers(
        sources=hashlib.sha256(b"".join(source_parts(SOURCES_OF_RUNS))).hexdigest(),
        arms=hashlib.sha256(b"".join(map(resolved_digest, resolved.values()))).hexdigest(),
    )


def program_name(engine: Engine) -> str:
    """Return the folder name for the results of this engine in this version of the program."""
    return f"{versions()['throughline']}-{engine.value}-{numbers_digest()}"


def room(folder: Path, engine: Engine) -> Path:
    """Return the folder in a store for the results of this engine and version."""
    return folder / program_name(engine)
