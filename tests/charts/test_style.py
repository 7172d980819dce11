"""The house style: contrast, patterns, and the same bytes every time."""

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from sim.charts import style


def test_contrast_agrees_with_the_published_examples() -> None:
    assert style.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert style.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert style.contrast("#ffffff", "#777777") == style.contrast("#777777", "#ffffff")


@pytest.mark.parametrize("colour", [*style.ARM_COLOURS, style.INK, style.MUTED, style.WARNING])
def test_every_colour_used_for_words_reads_on_white(colour: str) -> None:
    assert style.contrast(colour, style.PAPER) >= 4.5


@pytest.mark.parametrize("look", style.CAUSE_LOOKS)
def test_a_number_on_any_part_of_a_bar_can_be_read(look: style.PartLook) -> None:
    assert style.contrast(style.readable_on(look.colour), look.colour) >= 4.5


def test_causes_of_gaps_differ_in_more_than_colour() -> None:
    for family in (style.CAUSE_LOOKS[:3], style.CAUSE_LOOKS[3:6], style.CAUSE_LOOKS[6:]):
        assert len({look.hatch for look in family}) == 3


def test_arms_keep_different_looks_for_as_many_arms_as_anyone_compares() -> None:
    looks = {(look.colour, look.marker) for look in map(style.arm_look, range(42))}
    assert len(looks) == 42


def test_drawing_leaves_the_global_settings_alone() -> None:
    before = dict(mpl.rcParams)
    style.svg(style.empty_figure("Nothing to see."))
    assert dict(mpl.rcParams) == before


def test_a_label_wraps_between_words_and_never_inside_one() -> None:
    assert style.wrapped("Community mental health team", 16) == "Community mental\nhealth team"
    assert style.wrapped("Incomprehensibilities", 5) == "Incomprehensibilities"
    assert style.wrapped("") == ""


def test_limits_hold_every_finite_value_and_zero() -> None:
    low, high = style.shared_limits([3, float("nan"), 5, float("inf")])
    assert low == 0
    assert high == pytest.approx(5.4)
    low, high = style.shared_limits([-2, -1])
    assert low < -2
    assert high > 0


def test_limits_of_nothing_are_still_an_axis() -> None:
    low, high = style.shared_limits([])
    assert low < high


def figure_with_dollars() -> Figure:
    return style.empty_figure("Costs $5 and $6 <script>alert(1)</script>")


def test_dollars_and_angle_brackets_stay_what_they_are() -> None:
    text = style.svg(figure_with_dollars()).decode()
    assert "Costs $5 and $6 &lt;script&gt;" in text
    assert "<script" not in text
