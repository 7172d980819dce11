"""Find the limit on the memory of this process: of the machine, its container, or `ulimit`."""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from sim.errors import SimError

if sys.platform != "win32":
    import resource

CGROUPS = Path("/sys/fs/cgroup")
UNLIMITED = 1 << 60
"""A limit of at least this many bytes is no limit. Older control groups mark "no limit" so."""
GB = 1_000_000_000
TO_START = 150_000_000
"""Bytes of address space without which no command of the program can be loaded."""
TO_RUN = 1_600_000_000
"""Bytes of address space that must be left before Numba and the drawing library are loaded.

With 1.2 GB the program was compiled and two workers made runs. With less, LLVM ended the process
without a message (64-bit Linux).
"""


class Limit(NamedTuple):
    """The smallest limit on the memory of this process, and what sets this limit."""

    size: int  # bytes
    words: str  # whose limit it is, as "this machine has"


class MemoryShortage(SimError):  # noqa: N818 - named for what is so
    """Something needs more memory than this process may have; the message gives a remedy."""


def memory_limit() -> Limit | None:
    """Return the total memory that this process may have; None if it cannot be found out."""
    found = [limit for limit in (_machine(), _container(), _ulimit()) if limit is not None]
    return min(found, default=None)


def in_words(size: float) -> str:
    """Return a number of bytes in words: ``2.4 GB``, ``350 MB``."""
    if size >= 0.95 * GB:
        return f"{size / GB:,.1f} GB" if size < 10 * GB else f"{size / GB:,.0f} GB"
    return f"{max(size / 1_000_000, 1):,.0f} MB"


def address_space_left() -> int | None:
    """Return how many bytes may still be reserved under `ulimit -v`; None without a limit.

    Libraries reserve much more than they use. Some of them end the process without a message if
    they cannot.
    """
    if sys.platform == "win32":
        return None
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    if not 0 <= soft < UNLIMITED:  # RLIM_INFINITY is negative, or very large
        return None
    return max(soft - _own_pages(0), 0)


def see_to_room(needed: int = TO_RUN) -> None:
    """Refuse to load a library if it could not reserve enough memory and would end the process.

    Raises
    ------
    MemoryShortage
        If `ulimit -v` leaves less than `needed` bytes.
    """
    left = address_space_left()
    if left is not None and left < needed:
        raise MemoryShortage(
            f"`ulimit -v` leaves {in_words(left)} of address space; this reserves up to "
            f"{in_words(needed)}.\n"
            "  Raise that limit (`ulimit -v unlimited`) and give the same command again. Most of "
            "what is reserved is never used."
        )


def _machine() -> Limit | None:
    try:
        size = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):  # not on this system
        return None
    return Limit(size, "this machine has") if size > 0 else None


def _container(root: Path = CGROUPS, own: Path = Path("/proc/self/cgroup")) -> Limit | None:
    """Return the smallest memory limit of the process's control groups (version 1 or 2)."""
    try:
        lines = own.read_text().splitlines()
    except OSError:
        return None
    found = []
    for line in lines:
        _, controllers, group = line.split(":", 2)
        if controllers and "memory" not in controllers.split(","):
            continue
        name = "memory.limit_in_bytes" if controllers else "memory.max"
        base = root / "memory" if controllers else root
        path = PurePosixPath(group)
        # The group's own path is not seen from inside some containers; their root is theirs.
        for each in (path, *path.parents):
            found.append(_number(base / each.relative_to("/") / name))
    sizes = [size for size in found if size is not None and 0 < size < UNLIMITED]
    return Limit(min(sizes), "its container or control group allows") if sizes else None


def _ulimit() -> Limit | None:
    """Return the limit of `ulimit -v`, minus memory that is reserved but not used."""
    left = address_space_left()
    return None if left is None else Limit(left + _own_pages(1), "`ulimit -v` leaves")


def _own_pages(column: int) -> int:
    """Return the bytes that this process has reserved (column 0) or uses (1); 0 if not known."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[column])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _number(file: Path) -> int | None:
    try:
        return int(file.read_text())
    except (OSError, ValueError):  # no such group, or `max`
        return None
