"""The yardstick for the reading age measures what it says."""

import pytest

from tests.report.readability import grade, syllables


@pytest.mark.parametrize(
    ("word", "many"),
    [
        ("a", 1),
        ("care", 1),
        ("better", 2),
        ("people", 2),
        ("services", 3),
        ("identical", 4),
        ("changed", 1),
        ("unadjusted", 4),
    ],
)
def test_syllables_of_words_one_can_clap(word: str, many: int) -> None:
    assert syllables(word) == many


def test_the_grade_is_the_published_formula() -> None:
    six_short_words = "The cat sat on the mat."
    assert grade(six_short_words) == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)


def test_long_words_in_long_sentences_are_harder() -> None:
    easy = "We ran it. It got better."
    hard = "Notwithstanding methodological considerations, implementation deteriorated."
    assert grade(easy) < 3
    assert grade(hard) > 15
