"""Save a scenario as a complete file; an existing file is replaced only on request."""

from __future__ import annotations

import os
from pathlib import Path

from sim.errors import SimError
from sim.scenario.refusing import shown
from sim.writing import write_first, write_whole

ANOTHER_NAME = "Choose another name, or write over a file with `replace=True`."


def save(
    text: str, path: str | os.PathLike[str], replace: bool, remedy: str = ANOTHER_NAME
) -> Path:
    """Write a text to a file and return its path.

    Parameters
    ----------
    replace
        Whether an existing file of that name may be replaced.
    remedy
        The advice in the error if another file has that name and may not be replaced.

    Raises
    ------
    SimError
        If another file has that name and ``replace`` is false, or if the file cannot be written.
    """
    if not isinstance(path, (str, os.PathLike)) or not str(path):
        raise SimError(
            f"{shown(path)} is not the path of a file.\n"
            '  Write it as a text, such as scenario.save("mine.yaml").'
        )
    file, data = Path(path), text.encode()
    try:
        if replace and not file.is_symlink() and file.is_file():
            return write_whole(file, data)
        write_first(file, data)
    except FileExistsError:
        if file.is_file() and file.read_bytes() == data:
            return file
        raise SimError(
            f"{file}: there is something of that name already, and it has been left as it is.\n"
            f"  {remedy}"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SimError(
            f"{file}: the scenario cannot be written there ({reason}).\n"
            "  Choose a name in a folder that is there."
        ) from None
    return file
