"""Measures of one's own in a script: a decorator that makes them, and how functions take them."""

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

NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")
LONGEST_NAME = 60
DIRECTIONS = ("lower", "higher")
TAKES = "Write it as def quiet_days(log, window): …"


def measure(
    name: str,
    unit: str,
    better: Direction = None,
    *,
    label: str | None = None,
    definition: str | None = None,
) -> Callable[[Callable[..., Any]], OwnMeasure]:
    """Make a measure of a function of a run's log and its window.

    The function is called with a `RunLog` and the window (minutes ``opens`` and ``closes``), for
    everyone and for each group, in the process that made the run. It gives one number; None or
    NaN where the measure is undefined. Finished runs are stored under a digest of what the
    function does; if you change the function, the runs are made and measured again.

    Parameters
    ----------
    name
        What tables call it: small letters, digits, `_` and points; no name of a measure that
        every run has.
    unit
        What it counts, such as "days per person-year"; "share" is a number from 0 to 1.
    better
        "lower" or "higher"; when None, neither is better, and verdicts say higher or lower.
    label, definition
        What reports call it and say of it; the name in words and the first line of the function's
        docstring when None.

    Returns
    -------
    OwnMeasure
        To be given as ``measures=[…]`` to `run`, `compare`, `sweep`, `sensitivity`, `select`,
        `explain` and `break_even`, whose other arguments can then name it.

    Raises
    ------
    SimError
        For a name, unit, direction or function that cannot be.

    Examples
    --------
    >>> import sim
    >>> @sim.measure("starts_per_person", unit="starts", better="higher")
    ... def starts_per_person(log, window):
    ...     "How many spells of care a person starts."
    ...     return log.count_per_person("SPELL_STARTED").mean() if log.people.size else None
    >>> queue = sim.Scenario.load("scenarios/queue.yaml").with_values({"run.length": "2 years"})
    >>> found = sim.compare(queue, replications=2, measures=[starts_per_person])
    >>> query = "SELECT unit, pairs FROM this WHERE measure = 'starts_per_person'"
    >>> list(found.comparison.sql(query))
    [('starts', '2')]
    """
    _see_name(name)
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

    def made(function: Callable[..., Any]) -> OwnMeasure:
        _see_function(function)
        said = inspect.getdoc(function) or ""
        words = name.replace("_", " ").replace(".", ", ")
        return OwnMeasure(
            name=name,
            unit=unit,
            better=better,
            label=label or f"{words[:1].upper()}{words[1:]}",
            definition=definition or said.partition("\n")[0] or "A measure of your own.",
            function=function,  # type: ignore[arg-type]  # seen by _see_function
        )

    return made


def own_measures(measures: object) -> OwnMeasures:
    """The argument `measures` of a function; ArgumentError for what is none."""
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
    own = OwnMeasures(tuple(found))
    _ = own.digest  # refused here rather than in the first run
    return own


def measure_name(measure: object) -> Any:
    """A measure by its name, also where the measure itself is given."""
    return measure.name if isinstance(measure, OwnMeasure) else measure


def measure_names(outcomes: object) -> Any:
    """Outcomes by name, also where measures themselves are given."""
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


def _see_function(function: object) -> None:
    if not isinstance(function, FunctionType):
        raise ArgumentError("function", f"{named(function)} is not a function.", TAKES)
    try:
        inspect.signature(function).bind(None, None)
    except TypeError:
        raise ArgumentError(
            "function", f"`{function.__name__}` does not take a log and a window.", TAKES
        ) from None
