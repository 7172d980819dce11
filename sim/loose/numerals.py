"""Read the number at the beginning of a text: digits in any style, fractions, or words."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from sim.loose.spelling import ONES, SCALES, TENS

SPACES = " '\u2019_\u00a0\u202f"
GROUPED = rf"\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?![\d])(?:[.,]\d+)?"
DIGITS = re.compile(rf"(?:{GROUPED}|\d+(?:[.,]\d+)*\.?|[.,]\d+)(?:[eE][+-]?\d{{1,2}}(?![\w]))?")
THOUSANDS_OR_DECIMALS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
LONGEST = 200  # characters; nobody writes a longer number
QUARTERS = re.compile(r"(?:(three|3)\s+quarters|an?\s+quarter)\s+of\s+(?:an?\s+)?", re.IGNORECASE)
HALF = Fraction(1, 2)
WORDS = {
    **{word: number for number, word in enumerate(ONES)},
    **{word: 20 + 10 * place for place, word in enumerate(TENS)},
}
MULTIPLES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "dozen": 12, "k": 1_000}
assert SCALES.keys() <= MULTIPLES.keys()


def values_of(digits: str) -> tuple[Fraction, ...]:
    """Return the possible values of digits: one, two if a separator is ambiguous, or none.

    If there are two, the first is the value by English usage.
    """
    mantissa, _, exponent = re.sub(rf"[{SPACES}]", "", digits).lower().partition("e")
    power = Fraction(10) ** int(exponent or 0)
    points, commas = mantissa.count("."), mantissa.count(",")
    if points and commas:
        decimal = max(".,", key=mantissa.rindex)
        other = "," if decimal == "." else "."
        if mantissa.count(decimal) > 1 or not _in_groups(mantissa.split(decimal)[0], other):
            return ()
        return (Fraction(mantissa.replace(other, "").replace(",", ".")) * power,)
    separator = "." if points else ","
    if points + commas > 1:
        whole = mantissa.replace(separator, "")
        return (int(whole) * power,) if _in_groups(mantissa, separator) else ()
    as_decimal = Fraction(mantissa.replace(",", ".")) * power
    if not THOUSANDS_OR_DECIMALS.fullmatch(mantissa):
        return (as_decimal,)
    as_thousands = Fraction(mantissa.replace(separator, "")) * power
    return (as_decimal, as_thousands) if points else (as_thousands, as_decimal)


def _in_groups(text: str, separator: str) -> bool:
    """Return whether digits are separated into groups of three, or into Indian groups."""
    first, *groups = text.split(separator)
    sizes = [len(group) for group in groups]
    threes = all(size == 3 for size in sizes)
    indian = separator == "," and sizes[-1:] == [3] and all(size == 2 for size in sizes[:-1])
    return 1 <= len(first) <= 3 and (threes or indian)


def leading(text: str) -> tuple[tuple[Fraction, ...], str]:
    """Return the values of the number at the beginning of a text, and the rest of the text.

    There are no values if the text does not begin with a number.
    """
    text = text.strip()
    quarters = QUARTERS.match(text)
    if quarters is not None:
        share = Fraction(3 if quarters[1] else 1, 4)
        return (share,), text[quarters.end() :].strip()
    found = DIGITS.match(text)
    if found is None:
        return _in_letters(text)
    values, rest = values_of(found[0]), text[found.end() :]
    part = re.match(r"\s*([½¼¾⅓⅔⅛])", rest)
    if part is not None:
        extra = Fraction(unicodedata.numeric(part[1])).limit_denominator(8)
        return tuple(each + extra for each in values), rest[part.end() :].strip()
    mixed = re.match(r"\s+(\d)\s?[/\u2044]\s?(\d{1,2})(?![\d/])", rest)
    if mixed is not None and int(mixed[2]):
        extra = Fraction(int(mixed[1]), int(mixed[2]))
        return tuple(each + extra for each in values), rest[mixed.end() :].strip()
    below = re.match(r"\s?[/\u2044]\s?(\d{1,6})(?![\d/.,])", rest)
    if below is not None and int(below[1]):
        return tuple(each / int(below[1]) for each in values), rest[below.end() :].strip()
    return _multiplied(values, rest.strip())


def _multiplied(values: tuple[Fraction, ...], rest: str) -> tuple[tuple[Fraction, ...], str]:
    """If "thousand", "k" or "and a half" follows the values, apply it; also return the rest."""
    half = re.match(r"and\s+(?:a\s+)?half\b", rest, re.IGNORECASE)
    if half is not None:
        return tuple(each + HALF for each in values), rest[half.end() :].strip()
    word = re.match(r"[A-Za-z]+", rest)
    times = MULTIPLES.get(word[0].lower()) if word is not None else None
    if word is None or times is None:
        return values, rest
    return tuple(each * times for each in values), rest[word.end() :].strip()


def _in_letters(text: str) -> tuple[tuple[Fraction, ...], str]:
    """Read a number in words, such as "six", "twenty-five", "two and a half", "half a" or "a"."""
    if text[:1] in set("½¼¾⅓⅔⅛"):
        value = Fraction(unicodedata.numeric(text[0])).limit_denominator(8)
        return (value,), re.sub(r"^(?:of\s+)?an?\s+", "", text[1:].strip())
    half = re.match(r"half\s+(?:of\s+)?an?\s+|half$|a\s+half$", text, re.IGNORECASE)
    if half is not None:
        return (HALF,), text[half.end() :].strip()
    whole, end = _said(text)
    if whole is None:
        return (), text
    rest = text[end:].lower()
    more = re.match(r"\s+and\s+(?:a\s+)?half\b", rest)
    if more is not None:
        return (whole + HALF,), text[end + more.end() :].strip()
    digits, length = _decimals(rest)
    value = whole + (Fraction(int(digits), 10 ** len(digits)) if digits else 0)
    return (value,), text[end + length :].strip()


class _Said:
    """A whole number in words, read word by word: "two thousand five hundred and six"."""

    def __init__(self) -> None:
        self.total = self.current = Fraction(0)
        self.last = ""  # what kind of word came last

    def takes(self, name: str, follows: bool) -> bool:
        """If a word continues the number, add it to the number. Return whether it does."""
        if name in WORDS:
            fits = self.last == "tens" and 0 < WORDS[name] < 10
            if self.last in ("units", "tens") and not fits:
                return False
            self.current += WORDS[name]
            self.last = "units" if WORDS[name] < 20 else "tens"
        elif name in MULTIPLES and name != "k" and self.last:
            self.current = max(self.current, Fraction(1)) * MULTIPLES[name]
            if name != "hundred":
                self.total, self.current = self.total + self.current, Fraction(0)
            self.last = "multiple"
        elif name in ("a", "an") and not self.last and follows:
            self.current, self.last = Fraction(1), "article"
        else:
            return False
        return True


def _said(text: str) -> tuple[Fraction | None, int]:
    """Return the whole number in words at the beginning of a text, and where it ends.

    The number is None if the text does not begin with one.
    """
    said, end = _Said(), 0
    for word in re.finditer(r"[A-Za-z]+", text):
        between = text[end : word.start()]
        if end and (not between or between.strip(" -")):
            break
        name = word[0].lower()
        joins = name == "and" and said.last == "multiple" and _is_number(text[word.end() :])
        if not joins and not said.takes(name, bool(text[word.end() :].strip())):
            break
        end = word.end()
    return (said.total + said.current, end) if said.last else (None, 0)


def _is_number(text: str) -> bool:
    word = re.match(r"\s+([A-Za-z]+)", text)
    return word is not None and word[1].lower() in WORDS


def _decimals(text: str) -> tuple[str, int]:
    """Return the digits that words give after "point", and the length of these words in the text.

    Both are empty if there are none.
    """
    found = re.match(rf"\s+point((?:\s+(?:{'|'.join(ONES[:10])})\b)+)", text)
    if found is None:
        return "", 0
    return "".join(str(ONES.index(word)) for word in found[1].split()), found.end()
