"""Compute the key of a run: a digest of everything on which its numbers depend."""

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
    """Return a digest, 32 bytes, of all numbers of an arm that runs or measures read.

    ``own`` is the digest of the measures that a user adds. It is empty if there are no such
    measures.
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
    """Return the sixteen bytes that identify one run. `arm` is the digest of the resolved arm."""
    parts = arm + seed.to_bytes(8, "little") + replication.to_bytes(8, "little")
    return hashlib.sha256(parts).digest()[:KEY_BYTES]


@cache
def numbers_digest() -> str:
    """Return a digest of all code and libraries that affect results, sixteen hex digits."""
    found = versions()
    parts = {name: found[name] for name in NUMBERS_STAND_ON}
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode())
    for part in source_parts(SOURCES_OF_RUNS):
        digest.update(part)
    return digest.hexdigest()[:16]


def numbers_of(resolved: Mapping[str, Resolved]) -> Numbers:
    """Return two digests for a manifest: of the program's sources, and of these arms.

    They are the same on any machine.
    """
    return Numbers(
        sources=hashlib.sha256(b"".join(source_parts(SOURCES_OF_RUNS))).hexdigest(),
        arms=hashlib.sha256(b"".join(map(resolved_digest, resolved.values()))).hexdigest(),
    )


def program_name(engine: Engine) -> str:
    """Return the name of the folder for results of this engine in this version of the program."""
    return f"{versions()['throughline']}-{engine.value}-{numbers_digest()}"


def room(folder: Path, engine: Engine) -> Path:
    """Return the folder in a store for results of this engine in this version of the program."""
    return folder / program_name(engine)
