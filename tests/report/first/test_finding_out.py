"""What to find out first: the numbers on which the answer hangs, the most important first."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sim.report.blocks import Table
from sim.report.first.depends import depends_section, preferred
from sim.report.first.finding_out import COLUMNS, TITLE, to_find_out
from sim.report.view import View
from sim.studies.study import Study
from sim.tables.finding_out import write_finding_out
from tests.report.worlds import POSTS, from_posts, with_worlds

MEASURE = "unmet_need_days"


@pytest.fixture(scope="module")
def by_posts(small_study: Study) -> Study:
    """What differs between the worlds is explained by the posts of the team alone."""
    made = {("lasting", MEASURE): from_posts(0.1, -60)}
    return with_worlds(small_study, made, matters={MEASURE: 1})


def rows(study: Study, folder: Path) -> list[dict[str, str]]:
    write_finding_out(study, folder / "first.csv")
    with (folder / "first.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_number_on_which_the_answer_hangs_comes_first(by_posts: Study, tmp_path: Path) -> None:
    view = View(by_posts)
    assert by_posts.worlds is not None
    first, *_ = to_find_out(view, by_posts.worlds, list(preferred(view, by_posts.worlds)))

    assert first.path == POSTS
    assert first.what == "Posts at Community team"
    assert first.now == "2"
    assert int(first.share.removesuffix(" %")) > 50
    assert first.why == "nobody has measured it"
    assert rows(by_posts, tmp_path)[0]["number"] == POSTS


def test_the_report_has_the_list_as_a_table(by_posts: Study) -> None:
    (table,) = (e for e in depends_section(View(by_posts)).blocks if isinstance(e, Table))

    assert (table.caption, tuple(table.columns)) == (TITLE, COLUMNS)
    assert table.rows[0][0] == "Posts at Community team"


def test_where_no_number_matters_the_list_is_empty(small_study: Study, tmp_path: Path) -> None:
    same = {("lasting", MEASURE): lambda shares: 0 * shares[:, 0] - 5}
    alike = with_worlds(small_study, same, matters={MEASURE: 1})

    assert rows(alike, tmp_path) == []


def test_a_study_without_worlds_has_no_list(small_study: Study, tmp_path: Path) -> None:
    write_finding_out(small_study, tmp_path / "first.csv")

    assert not (tmp_path / "first.csv").exists()
