"""Convert parameters that other programs use into a mean, if enough values are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sim.loose.spelling import in_digits
from sim.scenario.foreign_names import SAME
from sim.units import Length, NotUnderstood, parse_frequency, parse_length

RATES = {"rate", "lambda", "lambd", "lam"}
SCALES = {"scale", "theta"}
STAGES = {"Exponential": None, "Gamma": "shape", "Erlang": "stages"}


def plain_name(name: str) -> str:
    """Return a name in small letters and without punctuation, for comparison."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def mean_of(family: str, key: str, written: Mapping[str, Any]) -> str:
    """Return the mean that follows from a rate or scale, as text; empty if it cannot be computed.

    Parameters
    ----------
    family
        The family of distributions, as "Gamma".
    key
        The name of the parameter that is a rate or scale.
    written
        The written values by key. For some families the number of stages must be among them.
    """
    name, value = plain_name(key), written[key]
    if family not in STAGES or name not in RATES | SCALES:
        return ""
    stages = STAGES[family]
    many = 1.0
    if stages is not None:
        words = {stages, *SAME[family][stages].split()}
        found = [each for other, each in written.items() if plain_name(other) in words]
        if len(found) != 1 or isinstance(found[0], bool) or not isinstance(found[0], (int, float)):
            return ""
        many = float(found[0])
    try:
        if name in RATES:
            rate = parse_frequency(str(value))
            length = Length(many / rate.amount, rate.unit) if rate.amount else None
        else:
            scale = parse_length(str(value))
            length = Length(many * scale.amount, scale.unit)
    except NotUnderstood:
        return ""
    return "" if length is None or not length.amount else _short(length)


def _short(length: Length) -> str:
    """Return a length of time as text, with at most ten digits, which is enough for any value."""
    return str(Length(float(in_digits(Fraction(length.amount))), length.unit))
