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

Array = np.ndarray[Any, np.dtype[Any]]


class Encodings:
    """The bytes of arrays, kept for as long as the next arm of the same name has the same arrays.

    Arms that are resolved one after the other share most of their arrays, as the same objects.
    """

    def __init__(self) -> None:
        self._last: dict[str, dict[int, tuple[Array, bytes]]] = {}
        self._now: dict[int, tuple[Array, bytes]] = {}
        self._before: dict[int, tuple[Array, bytes]] = {}

    def of(self, array: Array) -> bytes:
        """Return the bytes of an array, with their length."""
        known = self._before.get(id(array))
        kept = known if known is not None and known[0] is array else (array, _framed(array))
        self._now[id(array)] = kept
        return kept[1]

    def begin(self, arm: str) -> None:
        """Begin an arm. The arrays of the last arm of this name are known."""
        self._before, self._now = self._last.get(arm, {}), {}
        self._last[arm] = self._now

    def is_known(self, array: Array) -> bool:
        """Return whether the last arm of this name had the same array."""
        known = self._before.get(id(array))
        return known is not None and known[0] is array


def resolved_digest(
    resolved: Resolved, own: bytes = b"", encodings: Encodings | None = None
) -> bytes:
    """Return a digest, 32 bytes, of all numbers of an arm that runs or measures read.

    ``own`` is the digest of the measures that a user adds. It is empty if there are no such
    measures. ``encodings`` may have the bytes of arrays of earlier arms.
    """
    encodings = Encodings() if encodings is None else encodings
    encodings.begin(resolved.arm)
    return hashlib.sha256(own + b"".join(_parts(resolved, encodings))).digest()


def _parts(value: Any, encodings: Encodings) -> Iterator[bytes]:
    """Encode a value as bytes.

    Different values give different bytes. The bytes are the same on every machine.
    """
    if isinstance(value, np.ndarray):
        yield encodings.of(value)
    elif isinstance(value, tuple):
        yield _with_length(f"{type(value).__name__} {len(value)}".encode())
        for each in value:
            yield from _parts(each, encodings)
    else:
        yield _with_length(f"{type(value).__name__} {value!r}".encode())


def _framed(array: Array) -> bytes:
    plain = np.ascontiguousarray(array)
    header = f"array {plain.dtype.str} {plain.shape}".encode()
    return _with_length(header) + _with_length(plain.tobytes())


def _with_length(part: bytes) -> bytes:
    return len(part).to_bytes(8, "little") + part


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
