"""Folders of results, made as a command makes them."""

import hashlib
from pathlib import Path

from sim.cli.results import ResultsFolder, digests
from sim.studies.manifest import Manifest, write_manifest
from sim.studies.marks import Question, of_run
from sim.studies.store.owning import claim_folder
from sim.studies.study import Settings

SETTINGS = Settings(("a",), "a", 1, 1, "1 year", 525_960)
ONE, TWO = (hashlib.sha256(word).hexdigest() for word in (b"one", b"two"))
RUN = of_run(ONE)


def manifest(digest: str = ONE, **outputs: str) -> Manifest:
    """A manifest of these outputs, with their digests."""
    return Manifest(digest, "5" * 64, SETTINGS, "none", {}, "here", outputs)


def opened(folder: Path, question: Question = RUN, key: str = "key") -> ResultsFolder:
    """A folder made ready as a command does, for finished runs of that question."""
    made = ResultsFolder(folder, question, key)
    made.open()
    claim_folder(made.runs, question.family, "A study")
    return made


def finish(folder: ResultsFolder, *names: str, words: str = "new") -> None:
    """Write files with these names as the outputs of a study, publish them, and leave."""
    staging = folder.staging()
    for name in names:
        (staging / name).parent.mkdir(parents=True, exist_ok=True)
        (staging / name).write_text(f"{words} {name}")
    about = manifest(folder.question.digest, **digests(staging))
    write_manifest(about, staging / "manifest.json")
    try:
        folder.publish(staging)
    finally:
        folder.__exit__()


def tree(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir())


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in tree(folder)}
