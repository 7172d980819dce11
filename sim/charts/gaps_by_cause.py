"""Draw days in need without help as stacked bars: a bar for each arm, a part for each cause."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from sim.charts.stacked import draw_bars, draw_key
from sim.charts.style import CAUSE_LOOKS, empty_figure, in_house_style, new_figure

SMALLEST_LABELLED = 0.045  # share of the longest bar that has room for a number


@in_house_style
def draw(arms: Sequence[str], causes: Sequence[str], days: Sequence[Sequence[float]]) -> Figure:
    """Draw the bars.

    Parameters
    ----------
    arms
        Labels of the arms, first on top.
    causes
        Labels of the causes, at most nine, by precedence: a day with several causes counts for the
        first of them.
    days
        Days per person-year, one row for each arm and one number for each cause. A number that is
        not known (NaN) is not drawn.
    """
    known = [[value if value > 0 else 0.0 for value in row] for row in days]
    longest = max((sum(row) for row in known), default=0.0)
    if not longest:
        return empty_figure("Nobody was in need without help in any arm.")
    looks = CAUSE_LOOKS[: len(causes)]
    figure = new_figure(1.1 + 0.62 * len(arms) + 0.24 * -(-len(causes) // 2))
    axes = figure.add_subplot()
    draw_bars(axes, arms, known, looks, SMALLEST_LABELLED * longest)
    for row, parts in enumerate(known):
        total = sum(parts)
        axes.text(total + 0.012 * longest, row, f"{total:.0f}", va="center", fontweight="bold")
    axes.set_xlim(0, longest * 1.09)
    axes.set_xlabel("Days a year in need without help, for each person")
    draw_key(figure, causes, looks, columns=2)
    return figure
