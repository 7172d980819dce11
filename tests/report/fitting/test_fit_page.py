"""The page of a fit says what is narrowed, what cannot be told, and how far to trust it."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest

from sim.report.blocks import Table
from sim.report.fitting.answer import (
    RIGHT,
    WRONG,
    WRONG_SEEN,
    agreement_words,
    answer_lines,
    answer_section,
    discrepancy_words,
    lead_words,
    misfit_words,
    narrowed_words,
    trust_words,
)
from sim.report.fitting.beside import beside_section
from sim.report.fitting.numbers import numbers_section, pairs_section
from sim.report.fitting.page import PAGE, write_fit
from sim.report.fitting.targets import targets_section, verdict
from sim.report.fitting.trust import trust_section
from sim.report.writing import PageError
from sim.scenario import Scenario
from sim.studies.fitting.fitted import Coverage, Misfit, Told
from sim.studies.targets import Agreement
from tests.report.fitting.made import fitted_file, not_near, result, view
from tests.report.readability import reading_age
from tests.studies.worlds.small import ATTEND_GP, RATE, TEAM

DIGEST = "5" * 64
PAGES = Path(__file__).resolve().parents[3] / "docs"


def tables(section: object) -> dict[str, Table]:
    """The tables of a section by their first rows' names."""
    return {each.caption: each for each in section.blocks if isinstance(each, Table)}  # type: ignore[attr-defined]


