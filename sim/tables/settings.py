"""List the resolved settings of an arm in a flat table: path, value, unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.columns import (
    AREA,
    ATTRIBUTES,
    COUNT,
    FLAG,
    GROUP,
    LAW,
    LAW_OF_NUMBER,
    LEVEL,
    MINUTES,
    ROUTE,
    SERVICE,
    SHARE,
)
from sim.events import BY_RATE, Reason
from sim.laws import Distributions
from sim.resolved import MISSING, REASONS, Resolved, StartKind
from sim.tables.codes import LEVELS
from sim.tables.laws import law_words
from sim.tables.named_events import WEEKDAYS
from sim.tables.setting_fields import FIELDS, Field
from sim.units import FOREVER, plain_number

NEVER = "never"
DIGITS = 12  # of shares, which are resolved as running sums
DIRECTIONS = {1: "worsening", -1: "recovery", 0: "neutral"}


class Setting(NamedTuple):
    """One setting: a row of the table."""

    path: str
    value: str | None  # as text; None where there is none
    number: float | None  # the same, where it is a number
    unit: str


def settings_of(resolved: Resolved) -> Iterator[Setting]:
    """Iterate over all resolved settings, block after block."""
    yield from _single(resolved)
    labels = _labels(resolved)
    numbers = resolved.numbers
    tell = _tellers(resolved, numbers.distributions)
    # The start keeps its distributions with the rules that hold at minute 0.
    tell_start = _tellers(resolved, resolved.first_numbers.distributions)
    blocks = {**numbers._asdict(), "start": resolved.start, "measuring": resolved.measuring}
    for name, field in FIELDS.items():
        block, key = name.split(".")
        array = np.asarray(getattr(blocks[block], key))
        if field.off is not None and np.all(array == field.off):
            continue
        if field.what == ROUTE:
            array = np.diff(array, axis=-1, prepend=0.0).round(DIGITS)
        for position in np.ndindex(array.shape):
            steps = labels(field.axes, position)
            if steps is None:
                continue
            first, *rest = steps
            telling = tell_start if block == "start" else tell
            value, number, unit = telling(field, array[position])
            path = ".".join([block, first, key, *rest])
            yield Setting(path, value, number, field.unit or unit)


def _single(resolved: Resolved) -> Iterator[Setting]:
    """Iterate over the settings that are single values."""
    numbers, start, measuring = resolved.numbers, resolved.start, resolved.measuring
    if resolved.calendar.begins is not None:
        yield Setting("run.begins", resolved.calendar.begins.isoformat(), None, "date")
    for rule in resolved.own_rules.given:
        yield Setting(f"own_rules.{rule.hook.argument}", f"{rule.file}: {rule.name}", None, "")
        yield Setting(f"own_rules.{rule.hook.argument}.digest", rule.digest, None, "SHA-256")
    yield _number("people.cohort", numbers.cohort, "people")
    yield Setting("start.kind", StartKind(start.kind).name.lower(), None, "")
    yield _number("start.table", len(start.table), "people")
    yield _number("start.relationship", start.relationship, "share")
    yield _number("window.opens", measuring.window.opens, "minutes")
    yield _number("window.closes", measuring.window.closes, "minutes")
    yield _number("measuring.covered_for", measuring.covered_for, "minutes")
    for number, days in enumerate(measuring.gap_days, 1):
        yield _number(f"measuring.gap_days.{number}", days, "days")
    yield _number("measuring.lost_after", measuring.lost_after, "minutes")
    if measuring.long_waits:
        for number, weeks in enumerate(measuring.wait_weeks, 1):
            yield _number(f"measuring.wait_weeks.{number}", weeks, "weeks")
    if measuring.counts_help:
        yield _number("measuring.enough", measuring.enough, "share")
    yield _number("measuring.price_year", measuring.price_year or None, "year")
    yield Setting("measuring.currency", measuring.currency, None, "")


def _number(path: str, value: float | None, unit: str) -> Setting:
    return Setting(path, None if value is None else plain_number(value), value, unit)


def _labels(
    resolved: Resolved,
) -> Callable[[Sequence[str], tuple[int, ...]], list[str] | None]:
    """Return a function that turns a position in an array into the steps of a path.

    It returns None for a position that is not used.
    """
    names, numbers = resolved.names, resolved.numbers
    known: dict[str, Sequence[str]] = {
        "group": names.groups_in_areas,
        "group_anywhere": names.groups,
        "area": names.areas,
        "need": names.needs,
        "service": names.services,
        "to": names.services,
        "target": (*names.services, "nowhere"),
        "level": LEVELS,
        "reason": [reason.name.lower() for reason in list(Reason)[:REASONS]],
        "exit": [each.name.lower() for each in BY_RATE],
        "day": [day.lower() for day in WEEKDAYS],
        "team": [names.services[at] for at in numbers.workforce.service.tolist()],
        "stream": names.streams,
        "transition": _transitions(resolved),
    }

    def labels(axes: Sequence[str], position: tuple[int, ...]) -> list[str] | None:
        steps: list[str] = []
        for axis, at in zip(axes, position, strict=True):
            if axis == "state":
                states = names.states[position[axes.index("need")]]
                if at >= len(states):
                    return None
                steps.append(states[at])
            elif axis == "area" and not names.areas:
                continue
            elif axis == "piece" and numbers.arrivals.piece_from[position] == FOREVER:
                return None
            else:
                steps.append(known[axis][at] if axis in known else str(at + 1))
        return steps

    return labels


def _transitions(resolved: Resolved) -> list[str]:
    """Return each transition as a text: the need, the old state, the new state, the direction."""
    names, needs = resolved.names, resolved.numbers.needs
    found = [""] * len(needs.target)
    for k, states in enumerate(names.states):
        for x, state in enumerate(states):
            first = int(needs.first[k, x])
            for t in range(first, first + int(needs.moves[k, x])):
                target = states[int(needs.target[t])]
                way = DIRECTIONS[int(needs.direction[t])]
                found[t] = f"{names.needs[k]}.{state}.{target}.{way}"
    return found


def _tellers(
    resolved: Resolved, laws: Distributions
) -> Callable[[Field, Any], tuple[str | None, float | None, str]]:
    """Return a function that turns a value into its text, its number and its unit."""
    names = resolved.names
    lists = {SERVICE: names.services, GROUP: names.groups, LEVEL: LEVELS, AREA: names.areas}

    def tell(field: Field, value: Any) -> tuple[str | None, float | None, str]:
        what = field.what
        if isinstance(what, type):
            return what(int(value)).name.lower(), float(value), ""
        if what in (LAW, LAW_OF_NUMBER):
            words, unit = law_words(laws, int(value))
            return words, None, unit if what == LAW else ""
        if what == FLAG:
            return ("yes" if value else "no"), float(value), ""
        if what == ATTRIBUTES:
            bits = [word for bit, word in enumerate(names.attributes) if int(value) >> bit & 1]
            return " ".join(bits) or None, None, ""
        if what in lists:
            at = int(value)
            return (None, None, what) if at == MISSING else (lists[what][at], float(at), what)
        return _amount(what, value)

    return tell


def _amount(what: str, value: Any) -> tuple[str | None, float | None, str]:
    unit, number = {ROUTE: "share", COUNT: ""}.get(what, what), float(value)
    if what == MINUTES and number >= FOREVER:
        return NEVER, None, unit
    whole = np.issubdtype(value.dtype, np.integer)
    is_missing = number == MISSING and (whole or what == SHARE)
    if is_missing or np.isnan(number):
        return None, None, unit
    if np.isinf(number):
        return "no limit", None, unit
    return plain_number(number), number, unit
