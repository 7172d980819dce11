"""Characters that no text may hold, and what is written in their place in a message."""

import unicodedata
from array import array
from sys import byteorder

import pytest
from hypothesis import given, strategies as st

from sim.characters import first_refused, joined, named, visible


@given(st.text())
def test_a_text_without_refused_characters_can_be_written_as_xml_and_utf_8(text: str) -> None:
    if first_refused(text) is not None:
        return
    text.encode("utf-8")
    for character in text:
        # What XML 1.0 calls a character, without carriage returns.
        assert character in "\t\n" or "\x20" <= character <= "\ud7ff" or character >= "\ue000"
        assert ord(character) & 0xFFFE != 0xFFFE


@given(st.characters())
def test_what_is_refused_is_never_a_letter_a_digit_or_a_sign(character: str) -> None:
    if first_refused(character) is not None:
        assert unicodedata.category(character) in {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}


@pytest.mark.parametrize("control", [*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0))])
def test_every_control_but_tab_and_line_end_is_refused(control: str) -> None:
    assert (first_refused(f"a{control}") is None) == (control in "\t\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\x1b[31m", "U+001B, a control character"),
        ("\u2028", "U+2028, a separator of lines or paragraphs"),
        ("\u202e", "U+202E, a character that turns the direction of writing"),
        ("\u2066", "U+2066, a character that turns the direction of writing"),
        ("\ufeff", "U+FEFF, a byte order mark"),
        ("\ud800", "U+D800, half of a surrogate pair"),
        ("\U0001ffff", "U+1FFFF, a code that no character has"),
    ],
)
def test_a_refused_character_is_named(text: str, words: str) -> None:
    assert named(text[0]) == words


@pytest.mark.parametrize(
    "text", ["Zoë", "مرحبا", "שלום\u200f", "नमस्ते", "👩\u200d🔬", "🏴\U000e0067\U000e007f", "\u00a0"]
)
def test_words_of_every_script_and_emoji_may_stay(text: str) -> None:
    assert first_refused(text) is None


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_pairs_of_surrogates_as_json_writes_them_are_joined_again(text: str) -> None:
    apart = "".join(map(chr, array("H", text.encode(f"utf-16-{byteorder[0]}e"))))

    assert joined(apart) == text.replace("\r\n", "\n")


@given(st.text())
def test_what_is_printed_holds_nothing_that_is_refused(text: str) -> None:
    assert first_refused(visible(text)) is None


def test_what_may_be_printed_is_printed_as_it_is() -> None:
    assert visible("Zoë\n\t😀") == "Zoë\n\t😀"
