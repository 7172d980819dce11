"""How hard a text is to read, by the Flesch-Kincaid grade.

Kincaid et al. 1975, "Derivation of new readability formulas": grade = 0.39 words per sentence
+ 11.8 syllables per word - 15.59; a pupil in grade g is about g + 5 years old.
Syllables are counted by rule, so that no list of words has to be fetched.
"""

import re

WORDS = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
NUMBERS = re.compile(r"[\d,.]*\d(?: ?%)?")


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
