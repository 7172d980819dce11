"""A folder that goes when nothing refers to it any more."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path


class Temporary:
    """A folder that goes when nothing refers to it any more."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="throughline-"))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
