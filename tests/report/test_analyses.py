"""The sections on what a study asked: plain sentences that hold the numbers found."""

from pathlib import Path

import pytest

from sim.report.analyses import answer_sections
from sim.report.blocks import Paragraphs, Picture, Table
from sim.report.combinations import combination_lines
from sim.report.enough import enough_sections
from sim.report.percents import in_percent
from sim.report.wording import interval, number, signed
from sim.studies.execution import here
from sim.studies.statistics.estimates import Estimate, Outcome
from sim.studies.statistics.mechanisms import Effect, Explained
from sim.studies.sweeps.planning import plan_sweep
from sim.studies.sweeps.running import answers, make_runs, open_store
from sim.studies.sweeps.study_file import read_study
from sim.tables.analyses import FORMS, write_answers
from tests.studies.analyses.test_resuming import STUDIES
from tests.studies.analyses.worlds import done, written

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
        "Up to which value of “arrivals: newcomers” (per day) is “Switched off with",
        "does better on people on waiting lists at each of the 3 values",
    ],
    "find": [
        "The least of “places at First talk” between 1 and 6 so that “people on the",
        "is at most 1 in month 4 of the run, in at least 80 % of possible futures.",
        "is enough: the target holds in",
        "1 number differs.",
    ],
    "sensitivity": [
        "Moved from the low to the high end of its range, each changes the difference in people",
        "“arrivals: newcomers” by",
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


def test_a_family_is_named_once_with_its_switches_and_every_combination_is_shown(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, "mechanisms: {arm: switched, by: family}\n")
    switches = tmp_path / "switches.yaml"
    text = switches.read_text(encoding="utf-8")
    for label in ("Long talks", "A small group"):
        text = text.replace(f"label: {label}\n", f"label: {label}\n    family: the_rooms\n")
    switches.write_text(text, encoding="utf-8")
    plan = plan_sweep(read_study(path))
    with open_store(plan, tmp_path / "store") as store:
        make_runs(plan, store, here)
        answered = answers(plan.asked, store, here)

    (section,) = answer_sections(answered)
    said = [
        text for block in section.blocks if isinstance(block, Paragraphs) for text in block.texts
    ]
    assert "2 things change" in said[0]
    assert said.count(said[1]) == 1
    assert said[1] == "The switches of the rooms are “Long talks” off and “A small group” off."
    assert any("from the switches of the rooms (likely" in text for text in said)
    assert any("Switching off “A sign on the door” changed nothing." in text for text in said)
    table, _ = (block for block in section.blocks if isinstance(block, Table))
    assert [row[0] for row in table.rows] == [
        "Nothing",
        "“A sign on the door” off",
        "The rooms",
        "The rooms and “A sign on the door” off",
    ]
    ((_, found),) = answered
    whole = found.outcomes[0].whole
    assert table.rows[0][2] == ""
    assert table.rows[3][2] == f"{signed(whole.mean)} ({interval(whole.low, whole.high)})"
    assert table.rows[3][1] == number(found.outcomes[0].combinations[-1].outcome.mean)

    lines = list(combination_lines(answered))
    assert [line.split()[0] for line in lines if line.startswith("  ")][:4] == [
        *("nothing", "no_matter", "the_rooms", "the_rooms"),
    ]
    assert table.rows[3][2] in lines[5]
