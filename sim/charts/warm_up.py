"""Draw one run over time, and mark the initial transient and the start of the window."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.charts.style import (
    ARM_COLOURS,
    INK,
    MUTED,
    empty_figure,
    in_house_style,
    new_figure,
    quiet,
    shared_limits,
)

TINT = "#e3e6eb"


@in_house_style
def draw(
    values: Sequence[float], weeks: float, cut: int, opens: int | None, label: str, *, sure: bool
) -> Figure:
    """Draw the series. Its warm-up is hatched.

    Parameters
    ----------
    values
        Values at equal time steps from the start of the run.
    weeks
        The number of weeks in one time step.
    cut
        The number of values that belong to the warm-up.
    opens
        The position of the first value in the scenario's window. When None, no line is drawn.
    label
        The label of the series, with its unit.
    sure
        Whether the estimate of the warm-up is reliable. The key of the picture says so.
    """
    if not any(math.isfinite(value) for value in values):
        return empty_figure("The run is too short to be looked at over time.")
    figure = new_figure(3.1)
    axes = figure.add_subplot()
    times = [weeks * (position + 0.5) for position in range(len(values))]
    if cut:
        axes.axvspan(0, weeks * cut, facecolor=TINT, hatch="///", edgecolor=MUTED, linewidth=0)
    axes.plot(times, values, color=ARM_COLOURS[0], linewidth=1.8)
    if opens is not None:
        axes.axvline(weeks * opens, color=INK, linewidth=1.6, linestyle="--")
    axes.set_xlim(0, weeks * len(values))
    axes.set_ylim(shared_limits(values))
    axes.set_xlabel("Weeks since the start of the run")
    axes.set_title(label, fontsize=10)
    quiet(axes, grid="y")
    said = "still remembers its start" if sure else "still remembers its start (not certain)"
    keys: list[Line2D | Patch] = [Patch(facecolor=TINT, hatch="///", edgecolor=MUTED, label=said)]
    if opens is not None:
        keys.append(Line2D([], [], color=INK, linestyle="--", label="counting begins"))
    figure.legend(handles=keys, loc="outside lower left", ncols=2)
    return figure
