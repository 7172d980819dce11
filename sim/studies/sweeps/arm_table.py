"""Keep resolved arms in a temporary file, not in memory, until a study needs them."""

from __future__ import annotations

import pickle
import tempfile
import weakref
import zlib
from functools import lru_cache
from typing import IO

from sim.resolved import Resolved
from sim.studies.keys import resolved_digest

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
    """

    def __init__(self, own: bytes = b"") -> None:
        self._own = own
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._at: list[tuple[int, int]] = []  # where each begins, and its size
        self._place: dict[bytes, int] = {}
        self.digests: list[bytes] = []
        self.get = lru_cache(maxsize=AT_HAND)(self._get)

    def __len__(self) -> int:
        """Return the number of different arms."""
        return len(self.digests)

    def add(self, resolved: Resolved) -> int:
        """Return the position of an arm. If the table does not have the arm, add it first."""
        digest = resolved_digest(resolved, self._own)
        if digest not in self._place:
            data = zlib.compress(pickle.dumps(resolved), 1)
            begins = self._file.seek(0, 2)
            self._file.write(data)
            self._at.append((begins, len(data)))
            self._place[digest] = len(self.digests)
            self.digests.append(digest)
        return self._place[digest]

    def _get(self, position: int) -> Resolved:
        begins, size = self._at[position]
        self._file.seek(begins)
        found: Resolved = pickle.loads(zlib.decompress(self._file.read(size)))
        return found
