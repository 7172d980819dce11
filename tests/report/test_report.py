"""What the report says: every verdict, every assumption, every person, and what is left out."""

import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.cli.headlines import headlines
from sim.network.workforce import Resource, ResourceKind, WorkforceCheck
from sim.report import write_report
from sim.report.answer import HINTS
from sim.report.baseline import baseline_words, service_rows
from sim.report.blocks import Bullets, Paragraphs
from sim.report.opening import answer_section
from sim.report.view import View
from sim.report.wording import number
from sim.scenario import load
from sim.studies.planning import Choices
from sim.studies.running import carry_out, plan
from sim.studies.study import EVERYONE, Comparison, Study, Verdict
from sim.studies.verdicts import WITHIN_CHANCE
from tests.report.pages import Page
from tests.report.readability import reading_age


@pytest.fixture(autouse=True)
def no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the drawing of pictures out: it takes most of the time, and words are tested here."""
    monkeypatch.setattr("sim.report.blocks.svg", lambda figure: b"<svg/>")
    monkeypatch.setattr("sim.report.blocks.png", lambda figure: b"")


def page_of(study: Study, folder: Path) -> Page:
    """The page of a study."""
    return Page(write_report(study, folder)[0].read_text(encoding="utf-8"))


def words_of(study: Study, folder: Path) -> str:
    """All that a reader of the report sees."""
    return page_of(study, folder).words


def judged(row: Comparison, verdict: Verdict) -> Comparison:
    """A comparison of the family with another verdict, and numbers that go with it."""
    if not row.in_family:
        return row._replace(verdict=Verdict.CANNOT_TELL)
    low, high = {"better": (-28, -16), "worse": (16, 28)}.get(verdict, (-3.0, 3.0))
    row = row._replace(verdict=verdict, low=low, high=high, p_a_better=1.0 if low < -3 else 0.0)
    if verdict is Verdict.IDENTICAL:
        row = row._replace(mean_b=row.mean_a, difference=0.0, low=0.0, high=0.0, p_a_better=0.5)
    return row


def with_verdict(study: Study, verdict: Verdict) -> Study:
    """The study as if every main measure had come out like this."""
    return replace(study, comparisons=tuple(judged(row, verdict) for row in study.comparisons))


ARMS = ("handed_on", "lasting")
ANSWERS = {
    Verdict.BETTER: "No main measure came out worse.",
    Verdict.WORSE: "worse: with “One lasting worker”, people had more days in need",
    Verdict.TOO_SMALL: "othing that matters changed from “Handed on” to “One lasting worker”.",
    Verdict.IDENTICAL: "Nothing changed: “One lasting worker” and “Handed on” came out identical.",
    Verdict.CANNOT_TELL: "On days in need without help, the mean wait for a start",
    **dict.fromkeys(HINTS, "“One lasting worker” was not for sure better or worse than “Handed"),
    Verdict.HIGHER: "More is neither better nor worse here.",
    Verdict.LOWER: "More is neither better nor worse here.",
}


def answer_of(study: Study) -> str:
    """All that the first section says in sentences."""
    blocks = answer_section(View(study)).blocks
    return " ".join(
        text for block in blocks if isinstance(block, Paragraphs | Bullets) for text in block.texts
    )


@pytest.mark.parametrize("verdict", Verdict)
def test_the_report_can_say_every_verdict(small_study: Study, verdict: Verdict) -> None:
    answer = answer_of(with_verdict(small_study, verdict))
    assert ANSWERS[verdict] in answer
    others = [said for said in ANSWERS.values() if said != ANSWERS[verdict]]
    assert not any(said in answer for said in others)


@pytest.mark.parametrize("verdict", Verdict)
def test_the_answer_of_a_real_study_reads_at_about_eleven(
    small_study: Study, verdict: Verdict
) -> None:
    answer = answer_of(with_verdict(small_study, verdict))
    assert reading_age(answer) <= 12


@pytest.mark.parametrize("verdict", [Verdict.WORSE, Verdict.CANNOT_TELL])
def test_the_answer_stands_before_the_numbers_and_has_a_sign_beside_each_measure(
    small_study: Study, tmp_path: Path, verdict: Verdict
) -> None:
    words = words_of(with_verdict(small_study, verdict), tmp_path)
    answer = words[: words.index("In this report")]
    assert ANSWERS[verdict] in answer
    signed = {Verdict.WORSE: "✗ perhaps worse", Verdict.CANNOT_TELL: f"? {WITHIN_CHANCE}"}
    assert signed[verdict] in answer


def test_worse_beside_the_main_numbers_is_said_in_the_answer(small_study: Study) -> None:
    rows = tuple(
        judged(row, Verdict.BETTER)._replace(verdict=Verdict.WORSE)
        if row.series.measure == "crisis_episodes"
        else judged(row, Verdict.BETTER)
        for row in small_study.comparisons
    )
    answer = answer_of(replace(small_study, comparisons=rows))
    assert "Beside that it was perhaps worse in that people were in crisis" in answer


def test_without_worlds_the_first_page_says_that_it_allows_for_chance_alone(
    small_study: Study, tmp_path: Path
) -> None:
    words = words_of(small_study, tmp_path)
    first = words[: words.index("In this report")]
    assert "We ran each way of care 3 times." in first
    assert "by chance alone (95 %)" in first
    assert "It does not say how sure these numbers are." in first
    assert "unadjusted" in words


def in_scenario(study: Study, **changes: Any) -> Study:
    """The study with other words in its scenario."""
    return replace(study, scenario=study.scenario.model_copy(update=changes))


def test_every_number_of_the_scenario_is_listed_with_its_source_and_assumptions_are_marked(
    small_study: Study, tmp_path: Path
) -> None:
    words = words_of(small_study, tmp_path)
    for path, quantity in small_study.scenario.quantities():
        assert path in words
        assert quantity.written in words
    assert "1 week to 6 weeks" in words
    assert "◆ assumption" in words
    assert "doi:10.0000/made.up; Table 1" in words
    assert "A. Planner" in words


def test_a_number_that_only_one_arm_changes_is_listed_under_that_arm(
    small_study: Study, tmp_path: Path
) -> None:
    page = page_of(small_study, tmp_path)
    cells = [text for tag, text in page.texts if tag in {"td", "th"}]
    place = cells.index("2 years")
    assert cells[place - 1] == "One lasting worker"
    assert cells[place - 2] == "services.team.ends.stay.exponential.mean"


def test_what_is_not_modelled_and_who_was_not_involved_is_said_on_every_report(
    small_study: Study, one_arm_study: Study, tmp_path: Path
) -> None:
    for place, study in enumerate((small_study, one_arm_study)):
        folder = tmp_path / str(place)
        folder.mkdir()
        words = words_of(study, folder)
        for thing in ("trauma", "Carers", "Medication", "Money and housing", "wellbeing of staff"):
            assert thing in words
        assert "No causal size for “relational practice” exists" in words
        assert "The scenario does not say who was involved in making it." in words
        assert "second-hand, from research that was co-produced" in words


def test_who_was_involved_is_said_in_the_words_of_the_scenario(
    small_study: Study, tmp_path: Path
) -> None:
    said = "Four people who use the team <agreed> every number."
    scenario = small_study.scenario.model_copy(update={"involvement": said})
    words = words_of(replace(small_study, scenario=scenario), tmp_path)

    assert f"Who was involved, in the words of the scenario: {said}" in words
    assert "does not say who was involved" not in words
    assert "No one with lived experience" not in words


def test_how_to_get_the_result_again_names_command_digest_seed_and_versions(
    small_study: Study, tmp_path: Path
) -> None:
    words = words_of(small_study, tmp_path)
    assert "sim reproduce manifest.json" in words
    assert small_study.digest in words
    assert "sim run resolved.yaml --arms handed_on,lasting" in words
    for name, version in small_study.versions.items():
        assert f"{name} {version}" in words


def test_the_same_staff_is_said_beside_the_figures_where_it_is_the_same(
    small_study: Study, tmp_path: Path
) -> None:
    words = words_of(small_study, tmp_path)
    first = words[: words.index("In this report")]
    assert "Every way of care has the same staff in every service, 12 contact hours a week" in first
    assert "Every way of care has the same places: Hospital ward 2." in words
    assert "Take care" not in words


def test_unequal_staff_comes_with_its_figures_and_its_reason_on_the_first_page(
    small_study: Study, tmp_path: Path
) -> None:
    words = words_of(with_staff(small_study, {"team": 9}), tmp_path)
    first = words[: words.index("In this report")]
    assert "Staff: Community team: 12 hours a week in Handed on, 9 in One lasting worker." in first
    assert "The reason: A study." in first
    assert "has the same staff" not in words


def test_hours_that_move_between_services_are_told_with_their_figures_and_are_not_the_same(
    small_study: Study, tmp_path: Path
) -> None:
    words = words_of(with_staff(small_study, {"team": 9, "new": 3}), tmp_path)
    first = words[: words.index("In this report")]
    assert "the same staff hours in all, 12 contact hours a week, divided differently" in first
    assert "Community team 12 (9 with “One lasting worker”)" in first
    assert "the same staff in every service" not in words
    assert "A study." not in words


def with_staff(study: Study, lasting: dict[str, float]) -> Study:
    """A study whose second arm has these hours a week, the file giving a reason."""
    hours = {name: {"handed_on": 0.0, "lasting": amount} for name, amount in lasting.items()}
    hours["team"]["handed_on"] = 12.0
    unit, total = "hours a week", {"handed_on": 12.0, "lasting": sum(lasting.values())}
    labels = {"team": "Community team", "new": "New team"}
    teams = [
        Resource(f"Staff: {labels[name]}", unit, amounts, ResourceKind.TEAM, name)
        for name, amounts in hours.items()
    ]
    staff = Resource("Staff contact-hours in all", unit, total, ResourceKind.STAFF)
    unequal = () if staff.same else (*teams, staff)
    check = WorkforceCheck((*teams, staff), unequal, (), "A study.")
    rule = study.scenario.workforce.model_copy(update={"unequal": "A study."})
    return replace(in_scenario(study, workforce=rule), workforce=check)


def test_one_arm_is_described_and_compared_with_nothing(
    one_arm_study: Study, tmp_path: Path
) -> None:
    words = words_of(one_arm_study, tmp_path)
    assert "This is how services do with “One lasting worker”." in words
    assert "We ran it once." in words
    assert "Days in need without help" in words
    for comparing in ("compare", "each way of care", "ways of care", "every way", " arms ", "pair"):
        assert comparing not in words, words[words.index(comparing) - 80 :][:200]
    rows = {row[0]: row[1:] for row in service_rows(View(one_arm_study))}
    lists = one_arm_study.measures.mean("lasting", "list_length.team", EVERYONE)
    assert rows["Community team"][1] == number(lists)
    (said, *_) = baseline_words(View(one_arm_study))
    assert said.startswith("On average ")
    assert said in words
    terminal = " ".join(" ".join(headlines(one_arm_study)).split())
    assert said in terminal
    assert f"Community team: people there {rows['Community team'][0]}; on the list" in terminal


def test_no_section_of_a_report_of_one_arm_is_empty(one_arm_study: Study, tmp_path: Path) -> None:
    page = write_report(one_arm_study, tmp_path)[0].read_text(encoding="utf-8")
    for section in re.findall(r"<section .*?</section>", page, re.S):
        assert re.search(r"<(p|ul|table|figure)\b", section), section[:200]
    assert not re.search(r"<h([234])[^>]*>((?!</h).)*</h\1>\s*(<h\1|</section>)", page, re.S)


def test_a_queueing_network_without_needs_has_a_report_too(tmp_path: Path) -> None:
    file = tmp_path / "queue.yaml"
    file.write_text(
        "throughline: 2\ntitle: A desk\nsource: us\n"
        "sources: {us: {kind: assumption, reference: made up}}\n"
        "run: {length: 60 days, replications: 2}\n"
        "people: {arrivals: {callers: {rate: 3 per day, to: desk}}}\n"
        "services: {desk: {capacity: {places: 1}, ends: {stay: {exponential: {mean: 4 hours}}}}}\n"
    )
    study = carry_out(plan(load(file), Choices()), tmp_path / "runs", workers=1)
    words = words_of(study, tmp_path)
    for about_needs in ("Gaps in care", "The same people", "Crisis", "In need"):
        assert about_needs not in words
    assert "where people come from outside" in words
    assert "Contact while in care" not in words  # no service of it has contacts
    assert "This scenario has one group" in words
    assert "Nobody has needs here, so people are counted from their first referral" in words
    assert "People who left the population" in words
    assert "Numbers are moves a year, in the first repeat." in words


def test_with_one_arm_the_question_is_answered_by_the_measures_that_the_scenario_names(
    one_arm_study: Study, small_study: Study
) -> None:
    named = ["unmet_need_days", "wait_to_start.mean", "upc.person"]

    assert View(one_arm_study).family() == named
    assert sorted(View(small_study).family()) == sorted(named)


def test_rates_that_are_withheld_are_told_of_in_the_report(
    small_study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Figures per person-year" not in words_of(small_study, tmp_path)
    monkeypatch.setattr("sim.rules.population.MOST_GROWTH", 0.1)

    words = words_of(small_study, tmp_path)

    assert "Figures per person-year would fall with the length of the run" in words
    assert "Numbers are moves a year, in the first repeat." in words


def test_a_measure_that_is_nothing_everywhere_tells_nothing(small_study: Study) -> None:
    table = small_study.measures
    view = View(replace(small_study, measures=replace(table, values=table.values * 0)))
    assert view.has("unmet_need_days")
    assert not view.tells("unmet_need_days")
    assert View(small_study).tells("unmet_need_days")


def test_a_measure_without_known_values_is_left_out(small_study: Study) -> None:
    table = small_study.measures
    blank = replace(table, values=table.values * math.nan)
    view = View(replace(small_study, measures=blank))
    assert not view.has("unmet_need_days")
    assert all(map(math.isnan, view.means("unmet_need_days")))


def test_people_are_introduced_by_the_rule_that_chose_them(
    small_study: Study, tmp_path: Path
) -> None:
    words = words_of(small_study, tmp_path)
    assert "chosen by a rule, not by hand" in words
    assert "Person A, a tenth of the way along the line" in words
    assert words.count("When counting began:") >= 6


def test_groups_are_set_side_by_side_with_how_far_apart_they_lie(
    small_study: Study, tmp_path: Path
) -> None:
    words = words_of(small_study, tmp_path)
    part = words[words.rindex("Is everyone served alike?") :]
    assert "Known to services" in part
    apart = [small_study.measures.mean(a, "equity.unmet_need_days.difference") for a in ARMS]
    row = re.search(
        r"Largest minus smallest \(95 % interval\) ([\d.]+) \((.+?)\) ([\d.]+) \(", part
    )
    assert row is not None
    assert (row[1], row[3]) == (number(apart[0]), number(apart[1]))
    assert re.fullmatch(r"\S+ to \S+(; skewed.*)?|too few: .+|the same in every run", row[2])
    groups = ("old", "new")
    of_means = np.ptp([small_study.measures.mean(ARMS[0], "unmet_need_days", g) for g in groups])
    assert apart[0] == pytest.approx(of_means)
