"""Define measures in a script, and pass them to functions."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Sequence
from types import FunctionType
from typing import Any

from sim.errors import did_you_mean
from sim.measures.catalogue import BUILT_IN
from sim.measures.own import NONE, OwnMeasure, OwnMeasures
from sim.measures.words.form import Direction
from sim.scripting.arguments import ArgumentError, named
from sim.scripting.keywords import known_keywords

NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")
LONGEST_NAME = 60
DIRECTIONS = ("lower", "higher")
TAKES = "Write it as def quiet_days(log, window): …"


@known_keywords()
def measure(
    name: str,
    unit: str,
    better: Direction = None,
    *,
    label: str | None = None,
    definition: str | None = None,
) -> Callable[[Callable[..., Any]], OwnMeasure]:
    """Turn a function of a run's log and its window into a measure.

    The function is called for everyone and for each of several groups. Its arguments are a `RunLog`
    and the measured window (``opens`` to ``closes``, minutes since the start of the run). It gives
    one number; None or NaN means undefined. If its code changes, finished runs are made again.
    The function may use numbers, texts, lists, dicts, NumPy arrays, functions, classes and modules
    from outside it. Objects whose changes cannot be detected, such as data frames, are refused.

    Parameters
    ----------
    name
        The name in tables: small letters, digits, `_` and points. It must not be the name of a
        built-in measure.
    unit
        The unit, such as "days per person-year". "share" means a number from 0 to 1.
    better
        "lower" or "higher"; when None, verdicts do not say "better" or "worse".
    label, definition
        Words for reports. When None, the label is the name, and the definition is the first line
        of the function's docstring.

    Returns
    -------
    Callable
        A decorator that makes an `OwnMeasure`, for ``measures=[…]`` of `run`, `compare`, `sweep` or
        a question. Other arguments of that call can then use its name.

    Raises
    ------
    SimError
        For a name, unit, text or function that is not allowed.

    Examples
    --------
    >>> import sim
    >>> @sim.measure("starts_per_person", unit="starts", better="higher")
    ... def starts_per_person(log, window):
    ...     return log.count_per_person("SPELL_STARTED").mean() if log.people.size else None
    >>> queue = sim.Scenario.load("scenarios/queue.yaml").with_values({"run.length": "2 years"})
    >>> found = sim.compare(queue, replications=2, measures=[starts_per_person])
    >>> list(found.comparison.sql("SELECT arm_a FROM this WHERE measure = 'starts_per_person'"))
    [('four_chairs',)]
    """
    _see_name(name)
    _see_words(unit, better, label, definition)

    def made(function: Callable[..., Any]) -> OwnMeasure:
        said = _first_line(_seen(function))
        shown = label or _in_words(name)
        return OwnMeasure(name, unit, better, shown, definition or said, _seen(function))

    return made


def own_measures(measures: object) -> OwnMeasures:
    """Return the measures that a call was given; raise ArgumentError if they cannot be used."""
    if measures is None:
        return NONE
    allowed = "Give a list of functions made with @sim.measure(name, unit, better)."
    every = [measures] if isinstance(measures, OwnMeasure) else measures
    if isinstance(every, str) or not isinstance(every, Iterable):
        raise ArgumentError("measures", f"{named(measures)} is not a list of measures.", allowed)
    found = list(every)
    for each in found:
        if isinstance(each, OwnMeasure):
            continue
        if isinstance(each, str) and BUILT_IN.describes(each):
            raise ArgumentError(
                "measures", f"every run has `{each}`.", "Leave it out, or name it in `outcomes`."
            )
        raise ArgumentError("measures", f"{named(each)} is not a measure of your own.", allowed)
    names = [each.name for each in found]
    for name in names:
        if names.count(name) > 1:
            raise ArgumentError("measures", f"two are called `{name}`.", "Name each once.")
    return OwnMeasures.of(found)


def measure_name(measure: object) -> Any:
    """Return the name of a measure, given as a name or as the measure itself."""
    return measure.name if isinstance(measure, OwnMeasure) else measure


def measure_names(outcomes: object) -> Any:
    """Return the names of outcomes, given as names or as the measures themselves."""
    if isinstance(outcomes, OwnMeasure):
        return outcomes.name
    if isinstance(outcomes, Sequence) and not isinstance(outcomes, str):
        return [measure_name(each) for each in outcomes]
    return outcomes


def _see_name(name: object) -> None:
    if not isinstance(name, str) or not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise ArgumentError(
            "name",
            f"{named(name)} cannot be the name of a measure.",
            f"Use up to {LONGEST_NAME} small letters, digits, `_` and points, a letter first.",
        )
    if BUILT_IN.describes(name):
        raise ArgumentError("name", f"every run has a measure `{name}`.", "Choose another name.")


def _see_words(unit: object, better: object, label: object, definition: object) -> None:
    if not isinstance(unit, str) or not unit.strip():
        raise ArgumentError(
            "unit", f"{named(unit)} is not a unit.", 'Write what it counts: "days".'
        )
    if better is not None and better not in DIRECTIONS:
        near = did_you_mean(better, DIRECTIONS) if isinstance(better, str) else ""
        allowed = 'Write "lower", "higher", or None where neither is better.'
        raise ArgumentError("better", f"{named(better)} is no direction.", allowed, near)
    for argument, text in (("label", label), ("definition", definition)):
        if text is not None and (not isinstance(text, str) or not text.strip()):
            raise ArgumentError(argument, f"{named(text)} is not a text.", "Write words.")


def _in_words(name: str) -> str:
    words = name.replace("_", " ").replace(".", ", ")
    return f"{words[:1].upper()}{words[1:]}"


def _first_line(function: FunctionType) -> str:
    return (inspect.getdoc(function) or "A measure of your own.").partition("\n")[0]


def _seen(function: object) -> FunctionType:
    """Return the value if it is a function of a log and a window; else raise ArgumentError."""
    if not isinstance(function, FunctionType):
        raise ArgumentError("function", f"{named(function)} is not a function.", TAKES)
    try:
        inspect.signature(function).bind(None, None)
    except TypeError:
        raise ArgumentError(
            "function", f"`{function.__name__}` does not take a log and a window.", TAKES
        ) from None
    return function
