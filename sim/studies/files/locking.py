"""One command at a time in a folder: a lock that the system releases when its process dies.

It is a lock on the folder, so that there is no file to leave behind. Where the system has none for
folders (Windows, some network file systems) every command gets it; `sim.studies.store.sessions`
then says who else is at work.
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
    """The lock of one folder, held by nobody yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._handle: int | None = None

    def take(self, patience: float = 0.0) -> bool:
        """Take the lock; False when another holds it for so many seconds.

        Raises
        ------
        OSError
            When the folder is not there.
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
        """Let others have it; nothing happens where it is not held."""
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
