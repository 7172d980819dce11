"""Break-even along a lever of a scenario: which range, which unit, and an answer in that unit."""

from pathlib import Path

import pytest

from sim.report.analyses import answer_sections
from sim.studies.analyses.break_even import BreakEvenAsked
from sim.studies.statistics.break_even import Answer
from sim.studies.sweeps.study_file import read_study
from tests.studies.analyses.worlds import done, written

RATE = "people.arrivals.newcomers.rate"
STAY = "services.group.ends.stay.exponential.mean"


def asked(folder: Path, text: str) -> BreakEvenAsked:
    (found,) = read_study(written(folder, f"arms: [one_room, switched]\n{text}")).analyses
    assert isinstance(found, BreakEvenAsked)
    return found


@pytest.mark.parametrize(
    ("text", "span"),
    [
        (f"break_even: {{lever: {RATE}, measure: list_length}}", "0.5 per day to 2 per day"),
        (
            f"levers: {{stay: {{sets: [{STAY}], values: [2 days, 3 days, 6 days]}}}}\n"
            "break_even: {lever: stay, measure: list_length}",
            "2 days to 6 days",
        ),
        (
            f"uncertainties: {{{STAY}: {{low: 2 days, high: 4 days}}}}\n"
            f"break_even: {{lever: {STAY}, measure: list_length}}",
            "2 days to 4 days",
        ),
        (
            f"break_even: {{lever: {STAY}, low: 1 week, high: 20 days, measure: list_length}}",
            "7 days to 20 days",
        ),
    ],
)
def test_the_range_is_the_blocks_else_the_levers_else_the_scenarios(
    tmp_path: Path, text: str, span: str
) -> None:
    assert str(asked(tmp_path, text).span) == span


def test_which_way_is_better_is_the_catalogues_unless_written(tmp_path: Path) -> None:
    text = f"break_even: {{lever: {RATE}, measure: list_length}}"
    assert asked(tmp_path, text).better == "lower"
    assert asked(tmp_path, text.replace("}", ", better: higher}")).better == "higher"


def test_where_few_come_short_talks_do_not_save_three_people_and_where_many_come_they_do(
    tmp_path: Path,
) -> None:
    block = f"{{lever: {RATE}, measure: list_length, margin: 3, values: 4, first: 8, ceiling: 32}}"
    found = done(tmp_path, f"arms: [one_room, switched]\nbreak_even: {block}\n")

    ((question, answer),) = found.answers
    assert answer.answer is Answer.FOUND
    (crossing,) = answer.crossings
    assert not crossing.better_below
    assert 0.5 < crossing.low <= crossing.at <= crossing.high < 1.5
    assert answer.runs * 2 <= question.most_runs
    said = repr(answer_sections(found.answers))
    assert (
        "starts being better on people on waiting lists at “arrivals: newcomers” (per day) of"
        in said
    )
