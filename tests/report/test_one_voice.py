"""A result has one verdict, in the same words in a sentence, a table, a picture and a workbook."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sim.measures.words.service import LIST_LENGTH
from sim.report.arms import difference_picture
from sim.report.blocks import Table
from sim.report.first.lines import chance_lines
from sim.report.first.sentences import finding_sentences, measured_months
from sim.report.first.voice import EITHER_WAY, headline_voice, result_voice
from sim.report.opening import difference_table
from sim.report.view import View
from sim.studies.study import Study, Verdict
from sim.studies.targets import Agreement, Judged
from sim.studies.verdicts import WITHIN_CHANCE
from tests.docs.pages import HOUSE
from tests.report.test_report import with_verdict
from tests.report.worlds import always, around_nothing, with_worlds

ARM, DAYS, WAIT = "lasting", "unmet_need_days", "wait_to_start.mean"
PLACES = ("report", "app", "charts", "cli", "tables/workbook")
OTHER_WORDS = re.compile(
    r"\b(too noisy|noisy to tell|got (?:better|worse)|no clear difference|significant difference"
    r"|we cannot tell (?:on|whether (?!numbers drift))|not significant|statistically significant)",
    re.IGNORECASE,
)


def texts_of(path: Path) -> Iterator[str]:
    """Iterate over the texts of a file that a page may show; docstrings are not shown."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield text
        return
    tree = ast.parse(text)
    silent = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in silent:
            yield str(node.value)


def test_no_page_has_another_word_for_a_verdict() -> None:
    paths = [
        path
        for place in PLACES
        for path in sorted((HOUSE / "sim" / place).rglob("*"))
        if path.suffix in (".py", ".j2")
    ]
    assert len(paths) > 200

    found = [
        f"{path.relative_to(HOUSE)}: {word[0]}"
        for path in paths
        for text in texts_of(path)
        for word in OTHER_WORDS.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize("verdict", [Verdict.BETTER, Verdict.CANNOT_TELL, Verdict.TOO_SMALL])
def test_chance_alone_has_one_verdict_in_every_place(small_study: Study, verdict: Verdict) -> None:
    view = View(with_verdict(small_study, verdict))
    findings = view.findings(ARM, view.family())
    row = view.compared(ARM, view.family()[0])
    assert row is not None
    words = result_voice(view, row).words

    assert words in finding_sentences(view, ARM).texts[0]
    assert words in chance_lines(view, ARM).rows[0][-1]
    assert words == difference_table(view, ARM, findings).rows[0][5]
    assert words in difference_picture(view, ARM, findings).alternative


def test_over_worlds_no_table_has_the_verdict_of_chance_alone(small_study: Study) -> None:
    made = {(ARM, DAYS): around_nothing(8), (ARM, WAIT): around_nothing(8)}
    study = with_worlds(with_verdict(small_study, Verdict.WORSE), made, noise=30)
    view = View(study)
    table = difference_table(view, ARM, view.findings(ARM, [DAYS, WAIT]))

    assert isinstance(table, Table)
    assert [row[5] for row in table.rows] == [WITHIN_CHANCE, WITHIN_CHANCE]
    assert all(WITHIN_CHANCE in each for each in finding_sentences(view, ARM).texts)


def test_what_may_go_either_way_is_no_matter_of_chance(small_study: Study) -> None:
    study = with_worlds(small_study, {(ARM, DAYS): around_nothing(80)})
    assert study.worlds is not None
    (headline,) = study.worlds.findings.headlines

    assert headline_voice(headline) == EITHER_WAY


def test_a_sentence_has_the_amount_its_range_and_the_months(small_study: Study) -> None:
    view = View(with_verdict(small_study, Verdict.BETTER))
    said = finding_sentences(view, ARM).texts[0]

    assert said.startswith(f"Days in need without help, {measured_months(view)}: ")
    assert "a year for each person with “One lasting worker”" in said
    assert "16 to 28 lower, 19 times out of 20 by chance" in said
    assert said.endswith("perhaps better (a first look).")


def missed(view: View, measure: str) -> Judged:
    """A figure of today that the model misses."""
    return Judged(
        name="waits",
        label="Days on the list, Team North",
        measure=measure,
        group="everyone",
        role="check",
        value=10.0,
        low=8.0,
        high=12.0,
        source="",
        mean=30.0,
        likely=view.likely(WAIT)[0],
        agreement=Agreement.ABOVE,
    )


def test_a_claim_on_one_list_is_not_softened_by_a_figure_of_another(small_study: Study) -> None:
    here, there, *_ = View(small_study).service_labels
    study = with_worlds(small_study, {(ARM, f"{LIST_LENGTH}.{here}"): always(-40)})
    said = {}
    for service in (here, there):
        view = View(study)
        vars(view)["targets"] = (missed(view, f"{LIST_LENGTH}.{service}"),)
        (said[service],) = finding_sentences(view, ARM).texts

    assert "the model of today misses" in said[here]
    assert "misses" not in said[there]


def test_a_claim_on_waits_says_in_the_same_sentence_that_today_misses_its_figure(
    small_study: Study,
) -> None:
    study = with_worlds(small_study, {(ARM, DAYS): always(-40), (ARM, WAIT): always(-20)})
    view = View(study)
    days, wait = finding_sentences(view, ARM).texts
    assert "misses" not in days + wait

    vars(view)["targets"] = (missed(view, WAIT),)
    days, wait = finding_sentences(view, ARM).texts

    assert "misses" not in days
    assert wait.endswith(
        "almost certainly better; but the model of today misses “days on the list, Team North” "
        "(too high), so do not rely on the size of it."
    )


def test_identical_numbers_have_no_range(small_study: Study) -> None:
    study = with_verdict(small_study, Verdict.IDENTICAL)
    said = finding_sentences(View(replace(study)), ARM).texts[0]

    assert said.endswith("; identical.")
