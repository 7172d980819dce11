"""Pack an Office file anew, so that the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import IO, Protocol

CREATED = datetime(2001, 1, 1)
"""The date of creation in every file; the formats require one."""
EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a ZIP file can hold


class Saving(Protocol):
    """What can be saved as an Office file: a document, or slides."""

    def save(self, file: IO[bytes], /) -> None:
        """Write it as a file."""


def saved(made: Saving) -> bytes:
    """Return the content of a document or of slides; what is the same gives the same bytes."""
    content = io.BytesIO()
    made.save(content)
    return packed(content.getvalue())


def packed(content: bytes) -> bytes:
    """Return an Office file in which all parts have one date, in the same order."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, EARLIEST)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return made.getvalue()
