"""The pages people read, taken apart: fenced blocks, commands and links."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import NamedTuple

HOUSE = Path(__file__).resolve().parents[2]
PAGES = [
    *(HOUSE / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    HOUSE / "scenarios" / "README.md",
    *sorted((HOUSE / "docs").rglob("*.md")),
]


class Block(NamedTuple):
    """One fenced block of a page."""

    page: Path
    language: str
    text: str

    @property
    def name(self) -> str:
        """Where it stands and how it begins, for test names."""
        first = self.text.partition("\n")[0]
        return f"{self.page.relative_to(HOUSE)}: {first}"

    @property
    def file(self) -> str:
        """The file name that a YAML block gives itself in its first line."""
        return self.text.partition("\n")[0].removeprefix("# ").partition(" ")[0]


class Command(NamedTuple):
    """A command of a console block and the lines that the page shows below it."""

    words: list[str]
    shown: list[str]


def blocks(language: str) -> list[Block]:
    """All fenced blocks of one language, in reading order."""
    found = []
    for page in PAGES:
        for match in re.finditer(r"^```(\w+)\n(.*?)^```$", page.read_text(), re.M | re.S):
            if match[1] == language:
                found.append(Block(page, language, match[2]))
    return found


def commands(block: Block) -> list[Command]:
    """What a console block types, and what it says is answered."""
    found: list[Command] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append(Command(shlex.split(line)[1:], []))
        else:
            found[-1].shown.append(line.strip())
    return found


def links(page: Path) -> list[str]:
    """Targets of a page's links to other files of ours, without the part after `#`."""
    targets = re.findall(r"\]\(([^)\s]+)\)", page.read_text())
    return [t.partition("#")[0] for t in targets if ":" not in t and not t.startswith("#")]
