"""Allow one command at a time in a folder, by a lock that ends with its process.

The lock is on the folder itself, so no lock file remains. Some systems have no locks on folders
(Windows, some network file systems). On these, every command gets the lock, and
`sim.studies.store.sessions` finds the other processes at work.
"""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

LOOK_EVERY = 0.05  # seconds
HELD = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES}


class FolderLock:
    """The lock of one folder; it is not held at first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._handle: int | None = None

    def take(self, patience: float = 0.0) -> bool:
        """Take the lock.

        Return False if another process still holds it after `patience` seconds.

        Raises
        ------
        OSError
            If the folder does not exist.
        """
        if fcntl is None:
            return True
        ends = time.monotonic() + patience
        while True:
            if self._take():
                return True
            if time.monotonic() >= ends:
                return False
            time.sleep(LOOK_EVERY)

    def release(self) -> None:
        """Release the lock; do nothing if it is not held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _take(self) -> bool:
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(handle)
            return error.errno not in HELD
        self._handle = handle
        return True
