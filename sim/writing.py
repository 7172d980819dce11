"""Writing files whole: under a name that nothing has, then renamed.

Nothing is written through a link, nor into a file that has another name elsewhere.
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
    """Give a name beside a file for its content; what is there at the end is moved to the file.

    When something goes wrong, the file stays as it was and nothing is left beside it.
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
    """Write a file that is never half there."""
    with whole(path) as draft, draft.open("xb") as file:
        file.write(data)
    return path


def write_first(path: Path, data: bytes) -> None:
    """Write a file that appears whole, under a name that nothing has.

    Raises
    ------
    FileExistsError
        When something has the name, be it since a moment ago.
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
