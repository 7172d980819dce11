import pytest

from sim.records.disclosure import with_rounded_counts, with_two_digits


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("In 1,203 rows of `referrals`", "In 1,205 rows of `referrals`"),
        ("3 people and 0 contacts", "fewer than 5 people and fewer than 5 contacts"),
        ("12 more referrals", "10 more referrals"),
        ("92 % of contacts, since 31/03/2025", "92 % of contacts, since 31/03/2025"),
    ],
)
def test_counts_in_a_sentence_are_rounded(text: str, told: str) -> None:
    assert with_rounded_counts(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Poisson of 73 endings", "Poisson of 75 endings"),
        ("After 412 days of 3 people.", "After 410 days of fewer than 5 people."),
        ("dispersion (1.137), 1,203 rows", "dispersion (1.1), 1,205 rows"),
    ],
)
def test_other_numbers_of_a_method_have_two_digits(text: str, told: str) -> None:
    assert with_two_digits(text) == told
