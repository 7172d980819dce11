"""Pack an Office file anew, so that the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

CREATED = datetime(2001, 1, 1)
"""The date of creation in every file; the formats require one."""
EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a ZIP file can hold


def packed(content: bytes) -> bytes:
    """Return an Office file in which all parts have one date, in the same order."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, EARLIEST)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return made.getvalue()
