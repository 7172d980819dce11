"""The answer says each verdict in its own words, equally plainly, and never more than it knows."""

import math

import pytest

from sim.report.answer import Finding, change, common_history, how_sure, lead, sentences
from sim.studies.study import Verdict
from tests.report.readability import hard_words, reading_age

LABEL = "days in need without help"
NAMES = ("Lasting worker", "Handing on", LABEL, "time to a start", "contacts")
NAN = math.nan


def finding(verdict: Verdict, **given: object) -> Finding:
    """A finding of one verdict on days in need without help."""
    usual = Finding(
        measure="unmet_need_days",
        label=LABEL,
        unit="days per person-year",
        after=" a year for each person",
        arm="Lasting worker",
        baseline="Handing on",
        mean=98.4,
        baseline_mean=120.2,
        difference=-21.8,
        low=-28,
        high=-16,
        better_in=9,
        repeats=10,
        left_out=0,
        verdict=verdict,
    )
    return usual._replace(**given)  # type: ignore[arg-type]


def said(*findings: Finding) -> str:
    """All that is said about one arm."""
    return " ".join([*lead(findings), *(word for f in findings for word in sentences(f))])


WORDS = {
    Verdict.BETTER: [
        "Lasting worker did better than Handing on on days in need without help.",
        "It did worse on none of the main numbers.",
        "better on days in need without help: 98 a year for each person, not 120.",
        "In this model the change is likely to be 16 to 28 lower.",
        "Lasting worker did better in 9 of 10 repeats.",
    ],
    Verdict.WORSE: [
        "It got worse: Lasting worker did worse than Handing on",
        "It did better on none of the main numbers.",
        "Lasting worker was worse on days in need without help",
    ],
    Verdict.TOO_SMALL: [
        "Nothing that matters changed from Handing on to Lasting worker.",
        "This change is too small to matter.",
    ],
    Verdict.IDENTICAL: [
        "Nothing changed: Lasting worker and Handing on came out identical.",
        "Days in need without help: identical in each run, 98 a year for each person.",
    ],
    Verdict.CANNOT_TELL: [
        "We cannot tell if Lasting worker is better or worse than Handing on.",
        "which is better on days in need without help: 98 a year for each person with Lasting",
    ],
    Verdict.HIGHER_UNSURE: [
        "Lasting worker was not for sure better or worse than Handing on.",
        "Days in need without help came out higher, but over so many numbers luck could still",
        "In this model the change is likely to be 16 to 28 lower.",
        "We look at many numbers, so luck could still do this.",
    ],
    Verdict.LOWER_UNSURE: ["came out lower, but over so many numbers luck could still do this."],
    Verdict.HIGHER_BESIDE: [
        "came out higher: 98 a year",
        "It is not one of the main numbers, so luck could still do this.",
    ],
    Verdict.LOWER_BESIDE: [
        "came out lower: 98 a year",
        "It is not one of the main numbers, so luck could still do this.",
    ],
    Verdict.HIGHER: ["With Lasting worker, days in need without help came out higher."],
    Verdict.LOWER: [
        "Days in need without help came out lower: 98 a year for each person, not 120."
    ],
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
        Verdict.BETTER: "did better than",
        Verdict.WORSE: "It got worse",
        Verdict.IDENTICAL: "identical",
        Verdict.TOO_SMALL: "too small",
        Verdict.CANNOT_TELL: "cannot tell",
    }
    assert [v for v, claim in claims.items() if claim in text and v != verdict] == []


@pytest.mark.parametrize("verdict", Verdict)
def test_an_eleven_year_old_can_read_every_answer(verdict: Verdict) -> None:
    text = said(finding(verdict))
    assert reading_age(text) <= 11.5
    assert hard_words(text, NAMES) == set()


@pytest.mark.parametrize("repeats", [1, 2, 10])
def test_an_eleven_year_old_can_read_how_sure_we_are(repeats: int) -> None:
    text = " ".join(how_sure(repeats))
    assert reading_age(text) <= 11.5
    assert hard_words(text) == set()


def test_an_eleven_year_old_can_read_what_all_ways_have_in_common() -> None:
    text = common_history("5 years", "“today”")
    assert "“today”" in text
    assert reading_age(text) <= 11.5
    assert hard_words(text, ("today", "years")) == set()


