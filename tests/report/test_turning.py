"""The page says whether the answer turns in the labelled variants, and where."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.report.blocks import Bullets, Paragraphs, Section, Table
from sim.report.first.limits import limits_section
from sim.report.turning import ANOTHER, CENTRAL, OPPOSITE, turning_section
from sim.report.view import View
from sim.report.wording import MINUS
from sim.report.writing import page
from sim.scenario import load
from sim.studies.study import Comparison, Study, VariantResult, Verdict
from sim.studies.verdicts import WITHIN_CHANCE
from tests.report.conftest import SMALL

VARIANTS = """\
variants:
  longer: {label: Four years, description: Twice as long., set: {run.length: 4 years}}
  small: {label: A small team, set: {services.team.workers.posts: 1}}
"""
DAYS = "unmet_need_days"


@pytest.fixture
def tried(small_study: Study, tmp_path: Path) -> Study:
    """The study of a file with variants, in all of which every comparison is the central one."""
    path = tmp_path / "small.yaml"
    path.write_text(SMALL.read_text(encoding="utf-8") + VARIANTS, encoding="utf-8")
    scenario = load(path)
    central = tuple(_told(row, Verdict.BETTER, -9.0) for row in small_study.comparisons)
    found = tuple(
        VariantResult(name, each.label, each.description, central)
        for name, each in scenario.variants.items()
    )
    return replace(small_study, scenario=scenario, comparisons=central, variants=found)


def _told(row: Comparison, verdict: Verdict, difference: float) -> Comparison:
    return row._replace(
        verdict=verdict, difference=difference, low=difference - 1, high=difference + 1
    )


def planted(study: Study, verdict: Verdict, difference: float) -> Study:
    """The study with another verdict on one measure in its second variant."""
    first, second = study.variants
    rows = tuple(
        _told(row, verdict, difference) if row.series.measure == DAYS else row
        for row in second.comparisons
    )
    return replace(study, variants=(first, second._replace(comparisons=rows)))


def said(section: Section) -> str:
    blocks = [each for each in section.blocks if isinstance(each, Bullets | Paragraphs)]
    return " ".join(text for each in blocks for text in each.texts)


def test_a_planted_turn_is_told_on_page_one_in_how_many_variants(
    tried: Study,
) -> None:
    words = said(limits_section(View(planted(tried, Verdict.CANNOT_TELL, -0.5))))

    assert "We tried the answer in 2 variants" in words
    assert (
        "“One lasting worker”: in 1 of 2 variants a verdict is another, and in none the opposite."
        in words
    )


def test_where_none_turns_page_one_says_so(tried: Study) -> None:
    words = said(limits_section(View(tried)))

    assert "Each verdict on the main numbers stays the same." in words
    assert "another" not in words


def test_a_verdict_the_other_way_round_is_called_the_opposite(tried: Study) -> None:
    turned = planted(tried, Verdict.WORSE, 4.0)

    words = said(limits_section(View(turned)))
    assert "a verdict is another, and in 1 the opposite: “A small team”." in words


def test_variants_that_were_not_run_are_named_on_page_one(tried: Study) -> None:
    not_run = View(replace(tried, variants=()))

    assert "The scenario has 2 variants" in said(limits_section(not_run))
    assert "They were not run" in said(limits_section(not_run))
    assert "They were not run" in said(turning_section(not_run))


def test_the_table_has_the_scenario_and_each_variant_and_marks_what_turns_by_a_sign(
    tried: Study,
) -> None:
    section = turning_section(View(planted(tried, Verdict.WORSE, 4.0)))
    (table,) = (block for block in section.blocks if isinstance(block, Table))

    assert [row[0] for row in table.rows] == [CENTRAL, "Four years", "A small team"]
    assert len(table.columns) == 1 + 3  # as many measures as the scenario judges together
    assert table.rows[0][1].startswith(f"perhaps better (a first look)\n{MINUS}9")
    assert table.rows[1][1].startswith(f"perhaps better (a first look)\n{MINUS}9")
    assert table.rows[2][1].startswith(f"{OPPOSITE} perhaps worse (a first look)\n+4")
    unsure = turning_section(View(planted(tried, Verdict.CANNOT_TELL, -0.5)))
    (table,) = (block for block in unsure.blocks if isinstance(block, Table))
    assert table.rows[2][1].startswith(f"{ANOTHER} {WITHIN_CHANCE}\n{MINUS}0.5")
    assert not [cell for row in table.rows[:2] for cell in row if ANOTHER in cell]


def test_the_page_explains_the_signs_and_says_what_each_variant_sets(tried: Study) -> None:
    section = turning_section(View(planted(tried, Verdict.WORSE, 4.0)))
    html = page(tried, [section])

    assert f"{ANOTHER} The verdict is another" in html
    assert "Four years (longer). Twice as long. It sets run.length: 4 years." in html


def test_without_variants_there_is_no_section(small_study: Study, one_arm_study: Study) -> None:
    assert not turning_section(View(small_study)).blocks
    assert not turning_section(View(one_arm_study)).blocks
    assert "variant" not in said(limits_section(View(small_study)))
