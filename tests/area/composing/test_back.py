"""From a scenario to a workbook and back: nothing that was said is said otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from sim.area.composing import compose, given_back, kept, workbook_from
from sim.area.deriving import derive
from sim.area.figures import Workbook
from sim.area.reading import read_workbook
from sim.area.sheets import placed
from sim.area.template import write_template
from sim.scenario import load
from tests.area.making import workbooks
from tests.docs.pages import HOUSE


@pytest.mark.parametrize("name", ["queue", "bristol", "leicester", "cen_community"])
def test_a_scenario_of_another_origin_stays_as_it_is(name: str, tmp_path: Path) -> None:
    base = load(HOUSE / "scenarios" / f"{name}.yaml")
    path = write_template(tmp_path / "mine.xlsx", workbook_from(base, f"{name}.yaml"))
    book = read_workbook(path)
    made = compose(book, derive(book), path.name, base, f"{name}.yaml")
    assert not made.tables
    assert "\nservices:" not in made.text  # each number that the sheets hold is that of the file
    mine = tmp_path / "mine.yaml"
    mine.write_text(made.text_from(HOUSE / "scenarios"), encoding="utf-8")
    assert load(mine, allow_outside=True) == base


def test_only_what_was_changed_in_the_workbook_is_written(tmp_path: Path) -> None:
    base = load(HOUSE / "scenarios" / "queue.yaml")
    path = write_template(tmp_path / "mine.xlsx", _with_four_chairs(workbook_from(base, "q.yaml")))
    book = read_workbook(path)
    made = compose(book, derive(book), path.name, base, "q.yaml")
    changed = made.text.partition("services:\n")[2]
    assert changed.splitlines() == [
        "  group:",
        "    source: lesson",
        "    capacity:",
        "      places: 4",
    ]


@given(workbooks())
def test_figures_that_were_kept_are_given_back(book: Workbook) -> None:
    assert placed(given_back(kept(book, (), ())["figures"])) == book


@pytest.mark.parametrize("broken", [{}, {"area": []}, {"area": [{"title": {"A1": "x"}}]}])
def test_what_is_not_kept_figures_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no figures of a workbook"):
        given_back(broken)


def _with_four_chairs(book: Workbook) -> Workbook:
    first, group = book.services
    assert group.places is not None
    return replace(book, services=(first, replace(group, places=group.places._replace(value=4.0))))
