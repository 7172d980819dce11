"""Define the parts of a report: sections of paragraphs, tables, pictures, stories and strips.

All text is plain text. The template escapes it, so text from a scenario file cannot become HTML
code.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, TypeAlias

from matplotlib.figure import Figure

from sim.charts.style import png, svg
from sim.report.narrative import Story


@dataclass(frozen=True)
class Paragraphs:
    """Running text."""

    kind: ClassVar[str] = "paragraphs"
    texts: Sequence[str]
    style: str = ""  # "lead" for large, "quiet" for small


@dataclass(frozen=True)
class Bullets:
    """A short list of points."""

    kind: ClassVar[str] = "bullets"
    texts: Sequence[str]


@dataclass(frozen=True)
class Commands:
    """Commands to type, one on each line."""

    kind: ClassVar[str] = "commands"
    texts: Sequence[str]


@dataclass(frozen=True)
class Heading:
    """A heading inside a section. About one arm, it has the colour and sign of that arm."""

    kind: ClassVar[str] = "heading"
    text: str
    sign: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Table:
    """A table. The first column holds the row headings, and empty columns are left out."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: Sequence[int] = ()  # columns of words, set to the left; all others hold numbers
    folded: bool = False  # behind a summary line that opens it

    @property
    def filled(self) -> list[int]:
        """Return the columns that are not empty; the first column is always included."""
        return [
            column
            for column in range(len(self.columns))
            if column == 0 or any(row[column] for row in self.rows)
        ]


@dataclass(frozen=True)
class Picture:
    """A picture, with a text alternative and a text on how to read it."""

    kind: ClassVar[str] = "picture"
    name: str  # of its files
    title: str
    figure: Figure
    alternative: str
    how_to_read: str

    @cached_property
    def drawing(self) -> bytes:
        """Return the picture as SVG."""
        return svg(self.figure)

    @property
    def source(self) -> str:
        """The picture as a data URL, so that the page needs no network."""
        return f"data:image/svg+xml;base64,{base64.b64encode(self.drawing).decode('ascii')}"

    def files(self) -> dict[str, bytes]:
        """Return the contents of the picture's files, by file name."""
        return {f"{self.name}.svg": self.drawing, f"{self.name}.png": png(self.figure)}


@dataclass(frozen=True)
class Told:
    """The story of one person in one arm."""

    kind: ClassVar[str] = "told"
    arm: str
    sign: str
    colour: str
    story: Story
    folded: bool = False  # behind a summary line that opens it, and not printed


@dataclass(frozen=True)
class Line:
    """One measure of an arm over worlds: a strip, and what it says in words."""

    label: str
    matters: str  # which difference matters, in small type; "" where none is named
    small: Sequence[str]  # further sentences beside the difference, in small type
    strip: tuple[int, int, int] | None  # better, neither, worse of 100 worlds; None: not told
    counts: str  # the same in words with signs
    difference: str
    verdict: str  # with a sign that says it without colour


@dataclass(frozen=True)
class Lines:
    """A table of measures, each with a strip of 100 worlds."""

    kind: ClassVar[str] = "lines"
    caption: str
    columns: Sequence[str]  # four: measure, strip with counts, difference, verdict
    lines: Sequence[Line]


@dataclass(frozen=True)
class Strip:
    """One arm on one measure over worlds, as a cell of a grid."""

    verdict: str  # with a sign that says it without colour
    worlds: tuple[int, int, int] | None  # better, neither, worse of 100; None: not told
    texts: Sequence[str]
    small: Sequence[str] = ()  # further sentences in small type


@dataclass(frozen=True)
class Row:
    """One measure in a grid."""

    label: str
    matters: str  # which difference matters, in small type; "" where none is named
    today: str  # of the baseline
    strips: Sequence[Strip]  # of the other arms


@dataclass(frozen=True)
class Grid:
    """A table of measures by arms, with a strip of 100 worlds in each cell."""

    kind: ClassVar[str] = "grid"
    caption: str
    columns: Sequence[str]  # measure, baseline, then the other arms
    rows: Sequence[Row]


Block: TypeAlias = Paragraphs | Bullets | Commands | Heading | Table | Picture | Told | Lines | Grid


@dataclass(frozen=True)
class Section:
    """A part of the report under one heading."""

    anchor: str
    title: str
    blocks: Sequence[Block]
    new_page: bool = False  # starts on a new sheet when printed
