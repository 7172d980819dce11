"""Parameters of other programs turned into a mean, where what is written is enough to do so."""

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
    """A name without case and punctuation, to compare it."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def mean_of(family: str, key: str, written: Mapping[str, Any]) -> str:
    """The mean that a rate or a scale of a family stands for, as it is written; else empty.

    Parameters
    ----------
    key
        What it is called.
    written
        What stands there by key, of which the number of stages is needed too.
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
    """A length with at most ten digits, which is more than anybody knows."""
    return str(Length(float(in_digits(Fraction(length.amount))), length.unit))
