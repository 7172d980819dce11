"""The page as a whole: written once and for all, safe, and usable by everyone."""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from sim.charts.style import contrast
from sim.report import write_report
from sim.studies.study import Study
from tests.report.pages import Page

EVIL = '<script>alert("x")</script> & "quoted" \'single\' {{ 7 * 7 }}'


@pytest.fixture(scope="module")
def written(small_study: Study, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_report(small_study, tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def source(written: list[Path]) -> str:
    return written[0].read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(source: str) -> Page:
    return Page(source)


def test_the_files_written_are_the_files_named(written: list[Path]) -> None:
    folder = written[0].parent
    assert written[0] == folder / "report.html"
    assert set(written) == {path for path in folder.rglob("*") if path.is_file()}
    names = {path.name for path in written}
    assert {"gaps-by-cause.svg", "gaps-by-cause.png", "person-a.svg", "waits.png"} <= names


def test_the_same_study_gives_the_same_bytes(
    small_study: Study, written: list[Path], tmp_path: Path
) -> None:
    again = write_report(small_study, tmp_path)
    assert [path.name for path in again] == [path.name for path in written]
    for one, other in zip(written, again, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name


def test_the_page_asks_nothing_of_the_network(source: str, page: Page) -> None:
    assert not page.all("script", "link", "iframe", "object", "base", "form")
    assert not re.search(r"url\(|@import", source)
    for element in page.elements:
        for name in ("src", "srcset", "href", "data", "poster"):
            link = element.attributes.get(name, "#")
            assert link.startswith(("#", "data:image/svg+xml;base64,")), element.tag


def test_every_tag_is_closed_in_order(page: Page) -> None:
    assert page.strays == []
    assert page.open == []


def test_no_two_elements_share_an_id_and_every_link_leads_somewhere(page: Page) -> None:
    ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert [name for name, many in Counter(ids).items() if many > 1] == []
    named = [e.attributes["aria-labelledby"] for e in page.elements if "aria-labelledby" in e[1]]
    targets = [e.attributes["href"].removeprefix("#") for e in page.all("a")]
    assert set(named + targets) <= set(ids)


def test_the_language_is_said_and_the_landmarks_are_there(page: Page) -> None:
    assert page.all("html")[0].attributes["lang"] == "en"
    assert [len(page.all(tag)) for tag in ("header", "main", "nav", "footer", "h1")] == [1] * 5


def test_the_first_thing_to_reach_is_the_way_to_the_answer(page: Page) -> None:
    first = page.all("a", "button", "summary")[0]
    assert first.attributes["href"] == "#main"
    assert page.all("main")[0].attributes["tabindex"] == "-1"


def test_headings_never_skip_a_level(page: Page) -> None:
    levels = [int(element.tag[1]) for element in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_every_table_has_a_caption_and_says_what_its_headings_head(page: Page) -> None:
    assert len(page.all("caption")) == len(page.all("table")) > 5
    assert {element.attributes.get("scope") for element in page.all("th")} == {"col", "row"}


def test_every_picture_has_words_in_its_place_and_says_how_to_read_it(page: Page) -> None:
    pictures = page.all("img")
    assert len(pictures) > 8
    assert all(len(picture.attributes["alt"]) > 30 for picture in pictures)
    assert page.words.count("How to read it.") == len(pictures)


def test_what_can_scroll_can_be_reached_with_the_keyboard(page: Page) -> None:
    scrolled = [e for e in page.elements if e.attributes.get("class") == "scroll"]
    assert scrolled
    for element in scrolled:
        assert element.attributes["tabindex"] == "0"
        assert element.attributes["aria-label"]


def test_words_read_on_their_background(source: str) -> None:
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", source))
    for words, ground in [
        ("ink", "tint"),
        ("muted", "tint"),
        ("link", "tint"),
    ]:
        assert contrast(colours[words], colours[ground]) >= 4.5, (words, ground)
    for colour in re.findall(r'style="(?:border-)?color: (#[0-9a-f]{6})"', source):
        assert contrast(colour, "#ffffff") >= 4.5


def test_focus_is_visible_and_print_has_its_own_sheet(source: str) -> None:
    assert ":focus-visible { outline: 3px" in source
    assert "@media print" in source
    assert "size: A4" in source
    assert "outline: none" not in source.replace("main:focus { outline: none; }", "")


def test_nothing_on_the_page_is_about_when_or_where_it_was_made(source: str) -> None:
    plain = re.sub(r"base64,[A-Za-z0-9+/=]+", "", source)
    assert str(Path.home()) not in plain
    assert not re.search(r"\d\d:\d\d:\d\d", plain)


def test_a_scenario_cannot_put_code_into_the_page(
    small_study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.report.blocks.png", lambda figure: b"")
    scenario = small_study.scenario
    arms = {
        name: arm.model_copy(update={"label": f"{EVIL} {name}", "description": EVIL})
        for name, arm in scenario.arms.items()
    }
    sources = {
        name: source.model_copy(update={"reference": EVIL, "note": EVIL})
        for name, source in scenario.sources.items()
    }
    resolved = {
        arm: each._replace(names=each.names._replace(service_labels=(EVIL,) * 3))
        for arm, each in small_study.resolved.items()
    }
    words = {"title": EVIL, "question": EVIL, "about": EVIL, "arms": arms, "sources": sources}
    evil = replace(small_study, scenario=scenario.model_copy(update=words), resolved=resolved)
    path = write_report(evil, tmp_path)[0]
    source = path.read_text(encoding="utf-8")
    assert "<script" not in source.lower()
    page = Page(source)
    assert page.strays == []
    assert EVIL in page.words
    for picture in tmp_path.glob("pictures/*.svg"):
        assert "<script" not in picture.read_text(encoding="utf-8").lower()
