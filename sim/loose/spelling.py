"""Write numbers in words and in digits."""

from __future__ import annotations

from fractions import Fraction

ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SCALES = {"million": 1_000_000, "thousand": 1_000, "hundred": 100}


def in_digits(number: Fraction) -> str:
    """Return a number in the form that files have, with at most ten digits."""
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.10g}"


def in_words(number: Fraction) -> str:
    """Return a number of 0 or more in words: "one thousand two hundred", "one point two"."""
    text = in_digits(number)
    if not text.replace(".", "").isdigit():
        return text
    whole, _, decimals = text.partition(".")
    said = _whole_in_words(int(whole)) if int(whole) < 10**9 else whole
    if decimals:
        said += " point " + " ".join(ONES[int(digit)] for digit in decimals)
    return said


def _whole_in_words(number: int) -> str:
    if number < len(ONES):
        return ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return TENS[tens - 2] + (f"-{ONES[ones]}" if ones else "")
    name, size = next((name, size) for name, size in SCALES.items() if number >= size)
    many, rest = divmod(number, size)
    joined = " and " if 0 < rest < 100 else " " if rest else ""
    said = f"{_whole_in_words(many)} {name}{joined}"
    return said + (_whole_in_words(rest) if rest else "")
