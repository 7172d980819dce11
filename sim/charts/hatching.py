"""Draw hatches as lines, which printing keeps small.

In an SVG file Matplotlib draws a hatch as a pattern. When a browser prints the page, it makes an
image of each place that has a pattern: the PDF of a report with many hatched bars had 19 MB.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.patheffects import AbstractPathEffect
from matplotlib.transforms import BboxBase, IdentityTransform

from sim.laws import Floats

TILE = 72.0  # points: the size of the square that Matplotlib repeats to fill a shape


class HatchLines(AbstractPathEffect):
    """Draw a rectangle without its hatch, and then the lines of the hatch inside it.

    The hatch is the same, line for line. Only hatches of straight lines and only rectangles whose
    sides are level or upright are drawn correctly: others would get lines up to their frame.
    """

    def draw_path(
        self,
        renderer: Any,
        gc: Any,
        tpath: Path,
        affine: Any,
        rgbFace: Any = None,  # noqa: N803 -- Matplotlib's name
    ) -> None:
        """Draw a shape; Matplotlib calls this instead of the method of the renderer."""
        plain = renderer.new_gc()
        plain.copy_properties(gc)
        plain.set_hatch(None)
        renderer.draw_path(plain, tpath, affine, rgbFace)
        hatch = gc.get_hatch_path()
        if hatch is not None:
            plain.set_foreground(gc.get_hatch_color())
            plain.set_linewidth(renderer.points_to_pixels(gc.get_hatch_linewidth()))
            plain.set_dashes(0, None)
            plain.set_capstyle("butt")  # else lines end outside the rectangle
            plain.set_snap(False)
            frame = tpath.transformed(affine).get_extents()
            lines = lines_in(hatch, frame, renderer.points_to_pixels(TILE))
            if lines.size:
                renderer.draw_path(plain, as_path(lines), IdentityTransform(), None)
        plain.restore()


def lines_in(hatch: Path, frame: BboxBase, tile: float) -> Floats:
    """Return the lines of a hatch that are inside a rectangle, each cut to its sides.

    Parameters
    ----------
    hatch
        Lines in the unit square, each a `MOVETO` and a `LINETO`. What goes beyond the square is
        left out.
    frame
        The rectangle.
    tile
        The side of the square that the lines are repeated in, from the origin on, in the unit of
        the rectangle.

    Returns
    -------
    Floats
        Shape (lines, 2, 2): both ends of each line, with x and y.
    """
    lines = np.asarray(hatch.vertices, float).reshape(-1, 2, 2)
    ends = cut(lines, np.zeros(2), np.ones(2))
    least, most = np.asarray(frame.min, float), np.asarray(frame.max, float)
    first = np.floor(least / tile).astype(int)
    last = np.ceil(most / tile).astype(int)
    corners = np.stack(np.meshgrid(*map(np.arange, first, last)), axis=-1).reshape(-1, 2)
    repeated = tile * (ends[None] + corners[:, None, None, :]).reshape(-1, 2, 2)
    return cut(repeated, least, most)


def cut(lines: Floats, least: Floats, most: Floats) -> Floats:
    """Return the parts of lines that are inside a rectangle, as Liang and Barsky (1984) cut them.

    Parameters
    ----------
    lines
        Shape (lines, 2, 2): both ends of each line, with x and y.
    least, most
        The lower left and the upper right corner of the rectangle, each of shape (2,).
    """
    start, step = lines[:, 0], lines[:, 1] - lines[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = (least - start) / step, (most - start) / step
    along = step != 0
    inside = (start >= least) & (start <= most)
    enters = np.where(along, np.fmin(low, high), 0.0).max(axis=1).clip(0, 1)
    leaves = np.where(along, np.fmax(low, high), 1.0).min(axis=1).clip(0, 1)
    kept = (enters < leaves) & (along | inside).all(axis=1)
    shares = np.stack([enters, leaves], axis=1)[kept, :, None]
    found: Floats = start[kept, None, :] + shares * step[kept, None, :]
    return found


def as_path(lines: Floats) -> Path:
    """Return lines as one path that is not joined up between them."""
    return Path(lines.reshape(-1, 2), np.tile([Path.MOVETO, Path.LINETO], len(lines)))


def hatch_with_lines(figure: Figure) -> None:
    """Make every hatched shape of a picture draw its hatch as lines."""
    for patch in figure.findobj(Patch):
        assert isinstance(patch, Patch)
        if patch.get_hatch():
            patch.set_path_effects([HatchLines()])
