"""Page one says what worlds allow, in every case, and reads at twelve."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.cli.headlines import headlines
from sim.laws import Floats
from sim.report.blocks import Block, Bullets, Grid, Lines, Paragraphs, Row, Strip, Table
from sim.report.first.assumed import assumed_section
from sim.report.first.basis import basis_words
from sim.report.first.choosing import choosing_section
from sim.report.first.claims import claim
from sim.report.first.depends import depends_section
from sim.report.first.limits import limits_section, organisation_alone
from sim.report.first.looking import alike_words, looking_section
from sim.report.opening import answer_section, arm_words, likely_section, numbers_section
from sim.report.view import View
from sim.report.wording import number
from sim.report.writing import PARTS, page
from sim.scenario import load
from sim.studies.study import Study, VariantResult, Verdict
from sim.studies.verdicts import WITHIN_CHANCE
from sim.studies.worlds_result import LeftOut
from tests.report.conftest import SMALL
from tests.report.readability import reading_age
from tests.report.worlds import always, around_nothing, from_posts, with_worlds

DAYS, WAIT, SAME = "unmet_need_days", "wait_to_start.mean", "upc.person"
ARM = "lasting"
MATTERS = {DAYS: 5.0}


def text(blocks: Sequence[Block]) -> str:
    """All that stands in sentences and lists."""
    texts = [each.texts for each in blocks if isinstance(each, Paragraphs | Bullets)]
    return " ".join(word for each in texts for word in each)


def lines_of(study: Study) -> list[tuple[Row, Strip]]:
    """The lines of page one about the only other arm."""
    (grid,) = (each for each in likely_section(View(study)).blocks if isinstance(each, Grid))
    return [(row, strip) for row in grid.rows for (strip,) in [row.strips]]


def answer_of(study: Study) -> str:
    return " ".join(arm_words(View(study), ARM))


@pytest.fixture(scope="module")
def better(small_study: Study) -> Study:
    """Fewer days where the team has more posts; two other measures are better for certain."""
    made = {
        (ARM, DAYS): from_posts(0.1, -60),
        (ARM, WAIT): always(-20),
        (ARM, SAME): always(0.2),
    }
    return with_worlds(small_study, made, matters=MATTERS)


@pytest.fixture(scope="module")
def mixed(small_study: Study) -> Study:
    """Fewer days in every world, and longer waits in every world."""
    made = {(ARM, DAYS): always(-40), (ARM, WAIT): always(20)}
    return with_worlds(small_study, made, matters=MATTERS)


@pytest.fixture(scope="module")
def unknown(small_study: Study) -> Study:
    made = {(ARM, DAYS): around_nothing(60), (ARM, WAIT): around_nothing(20)}
    return with_worlds(small_study, made, matters=MATTERS)


@pytest.fixture(scope="module")
def silent(small_study: Study) -> Study:
    made = {(ARM, DAYS): around_nothing(8), (ARM, WAIT): around_nothing(8)}
    return with_worlds(small_study, made, noise=30)


def test_the_answer_says_how_likely_and_how_much(better: Study) -> None:
    said = answer_of(better)

    assert said.startswith("Probably better: people had fewer days in need without help.") or (
        said.startswith("More likely than not better: people had fewer days in need")
    )
    assert "on average 2" in said
    assert "and in 90 of 100 worlds" in said
    assert "Almost certainly, people waited less long to start and saw the same worker" in said


def test_better_on_one_and_worse_on_another_is_mixed(mixed: Study) -> None:
    assert answer_of(mixed).startswith(
        "Mixed: better on some of the main measures, worse on others. Almost certainly, people had "
        "fewer days in need without help, but waited longer to start."
    )


def test_the_measure_asked_about_stands_first_whichever_way_it_went(small_study: Study) -> None:
    made = {(ARM, DAYS): always(40), (ARM, WAIT): always(-20)}
    said = answer_of(with_worlds(small_study, made, matters=MATTERS))

    assert "people had more days in need without help, but waited less long to start" in said


def test_where_it_cannot_be_told_it_says_so_and_why(unknown: Study, silent: Study) -> None:
    said = answer_of(unknown)
    assert said.startswith("On days in need without help it may be better or worse, or the same.")
    said = answer_of(silent)
    assert said.startswith(f"Days in need without help: {WITHIN_CHANCE}; ")
    judged = silent.worlds.findings.headlines[0].judged  # type: ignore[union-attr]
    assert judged is not None
    if judged.replications is not None:
        assert f"{judged.replications} repeats of each world would tell how often" in said


def test_nothing_is_counted_where_noise_hides_it(silent: Study) -> None:
    for _, strip in lines_of(silent):
        assert strip.worlds is None
        assert WITHIN_CHANCE in strip.verdict
        assert "better" not in " ".join([strip.verdict, *strip.texts])
    assert "to tell from chance which to choose" in text(choosing_section(View(silent)).blocks)
    assert not [b for b in choosing_section(View(silent)).blocks if isinstance(b, Table)]
    assert "explain" not in text(depends_section(View(silent)).blocks)


def test_a_line_has_counts_that_add_up_the_range_and_chance_beside_it(better: Study) -> None:
    row, days = lines_of(better)[0]
    judged = better.worlds.findings.headlines[0].judged  # type: ignore[union-attr]

    assert days.worlds is not None
    assert judged is not None
    assert sum(days.worlds) == 100
    assert days.worlds[0] == round(100 * judged.better.value)
    often, change = days.texts
    assert often.startswith(f"{days.worlds[0]} ({round(100 * judged.better.low)} to ")
    assert "lower (" in change
    assert row.matters == "5 or more matters"
    assert any(each.startswith("As written: ") for each in days.small)
    assert row.label.startswith("Days in need without help")
    assert "chance alone" in text(likely_section(View(better)).blocks)


def test_page_one_has_the_level_of_today_and_every_measure_stands_in_the_tables(
    better: Study,
) -> None:
    row, _ = lines_of(better)[0]
    values = better.worlds.values.of("handed_on", DAYS)  # type: ignore[union-attr]
    assert row.today == number(float(values.mean()))
    (lines,) = (b for b in numbers_section(View(better)).blocks if isinstance(b, Lines))
    assert len(lines.lines) == len({each.measure for each in better.worlds.findings.headlines})  # type: ignore[union-attr]


def test_one_sentence_says_which_is_best_by_each_outcome_and_another_how_far_to_trust_it(
    mixed: Study,
) -> None:
    view = View(mixed)
    said = text(answer_section(view).blocks)
    best = "For days in need without help, “One lasting worker” is best in 100 of 100 worlds."
    assert best in said
    assert "How far to trust this: " in said
    assert "of the numbers in the file are assumed" in said


def mostly_longer(shares: Floats) -> Floats:
    """Longer in 65 of 100 worlds, and shorter in the others."""
    return np.where(shares[:, 0] < 0.65, 20.0, -20.0)


def test_what_is_more_likely_than_not_worse_is_not_left_out(small_study: Study) -> None:
    made = {(ARM, DAYS): around_nothing(1), (ARM, WAIT): mostly_longer}
    study = with_worlds(small_study, made, matters=MATTERS, worlds=200)
    found = claim(next(h for h in study.worlds.findings.headlines if h.measure == WAIT))  # type: ignore[union-attr]
    assert (found.kind, found.is_strong) == ("worse", False)
    assert "More likely than not, people waited longer to start." in answer_of(study)


def test_choosing_names_the_arm_that_loses_least_and_where_the_choice_turns(
    unknown: Study, mixed: Study
) -> None:
    said = text(choosing_section(View(unknown)).blocks)
    assert "loses least on average" in said
    assert "The choice turns to" in said or "follows no simple rule" in said
    assert "In 5 of 100 worlds it loses more than" in said
    (table,) = (b for b in choosing_section(View(unknown)).blocks if isinstance(b, Table))
    assert [row[0] for row in table.rows] == ["Handed on", "One lasting worker"]
    assert sum(int(row[1]) for row in table.rows) == 100
    assert "No other way of care is best in any world." in text(
        choosing_section(View(mixed)).blocks
    )


def test_a_rule_ends_in_the_unit_of_its_numbers(small_study: Study) -> None:
    made = {(ARM, DAYS): lambda shares: np.where(shares[:, 1] > 0.5, -30.0, 30.0)}
    study = with_worlds(small_study, made, matters=MATTERS, worlds=200)
    said = text(depends_section(View(study)).blocks)

    ends = "until people turn for help when severely unwell is at (least|most) [0-9.]+ weeks [(]"
    assert re.search(ends, said)
    assert "of 100 such worlds; elsewhere" in said


def test_no_number_that_matters_is_a_normal_result(mixed: Study) -> None:
    assert "no single number would change the choice" in text(depends_section(View(mixed)).blocks)


def test_worlds_are_called_what_they_are_and_what_was_left_out_is_said(
    small_study: Study,
) -> None:
    study = with_worlds(
        small_study,
        {(ARM, DAYS): always(-40)},
        left_out=(LeftOut("services.team.workers.posts", "arms would be unequal"),),
        refused=("services.team: too many",),
    )
    said = " ".join(basis_words(View(study)))
    assert "120 worlds within the ranges written (1 of 2 ranges assumed), 2 times each" in said
    assert "1 more world was not run" in said
    assert "1 number with a range keeps its value" in said


def test_without_worlds_the_reason_is_said(small_study: Study) -> None:
    said = " ".join(basis_words(View(small_study)))
    assert "We did not try other values within the ranges that the file gives." in said
    assert "chance alone" in said


def test_a_file_without_ranges_is_told_from_one_whose_worlds_were_not_run(
    small_study: Study, tmp_path: Path
) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(
        SMALL.read_text(encoding="utf-8").replace(", low: 1 week, high: 6 weeks", ""),
        encoding="utf-8",
    )
    study = replace(small_study, scenario=load(file))
    assert "The file gives no range for any number." in " ".join(basis_words(View(study)))


def test_worlds_like_today_stand_beside_or_are_said_to_be_too_few(small_study: Study) -> None:
    made = {(ARM, DAYS): always(-40)}
    few = with_worlds(small_study, made, alike=np.arange(120) < 3)
    many = with_worlds(small_study, made, alike=np.arange(120) < 60)

    assert "Only 3 of 120 worlds meet all of these figures, too few" in alike_words(View(few))
    assert alike_words(View(many)).startswith("In 60 of 120 worlds")
    assert lines_of(many)[0][1].small[0].startswith("Worlds like today: better 100 of 100")
    assert alike_words(View(small_study)) == ""


def test_the_numbers_that_matter_and_are_assumed_are_named(better: Study) -> None:
    said = text(assumed_section(View(better)).blocks)
    assert "these are assumed: posts at Community team" in said
    assert "numbers in the file" in said


def test_when_the_preferred_arm_loses_is_said(better: Study) -> None:
    assert "is worse on days in need without help in" in text(limits_section(View(better)).blocks)


VARIANTS = """\
effects: {support: {recovery_ratio: 1.3, worsening_ratio: 0.8}}
variants:
  other: {label: A small team, set: {services.team.workers.posts: 1}}
  nothing:
    label: Care changes nobody's need
    set: {effects.support.recovery_ratio: 1, effects.support.worsening_ratio: 1}
