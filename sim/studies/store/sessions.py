"""Show which processes work on a store: each has a small file, which it renews while it works.

A process on this machine is recognised by its number and its start time. A process on another
machine that shares the folder counts as ended if its file was not renewed for a while. This is
measured by the clock of the file system, so the clocks of the machines may differ. Files do not
name machines: a machine appears as a digest that only the machine itself can compute.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import re
import secrets
import sys
import threading
import time
import uuid
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sim.studies.files.reading import read_json
from sim.writing import write_whole

RENEWED_EVERY = 5.0  # seconds
GONE_AFTER = 120.0  # seconds without a sign, on another machine
ALIVE = ".json"
NAME = re.compile(r"[0-9]{1,10}-[0-9a-f]{12}")
"""The pattern of a process's name: its number, and a random part that makes it unique."""


class Seen(NamedTuple):
    """What a process has written into its file."""

    name: str
    machine: str  # a digest that no other machine has
    pid: int
    began: str  # tells a process from a later one of the same number
    finished: int  # runs, by this process
    pace: float  # runs a second; 0 when not known yet
    renewed: float  # by the clock of the file system


class Session:
    """One process at work on a store, until `close` is called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"{os.getpid()}-{secrets.token_hex(6)}"
        self.finished = 0
        self.pace = 0.0
        self._closed = threading.Event()
        self._renewing = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)
        self.renew()
        self._thread = threading.Thread(target=self._keep_renewing, daemon=True)
        self._thread.start()

    @property
    def path(self) -> Path:
        """The file that shows that this process is at work."""
        return self.folder / f"{self.name}{ALIVE}"

    def renew(self) -> None:
        """Renew this process's file, with its progress."""
        about = {
            "machine": this_machine(),
            "pid": os.getpid(),
            "began": _began(os.getpid()),
            "finished": self.finished,
            "pace": self.pace,
        }
        with self._renewing:
            if self._closed.is_set():
                return
            write_whole(self.path, json.dumps(about).encode())

    def close(self) -> None:
        """Remove this process's file, so that other processes can make its unfinished runs."""
        with self._renewing:
            self._closed.set()
            self.path.unlink(missing_ok=True)
        self._thread.join(timeout=1)

    def others(self) -> dict[str, Seen]:
        """Return every other process that is still at work, by its name."""
        found = seen_in(self.folder)
        now = self.now()
        return {
            name: each for name, each in found.items() if name != self.name and is_here(each, now)
        }

    def now(self) -> float:
        """Return the time by the clock of the file system."""
        try:
            os.utime(self.path)
            return self.path.stat().st_mtime
        except OSError:
            return time.time()

    def _keep_renewing(self) -> None:
        while not self._closed.wait(RENEWED_EVERY):
            with contextlib.suppress(OSError):  # a full disk; others see that as silence
                self.renew()


def seen_in(folder: Path) -> dict[str, Seen]:
    """Return every process that has a file in a folder, by name, at work or not."""
    found = {}
    for path in sorted(folder.glob(f"*{ALIVE}")):
        if not NAME.fullmatch(path.stem):
            continue
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, OverflowError):
            renewed = path.lstat().st_mtime
            about: dict[str, Any] = read_json(path, follow=False)
            found[path.stem] = Seen(
                path.stem,
                str(about["machine"]),
                int(about["pid"]),
                str(about["began"]),
                int(about["finished"]),
                float(about["pace"]),
                renewed,
            )
    return found


def is_here(seen: Seen, now: float) -> bool:
    """Return whether a process is still at work. `now` is the time on the file system's clock."""
    if seen.machine == this_machine() and sys.platform != "win32":
        return _is_running(seen.pid) and _began(seen.pid) == seen.began
    return now - seen.renewed < GONE_AFTER


def _is_running(pid: int) -> bool:
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return _stat(pid)[:1] != ["Z"]  # ended, but not yet noticed by its parent


def _began(pid: int) -> str:
    """Return when a process began, in the unit of the operating system; empty if not known."""
    stat = _stat(pid)
    return stat[19] if len(stat) > 19 else ""


def _stat(pid: int) -> list[str]:
    """Return the fields of a process in Linux's `/proc`, from its state on; otherwise empty."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


@cache
def this_machine() -> str:
    """Return a digest that all processes on this machine share until it is restarted.

    On Linux it is made from the random number of this start, and from the process's space of
    process numbers, which differs between containers. On other systems it is made from the
    machine's name and the number of its network card, which cannot be guessed from the digest.
    """
    parts = []
    with contextlib.suppress(OSError):
        parts.append(Path("/proc/sys/kernel/random/boot_id").read_text().strip())
        parts.append(str(Path("/proc/self/ns/pid").readlink()))
    if not parts:
        parts = [platform.node(), f"{uuid.getnode():x}"]
    return hashlib.sha256("\n".join(["throughline", *parts]).encode()).hexdigest()[:16]
