"""The sections on what a study asked: plain sentences that hold the numbers found."""

from pathlib import Path

import pytest

from sim.report.analyses import answer_sections
from sim.report.blocks import Picture
from sim.report.enough import enough_sections
from sim.report.mechanisms import in_percent
from sim.studies.statistics.estimates import Estimate, Outcome
from sim.studies.statistics.mechanisms import Effect, Explained
from sim.tables.analyses import FORMS, write_answers
from tests.studies.analyses.test_resuming import STUDIES
from tests.studies.analyses.worlds import done

WORDS = {
    "mechanisms": [
        "From “Handed on” to “Switched off with two rooms”, 4 things change.",
        "fewer people on waiting lists (likely",
        "come from what the arm itself sets",
        "Switching off “A sign on the door” changed nothing.",
        "it is not taken apart",
        "fewer days of the mean wait",
    ],
    "break_even": [
        "Up to which value of “people.arrivals.newcomers.rate” (per day) is “Switched off with",
        "does better on people on waiting lists at each of the 3 values",
    ],
    "sensitivity": [
        "Moved from the low to the high end of its range, each changes the difference in people",
        "“people.arrivals.newcomers.rate” by",
        "wherever the others are",
    ],
    "select": ["“Switched off with two rooms” is best on people on waiting lists"],
}


@pytest.mark.parametrize("kind", WORDS)
def test_an_answer_is_said_in_plain_sentences_and_kept_as_a_table(
    tmp_path: Path, kind: str
) -> None:
    found = done(tmp_path, STUDIES[kind].replace("zone: 0.5", "zone: 3"))

    (section,) = answer_sections(found.answers)
    said = repr(section)
    for words in WORDS[kind]:
        assert words in said
    pictures = [block for block in section.blocks if isinstance(block, Picture)]
    assert bool(pictures) is (kind != "select")
    assert all(picture.alternative and picture.drawing for picture in pictures)

    (path,) = write_answers(found.answers, tmp_path)
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    assert head.split(",") == list(FORMS[kind].columns)
    assert rows
    assert all(len(row.split(",")) == len(head.split(",")) for row in rows)


def test_the_page_says_which_settings_hit_the_ceiling(tmp_path: Path) -> None:
    found = done(tmp_path, STUDIES["precision"].replace("1.5}", "0.001}"))

    (section,) = enough_sections(found.outcomes, found.plan.arm_table.get(0).names, lambda arm: arm)
    assert "at least 4 times and at most 12. Here it took 12 repeats." in repr(section)
    assert "not known as closely as was asked in 2 settings of 2 (numbers 1 and 2)" in repr(section)


def test_shares_of_one_are_told_in_percentage_points() -> None:
    found = Explained(
        Outcome(0),
        Estimate(0.5, 0.4, 0.6, 9, 0),
        (Effect(("a",), Estimate(0.5, 0.4, 0.6, 9, 0)),),
        (),
        (),
        None,
    )
    scaled = in_percent(found)
    assert scaled.whole == Estimate(50, 40, 60, 9, 0)
    assert scaled.shares[0].estimate.mean == 50
