"""Read NumPy archives that this program wrote: arrays only, no code; damage is detected."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.studies.files.reading import open_regular


class DamagedError(Exception):
    """A file is not as this program wrote it."""


@contextmanager
def open_archive(path: Path) -> Iterator[Mapping[str, NDArray[Any]]]:
    """Open a NumPy archive of this program, and give its arrays. Each is read when it is used.

    Any error in the block is raised as DamagedError, except FileNotFoundError if the file no
    longer exists. The program's archives are not compressed, so their arrays are not larger than
    the file.
    """
    try:
        with open_regular(path, follow=False) as file:
            size = os.fstat(file.fileno()).st_size
            with zipfile.ZipFile(file) as archive:
                for each in archive.infolist():
                    if each.compress_type != zipfile.ZIP_STORED or each.file_size > size:
                        raise DamagedError("it is compressed")
            file.seek(0)
            with np.load(file, allow_pickle=False) as data:
                yield data
    except (FileNotFoundError, DamagedError):
        raise
    except Exception as error:  # a damaged header asks for the impossible in many ways
        raise DamagedError(f"{type(error).__name__}: {error}") from error
