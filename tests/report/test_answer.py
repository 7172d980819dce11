"""The answer by chance alone says each verdict in its own words, and never more than it knows."""

import math

import pytest

from sim.measures.words.form import Clause, Ways, people_had
from sim.report.answer import Finding, change, common_history, how_sure, lead
from sim.studies.study import Verdict
from sim.studies.verdicts import WITHIN_CHANCE
from tests.report.readability import reading_age

LABEL = "days in need without help"
WAITS = Ways(
    Clause("People", "waited", "less long to start"), Clause("People", "waited", "longer to start")
)
NAN = math.nan


def finding(verdict: Verdict, **given: object) -> Finding:
    """A finding of one verdict on days in need without help."""
    up = verdict in (Verdict.WORSE, Verdict.HIGHER, Verdict.HIGHER_UNSURE, Verdict.HIGHER_BESIDE)
    usual = Finding(
        measure="unmet_need_days",
        label=LABEL,
        unit="days per person-year",
        after=" a year for each person",
        ways=people_had(LABEL),
        arm="“Lasting worker”",
        baseline="“Handing on”",
        mean=98.4,
        baseline_mean=120.2,
        difference=21.8 if up else -21.8,
        low=-28,
        high=-16,
        better_in=19,
        repeats=20,
        left_out=0,
        verdict=verdict,
    )
    return usual._replace(**given)  # type: ignore[arg-type]


def waiting(verdict: Verdict) -> Finding:
    return finding(verdict, label="the wait for a start", ways=WAITS)


def said(*findings: Finding) -> str:
    """All that is said about one arm."""
    return " ".join(lead(findings))


WORDS = {
    Verdict.BETTER: [
        "Better: with “Lasting worker”, people had fewer days in need without help.",
        "No main measure came out worse.",
    ],
    Verdict.WORSE: [
        "Worse: with “Lasting worker”, people had more days in need without help.",
        "No main measure came out better.",
    ],
    Verdict.TOO_SMALL: [
        "Nothing that matters changed from “Handing on” to “Lasting worker”.",
        "too small to matter",
    ],
    Verdict.IDENTICAL: ["Nothing changed: “Lasting worker” and “Handing on” came out identical."],
    Verdict.CANNOT_TELL: [
        "On days in need without help there is no difference that can be told from chance: “Lasting"
        " worker” may be better or worse than",
    ],
    Verdict.HIGHER_UNSURE: [
        "“Lasting worker” was not for sure better or worse than “Handing on”.",
        "It looks as if people had more days in need without help.",
        "chance alone could do this",
    ],
    Verdict.LOWER_UNSURE: ["It looks as if people had fewer days in need without help."],
    Verdict.HIGHER_BESIDE: ["It looks as if people had more days", "take it as a hint"],
    Verdict.LOWER_BESIDE: ["It looks as if people had fewer days", "take it as a hint"],
    Verdict.HIGHER: ["people had more days in need", "More is neither better nor worse here."],
    Verdict.LOWER: ["people had fewer days in need", "More is neither better nor worse here."],
}


@pytest.mark.parametrize("verdict", Verdict)
def test_each_verdict_is_said_in_its_own_words(verdict: Verdict) -> None:
    text = said(finding(verdict))
    for words in WORDS[verdict]:
        assert words in text


@pytest.mark.parametrize("verdict", Verdict)
def test_no_verdict_borrows_the_words_of_another(verdict: Verdict) -> None:
    text = said(finding(verdict))
    claims = {
        Verdict.BETTER: "No main measure came out worse",
        Verdict.WORSE: "No main measure came out better",
        Verdict.IDENTICAL: "identical",
        Verdict.TOO_SMALL: "too small",
        Verdict.CANNOT_TELL: "told from chance",
    }
    assert [v for v, claim in claims.items() if claim in text and v != verdict] == []


@pytest.mark.parametrize("verdict", Verdict)
def test_a_twelve_year_old_can_read_every_answer(verdict: Verdict) -> None:
    assert reading_age(said(finding(verdict))) <= 12


