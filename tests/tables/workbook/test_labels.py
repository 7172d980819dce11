"""Words that tell codes apart."""

from sim.tables.workbook.labels import apart


def test_codes_with_the_same_words_are_told_apart() -> None:
    assert apart({"a": "Ward", "b": "ward", "c": "Clinic"}) == {
        "a": "Ward (a)",
        "b": "ward (b)",
        "c": "Clinic",
    }
