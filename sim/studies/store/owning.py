"""Record to which question a store belongs, in a file that never changes."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

from sim.errors import SimError
from sim.studies.files.naming import printable
from sim.studies.files.reading import is_real_folder, is_there, read_json
from sim.studies.marks import MARK
from sim.writing import write_first

FORMAT = 1
NAME = "store.json"


class StoreError(SimError):
    """A folder cannot be used as the store of a study."""

    def __init__(self, folder: Path, problem: str, remedy: str) -> None:
        super().__init__(f"{printable(folder)}: {problem}\n  {remedy}")


def claim_folder(folder: Path, owner: str, title: str) -> None:
    """Turn a folder into a store, or check that it is already a store of the same owner."""
    path = folder / NAME
    remedy = "Choose another folder, or leave it to the program to choose one."
    if is_there(folder) and not folder.is_dir():
        raise StoreError(folder, "is a file, not a folder.", remedy)
    if not is_there(path):
        if folder.exists() and any(each.name[0] != "." for each in _others_in(folder)):
            raise StoreError(folder, "holds other files already, and is no store of runs.", remedy)
        folder.mkdir(parents=True, exist_ok=True)
        about = {"throughline_store": FORMAT, "of": owner, "title": title}
        with contextlib.suppress(FileExistsError):  # of another process, which may be of the same
            write_first(path, json.dumps(about, ensure_ascii=False).encode())
    found = read_about(folder)
    if found["of"] != owner:
        raise StoreError(
            folder,
            f"is the store of another scenario: “{printable(found['title'])}” "
            f"({printable(found['of'][:12])}), not “{title}” ({owner[:12]}). "
            "Any change of a number makes another scenario.",
            f"{remedy} Nothing in it has been changed.",
        )


def _others_in(folder: Path) -> Iterator[Path]:
    """Iterate over the contents of a folder, except the file that names its owner."""
    return (each for each in folder.iterdir() if each.name != MARK)


def make_room(folder: Path) -> Path:
    """Make a folder in a store; raise StoreError if a link or a file has its name."""
    if is_there(folder) and not is_real_folder(folder):
        raise StoreError(
            folder,
            "is a link or a file where this program keeps a folder.",
            "Nothing has been written. Move it away, or choose another folder.",
        )
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def read_about(folder: Path) -> dict[str, str]:
    """Return the owner of a store; raise StoreError if the folder is not a store."""
    try:
        about = read_json(folder / NAME, follow=False)
        if about["throughline_store"] == FORMAT:
            return {"of": str(about["of"]), "title": str(about["title"])}
    except (OSError, ValueError, KeyError, TypeError):
        pass
    problem = "is not a store of this program"
    if is_there(folder / NAME):
        problem += f": its `{NAME}` is damaged"
    raise StoreError(folder, f"{problem}.", "Name the folder of a study.")
