"""What a report is made of: sections of paragraphs, tables, pictures, stories and cards.

Every text in here is plain text. The template escapes it, so nothing a scenario file says can
become part of the page's own code.
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
    """What to type, one command a line."""

    kind: ClassVar[str] = "commands"
    texts: Sequence[str]


@dataclass(frozen=True)
class Heading:
    """A heading inside a section, with the look of an arm where it is about one."""

    kind: ClassVar[str] = "heading"
    text: str
    sign: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Table:
    """A table whose first column heads its rows; columns without any content are left out."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: Sequence[int] = ()  # columns of words, set to the left; all others hold numbers
    folded: bool = False  # behind a summary line that opens it

    @property
    def filled(self) -> list[int]:
        """The columns with something in them; the first always counts."""
        return [
            column
            for column in range(len(self.columns))
            if column == 0 or any(row[column] for row in self.rows)
        ]


@dataclass(frozen=True)
class Picture:
    """A picture, what it shows for those who do not see it, and how to read it."""

    kind: ClassVar[str] = "picture"
    name: str  # of its files
    title: str
    figure: Figure
    alternative: str
    how_to_read: str

    @cached_property
    def drawing(self) -> bytes:
        """The picture as SVG."""
        return svg(self.figure)

    @property
    def source(self) -> str:
        """The picture inside the page itself, so that it asks nothing of the network."""
        return f"data:image/svg+xml;base64,{base64.b64encode(self.drawing).decode('ascii')}"

    def files(self) -> dict[str, bytes]:
        """The picture as files, by name."""
        return {f"{self.name}.svg": self.drawing, f"{self.name}.png": png(self.figure)}


@dataclass(frozen=True)
class Told:
    """One person's story in one arm."""

    kind: ClassVar[str] = "told"
    arm: str
    sign: str
    colour: str
    story: Story


@dataclass(frozen=True)
class Card:
    """One main number, large."""

    label: str
    value: str
    unit: str
    beside: str  # "Handed on: 120"
    likely: str  # "Likely in this model: 16 to 28 lower"; empty where not known
    verdict: str
    mark: str  # a sign that says the verdict without colour
    tone: str  # "good", "bad" or "open"


@dataclass(frozen=True)
class Cards:
    """A row of main numbers."""

    kind: ClassVar[str] = "cards"
    cards: Sequence[Card]


Block: TypeAlias = Paragraphs | Bullets | Commands | Heading | Table | Picture | Told | Cards


@dataclass(frozen=True)
class Section:
    """A part of the report with a heading of its own."""

    anchor: str
    title: str
    blocks: Sequence[Block]
    new_page: bool = False  # starts on a new sheet when printed
