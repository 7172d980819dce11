"""Write files completely or not at all: to a temporary file, which is renamed at the end.

Nothing is written through a link, nor into a file that has a second name (a hard link).
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PART = ".part"


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a temporary path beside a file. After the block, the temporary file replaces the file.

    If there is an error, the file stays unchanged, and the temporary file is removed.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}{PART}")
    try:
        yield draft
        draft.replace(path)
    except BaseException as error:
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(path)  # a full disk does not say where it is
        draft.unlink(missing_ok=True)
        raise


def write_whole(path: Path, data: bytes) -> Path:
    """Write a file, and return its path. A reader never sees a part of the file."""
    with whole(path) as draft, draft.open("xb") as file:
        file.write(data)
    return path


def write_first(path: Path, data: bytes) -> None:
    """Write a new file. A reader never sees a part of the file.

    Raises
    ------
    FileExistsError
        If a file of this name exists, even if another process has just made it.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}{PART}")
    try:
        with draft.open("xb") as file:
            file.write(data)
        _give_name(draft, path, data)
    except OSError as error:
        error.filename = error.filename or str(path)
        raise
    finally:
        draft.unlink(missing_ok=True)


def _give_name(draft: Path, path: Path, data: bytes) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        with path.open("xb") as file:
            file.write(data)
