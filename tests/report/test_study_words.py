"""What planners are told about a study's statistics, sentence by sentence, and the pictures."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given, strategies as st

from sim.report.blocks import Picture
from sim.report.mechanism_words import mechanism_words, rounded_parts
from sim.report.study_pictures import (
    break_even_picture,
    scatter_picture,
    share_picture,
    sobol_picture,
    tornado_picture,
    warm_up_picture,
)
from sim.report.study_words import (
    break_even_words,
    precision_words,
    selection_words,
    sobol_words,
    tornado_words,
    warm_up_words,
)
from sim.report.wording import MINUS
from sim.studies.statistics.break_even import Answer, BreakEven, Crossing, Lever, Point
from sim.studies.statistics.estimates import Estimate, Outcome
from sim.studies.statistics.mechanisms import Effect, Explained
from sim.studies.statistics.precision import Precision, Reached, Target
from sim.studies.statistics.selection import Dropped, Promise, Selection
from sim.studies.statistics.sensitivity import Input, Swing
from sim.studies.statistics.sobol import Index, Sobol
from sim.studies.statistics.warm_up import mser5

ALONE = Outcome(0)
DAYS = "days without help"
LABELS = {"cold": "no cold handoffs", "team": "one lasting worker", "form": "a shorter form"}


def about(mean: float, half: float = 1.0, left_out: int = 0) -> Estimate:
    return Estimate(mean, mean - half, mean + half, 20, left_out)


def explained(whole: float, **shares: float) -> Explained:
    effects = tuple(Effect((name,), about(mean, bool(mean))) for name, mean in shares.items())
    return Explained(ALONE, about(whole, 2), effects, effects, (), None)


def test_shares_are_said_as_parts_of_the_whole_and_add_up_as_printed() -> None:
    found = explained(-30.6, cold=-12.4, team=-18.2, form=0.0)
    assert mechanism_words(found, DAYS, LABELS) == [
        "Of the 31 fewer days without help (likely 29 to 33), 18 come from one lasting worker "
        "(likely 17.2 to 19.2) and 13 from no cold handoffs (likely 11.4 to 13.4).",
        "A shorter form changed nothing.",
    ]


def test_what_works_the_other_way_and_what_cannot_be_told_is_said() -> None:
    said = mechanism_words(explained(-10.0, cold=-12.5, team=2.0, form=0.5), DAYS, LABELS)
    assert "The other way worked a shorter form, by 0.5 (likely" in said[1]
    assert said[-1] == "Whether a shorter form mattered at all cannot be told."


def test_changes_that_pull_both_ways_are_summed_up_before_they_are_told() -> None:
    said = mechanism_words(explained(-2.0, cold=-9.0, team=7.0), DAYS, LABELS)
    assert said[0].startswith("There were 2.0 fewer days without help (likely ")
    assert said[0].endswith(": 9.0 fewer through some changes, and 7.0 more through others.")
    assert said[1].startswith("Of the 9.0 fewer, 9.0 come from no cold handoffs")


def test_of_many_changes_those_too_small_to_tell_are_told_together() -> None:
    many = {f"c{n}": -5.0 for n in range(4)} | {f"n{n}": 0.4 for n in range(4)}
    said = mechanism_words(explained(-18.4, **many), DAYS, {})
    assert said[0].count("from") == 4
    assert said[1].startswith("Each of these is too little to be told from nothing: n")
    assert said[1].endswith("Together they come to 1.6 the other way.")


@example([1.15], 1)
@given(
    st.lists(st.floats(-50, 50, allow_nan=False), min_size=1, max_size=8),
    st.integers(0, 2),
)
def test_printed_parts_always_add_up_to_the_printed_whole(parts: list[float], places: int) -> None:
    printed = rounded_parts(parts, math.fsum(parts), places)
    assert sum(printed) == pytest.approx(float(f"{math.fsum(parts):.{places}f}"), abs=1e-6)
    for part, text in zip(parts, printed, strict=True):
        assert abs(part - text) <= 10**-places + 1e-9


def test_a_fraction_says_what_it_leaves_unexplained() -> None:
    found = explained(10.0, cold=6.0, team=1.0)._replace(shares=(), remainder=about(3.0))
    said = mechanism_words(found, DAYS, LABELS)
    assert said[0].startswith("There were 10.0 more days without help")
    assert "most is due to no cold handoffs, by 6" in said[0]
    assert "Three or more changes act together" in said[1]


def test_nothing_to_explain_is_said() -> None:
    assert mechanism_words(explained(0.0, cold=0.0), DAYS, LABELS) == [
        "All changes together make no difference to days without help."
    ]
    unknown = explained(math.nan, cold=math.nan)
    assert mechanism_words(unknown, DAYS, LABELS) == [
        "The difference in days without help could not be worked out."
    ]


def test_precision_says_what_was_reached_what_was_not_and_what_was_left_out() -> None:
    target = Target(ALONE, 2.0)
    answers = (
        Reached(target, about(5, 1.5, 3), 2.0, True),
        Reached(target, about(5, 4), 2.0, False),
        Reached(target, Estimate(math.nan, math.nan, math.nan, 0, 60), 2.0, False),
    )
    assert precision_words(Precision(60, answers), [DAYS, "crises", "costs"]) == [
        "Days without help: known to within 1.5 after 60 repeats; 2 was asked for. In 3 repeats it "
        "had no value; these are left out.",
        "Crises: not as exact as was asked. After 60 repeats, the most allowed, it is known to "
        "within 4 instead of 2.",
        "Costs: not known, because too few of 60 repeats gave a value.",
    ]


def test_a_warm_up_is_said_in_weeks_with_every_doubt() -> None:
    settled = mser5(np.concatenate([np.full(10, 9.0), np.tile([0.0, 1.0], 40)]), 13)
    assert warm_up_words(settled, "people on lists", 4) == [
        "Going by people on lists, a run has forgotten its start after 40 weeks."
    ]
    said = warm_up_words(mser5(np.arange(200.0), 30), "people on lists", 4)
    assert [each.split(":")[-1].strip() for each in said[1:]] == [
        "use a longer run.",
        "begin later.",
        "use a longer run.",
    ]
    flat = warm_up_words(mser5(np.ones(100)), "people on lists", 4)
    assert flat == ["Going by people on lists, nothing needs to be left out at the start of a run."]


def along(answer: Answer, *crossings: Crossing, unclear: tuple[float, ...] = ()) -> BreakEven:
    points = tuple(Point(value, about(30 - value, 2)) for value in (10.0, 30.0, 50.0))
    return BreakEven(answer, Lever(10, 50, whole=True), points, crossings, unclear, 100)


@pytest.mark.parametrize(
    ("found", "sentences"),
    [
        (
            along(Answer.FOUND, Crossing(27.3, 26, 29, True, True, 40, 0)),
            [
                "Lasting worker stops being better on days without help at a caseload of between "
                "27 and 28 (likely 26 to 29)."
            ],
        ),
        (
            along(Answer.NEVER),
            [
                "Lasting worker does better on days without help at none of the 3 values of a "
                "caseload from 10 to 50 that were looked at."
            ],
        ),
        (
            along(Answer.ALWAYS),
            [
                "Lasting worker does better on days without help at each of the 3 values of a "
                "caseload from 10 to 50 that were looked at."
            ],
        ),
        (
            along(Answer.CANNOT_TELL, unclear=(30.0, 50.0)),
            [
                "Where Lasting worker stops being better on days without help cannot be told.",
                "At a caseload of 30 and 50 it is not clear which does better.",
            ],
        ),
        (
            along(
                Answer.SEVERAL,
                Crossing(20, 19, 21, True, True, 40, 0),
                Crossing(40, 30, 45, False, False, 40, 0),
            ),
            [
                "Along a caseload, Lasting worker changes between better and worse more than once.",
                "Lasting worker stops being better on days without help at a caseload of 20 "
                "(likely 19 to 21).",
                "Lasting worker starts being better on days without help at a caseload of 40 "
                "(likely 30 to 45). More repeats would be needed to know it as closely as asked.",
            ],
        ),
    ],
    ids=lambda value: value.answer.name if isinstance(value, BreakEven) else "",
)
def test_break_even_is_said_with_its_range_or_that_there_is_none(
    found: BreakEven, sentences: list[str]
) -> None:
    assert break_even_words(found, "a caseload", "Lasting worker", DAYS) == sentences


def test_the_best_arm_is_named_with_the_promise_and_those_as_good() -> None:
    dropped = (Dropped("B", 30, "A", about(3), True), Dropped("C", 20, "A", about(9), False))
    found = Selection("A", ("A",), dropped, 30, 80, 0, Promise(2.5))
    assert selection_words(found, DAYS, "days") == [
        "A is best on days without help, after 30 repeats. If one is better than all others by 2.5 "
        "days or more, this finds it with a probability of at least 95 %.",
        "B may be less than 2.5 days behind, and is then as good a choice.",
    ]
    undecided = found._replace(best=None, left=("A", "B"), dropped=dropped[1:])
    assert selection_words(undecided, DAYS, "days") == [
        "On days without help, A and B could not be told apart to within 2.5 days in 30 repeats, "
        "the most allowed."
    ]


INPUTS = [Input("cold", 0, 1), Input("team", 5, 9), Input("form", 1, 2)]


def sobol_of(*totals: float, firsts: float = 0.3, variance: float = 4.0) -> Sobol:
    indices = tuple(
        Index(each, about(firsts, 0.01), about(total, 0.02))
        for each, total in zip(INPUTS, totals, strict=True)
    )
    points = np.arange(24.0).reshape(8, 3)
    return Sobol(ALONE, indices, about(variance), 1.0, 4, 2, 40, points, np.arange(8.0))


def test_the_numbers_that_matter_come_first_and_those_that_do_not_are_named() -> None:
    assert sobol_words(sobol_of(0.2, 0.7, 0.01), DAYS, LABELS) == [
        "What is not known about days without help comes mostly from one lasting worker (68 % to "
        "72 %) and no cold handoffs (18 % to 22 %).",
        "A shorter form hardly matters.",
    ]
    together = sobol_words(sobol_of(0.6, 0.7, 0.01, firsts=0.1), DAYS, LABELS)
    assert "Much of it comes from numbers acting together rather than one by one." in together


def test_an_outcome_that_only_luck_moves_is_said_to_be_that() -> None:
    assert sobol_words(sobol_of(0.2, 0.7, 0.1, variance=0.5), DAYS, LABELS) == [
        "The uncertain numbers move days without help no more than luck does, as far as 40 runs "
        "can tell."
    ]


SWINGS = [
    Swing(INPUTS[0], about(-1), about(2), about(3)),
    Swing(INPUTS[1], about(5), about(-2), about(-7)),
]


def test_each_number_by_itself_is_said_largest_first() -> None:
    assert tornado_words(SWINGS, DAYS, LABELS) == [
        "Moved from the low to the high end of its range, each changes days without help: one "
        f"lasting worker by {MINUS}7 (likely {MINUS}8 to {MINUS}6) and no cold handoffs by +3 "
        "(likely 2 to 4)."
    ]


PICTURES = [
    (
        share_picture(explained(-30.0, cold=-12.0, team=-18.0), DAYS, "days", LABELS, "a"),
        f"{MINUS}12",
    ),
    (sobol_picture(sobol_of(0.2, 0.7, 0.1), DAYS, LABELS, "b"), "one lasting worker: 0.7"),
    (scatter_picture(sobol_of(0.2, 0.7, 0.1), DAYS, LABELS, "c"), "8 points"),
    (
        tornado_picture(SWINGS, DAYS, "days", LABELS, "d"),
        "one lasting worker: 5 to 9: 5 at the low",
    ),
    (
        break_even_picture(
            along(Answer.FOUND, Crossing(27.3, 26, 29, True, True, 40, 0)),
            "caseload",
            DAYS,
            "days",
            "e",
        ),
        "Crossings: 27, likely 26 to 29",
    ),
    (warm_up_picture(mser5(np.arange(60.0), 13), "people on lists", 4, "f"), "begins at week 52"),
]


@pytest.mark.parametrize(
    ("picture", "said"), PICTURES, ids=lambda value: getattr(value, "name", "")
)
def test_every_picture_tells_its_figures_to_those_who_do_not_see_it(
    picture: Picture, said: str
) -> None:
    assert said in picture.alternative
    assert picture.how_to_read.endswith(".")
    assert picture.drawing.startswith(b"<?xml")
