"""Changes to the bytes of a file, whatever it holds: cut off, flipped, badly coded, swapped."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

Change = Callable[[random.Random, bytes], bytes]
ENCODINGS = ("utf-16", "utf-32", "latin-1", "cp1252", "utf-8-sig", "utf-7", "cp500")


def mutated(random_: random.Random, content: bytes) -> tuple[bytes, list[str]]:
    """Change bytes in one to three ways; says which."""
    chosen = [random_.choice(CHANGES) for _ in range(random_.choice((1, 1, 2, 3)))]
    for change in chosen:
        content = change(random_, content)
    return content, [change.__name__ for change in chosen]


def cut_off(random_: random.Random, content: bytes) -> bytes:
    """Only the beginning."""
    return content[: random_.randint(0, len(content))]


def flipped(random_: random.Random, content: bytes) -> bytes:
    """One to four bits are others."""
    changed = bytearray(content)
    for _ in range(random_.randint(1, 4) if changed else 0):
        changed[random_.randrange(len(changed))] ^= 1 << random_.randrange(8)
    return bytes(changed)


def other_bytes(random_: random.Random, content: bytes) -> bytes:
    """A few bytes are replaced by others."""
    at = random_.randint(0, len(content))
    new = random_.choice(
        (
            b"\x00",
            b"\xff\xfe",
            b"\xed\xa0\x80",
            b"\xc3",
            b"\r",
            b"\n\n",
            b'"',
            b"\x1b[2J",
            b",",
            b"{",
        )
    )
    return content[:at] + new * random_.choice((1, 1, 5, 2_000)) + content[at + len(new) :]


def recoded(random_: random.Random, content: bytes) -> bytes:
    """Saved in another encoding."""
    return content.decode("utf-8", "replace").encode(random_.choice(ENCODINGS), "replace")


def line_ends(random_: random.Random, content: bytes) -> bytes:
    """Other line ends than ours."""
    new = random_.choice((b"\r\n", b"\r", b"\x85", b"\xe2\x80\xa8", b"", b"\n \n"))
    return content.replace(b"\n", new)


def part_twice(random_: random.Random, content: bytes) -> bytes:
    """A part of it stands twice."""
    one, two = sorted(random_.randint(0, len(content)) for _ in range(2))
    return content[:two] + content[one:two] + content[two:]


def part_gone(random_: random.Random, content: bytes) -> bytes:
    """A part of it is gone."""
    one, two = sorted(random_.randint(0, len(content)) for _ in range(2))
    return content[:one] + content[two:]


def empty(_random: random.Random, _content: bytes) -> bytes:
    """Nothing is left."""
    return b""


CHANGES: tuple[Change, ...] = (
    *(cut_off, flipped, flipped, other_bytes, other_bytes, recoded, line_ends, part_twice),
    *(part_gone, empty),
)


def put_in_place(random_: random.Random, path: Path) -> str:
    """Put something that is no file of ours in the place of a file, or take it away."""
    how = random_.choice(("gone", "folder", "link", "dangling link", "fifo", "unreadable", "large"))
    content = path.read_bytes()
    path.unlink()
    if how == "folder":
        path.mkdir()
        (path / "notes.txt").write_text("mine")
    elif how == "link":
        beside = path.with_name(f"{path.name}.old")
        beside.write_bytes(content)
        path.symlink_to(beside.name)
    elif how == "dangling link":
        path.symlink_to("nowhere")
    elif how == "fifo":
        os.mkfifo(path)
    elif how == "unreadable":
        path.write_bytes(content)
        path.chmod(0)
    elif how == "large":
        with path.open("wb") as file:
            file.truncate(3_000_000_000)  # of zeros that take no room on the disk
    return f"{path.name}: {how}"
