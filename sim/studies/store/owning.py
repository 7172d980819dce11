"""Whose store a folder is: said in one file, and never another's afterwards."""

from __future__ import annotations

import json
import os
from pathlib import Path

from sim.errors import SimError
from sim.studies.store.batches import PART

FORMAT = 1
NAME = "store.json"


class StoreError(SimError):
    """A folder cannot be used as the store of a study."""

    def __init__(self, folder: Path, problem: str, remedy: str) -> None:
        super().__init__(f"{folder}: {problem}\n  {remedy}")


def claim_folder(folder: Path, owner: str, title: str) -> None:
    """Make a folder a store, or see that it is one of the same owner."""
    path = folder / NAME
    remedy = "Choose another folder, or leave it to the program to choose one."
    if folder.exists() and not folder.is_dir():
        raise StoreError(folder, "is a file, not a folder.", remedy)
    if not path.exists():
        if folder.exists() and any(each.name[0] != "." for each in folder.iterdir()):
            raise StoreError(folder, "holds other files already, and is no store of runs.", remedy)
        folder.mkdir(parents=True, exist_ok=True)
        about = {"throughline_store": FORMAT, "of": owner, "title": title}
        draft = folder / f".{os.getpid()}{PART}"
        draft.write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        draft.replace(path)
    found = read_about(folder)
    if found["of"] != owner:
        raise StoreError(
            folder,
            f"is the store of another scenario: “{found['title']}” ({found['of'][:12]}), "
            f"not “{title}” ({owner[:12]}). Any change of a number makes another scenario.",
            f"{remedy} Nothing in it has been changed.",
        )


def read_about(folder: Path) -> dict[str, str]:
    """What a store is of; StoreError when the folder is not a store."""
    try:
        about = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if about["throughline_store"] == FORMAT:
            return {"of": str(about["of"]), "title": str(about["title"])}
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise StoreError(folder, "is not a store of this program.", "Name the folder of a study.")
