"""Keep compiled code on disk with a checksum, so that damaged or wrong code is never run.

A file begins with the SHA-256 of its content and of a description: what the code was made for. A
file with a wrong checksum is treated as missing: it is removed, and the code is made and written
again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from sim.compiling.announcing import not_kept

SEAL_SIZE = hashlib.sha256().digest_size


def read_sealed(path: Path | None, made_for: str) -> bytes | None:
    """Return the content of a file; None if there is no file, or it was changed or damaged.

    Parameters
    ----------
    path
        The path of the file; None if no code is kept on disk.
    made_for
        Everything that the content depends on, as a text. Content made for something else is
        refused.
    """
    if path is None:
        return None
    try:
        whole = path.read_bytes()
    except OSError:
        return None
    seal, content = whole[:SEAL_SIZE], whole[SEAL_SIZE:]
    if seal == _seal(content, made_for):
        return content
    drop(path)
    return None


def write_sealed(path: Path | None, made_for: str, content: bytes) -> None:
    """Write a file under a temporary name and rename it, because another process may write it too.

    If it cannot be written (a full disk, a folder of that name), one message says so. The process
    still has its compiled code in memory.
    """
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_seal(content, made_for) + content)
            Path(name).replace(path)
        finally:
            with contextlib.suppress(OSError):
                Path(name).unlink(missing_ok=True)
    except OSError as error:
        not_kept(path.parent, error)


def drop(path: Path) -> None:
    """Remove a file that cannot be used. If this fails, the file will be overwritten later."""
    with contextlib.suppress(OSError):
        path.unlink()


def _seal(content: bytes, made_for: str) -> bytes:
    return hashlib.sha256(made_for.encode() + b"\0" + content).digest()
