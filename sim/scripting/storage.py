"""Choose where a script keeps finished runs and the tables made from them."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path
from typing import NamedTuple

from sim.scripting.arguments import Folder, folder
from sim.studies.store.owning import make_room


class Storage(NamedTuple):
    """A folder for finished runs."""

    runs: Path
    keep: object  # what has to live as long as the folder; None for one that stays

    @classmethod
    def of(cls, store: Folder | None) -> Storage:
        """Return storage in the named folder; for None, in a temporary folder.

        Raises ArgumentError if the path cannot be used as a folder.
        """
        if store is not None:
            return cls(folder("store", store), None)
        temporary = Temporary()
        return cls(temporary.folder / "store", temporary)

    def tables(self, digest: str) -> Path:
        """Return the folder for the tables of one study, which is beside the runs."""
        return make_room(make_room(folder("store", self.runs) / "tables") / digest[:16])


class Temporary:
    """A temporary folder that is removed when no object refers to it any more."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="throughline-"))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
