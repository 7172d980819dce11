"""The made-up area that is shipped is the one that is described, and its figures add up."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from sim.area.derived import Severity
from sim.area.deriving import derive
from sim.area.reconciling import reconcile
from tests.area.riverside import FILES, SHIPPED, WORKBOOK, made, riverside


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workbook and its import, made again."""
    folder = tmp_path_factory.mktemp("riverside")
    made(folder)
    return folder


def test_the_shipped_workbook_holds_what_is_made_again(again: Path) -> None:
    one, other = (_parts(folder / WORKBOOK) for folder in (SHIPPED, again))
    assert one == other


@pytest.mark.parametrize("name", FILES)
def test_the_shipped_import_is_that_of_the_workbook(name: str, again: Path) -> None:
    one, other = ((folder / name).read_text(encoding="utf-8") for folder in (SHIPPED, again))
    assert one == other


def test_the_figures_of_the_made_up_area_add_up() -> None:
    book = riverside()
    checks = reconcile(book, derive(book))
    assert len(book.services) == 16
    assert len(checks) > 80
    assert [each.sentence for each in checks if each.severity is not Severity.FINE] == []


def _parts(path: Path) -> dict[str, bytes]:
    """The parts of a workbook; how they are packed may differ from machine to machine."""
    with zipfile.ZipFile(path) as parts:
        return {name: parts.read(name) for name in parts.namelist()}