"""


def test_what_organisation_alone_does_is_found_by_what_a_variant_sets(
    small_study: Study, tmp_path: Path
) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL.read_text(encoding="utf-8") + VARIANTS, encoding="utf-8")
    scenario = load(file)
    assert organisation_alone(scenario) == "nothing"
    assert organisation_alone(small_study.scenario) is None
    rows = tuple(
        row._replace(verdict=Verdict.BETTER if row.series.measure == DAYS else Verdict.TOO_SMALL)
        for row in small_study.comparisons
    )
    tried = VariantResult("nothing", "Care changes nobody's need", "", rows)
    study = replace(small_study, scenario=scenario, variants=(tried,))
    said = text(limits_section(View(study)).blocks)
    assert "What organisation alone does (Care changes nobody's need), on days in need" in said
    assert "“One lasting worker” 9.2 to 27 higher, by chance alone" in said


def test_one_arm_is_compared_with_nothing(one_arm_study: Study) -> None:
    view = View(one_arm_study)
    assert basis_words(view) == []
    assert likely_section(view).blocks == []
    assert not choosing_section(view).blocks
    assert not depends_section(view).blocks
    everything = [answer_section(view), looking_section(view), limits_section(view)]
    said = " ".join(text(each.blocks) for each in everything)
    assert "compared with" not in said
    assert "better" not in said


@pytest.mark.parametrize("kind", ["better", "mixed", "unknown", "silent"])
def test_page_one_reads_at_twelve(kind: str, request: pytest.FixtureRequest) -> None:
    view = View(request.getfixturevalue(kind))
    sections = [part(view) for part in PARTS[:7]]
    assert reading_age(" ".join(text(each.blocks) for each in sections)) <= 12


def test_the_terminal_has_the_sentences_of_the_page(mixed: Study, small_study: Study) -> None:
    for study in (mixed, small_study):
        printed = " ".join(" ".join(headlines(study)).split())
        assert answer_of(study) in printed
    assert "loses least" in " ".join(headlines(mixed))


def test_strips_are_on_the_page_with_signs_and_words(mixed: Study) -> None:
    html = page(mixed, [likely_section(View(mixed))])
    assert '<span class="strip" aria-hidden="true">' in html
    assert "✓ almost certainly better" in html
    assert "✗ almost certainly worse" in html
