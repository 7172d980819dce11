"""Check that a folder may be used for results.

If the folder contains files, they must prove that this program wrote them. Nothing is changed
here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sim.errors import listed
from sim.studies.files.naming import printable
from sim.studies.files.reading import digest_below, is_real_folder, is_there
from sim.studies.manifest import NAME
from sim.studies.marks import (
    FIT,
    MARK,
    MARK_BEGUN,
    RUN,
    SWEEP,
    Earlier,
    NotOurs,
    Question,
    read_earlier,
    read_mark,
)

HARMLESS = frozenset({".gitkeep", ".gitignore", ".keep", ".DS_Store", "Thumbs.db", "desktop.ini"})
"""Names of files that version control and desktops leave in a folder that counts as empty."""

OUT = "Choose another folder with --out DIR. Nothing in it has been changed."
AWAY = "Move it away, or choose another folder with --out DIR. Nothing in it has been changed."
ALONE = "Choose another folder with --out DIR, or delete this one yourself when nobody needs it."
BESIDE_RESULTS = (
    "Choose another folder with --out DIR, or give the command that was begun again, which goes on."
)
MOST_NAMES = 5
OF_ONE = {RUN: "replications", SWEEP: "replications", FIT: "runs"}
"""What the number in a question counts, by its kind."""


class NotTheirsError(Exception):
    """A folder may not be used; the message is a clause that follows the folder's name."""

    def __init__(self, problem: str, remedy: str = OUT) -> None:
        super().__init__(problem)
        self.remedy = remedy


def see_that_it_may_be_used(
    folder: Path, base: Path, question: Question, staged: Path | None = None
) -> None:
    """Raise NotTheirsError unless a folder is empty or contains results of this question.

    Parameters
    ----------
    base
        The folder, inside `folder`, for unfinished results.
    staged
        The folder with outputs that are to be moved into `folder` but are not there yet.
    """
    inside = {path.name for path in folder.iterdir()} - HARMLESS
    if not inside:
        return
    finished = _finished(folder) if NAME in inside else None
    begun = _begun(folder, base, inside)
    if finished is None and begun is None and inside != {base.name}:
        names = listed((f"`{printable(name)}`" for name in sorted(inside)), MOST_NAMES)
        raise NotTheirsError(
            f"holds other files already ({names}), and no results of an earlier study."
        )
    if finished is not None:
        _see_that_it_is_the_same(finished.question, question)
    if begun is not None and not _is_same_begun(begun, question):
        raise NotTheirsError(
            f"holds another question that was begun and is not finished ({begun.digest[:12]}).",
            BESIDE_RESULTS if finished is not None else ALONE,
        )
    _see_that_outputs_are_as_they_were(folder, base, staged)


def earlier_results(folder: Path, base: Path, staged: Path | None = None) -> dict[str, set[str]]:
    """Return the digests that the outputs of this program in a folder may have, by path.

    They come from the folder's manifest, and from outputs that were being moved into the folder
    when a command was stopped.
    """
    found: dict[str, set[str]] = {}
    for each in _manifests(folder, base, staged):
        for name, digest in each.outputs.items():
            found.setdefault(name, set()).add(digest)
    own = digest_below(folder, NAME)
    if own is not None and _is_manifest(folder / NAME):
        found[NAME] = {own}  # it proves itself, by its seal
    return found


def _manifests(folder: Path, base: Path, staged: Path | None) -> Iterator[Earlier]:
    paths = [folder / NAME]
    if is_real_folder(base):
        paths += sorted(base.glob(f"outputs-*/{NAME}")) + sorted(base.glob(f"*/outputs-*/{NAME}"))
    for path in paths:
        if path.parent == folder or (path.parent != staged and is_real_folder(path.parent)):
            with suppress(NotOurs):
                yield read_earlier(path)


def _is_manifest(path: Path) -> bool:
    try:
        read_earlier(path)
    except NotOurs:
        return False
    return True


def _finished(folder: Path) -> Earlier:
    try:
        return read_earlier(folder / NAME)
    except NotOurs as problem:
        raise NotTheirsError(f"holds other files already: its `{NAME}` {problem}.") from None


def _begun(folder: Path, base: Path, inside: set[str]) -> Question | None:
    """Return the question of the unfinished results in a folder; None if there are none."""
    for name in ("unfinished", "store"):
        path, is_base = folder / name, name == base.name
        if name not in inside:
            continue
        if is_base and not is_real_folder(path):
            raise NotTheirsError(
                f"holds other files already: its `{name}` is a link or a file.", AWAY
            )
        if is_base and all(MARK_BEGUN.fullmatch(each.name) for each in path.iterdir()):
            continue  # stopped before it was said whose it is
        try:
            return read_mark(path)
        except NotOurs as problem:
            if not is_base:
                continue
            raise NotTheirsError(
                f"holds other files already: its `{name}` is not of this program "
                f"(`{MARK}` {problem}).",
                AWAY,
            ) from None
    return None


def _is_same_begun(begun: Question, question: Question) -> bool:
    return (begun.kind, begun.begun) == (question.kind, question.begun)


def _see_that_it_is_the_same(there: Question, question: Question) -> None:
    if question.may_follow(there):
        return
    if there.kind == question.kind and there.family == question.family:
        raise NotTheirsError(
            f"holds the results of this study with {there.replications:,} {OF_ONE[there.kind]}, "
            f"more than {question.replications:,}, which would replace them."
        )
    again = ""
    if there.kind == question.kind == SWEEP:
        again = " Finished runs of the same scenario can be taken over there with --merge."
    what = "results of `sim run`" if there.kind == RUN else f"a study of `sim {there.kind}`"
    raise NotTheirsError(
        f"holds {what} to another question ({there.digest[:12]}, not {question.digest[:12]}), "
        "which would be replaced. Any change of a number makes another question.",
        f"{OUT}{again}",
    )


def _see_that_outputs_are_as_they_were(folder: Path, base: Path, staged: Path | None) -> None:
    """Raise NotTheirsError for outputs that a user changed and that would be replaced."""
    changed = [
        name
        for name, digests in earlier_results(folder, base, staged).items()
        if is_there(folder / name) and digest_below(folder, name) not in digests
    ]
    if changed:
        names = listed((f"`{printable(name)}`" for name in changed), MOST_NAMES)
        raise NotTheirsError(
            f"holds results that have been changed since they were written ({names}), and would "
            "be replaced.",
            "Move them away, or choose another folder with --out DIR. Nothing in it has been "
            "changed.",
        )
