"""Read lengths and rates from texts, and suggest a correction for a text that is neither."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sim.loose.answers import Answer, Reading
from sim.loose.lengths import length_meant
from sim.loose.numbers import two_readings
from sim.loose.rates import rate_meant
from sim.units import Frequency, Length, NotUnderstood, parse_frequency, parse_length

T = TypeVar("T")


def read_length(
    text: str, bounds: bool = True, accepted: Callable[[str], bool] = lambda text: True
) -> Length:
    """Read a length such as ``6 weeks``. For any other text, say what may have been meant.

    Parameters
    ----------
    bounds
        Whether `low` and `high` may be given besides the length.
    accepted
        A function that returns whether a length is allowed. Only allowed lengths are suggested.

    Raises
    ------
    NotUnderstood
        In the cases in which `parse_length` raises it, and for a number with two meanings.
    """
    found = _read(text, parse_length, lambda each: length_meant(each, bounds), accepted)
    return found


def read_frequency(text: str) -> Frequency:
    """Read a rate such as ``0.3 per year``. For any other text, say what may have been meant.

    Raises
    ------
    NotUnderstood
        In the cases in which `parse_frequency` raises it, and for a number with two meanings.
    """
    return _read(text, parse_frequency, rate_meant, lambda each: True)


def _read(
    text: str,
    parse: Callable[[str], T],
    meant: Callable[[str], Answer],
    accepted: Callable[[str], bool],
) -> T:
    def sound(each: str) -> bool:
        try:
            parse(each)
        except NotUnderstood:
            return False
        return accepted(each)

    try:
        found = parse(text)
    except NotUnderstood as error:
        remedy = error.remedy or meant(text).only(sound).sentence()
        raise NotUnderstood(str(error), remedy) from None
    number, _, unit = text.strip().partition(" ")
    if ways := two_readings(number).readings:
        answer = Answer(tuple(Reading(f"{each} {unit}", why) for each, why in ways))
        remedy = answer.only(sound).sentence()
        raise NotUnderstood(f'"{text}" can be read in two ways.', remedy)
    return found