@pytest.mark.parametrize("repeats", [1, 2, 10])
def test_a_twelve_year_old_can_read_how_sure_we_are(repeats: int) -> None:
    assert reading_age(" ".join(how_sure(repeats))) <= 12


def test_a_twelve_year_old_can_read_what_all_ways_have_in_common() -> None:
    text = common_history("5 years", "“today”")
    assert "“today”" in text
    assert reading_age(text) <= 12


def test_how_sure_we_are_names_the_repeats_and_says_that_intervals_are_unadjusted() -> None:
    text = " ".join(how_sure(10))
    assert "10 times" in text
    assert "unadjusted" in text
    assert "unadjusted" not in " ".join(how_sure(1))


def test_better_on_one_and_worse_on_another_is_mixed_in_one_sentence() -> None:
    assert lead([finding(Verdict.BETTER), waiting(Verdict.WORSE)]) == [
        "Mixed: with “Lasting worker”, people had fewer days in need without help, but waited "
        "longer to start."
    ]


def test_a_measure_that_is_better_when_higher_is_told_by_the_way_it_went() -> None:
    text = said(finding(Verdict.BETTER, difference=3.0, ways=people_had("days with help")))
    assert "people had more days with help" in text


def test_what_cannot_be_told_is_never_left_out_beside_what_can() -> None:
    unsure = waiting(Verdict.CANNOT_TELL)
    for verdict in (Verdict.BETTER, Verdict.WORSE):
        assert f"On the wait for a start there is {WITHIN_CHANCE}." in lead(
            [finding(verdict), unsure]
        )
    for verdict, rest in [
        (Verdict.TOO_SMALL, "Nothing that matters changed on days in need without help."),
        (Verdict.IDENTICAL, "Nothing that matters changed on days in need without help."),
    ]:
        assert lead([finding(verdict), unsure]) == [
            f"On the wait for a start there is {WITHIN_CHANCE}: “Lasting worker” may be better or "
            "worse than “Handing on”.",
            rest,
        ]


def test_many_unsure_numbers_are_counted_and_not_listed() -> None:
    unsure = [finding(Verdict.CANNOT_TELL, label=f"number {n}") for n in range(5)]
    said = lead([finding(Verdict.BETTER), *unsure])
    assert f"On 5 of the main measures there is {WITHIN_CHANCE}." in said


@pytest.mark.parametrize("verdict", Verdict)
def test_a_first_look_is_called_so_and_says_nothing_as_certain(verdict: Verdict) -> None:
    text = said(finding(verdict, repeats=10))

    if verdict is not Verdict.IDENTICAL:
        assert "This is a first look: 10 repeats" in text
    if verdict in (Verdict.BETTER, Verdict.WORSE):
        assert text.startswith(f"Perhaps {verdict}: with “Lasting worker”, people had")
    assert reading_age(text) <= 12


def test_what_is_not_certain_is_said_beside_what_is() -> None:
    text = lead([finding(Verdict.BETTER), waiting(Verdict.LOWER_UNSURE)])
    assert text[-1].startswith("It looks as if people waited less long to start.")
    assert not any(WITHIN_CHANCE in each for each in text)


def test_a_single_arm_has_nothing_to_compare() -> None:
    assert lead([]) == ["None of the main numbers is known, so nothing can be compared."]


@pytest.mark.parametrize(
    ("low", "high", "unit", "words"),
    [
        (-28, -16, "days", "16 to 28 lower"),
        (2, 3, "days", "2 to 3 higher"),
        (-2, 3, "days", "2 lower to 3 higher"),
        (0, 0, "days", "0 to 0 lower"),
        (-0.12, 0.05, "share", "12 points lower to 5 points higher"),
        (0.05, 0.12, "share", "5 to 12 points higher"),
    ],
)
def test_an_interval_in_words_keeps_its_direction(
    low: float, high: float, unit: str, words: str
) -> None:
    assert change(low, high, unit) == words
