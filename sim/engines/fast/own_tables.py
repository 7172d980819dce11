"""Make the tables in which compiled code writes the states of own rules, and read them again."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.fast.own_code import address_of
from sim.engines.fast.own_records import COUNT, arrays_of
from sim.engines.fast.registry import At
from sim.laws import Ints
from sim.own_rules import Hook
from sim.own_rules.names import NOWHERE_NUMBER, Numbers
from sim.own_rules.states import State
from sim.resolved import Resolved

MOST_COLUMNS = 1 + max(len(arrays_of(hook)) for hook in Hook)
"""How many numbers are kept for each service or worker to choose from: which it is, and arrays."""
Tables = dict[At, NDArray[Any]]


def own_tables(resolved: Resolved, most_posts: Ints) -> Tables:
    """Return the tables of own rules; they are empty where an arm has no own rule.

    Parameters
    ----------
    most_posts
        The largest number of posts that each team has at any time of the run.
    """
    if not resolved.own_rules.given:
        return {}
    names, needs = resolved.names, resolved.first_numbers.needs
    numbers = Numbers.of(names.services, names.groups, names.needs)
    size = MOST_COLUMNS * max(len(names.services) + 1, int(most_posts.max(initial=0)))
    return {
        At.OWN_SERVICES: np.array([*numbers.services, NOWHERE_NUMBER]),
        At.OWN_GROUPS: np.array(numbers.groups),
        At.OWN_NEEDS: np.array(numbers.needs),
        At.LARGEST_RATIO: needs.largest_ratio,
        At.OWN_WHOLE: np.zeros(size, np.int64),
        At.OWN_REAL: np.zeros(size),
        **{state_of(hook): np.zeros(1, state_of(hook).dtype) for hook in Hook},
    }


def addresses(resolved: Resolved) -> dict[At, int]:
    """Return how many own rules an arm has, and the addresses of their machine code.

    Rules that are not compiled yet are compiled.

    Raises
    ------
    OwnRuleError
        If Numba cannot compile a rule.
    """
    given = resolved.own_rules.given
    asked = {At[f"ASKS_{rule.hook.name}"]: address_of(rule) for rule in given}
    return {At.OWN_RULES: len(given), **asked}


def state_of(hook: Hook) -> At:
    """Return the table with the state of a hook."""
    return At[f"OWN_{hook.name}"]


def state_written(tables: dict[int, NDArray[Any]], hook: Hook) -> State:
    """Return the state that compiled code wrote last for a hook."""
    row = tables[state_of(hook)][0]
    count, begins, values = int(row[COUNT]), {np.int64: 0, np.float64: 0}, {}
    arrays = arrays_of(hook)
    for name in hook.state._fields:
        if name not in arrays:
            values[name] = row[name].item()
            continue
        kind = arrays[name]
        numbers = tables[At.OWN_WHOLE if kind is np.int64 else At.OWN_REAL]
        values[name] = numbers[begins[kind] : begins[kind] + count].copy()
        values[name].flags.writeable = False
        begins[kind] += count
    state: State = hook.state(**values)
    return state
