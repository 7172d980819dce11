"""The turning table of the page is that of the file's variants, and a run gives it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.cli import app
from sim.report.turning import ANOTHER, OPPOSITE
from sim.scenario import Scenario, load
from tests.docs.making import remade
from tests.scenarios.turning import (
    FILE,
    NAME,
    PAGE,
    Cell,
    Results,
    heads,
    labels,
    made_of,
    others,
    text_of,
    title,
)

CELL = re.compile(r"(\*\*[≠⇄] [a-z ,]+\*\*|[a-z ,]+)( \([+\u2212]?[\d.,]+( points)?\))?")


@pytest.fixture(scope="module")
def community() -> Scenario:
    return load(FILE)


def printed() -> list[str]:
    """The paragraphs and tables between the two marks of the page."""
    text = PAGE.read_text("utf-8")
    found: str
    (found,) = re.findall(rf"<!-- made: {NAME} -->\n(.*?)\n<!-- end of {NAME} -->", text, re.S)
    return found.strip().split("\n\n")


def cells_of(part: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in part.splitlines()]


def test_the_page_has_a_table_for_each_arm_with_just_the_variants_of_the_file(
    community: Scenario,
) -> None:
    _, *parts = printed()

    assert parts[::2] == [title(community, arm) for arm in others(community)]
    for part in parts[1::2]:
        head, _, *lines = cells_of(part)
        assert head == heads(community)
        assert [line[0] for line in lines] == labels(community)
        for line in lines:
            assert len(line) == len(head)
            assert all(CELL.fullmatch(cell) for cell in line[1:]), line
        assert not [cell for cell in lines[0][1:] if ANOTHER in cell or OPPOSITE in cell]


def test_a_verdict_is_marked_where_it_is_not_that_of_the_first_row() -> None:
    for part in printed()[2::2]:
        _, _, first, *lines = cells_of(part)
        for line in lines:
            for here, there in zip(line[1:], first[1:], strict=True):
                word, central = (each.partition(" (")[0] for each in (here, there))
                assert word.startswith("**") == (word.strip("*≠⇄ ") != central), (line[0], here)


def test_the_page_names_the_plan_of_the_file(community: Scenario) -> None:
    first = printed()[0]
    many, seed = re.match(r"(\d+) replications, seed (\d+);", first).groups()  # type: ignore[union-attr]

    assert first == made_of(community, int(many), int(seed))
    assert community.analysis_plan is not None
    assert int(many) == community.analysis_plan.replications


def test_a_cell_says_its_verdict_its_mark_and_its_difference() -> None:
    assert Cell("better", "-6.4", share=False).text == "better (−6.4)"
    assert Cell("too small to matter", "0.0123", share=True).text == "small (+1.2 points)"
    assert Cell("worse", "3", share=False, mark=OPPOSITE).text == "**⇄ worse** (+3)"
    assert Cell("cannot tell", "", share=False).text == "cannot tell"


def test_results_without_variants_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="run without --no-variants"):
        Results.of(tmp_path)


@pytest.mark.slow
def test_a_run_of_the_file_gives_the_table_of_the_page(community: Scenario, tmp_path: Path) -> None:
    out = tmp_path / "out"
    app(["run", str(FILE), "--out", str(out), "--quiet"], standalone_mode=False)

    again = remade(PAGE, NAME, lambda: text_of(community, Results.of(out)))

    assert again == PAGE.read_text("utf-8")
