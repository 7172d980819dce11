"""Bars of ranges: one of each key in a row, cut at the limits with an arrow."""

from __future__ import annotations

from matplotlib.patches import Rectangle

from sim.charts.bands import Bar, Row, draw


def test_each_bar_is_drawn_and_one_that_goes_on_is_cut_with_an_arrow() -> None:
    rows = [
        Row("one", [Bar(0.1, 0.4, 0.2), Bar(-3, 9)], Bar(0.2, 0.3, 0.25)),
        Row("other", [Bar(0.5, 0.6), None], remark="cannot tell"),
    ]

    figure = draw(rows, ["before", "after"], (0, 1), [(0, "low"), (1, "high")], "known")

    (axes,) = figure.axes
    bars = [each for each in axes.patches if isinstance(each, Rectangle)]
    widths = sorted(round(bar.get_width(), 6) for bar in bars)
    assert widths == [0.1, 0.3, 1.0]
    arrows = [line.get_marker() for line in axes.lines]
    assert arrows.count("<") == arrows.count(">") == 1
    assert [label.get_text() for label in axes.get_yticklabels()] == ["one", "other (cannot tell)"]


def test_nothing_to_draw_is_said() -> None:
    figure = draw([], ["before"], (0, 1), [])

    assert figure.texts[0].get_text() == "There is nothing to draw."
