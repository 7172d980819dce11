"""The page says whether the model looks like the services of today."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.report.blocks import Paragraphs, Section, Table
from sim.report.today import today_section
from sim.report.view import View
from sim.report.writing import page
from sim.scenario import load
from sim.studies.study import Study
from tests.report.conftest import SMALL

TARGETS = """\
targets:
  source: diary
  in_range: {measure: people, value: 50, low: 1, high: 1000, label: People known}
  too_low: {measure: referrals.team, value: 9000, low: 8000, high: 10000, note: Nobody knows why.}
  met: {measure: missed_contacts, value: 0.15, low: 0, high: 1, role: fit}
  too_high: {measure: contacts.gp, value: 1, low: 0, high: 2, role: fit, group: old}
"""


@pytest.fixture
def targeted(small_study: Study, tmp_path: Path) -> Study:
    """The study of a file that has targets, and a number that was chosen to meet them."""
    text = SMALL.read_text(encoding="utf-8") + TARGETS
    text = text.replace("kind: published", "kind: fitted")
    path = tmp_path / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return replace(small_study, scenario=load(path))


def said(section: Section) -> str:
    return " ".join(t for b in section.blocks if isinstance(b, Paragraphs) for t in b.texts)


def test_figures_kept_for_checking_are_told_apart_from_those_that_were_fitted(
    targeted: Study,
) -> None:
    section = today_section(View(targeted))
    checks, fits, numbers = (block for block in section.blocks if isinstance(block, Table))

    assert [row[0] for row in checks.rows] == ["People known", "Referrals, Community team"]
    assert [row[5] for row in checks.rows] == ["✓ in its range", "✗ too low"]
    assert [row[5] for row in fits.rows] == ["✓ fitted", "✗ too high"]
    assert fits.rows[1][0] == "Contacts attended, General practice (old)"
    assert [row[0] for row in numbers.rows] == ["seeking.delay.2.exponential.mean"]


def test_words_count_what_agrees_and_name_what_does_not(targeted: Study) -> None:
    words = said(today_section(View(targeted)))

    assert "The model meets 1 of 2 figures kept for checking." in words
    assert "Outside their range: Referrals, Community team (too low)." in words
    assert "agreement with them proves little; the model meets 1." in words


def test_the_note_of_a_target_that_is_missed_stands_below_the_tables(targeted: Study) -> None:
    words = said(today_section(View(targeted)))

    assert "Referrals, Community team (too low): Nobody knows why." in words


def test_without_runs_of_the_history_arm_the_page_says_that_nothing_was_compared(
    targeted: Study,
) -> None:
    alone = replace(targeted.measures, arms=("lasting",), values=targeted.measures.values[1:])
    settings = targeted.settings._replace(arms=("lasting",), baseline="lasting")
    view = View(replace(targeted, measures=alone, settings=settings))

    section = today_section(view)

    assert "because this arm was not run" in said(section)
    assert not [block for block in section.blocks if isinstance(block, Table)]


def test_without_targets_there_is_no_section(small_study: Study, targeted: Study) -> None:
    assert not today_section(View(small_study)).blocks
    section = today_section(View(targeted))
    assert section.title in page(targeted, [section])