def test_how_sure_we_are_names_the_repeats_and_says_that_intervals_are_unadjusted() -> None:
    text = " ".join(how_sure(10))
    assert "10 times" in text
    assert "unadjusted" in text
    assert "unadjusted" not in " ".join(how_sure(1))


def test_better_on_one_and_worse_on_another_is_said_as_both() -> None:
    worse = finding(Verdict.WORSE, label="time to a start", better_in=0)
    text = " ".join(lead([finding(Verdict.BETTER), worse]))
    assert text == (
        "Lasting worker was better on days in need without help. It was worse on time to a start."
    )


def test_what_cannot_be_told_is_never_left_out_beside_what_can() -> None:
    unsure = finding(Verdict.CANNOT_TELL, label="time to a start")
    for verdict in (Verdict.BETTER, Verdict.WORSE):
        assert "On time to a start we cannot tell." in lead([finding(verdict), unsure])
    for verdict, rest in [
        (Verdict.TOO_SMALL, "Nothing that matters changed on days in need without help."),
        (Verdict.IDENTICAL, "Nothing that matters changed on days in need without help."),
        (Verdict.HIGHER, "With Lasting worker, days in need without help came out higher."),
    ]:
        assert lead([finding(verdict), unsure]) == [
            "We cannot tell if Lasting worker is better or worse than Handing on "
            "on time to a start.",
            rest,
        ]


def test_many_unsure_numbers_are_counted_and_not_listed() -> None:
    unsure = [finding(Verdict.CANNOT_TELL, label=f"number {n}") for n in range(5)]
    assert "On 5 of the main numbers we cannot tell." in lead([finding(Verdict.BETTER), *unsure])


def test_repeats_are_counted_for_whoever_did_better_in_more_of_them() -> None:
    assert "Handing on did better in 8 of 10 repeats." in sentences(
        finding(Verdict.WORSE, better_in=2)
    )
    assert "Lasting worker did better in 5.5 of 10 repeats (a tie counts as half)." in sentences(
        finding(Verdict.CANNOT_TELL, better_in=5.5)
    )


def test_without_a_better_direction_no_repeat_is_called_better() -> None:
    text = said(finding(Verdict.HIGHER, better_in=NAN))
    assert "did better" not in text


def test_a_range_on_one_side_that_is_not_certain_is_explained() -> None:
    doubt = "We look at many numbers, so luck could still do this."
    assert doubt in sentences(finding(Verdict.HIGHER_UNSURE, low=2, high=5))
    assert doubt in sentences(finding(Verdict.LOWER_UNSURE, low=-5, high=-2))
    assert doubt not in sentences(finding(Verdict.CANNOT_TELL, low=-2, high=5))


def test_what_is_not_certain_is_said_beside_what_is() -> None:
    text = lead([finding(Verdict.BETTER), finding(Verdict.LOWER_UNSURE, label="Crises")])
    assert text[-1] == ("Crises came out lower, but over so many numbers luck could still do this.")
    assert not any("cannot tell" in each for each in text)


def test_a_range_that_is_not_given_or_not_to_be_trusted_is_explained() -> None:
    none = sentences(finding(Verdict.CANNOT_TELL, low=NAN, high=NAN, note="too few"))
    assert "Not enough repeats came out different to say how much could change." in none
    skewed = sentences(finding(Verdict.BETTER, note="skewed: widened, may be too narrow"))
    assert "A few repeats are far out, so this range could still be too small." in skewed
    for each in (none, skewed):
        assert hard_words(" ".join(each), NAMES) == set()


def test_one_run_of_each_is_said_to_be_too_few() -> None:
    text = said(finding(Verdict.CANNOT_TELL, low=NAN, high=NAN, repeats=1, better_in=1))
    assert "One run of each is not enough to say how sure we are." in text


def test_a_single_arm_has_nothing_to_compare() -> None:
    assert lead([]) == ["None of the main numbers is known, so we cannot tell."]


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


def test_a_share_is_said_in_per_cent() -> None:
    text = said(finding(Verdict.BETTER, unit="share", after="", mean=0.62, baseline_mean=0.5))
    assert "62 %, not 50 %" in text
