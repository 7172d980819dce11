"""Write the files of an import, all or none, and replace only what an import wrote.

`import.json` lists the digest of each file beside it, and is sealed by a digest of its own rest. A
file is replaced only if that list has its digest, so a scenario that somebody has edited stays.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from sim.errors import SimError
from sim.studies.files.naming import printable
from sim.studies.files.reading import digest_below, is_there, read_json
from sim.studies.files.seals import is_sealed, sealed_bytes
from sim.writing import PART

KEPT = "import.json"
MARK, FORMAT = "throughline_import", 1
WORKBOOK, OUTPUTS, BEFORE = "workbook", "outputs", "outputs_before"
OUT = "or choose another folder with --out DIR. Nothing has been written."


class Earlier(NamedTuple):
    """What an earlier import wrote into a folder."""

    workbook: str
    outputs: Mapping[str, frozenset[str]]  # the digests that each file may have
    content: Mapping[str, Any]  # of its `import.json`


class InTheWay(SimError):  # noqa: N818 - named for what is so
    """A file would be replaced that no import wrote, or that was changed since."""


def earlier_import(folder: Path, kept: str = KEPT) -> Earlier | None:
    """Return what the `import.json` of a folder vouches for; None if there is none.

    `kept` is the name of the list, where it is another one.

    Raises
    ------
    InTheWay
        If there is a file of that name that this program did not write, or that was changed.
    """
    path = folder / kept
    if not is_there(path):
        return None
    try:
        content = read_json(path, follow=False)
        if not is_sealed(content) or content.get(MARK) != FORMAT:
            raise ValueError
        digests = [*content[OUTPUTS].items(), *content.get(BEFORE, {}).items()]
        outputs = {
            name: frozenset(digest for other, digest in digests if other == name)
            for name, _ in digests
        }
        return Earlier(str(content[WORKBOOK]), outputs, content)
    except (OSError, ValueError, KeyError, AttributeError):
        raise InTheWay(
            f"{printable(path)} is not as {_command(kept)} wrote it, so nothing shows which files "
            f"here may be replaced.\n  Move it away, {OUT}"
        ) from None


def is_unchanged(folder: Path, earlier: Earlier, name: str) -> bool:
    """Return whether a file is just as the import wrote it."""
    return digest_below(folder, name) in earlier.outputs.get(name, ())


def see_that_it_may_be_written(
    folder: Path, workbook: str, names: Iterable[str], kept: str = KEPT
) -> Earlier | None:
    """Return what an earlier import wrote, if every file that is there may be replaced.

    Raises
    ------
    InTheWay
        If a file may not be replaced.
    """
    earlier = earlier_import(folder, kept)
    if earlier is not None and earlier.workbook != workbook:
        raise InTheWay(
            f"{printable(folder)} holds what was made from something else, "
            f"{printable(earlier.workbook)}.\n  Keep each in a folder of its own: --out DIR."
        )
    for name in names:
        if is_there(folder / name) and (earlier is None or not is_unchanged(folder, earlier, name)):
            raise InTheWay(_in_the_way(folder / name, earlier, _command(kept)))
    return earlier


def _command(kept: str) -> str:
    return f"`sim {kept.removesuffix('.json')}`"


def _in_the_way(path: Path, earlier: Earlier | None, command: str) -> str:
    if earlier is not None and path.name in earlier.outputs:
        return (
            f"{printable(path)} has been changed since {command} wrote it, and has been left as "
            "it is.\n  To keep your changes, put them into the workbook, or into a scenario file "
            f"that `extends` this one. Then move it away, {OUT}"
        )
    return (
        f"{printable(path)} is there already, and {command} did not write it.\n"
        f"  Move it away, {OUT}"
    )


def write_import(
    folder: Path,
    files: Mapping[str, bytes],
    content: Mapping[str, Any],
    earlier: Earlier | None,
    kept: str = KEPT,
) -> None:
    """Write all files of an import, and `import.json`, which vouches for them.

    `import.json` is there first, and vouches for the earlier files too until the last is replaced,
    so that an import that is stopped can be repeated.
    """
    outputs = {name: sha256(data).hexdigest() for name, data in files.items()}
    before = {} if earlier is None else _digests(folder, earlier)
    drafts = {name: folder / f".{name}.{secrets.token_hex(6)}{PART}" for name in (*files, kept)}
    head = {MARK: FORMAT, WORKBOOK: content[WORKBOOK], OUTPUTS: outputs}
    try:
        for name, data in files.items():
            _write(drafts[name], data)
        _write(drafts[kept], sealed_bytes({**head, BEFORE: before, **content}))
        drafts[kept].replace(folder / kept)
        for name in files:
            drafts[name].replace(folder / name)
        for name in set(before) - set(files):
            if earlier is not None and is_unchanged(folder, earlier, name):
                (folder / name).unlink(missing_ok=True)
        _write(drafts[kept], sealed_bytes({**head, **content}))
        drafts[kept].replace(folder / kept)
    finally:
        for draft in drafts.values():
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def _digests(folder: Path, earlier: Earlier) -> dict[str, str]:
    """Return the digests of the files of an earlier import that are still there."""
    found = {name: digest_below(folder, name) for name in earlier.outputs}
    return {name: digest for name, digest in found.items() if digest is not None}


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
