"""Define the style of all pictures: colours for colour-blind readers, markers and hatches.

No information is shown by colour alone. Each arm has a colour and a marker; each part of a stacked
bar has a colour and a hatch. Pictures are plain `Figure` objects without a global canvas. The same
picture is saved to the same bytes every time: there are no dates, ids are fixed, and the font is
the one that comes with Matplotlib.
"""

from __future__ import annotations

import functools
import io
import math
import warnings
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, ParamSpec, TypeVar
from unicodedata import east_asian_width

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from sim.charts.hatching import hatch_with_lines

P = ParamSpec("P")
R = TypeVar("R")

INK = "#1d2733"
MUTED = "#4d5866"
GRID = "#dce1e8"
PAPER = "#ffffff"
WARNING = "#a1260d"  # need without help: always hatched as well

LONGEST_WORD = 30  # characters; what is longer, or Chinese without spaces, is broken anywhere
WIDTH = 7.6  # inches: the width of a page of the report
PNG_DOTS_PER_INCH = 160
PLACE_DIGITS = 6  # of a panel's position, in widths and heights of its picture: below 0.001 dot

SETTINGS: Any = {  # newer matplotlib lists every allowed key in its types, older does not
    "axes.axisbelow": True,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.labelsize": 10,
    "axes.linewidth": 0.8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "figure.dpi": 96,
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 10,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "hatch.linewidth": 0.7,
    "legend.fontsize": 9,
    "legend.frameon": False,
    "svg.fonttype": "none",  # words stay words, so they can be searched and read out
    "svg.hashsalt": "throughline",
    "text.color": INK,
    "text.parse_math": False,  # a "$" in a label is a dollar
    "xtick.color": MUTED,
    "xtick.labelcolor": INK,
    "xtick.labelsize": 9,
    "ytick.color": MUTED,
    "ytick.labelcolor": INK,
    "ytick.labelsize": 10,
}


OF_MISSING_LETTERS = (r"Glyph \d+ .* missing from", r"Matplotlib currently does not support \w+")


class ArmLook(NamedTuple):
    """The colour, marker and sign of one arm in every picture."""

    colour: str
    marker: str
    sign: str  # the same marker as a character, for headings and tables


class PartLook(NamedTuple):
    """The colour and hatch of one part of a stacked bar, such as one cause of gaps."""

    colour: str
    hatch: str


ARM_COLOURS = ("#1b5e9b", "#b4470a", "#0b7a6b", "#7b3fa0", "#4b5563", "#a61e62")
ARM_MARKERS = ("o", "s", "^", "D", "v", "P", "X")
ARM_SIGNS = ("●", "■", "▲", "◆", "▼", "✚", "✖")

# Three families of three: with a service (blue), on the way to one (orange), with none (violet).
CAUSE_LOOKS = (
    PartLook("#123f66", ""),
    PartLook("#2f74ad", "///"),
    PartLook("#a9cdea", "---"),
    PartLook("#8a3b06", ""),
    PartLook("#dc7a17", "\\\\\\"),
    PartLook("#f6c994", "|||"),
    PartLook("#46365f", ""),
    PartLook("#9b8bbf", "xxx"),
    PartLook("#d5cee3", "+++"),
)


def arm_look(number: int) -> ArmLook:
    """Return the look of the arm at this position in the file. Looks repeat after 42 arms."""
    return ArmLook(
        ARM_COLOURS[number % len(ARM_COLOURS)],
        ARM_MARKERS[number % len(ARM_MARKERS)],
        ARM_SIGNS[number % len(ARM_SIGNS)],
    )


def in_house_style(draw: Callable[P, R]) -> Callable[P, R]:
    """Make a drawing or saving function use the style settings, which are restored after it.

    A character that the font lacks, such as an emoji or a letter of another script, stays a
    character in an SVG file, where the reader's fonts show it. In a PNG file it becomes a box.
    Matplotlib's warning about it is suppressed, because a scenario cannot change this.
    """

    @functools.wraps(draw)
    def styled(*args: P.args, **kwargs: P.kwargs) -> R:
        with mpl.rc_context(SETTINGS), warnings.catch_warnings():
            for words in OF_MISSING_LETTERS:
                warnings.filterwarnings("ignore", message=words, category=UserWarning)
            return draw(*args, **kwargs)

    return styled


