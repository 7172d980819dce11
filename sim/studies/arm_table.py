"""Keep resolved arms in a temporary file, not in memory, until a study needs them."""

from __future__ import annotations

import pickle
import tempfile
import weakref
import zlib
from functools import lru_cache
from io import BytesIO
from typing import IO, Any

import numpy as np

from sim.own_rules import NO_RULES, OwnRules
from sim.resolved import Resolved
from sim.studies.keys import Encodings, resolved_digest

IN_MEMORY = 64_000_000  # bytes, before a file is used
AT_HAND = 32  # arms


class ArmTable:
    """A list of resolved arms, found by their position; equal arms are stored once.

    They are stored in a temporary file of this process without a name, to which no other process
    can write.

    Parameters
    ----------
    own
        The digest of the measures that a user adds. It is part of the digest of each arm.
    rules
        The rules that a user gives. Each arm gets them.
    """

    def __init__(self, own: bytes = b"", rules: OwnRules = NO_RULES) -> None:
        self._own, self._rules = own, rules
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._at: list[tuple[int, int]] = []  # where each begins, and its size
        self._place: dict[bytes, int] = {}
        self.digests: list[bytes] = []
        self._encodings = Encodings()
        self._shared: list[np.ndarray[Any, np.dtype[Any]]] = []  # by several arms, kept once
        self._shared_at: dict[int, int] = {}  # by `id`
        self.get = lru_cache(maxsize=AT_HAND)(self._get)

    def __len__(self) -> int:
        """Return the number of different arms."""
        return len(self.digests)

    def add(self, resolved: Resolved) -> int:
        """Return the position of an arm. If the table does not have the arm, add it first."""
        resolved = resolved._replace(own_rules=self._rules)
        digest = resolved_digest(resolved, self._own, self._encodings)
        if digest not in self._place:
            data = zlib.compress(self._pickled(resolved), 1)
            begins = self._file.seek(0, 2)
            self._file.write(data)
            self._at.append((begins, len(data)))
            self._place[digest] = len(self.digests)
            self.digests.append(digest)
        return self._place[digest]

    def _get(self, position: int) -> Resolved:
        begins, size = self._at[position]
        self._file.seek(begins)
        unpickler = pickle.Unpickler(BytesIO(zlib.decompress(self._file.read(size))))
        unpickler.persistent_load = self._shared.__getitem__  # type: ignore[method-assign]
        found: Resolved = unpickler.load()
        return found

    def _pickled(self, resolved: Resolved) -> bytes:
        """Return an arm as bytes, with the positions of arrays that several arms share."""
        buffer = BytesIO()
        pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
        pickler.persistent_id = self._position  # type: ignore[method-assign]
        pickler.dump(resolved)
        return buffer.getvalue()

    def _position(self, value: Any) -> int | None:
        """Return the position of an array among those that arms share; None for anything else.

        An array is shared from the second arm on that has the same object.
        """
        if not isinstance(value, np.ndarray):
            return None
        if id(value) not in self._shared_at and self._encodings.is_known(value):
            self._shared_at[id(value)] = len(self._shared)
            self._shared.append(value)
        return self._shared_at.get(id(value))
