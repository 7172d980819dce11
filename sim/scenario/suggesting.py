"""Suggest what to write for an unknown key of a scenario, in one fault for each mistake."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sim.errors import nearest
from sim.scenario import foreign_names, other_words
from sim.scenario.converting import mean_of, plain_name
from sim.scenario.refusing import shown
from sim.scenario.written import Block, Row
from sim.units import NotUnderstood, parse_length, plain_number

QUANTITIES = {
    "Duration",
    "Point",
    "SomeTime",
    "Rate",
    "Number",
    "TimePerWeek",
    "YearlyGrowth",
    "Share",
    "Positive",
    "Amount",
    "Harm",
}
QUANTITIES |= {"Count", "SomeCount", "WholeDays", "Weight", "Over", "Load"}
FAMILY_KEYS = ("type", "family", "distribution", "dist", "name", "kind")


VALUE = "{value}"
"""The placeholder, in the words of a suggestion, for the value written after the key."""


class Suggestion(NamedTuple):
    """What to write for an unknown key, and the known keys that it replaces."""

    words: str = ""
    ours: tuple[str, ...] = ()


def suggestion(
    part: str, key: str, known: Collection[str], written: Mapping[str, Any]
) -> Suggestion:
    """Return what to write instead of an unknown key in a part.

    Parameters
    ----------
    part
        The kind of part, such as "Lognormal".
    known
        The keys that the part may have.
    written
        The written entries by key, known or not.
    """
    kind = "Quantity" if part in QUANTITIES else part
    name = plain_name(key)
    for tables in (foreign_names.DIFFERENT, other_words.DIFFERENT):
        for names, ours, words in tables.get(kind, ()):
            if name in names.split():
                return Suggestion(_with_values(words, kind, key, written), ours)
    same = {**foreign_names.SAME, **other_words.SAME}.get(kind, {})
    for table in (same, foreign_names.MOMENTS, _families(kind)):
        for our, names in table.items():
            if name in names.split() and our in known and our not in written:
                return Suggestion(_did_you_mean(kind, our, key, written), (our,))
    for names, words in foreign_names.NO_SUCH_FAMILY.items() if kind == "Distribution" else ():
        if name in names.split():
            return Suggestion(words)
    close = nearest(key, known)
    return Suggestion(f"Did you mean `{close}`?", (close,)) if close else Suggestion()


def _with_values(words: str, kind: str, key: str, written: Mapping[str, Any]) -> str:
    """Return the words of a suggestion with the written value, or with a mean computed from it."""
    value = written[key]
    words = words.replace(VALUE, str(value) if isinstance(value, int) else "…")
    mean = mean_of(kind, key, written)
    return f"{words[:-1]}: `mean: {mean}`." if mean else words


def _families(kind: str) -> Mapping[str, str]:
    return foreign_names.FAMILIES if kind == "Distribution" else {}


def _did_you_mean(kind: str, our: str, key: str, written: Mapping[str, Any]) -> str:
    """Return a question that suggests a key, and states what else has to change."""
    question = f"Did you mean `{our}`?"
    if kind != "Lognormal" or our not in ("mu", "sigma"):
        return question
    number, unit = _in_parts(written[key])
    alone = f" It has no unit: `{our}: {number}`." if unit else ""
    if our == "mu" and "unit" not in written:
        alone += f" It also needs the `unit` of the times, such as `unit: {unit or 'days'}`."
    return question + alone


def _in_parts(value: Any) -> tuple[str, str]:
    """Return a value as text, and the unit in the plural if it is a length of time."""
    try:
        length = parse_length(str(value))
    except NotUnderstood:
        return str(value), ""
    return plain_number(length.amount), f"{length.unit}s"


def without_family(block: Block, unknown: Collection[str]) -> Suggestion | None:
    """Return a suggestion for parameters that are written where the family must be named.

    Return None if the keys are not parameters of a family.
    """
    given = {key: value for key, value in block.items() if value is not None}
    named = next((key for key in FAMILY_KEYS if key in given), None)
    family = _family_named(given.pop(named)) if named else None
    if any(key in foreign_names.FAMILIES for key in given):
        return None
    if not given or any(_parameter(key) is None for key in given):
        return None
    ours = {_parameter(key) or key: _flow(value) for key, value in given.items()}
    if family is not None:
        inside = ", ".join(f"{key}: {_flow(value)}" for key, value in given.items())
        return Suggestion(f"Did you mean `{{{family}: {{{inside}}}}}`?")
    if set(ours) != set(given):
        return Suggestion("Name its family first, such as `{exponential: {mean: 6 weeks}}`.")
    ways = [
        f"`{_whole(way, ours)}` {when}".strip()
        for keys, choices in BY_PARAMETERS
        if set(keys) == set(ours)
        for way, when in choices
    ]
    if not ways:
        return Suggestion("Name its family first, such as `{exponential: {mean: 6 weeks}}`.")
    return Suggestion(f"Write {' or '.join(ways)}.")


BY_PARAMETERS = (
    (
        ("mean",),
        (
            ("exponential", "if it differs much, and may end at any moment,"),
            ("", "if it is always that long"),
        ),
    ),
    (
        ("mean", "sd"),
        (("lognormal", "if a few are very long,"), ("gamma", "if not")),
    ),
    (("low", "high"), (("uniform", ""),)),
    (("low", "mode", "high"), (("triangular", ""),)),
    (("median", "percentile"), (("lognormal", ""),)),
    (("mu", "sigma", "unit"), (("lognormal", ""),)),
    (("stages", "mean"), (("erlang", ""),)),
    (("shape", "mean"), (("gamma", "for a gamma,"), ("weibull", "for a Weibull distribution"))),
    (("unit", "values", "probabilities"), (("table", ""),)),
)
PARAMETERS = {
    *("mean", "sd", "low", "high", "mode", "median", "percentile", "mu", "sigma", "unit"),
    *("shape", "scale", "stages", "values", "probabilities"),
}


def _whole(family: str, ours: Mapping[str, str]) -> str:
    """Return a distribution as text, with its family; without a family, return only the value."""
    if not family:
        return next(iter(ours.values()))
    return f"{{{family}: {{{', '.join(f'{key}: {value}' for key, value in ours.items())}}}}}"


def _parameter(key: str) -> str | None:
    """Return our name for a parameter, or its plain name if other programs use it.

    Return None if it is not a parameter.
    """
    if key in PARAMETERS:
        return key
    name = plain_name(key)
    foreign = {
        word
        for table in foreign_names.SAME.values()
        for ws in table.values()
        for word in ws.split()
    }
    foreign |= {
        word
        for rows in foreign_names.DIFFERENT.values()
        for ws, _, _ in rows
        for word in ws.split()
    }
    foreign |= {word for ws in foreign_names.MOMENTS.values() for word in ws.split()}
    return name if name in foreign else None


def _family_named(value: Any) -> str | None:
    """Return our family for a name such as "expon"; None if no family has this name."""
    if not isinstance(value, str):
        return None
    name = plain_name(value)
    found = (f for f, names in foreign_names.FAMILIES.items() if name in (f, *names.split()))
    return next(found, None)


def _flow(value: Any) -> str:
    """Return a value as it would be written on one line of a file; long values are shortened."""
    if isinstance(value, Block):
        return f"{{{', '.join(f'{key}: {_flow(each)}' for key, each in value.items())}}}"
    if isinstance(value, Row):
        return f"[{', '.join(map(_flow, value))}]"
    return str(value) if not isinstance(value, str) else shown(value).strip('"')
