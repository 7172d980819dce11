"""How hard a text is to read, by the Flesch-Kincaid grade, and which words it uses.

Kincaid et al. 1975, "Derivation of new readability formulas": grade = 0.39 words per sentence
+ 11.8 syllables per word - 15.59; a pupil in grade g is about g + 5 years old.
"""

import re
from pathlib import Path

WORDS = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
NUMBERS = re.compile(r"[\d,.]*\d(?: ?%)?")
VOCABULARY = frozenset(
    (Path(__file__).parent / "plain_words.txt").read_text(encoding="utf-8").split()
)


def syllables(word: str) -> int:
    """Groups of vowels, without a silent final e."""
    low = word.lower()
    groups = len(re.findall(r"[aeiouy]+", low))
    silent = (
        (low.endswith("e") and not low.endswith(("le", "ee", "ye")))
        or (low.endswith("es") and not low.endswith(("ses", "ces", "les", "ges")))
        or (low.endswith("ed") and not low.endswith(("ted", "ded")))
    )
    return max(groups - (1 if silent and groups > 1 else 0), 1)


def grade(text: str) -> float:
    """Flesch-Kincaid grade; a number counts as a word of one syllable."""
    sentences = [part for part in re.split(r"[.!?:]+(?:\s|$)", text) if part.strip()]
    plain = NUMBERS.sub(" one ", text)
    words = WORDS.findall(plain)
    total = sum(map(syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * total / len(words) - 15.59


def reading_age(text: str) -> float:
    """Years of age at which a text is read with ease."""
    return grade(text) + 5


def hard_words(text: str, names: tuple[str, ...] = ()) -> set[str]:
    """Words outside the plain vocabulary, the scenario's own names aside."""
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(re.escape(name), " ", text, flags=re.IGNORECASE)
    return {word.lower() for word in WORDS.findall(text)} - VOCABULARY
