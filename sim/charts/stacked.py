"""Draw stacked bars, with a number on every part that is large enough for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.charts.style import PartLook, quiet, readable_on, wrapped


def draw_bars(
    axes: Axes,
    labels: Sequence[str],
    rows: Sequence[Sequence[float]],
    looks: Sequence[PartLook],
    smallest_labelled: float,
) -> None:
    """Draw one bar for each row, the first on top.

    Parts smaller than ``smallest_labelled`` get no label.
    """
    for row, parts in enumerate(rows):
        start = 0.0
        for look, part in zip(looks, parts, strict=True):
            if part > 0:
                axes.barh(row, part, left=start, height=0.66, **painted(look))
            if part >= smallest_labelled:
                axes.text(
                    start + part / 2,
                    row,
                    f"{part:.0f}",
                    ha="center",
                    va="center",
                    fontsize=9,
                    color=readable_on(look.colour),
                    bbox={"facecolor": look.colour, "edgecolor": "none", "pad": 1.2},
                )
            start += part
    axes.set_yticks(range(len(labels)), [wrapped(label, 26) for label in labels])
    axes.set_ylim(len(labels) - 0.5, -0.5)
    quiet(axes)


def draw_key(figure: Figure, words: Sequence[str], looks: Sequence[PartLook], columns: int) -> None:
    """Draw a key below the bars that says what each part is."""
    keys = [Patch(label=word, **painted(look)) for word, look in zip(words, looks, strict=True)]
    figure.legend(handles=keys, loc="outside lower left", ncols=columns, handlelength=2.4)


def painted(look: PartLook) -> dict[str, Any]:
    """Return the properties with which Matplotlib draws a part.

    Edge and hatch have the colour that is easiest to see on the part's colour.
    """
    return {
        "facecolor": look.colour,
        "hatch": look.hatch,
        "edgecolor": readable_on(look.colour),
        "linewidth": 0.5,
    }