def seen(text: str) -> str:
    """What a reader sees of a page."""
    return " ".join(
        html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.S)).split()
    )


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The whole page, as a reader sees it."""
    folder = tmp_path_factory.mktemp("fit")
    return seen(write_fit(view(), DIGEST, folder).read_text(encoding="utf-8"))


def test_how_many_wrong_models_are_found_is_what_validation_measured() -> None:
    written = (PAGES / "background" / "validation.md").read_text(encoding="utf-8")

    measured = re.search(
        r"A misfit was seen in (\d+) of (\d+) wrong worlds, and in none of (\d+) worlds", written
    )

    assert measured is not None
    assert tuple(map(int, measured.groups())) == (WRONG_SEEN, WRONG, RIGHT)
    assert f"of {WRONG} that we made wrong on purpose, it found {WRONG_SEEN}" in misfit_words(
        view()
    )


def test_a_figure_is_named_with_the_days_that_it_is_of() -> None:
    of = fitted_file().to_dict()
    of["run"] |= {"begins": "2027-04-01", "length": "1 year"}
    of["targets"]["starts"] |= {"from": "2027-04-01", "to": "2027-06-30"}
    of["targets"]["list"] |= {"from": "2027-01-01", "to": "2027-03-31"}
    dated = Scenario.of(of)

    starts, waiting, rejections = (
        view(result(dated), dated).what(each) for each in result(dated).fitted.targets
    )

    assert starts.endswith("(2027-04-01 to 2027-06-30)")
    assert waiting == (
        "On the list (2027-01-01 to 2027-03-31, compared with 2027-04-01 to 2027-06-29 of the "
        "run, as if that time went on)"
    )
    assert "(" not in rejections


def test_the_page_says_if_errors_go_together() -> None:
    of = fitted_file().to_dict()
    of["targets_covariance"] = {
        "from_table": {"file": "errors.csv", "contents": "target,starts\nstarts,1.5\n"}
    }
    with_table = Scenario.of(of)

    said = str(targets_section(view(result(with_table), with_table)).blocks[-1])

    assert "counted from the same people go together" in said
    assert "go together" not in str(targets_section(view()).blocks)


def test_figures_of_the_last_months_are_named_as_held_out() -> None:
    late = tuple(each._replace(last_months=each.name == "list") for each in result().fitted.targets)

    said = str(targets_section(view(result(targets=late))).blocks[-1])

    assert "Held out although written as `fit`" in said
    assert "On the list" in said


def test_the_answer_counts_what_is_narrowed_and_names_each_with_both_ranges() -> None:
    made = view()

    said = list(narrowed_words(made))

    assert lead_words(made) == (
        "Your figure narrows 3 of the 5 numbers that nobody can see, and 1 more a little."
    )
    assert said[0] == "Arrivals: new: 1.6 to 2 per week. You wrote 1 to 4 per week."
    assert said[1].endswith("You wrote 60 to 95 %. A little narrower.")
    assert "“as_written” in 95 of 100 and “busy” in 5 of 100" in said[3]
    assert said[-1] == (
        "The data cannot tell: probability of coming to a contact at team. Its range stays as you "
        "wrote it."
    )


def test_nothing_after_the_fit_is_told_of_a_number_that_the_data_cannot_tell(page: str) -> None:
    table = tables(numbers_section(view()))["Every number (90 of 100 worlds)"]

    (row,) = [each for each in table.rows if each[0].endswith("at team")]

    assert row[2:4] == ["cannot tell", ""]
    assert row[5] == "say nothing about it: it stays as you wrote it"
    assert "no best value is given" in page


def test_figures_that_were_held_out_have_lights_and_the_others_the_word_fitted() -> None:
    found = tables(targets_section(view()))

    held = {row[0]: row[4] for row in found[next(iter(found))].rows}
    fitted = [
        row[4] for caption, each in found.items() if "fitted to" in caption for row in each.rows
    ]

    assert held == {"On the list": "✓ in its range", "Referrals turned away": "✗ too low"}
    assert fitted == ["fitted"]


def test_a_figure_that_was_not_used_or_not_reached_says_so() -> None:
    target = result().fitted.targets[0]

    assert verdict(target._replace(left_out="no run has it")) == "not used: no run has it"
    assert verdict(target._replace(within_reach=False)) == "✗ no world comes near"
    assert verdict(target._replace(agreement=Agreement.ABOVE)) == "✗ fitted, too high"
    assert verdict(target._replace(agreement=Agreement.UNSURE, role="check")) == "? cannot tell"


def test_the_answer_says_which_held_out_figures_are_missed() -> None:
    assert agreement_words(view()) == (
        "The fit did not see 2 figures; the fitted model meets 1, misses 1. Missed: Referrals "
        "turned away (too low)."
    )
    only_fit = result(targets=result().fitted.targets[:1])
    assert "nothing here shows whether the model is right" in agreement_words(view(only_fit))


@pytest.mark.parametrize(
    ("inside", "words"),
    [(80.0, "too narrow"), (90.0, "90 should be."), (99.0, "wider than need be")],
)
def test_hidden_runs_that_were_found_again_are_counted(inside: float, words: str) -> None:
    found = view(result(coverage=Coverage(100, inside, {RATE: inside})))

    said = trust_words(found)

    assert "we hid 100 of our own runs and found them again: " in said
    assert f"{inside:.0f} of 100 inside" in said
    assert said.endswith(words) or words in said.rsplit(".", 2)[-2]


def test_ranges_that_are_narrowed_are_not_hidden_by_all_the_others() -> None:
    every = result().fitted.coverage
    assert every is not None
    others = dict.fromkeys(every.by_number, 90.0)

    some = trust_words(view(result(coverage=Coverage(100, 90.0, others | {RATE: 91.0}))))
    low = trust_words(view(result(coverage=Coverage(100, 90.0, others | {RATE: 20.0}))))
    one = trust_words(view(result(coverage=Coverage(100, 90.0, others | {RATE: 77.0}))))

    assert "numbers that your figures narrow: 90 of 100." in some
    assert "too narrow" not in some
    assert low.endswith("So the ranges are too narrow; ask for more runs, with --sure thorough.")
    assert one.endswith(
        "Too narrow: arrivals: new (77 of 100). Ask for more runs, with --sure thorough."
    )
    thorough = replace(result(coverage=Coverage(100, 70.0, others)), asked=2_000)
    assert trust_words(view(thorough)).endswith("with --runs 4000.")


def test_many_worlds_that_cannot_be_run_are_told_with_the_answer() -> None:
    few, many = (replace(result(), refused=("services.gp: too many",) * n) for n in (25, 26))

    assert not any("cannot be run" in each for each in answer_lines(view(few)))
    assert [*answer_lines(view(many))][-1] == (
        "26 of 500 worlds within your ranges cannot be run, so the fit is of the others. Why, in "
        "the first of them: services.gp: too many"
    )
    assert "cannot be run" in str(answer_section(view(many)).blocks)


def test_a_sign_of_a_wrong_model_is_told_and_none_is_no_proof() -> None:
    wrong = view(result(misfit=Misfit(True, 9.0, 2.0)))

    assert misfit_words(wrong).startswith("Your figures look like no run of this model")
    assert "finds only some wrong models" in misfit_words(view())
    assert "is no proof" in misfit_words(view())


def test_what_the_model_may_be_off_is_stated_and_shown_beside_less_and_more() -> None:
    made = view()
    table = tables(beside_section(made))["Fitted ranges, by how far the model may be off"]
    rate = {row[0]: row for row in table.rows}["Arrivals: new"]

    assert "off by 10 % of it" in discrepancy_words(made)
    assert "too narrow" in discrepancy_words(view(result(discrepancy=0.0)))
    assert list(table.columns) == ["Number", "off by 0 %", "off by 10 %", "off by 20 %"]
    assert rate[1:] == ["1.7 to 1.9 per week", "1.6 to 2 per week", "1.4 to 2.2 per week"]
    assert table.rows[-1][1:] == ["cannot tell"] * 3


def test_pairs_that_only_matter_together_are_named_together() -> None:
    (section,) = [pairs_section(view())]
    (said,) = section.blocks[1].texts  # type: ignore[union-attr]

    assert said.startswith("Arrivals: new and probability of coming to a contact at gp: where the")
    assert "the other is low (rank correlation −0.80)" in said
    assert pairs_section(view(result(pairs=()))).blocks == []


def test_what_was_left_out_is_said_with_its_reason(page: str) -> None:
    assert "keeps its value: arms would have unequal staff time." in page
    assert "500 runs were made, 490 of them have a value for every figure that was used" in page
    said = trust_section(view(replace(result(), refused=("services.gp: too many",)))).blocks
    assert any("1 world was not run. The first: services.gp" in str(each) for each in said)


def test_a_fit_that_no_world_comes_near_says_why_and_gives_no_values(tmp_path: Path) -> None:
    made = view(not_near())
    text = seen(write_fit(made, DIGEST, tmp_path).read_text(encoding="utf-8"))

    assert "No world within your ranges comes near your figures" in text
    assert "Spells started, team: yours is 9 (7 to 11), the model gives 8 (2 to 30)." in text
    assert "Your figures look like no run of this model" in text
    assert "sim run" not in text
    assert "If the model is off" not in text
    assert next(iter(answer_lines(made))).startswith("No world within your ranges")


def test_the_terminal_says_what_the_page_says(page: str) -> None:
    for line in answer_lines(view()):
        assert line.removeprefix("- ") in page


def test_every_picture_has_words_and_a_table(page: str, tmp_path: Path) -> None:
    path = write_fit(view(), DIGEST, tmp_path)
    text = path.read_text(encoding="utf-8")

    alternatives = re.findall(r'<img[^>]*alt="([^"]+)"', text)
    assert len(alternatives) == 3
    assert all("table has all" in each for each in alternatives)
    assert page.count("How to read it.") == 3
    names = {each.name for each in (tmp_path / "pictures").iterdir()}
    assert names == {
        f"fit_{each}.{end}" for each in ("targets", "numbers", "beside") for end in ("svg", "png")
    }


def test_the_same_fit_gives_the_same_bytes_and_a_changed_page_is_left(tmp_path: Path) -> None:
    first = write_fit(view(), DIGEST, tmp_path).read_bytes()

    assert write_fit(view(), DIGEST, tmp_path).read_bytes() == first
    (tmp_path / PAGE).write_text("mine", encoding="utf-8")
    with pytest.raises(PageError, match="is there already"):
        write_fit(view(), DIGEST, tmp_path)
    assert (tmp_path / PAGE).read_text(encoding="utf-8") == "mine"


def test_the_answer_is_easy_to_read() -> None:
    assert reading_age(" ".join(answer_lines(view()))) <= 14


def test_what_is_told_of_each_number_is_in_words_of_its_own() -> None:
    told = {number.name: number.told for number in result().fitted.numbers}

    assert told[RATE] is told[TEAM] is Told.NARROWED
    assert told[ATTEND_GP] is Told.A_LITTLE
