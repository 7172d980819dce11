"""Read files that anybody may have put there: only regular files, and of limited size."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NoReturn, cast

MOST_BYTES = 256_000_000
"""The largest size of a manifest or a note. This program never writes a larger one."""


def open_regular(path: Path, *, follow: bool = True) -> BinaryIO:
    """Open a regular file for reading.

    Parameters
    ----------
    follow
        Whether the path may be a link.

    Raises
    ------
    OSError
        If the file does not exist, cannot be read, or if it is a folder, a pipe or a device.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    if not follow:
        flags |= getattr(os, "O_NOFOLLOW", 0)
        if path.is_symlink():
            raise OSError(errno.ELOOP, "it is a link", str(path))
    file = cast(BinaryIO, os.fdopen(os.open(path, flags), "rb"))
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "it is not a regular file", str(path))
    return file


def read_regular(path: Path, *, follow: bool = True) -> bytes:
    """Return the bytes of a regular file of at most `MOST_BYTES`; otherwise raise OSError."""
    with open_regular(path, follow=follow) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise OSError(errno.EFBIG, "it is too large", str(path))
    return data


def read_json(path: Path, *, follow: bool = True) -> Any:
    """Return the content of a JSON file.

    Raises
    ------
    OSError
        If the file does not exist, cannot be read, is not a regular file, or is larger than
        `MOST_BYTES`.
    ValueError
        If the content is not JSON in UTF-8, contains a key twice, or is nested too deeply.
    """
    try:
        return json.loads(
            read_regular(path, follow=follow).decode("utf-8"),
            object_pairs_hook=_each_key_once,
            parse_constant=_no_constant,
        )
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _each_key_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands in it twice")
    return found


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number")


def file_digest(path: Path, *, follow: bool = True) -> str:
    """Return the SHA-256 of a regular file in hex digits; raise OSError for anything else."""
    digest = hashlib.sha256()
    with open_regular(path, follow=follow) as file:
        while some := file.read(1 << 20):
            digest.update(some)
    return digest.hexdigest()


def is_there(path: Path) -> bool:
    """Return whether a path exists, also as a link without a target."""
    return os.path.lexists(path)


def is_real_folder(path: Path) -> bool:
    """Return whether a path is a folder and not a link to a folder."""
    return path.is_dir() and not path.is_symlink() and not _is_junction(path)


def is_real_file(path: Path) -> bool:
    """Return whether a path is a file and not a link to a file."""
    return path.is_file() and not path.is_symlink()


def _is_junction(path: Path) -> bool:
    """Return whether a path is a Windows junction, which opens another folder."""
    tag = getattr(path.lstat(), "st_reparse_tag", 0)
    return bool(tag)


def digest_below(folder: Path, name: str) -> str | None:
    """Return the SHA-256 of a file inside a folder.

    The result is None if the file does not exist, is not a regular file, cannot be read, or is
    reached through a link.
    """
    if not is_inside(name) or not all(map(is_real_folder, folders_to(folder, name))):
        return None
    try:
        return file_digest(folder / name, follow=False)
    except OSError:
        return None


def folders_to(folder: Path, name: str) -> list[Path]:
    """Return the folders between a folder and a file inside it, the outermost first."""
    return [folder / parent for parent in reversed(PurePosixPath(name).parents)][1:]


def is_inside(name: str) -> bool:
    """Return whether a name from a manifest leads to a place inside the manifest's folder."""
    path = PurePosixPath(name)
    return (
        bool(path.parts)
        and not path.is_absolute()
        and ".." not in path.parts
        and path.as_posix() == name
        and not set(name) & set('\\:*?"<>|')
    )
