"""Reports in a browser: readable for all, on a wide and a narrow screen, and light on paper."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest

from sim.report import write_report
from sim.report.fitting.page import write_fit
from sim.report.sweep_report import SweepReport
from sim.studies.study import Study
from tests.report.browser import Browser, NoBrowserError, axe_source, browser
from tests.report.fitting.made import view as fit_view
from tests.report.test_importing import page as imported_page
from tests.report.test_sweeps import HIGH, LOW, page as sweep_page

WIDTHS = (1100, 390)  # of a desk, and of a telephone
RULES = 30  # axe looks at more than these in every page; fewer would mean that it did not run
MOST_BYTES = 1_000_000
"""Of a small report as a PDF. Hatches as patterns made one of 2 MB."""


class Tools(NamedTuple):
    """A browser, and the source of axe-core."""

    browser: Browser
    axe: str


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tools]:
    folder = tmp_path_factory.mktemp("browser")
    try:
        axe = axe_source(folder)
        with browser(folder / "profile") as opened:
            yield Tools(opened, axe)
    except NoBrowserError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def pages(
    small_study: Study, one_arm_study: Study, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """A report of each kind."""
    kinds = ("arms", "one", "sweep", "import", "fit")
    folders = {name: tmp_path_factory.mktemp(name) for name in kinds}
    imported = folders["import"] / "import.html"
    imported.write_text(imported_page(), encoding="utf-8")
    sweep = sweep_page(folders["sweep"], [[HIGH, LOW], [LOW, HIGH]]).outcomes
    return {
        "arms": write_report(small_study, folders["arms"])[0],
        "one": write_report(one_arm_study, folders["one"])[0],
        "import": imported,
        "fit": write_fit(fit_view(), "5" * 64, folders["fit"]),
        "sweep": SweepReport(sweep, sweep.asked.base.names).write(folders["sweep"]),
    }


def test_axe_finds_nothing_on_a_wide_and_a_narrow_screen(
    tools: Tools, pages: dict[str, Path]
) -> None:
    for (kind, page), width in product(pages.items(), WIDTHS):
        violations, rules = tools.browser.violations(page, width, tools.axe)
        assert not violations, (kind, width)
        assert rules > RULES


def test_axe_finds_what_is_wrong(tools: Tools, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text("<html lang='en'><title>A</title><main><h1>A</h1><img src='#'></main></html>")

    violations, _ = tools.browser.violations(bad, 390, tools.axe)

    assert any(each.startswith("image-alt") for each in violations)


def test_a_report_prints_to_a_small_file(tools: Tools, pages: dict[str, Path]) -> None:
    assert len(tools.browser.pdf(pages["arms"])) < MOST_BYTES
