"""Screen inputs: find the few that the differences between worlds depend on.

Forward selection. In each step, the input whose columns explain most is tested by an F test
against what is left. Selection stops when the smallest p-value times the number of inputs is above
0.2, or with eight inputs.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import f as f_law

from sim.laws import Floats
from sim.studies.statistics.worlds.inputs import Columns

MOST = 8
STOPS_ABOVE = 0.2  # the smallest p-value times the number of inputs
SMALLEST = 1e-9  # of a sum of squares, against a division by nothing


def screen(columns: Columns, outcome: Floats, most: int = MOST) -> list[int]:
    """Return the positions of the inputs that matter, in the order in which they were taken.

    The list is empty if no input matters, or if the outcome, shape (worlds,), is the same in all
    worlds.
    """
    blocks = columns.padded - columns.padded.mean(axis=0)
    worlds, inputs, _ = blocks.shape
    left = outcome - outcome.mean()
    taken: list[int] = []
    used = 1  # degrees of freedom
    while len(taken) < min(most, inputs) and float(left @ left) > SMALLEST * _scale(outcome):
        free = worlds - used - columns.width
        if free.min() < 1:
            break
        gain = _gains(blocks, left)
        gain[taken] = 0.0
        residual = np.maximum(float(left @ left) - gain, SMALLEST * float(left @ left))
        ratio = gain / np.maximum(columns.width, 1) / (residual / free)
        p = np.where(columns.width > 0, f_law.sf(ratio, np.maximum(columns.width, 1), free), 1.0)
        best = int(np.lexsort((-ratio, p))[0])  # p-values may all be 0: the larger ratio then
        if p[best] * inputs > STOPS_ABOVE:
            break
        taken.append(best)
        used += int(columns.width[best])
        base, _ = np.linalg.qr(blocks[:, best, : columns.width[best]])
        left = left - base @ (base.T @ left)
        blocks = blocks - np.einsum("nk,kiw->niw", base, np.einsum("nk,niw->kiw", base, blocks))
    return taken


def _gains(blocks: Floats, left: Floats) -> Floats:
    """Return by how much the columns of each input reduce the sum of squares, shape (inputs,)."""
    by_input = blocks.transpose(1, 2, 0)
    squares = by_input @ by_input.transpose(0, 2, 1)
    squares += SMALLEST * len(left) * np.eye(squares.shape[-1])
    with_left = by_input @ left
    solved = np.linalg.solve(squares, with_left[..., None])[..., 0]
    gains: Floats = (with_left * solved).sum(axis=1)
    return gains


def _scale(outcome: Floats) -> float:
    """Return what counts as 1 for rounding: the sum of squares of the outcome itself."""
    return max(float(outcome @ outcome), SMALLEST**2)