def new_figure(height: float, width: float = WIDTH) -> Figure:
    """Return an empty figure of this size in inches. Saving it needs no window."""
    figure = Figure(figsize=(width, height), facecolor=PAPER)
    figure.set_layout_engine("constrained", w_pad=0.09, h_pad=0.06)
    FigureCanvasAgg(figure)
    return figure


def empty_figure(sentence: str) -> Figure:
    """Return a picture that only has a sentence: it says why there is nothing to draw."""
    figure = new_figure(1.1)
    figure.text(0.5, 0.5, sentence, ha="center", va="center", color=MUTED)
    return figure


def luminance(colour: str) -> float:
    """Return the relative luminance from 0 (black) to 1 (white), as defined in WCAG 2.2."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21, as defined in WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable_on(colour: str) -> str:
    """Return the text colour, dark or white, that has more contrast with the given colour."""
    return INK if contrast(INK, colour) >= contrast(PAPER, colour) else PAPER


def quiet(axes: Axes, *, grid: str = "x") -> None:
    """Remove the ticks from a plot, and show the grid in one direction only."""
    axes.tick_params(length=0)
    axes.grid(visible=False)
    if grid:
        axes.grid(visible=True, axis="x" if grid == "x" else "y")


LINE = 0.165  # inches, of a line of a label with its leading


def wrapped(label: str, width: int = 22) -> str:
    """Break a label into several lines. The breaks are between words.

    A word is broken only if it is longer than a line.
    """
    lines: list[str] = []
    for word in (part for each in label.split() for part in _pieces(each, width)):
        if lines and _room(lines[-1]) + 1 + _room(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join(lines)


def row_height(labels: Iterable[str], least: float = 0.5) -> float:
    """Return the height in inches, `least` or more, of rows with room for each of these labels."""
    lines = max((label.count("\n") + 1 for label in labels), default=1)
    return max(least, 0.12 + LINE * lines)


def _pieces(word: str, width: int) -> Iterable[str]:
    """Break a text without spaces into pieces that fit into a line.

    A text that is short enough to be a word is not broken.
    """
    if _room(word) <= max(LONGEST_WORD, width):
        return [word]
    pieces = [""]
    for character in word:
        if _room(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _room(text: str) -> int:
    """Return the width of a text in narrow characters; Chinese and similar ones count double."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def settle(figure: Figure) -> None:
    """Fix the positions of a picture's panels, rounded, so that every process gives the same file.

    The positions are calculated by a solver that orders its work by memory addresses. Their last
    digits therefore differ between processes. The ids in an SVG file are digests of all digits, so
    without rounding the ids would differ too.
    """
    if isinstance(figure.get_layout_engine(), ConstrainedLayoutEngine):
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
        for axes in figure.axes:
            x, y, width, height = axes.get_position(original=True).bounds
            axes.set_position(
                (
                    round(float(x), PLACE_DIGITS),
                    round(float(y), PLACE_DIGITS),
                    round(float(width), PLACE_DIGITS),
                    round(float(height), PLACE_DIGITS),
                )
            )


@in_house_style
def svg(figure: Figure) -> bytes:
    """Return a picture as SVG. The same picture always gives the same bytes."""
    settle(figure)
    hatch_with_lines(figure)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


@in_house_style
def png(figure: Figure) -> bytes:
    """Return a picture as PNG. The same picture always gives the same bytes."""
    settle(figure)
    hatch_with_lines(figure)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=PNG_DOTS_PER_INCH, metadata={"Software": None})
    return buffer.getvalue()


def shared_limits(values: Iterable[float], margin: float = 0.08) -> tuple[float, float]:
    """Return limits for an axis that include 0 and all the given values, with a margin."""
    finite = [value for value in values if math.isfinite(value)]
    low, high = min([0.0, *finite]), max([0.0, *finite])
    room = (high - low) * margin or 1.0
    return (low - room if low < 0 else low), high + room
