"""Hatches are lines: as Matplotlib's own look, and no pattern is left for browsers to print."""

import io
import itertools

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Bbox
from PIL import Image

from sim.charts.hatching import hatch_with_lines, lines_in
from sim.charts.style import new_figure, png, svg


def hatched(hatch: str) -> Figure:
    figure = new_figure(1.5, 2.0)
    figure.set_layout_engine("none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.add_patch(Rectangle((0.2, 0.2), 0.65, 0.5, hatch=hatch, facecolor="w", edgecolor="k"))
    return figure


def drawn(figure: Figure) -> np.ndarray:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=72)
    return np.asarray(Image.open(buffer).convert("L"), float)


def grain(picture: np.ndarray) -> np.ndarray:
    """How much ink there is, and how much it changes along x, along y and along both together."""
    inside = picture[43:80, 36:115]
    down, across = np.gradient(inside)
    return np.array(
        [
            (255 - inside).mean(),
            np.abs(across).mean(),
            np.abs(down).mean(),
            np.sign(across * down).mean() * 20,
        ]
    )


@pytest.mark.parametrize("hatch", ["///", "\\\\\\", "---", "|||", "xxx", "+++"])
def test_a_hatch_of_lines_looks_like_the_hatch_it_replaces(hatch: str) -> None:
    figure = hatched(hatch)
    pattern = grain(drawn(figure))
    hatch_with_lines(figure)
    lines = grain(drawn(figure))

    assert lines == pytest.approx(pattern, rel=0.35, abs=4)


def test_no_picture_has_a_pattern_which_browsers_print_as_an_image() -> None:
    figure = hatched("///")
    assert b"<pattern" not in svg(figure)
    assert svg(figure) == svg(hatched("///"))
    assert png(figure)


def test_lines_are_cut_to_the_rectangle_and_repeat_in_every_tile() -> None:
    level = Path([[0, 0.5], [1, 0.5]], [Path.MOVETO, Path.LINETO])
    lines = lines_in(level, Bbox([[5, 2], [25, 18]]), tile=10.0)

    found = {tuple(map(tuple, line)) for line in lines.tolist()}
    parts = [(5.0, 10.0), (10.0, 20.0), (20.0, 25.0)]
    assert found == {((a, y), (b, y)) for (a, b), y in itertools.product(parts, (5.0, 15.0))}
    assert not lines_in(level, Bbox([[5, 6], [25, 9]]), tile=10.0).size
