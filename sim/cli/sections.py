"""Turn the words of a report's sections into lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from sim.cli.paragraphs import WIDTH
from sim.report.blocks import Block, Bullets, Heading, Paragraphs, Section

STEP = "  "


def section_lines(
    sections: Sequence[Section], asked: str = "", before: Sequence[str] = ()
) -> Iterator[str]:
    """Iterate over lines with the paragraphs and lists of sections, under their headings.

    Tables and pictures are left out, and so is a heading without words. A sentence that several
    sections share, such as a caution, stands where it comes first.

    Parameters
    ----------
    asked
        The question that stands above these lines already. It is not repeated, and the first
        section, which answers it, has no heading.
    before
        Other sentences that stand above. They are not repeated.
    """
    said = {asked, *before, " ".join(before)}
    for position, section in enumerate(sections):
        indent = STEP if position else ""
        lines = _body(section.blocks, said, indent)
        yield from _under(section.title if position else "", lines, "")


def _body(blocks: Sequence[Block], said: set[str], indent: str) -> list[str]:
    """Return the lines of one section. What is said is added to `said`."""
    lines: list[str] = []
    title, below = "", list[str]()
    for block in [*blocks, Heading("")]:
        if isinstance(block, Heading):
            lines += _under(title, below, indent) if title else below  # no empty line at the top
            title, below = block.text, []
            continue
        below += _words(block, indent + STEP if title else indent, said)
    return lines


def _under(title: str, lines: Sequence[str], indent: str) -> list[str]:
    """Return lines below their title, after an empty line; nothing if there are none."""
    if not lines:
        return []
    return ["", *textwrap.wrap(title, WIDTH, initial_indent=indent), *lines]


def _words(block: Block, indent: str, said: set[str]) -> list[str]:
    if not isinstance(block, Paragraphs | Bullets):
        return []
    mark = "- " if isinstance(block, Bullets) else ""
    lines: list[str] = []
    for text in block.texts:
        if text in said:
            continue
        said.add(text)
        later = indent + " " * len(mark)
        lines += textwrap.wrap(text, WIDTH, initial_indent=indent + mark, subsequent_indent=later)
    return lines
