"""A rule takes, gives and counts the same whether it is compiled or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numba
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim import draws
from sim.compiling import (
    compiled,
    compiled_on_arrays,
    from_one_source,
    inlined,
    kept_rules,
    linked,
    uncompiled,
)

WHOLE = st.integers(0, 2**63 - 1)
Whole = Callable[[int], int]


def plain_words() -> Any:
    """`draws.words` as it is where there is no Numba."""
    plain: dict[str, Any] = dict(vars(draws))
    for name in ("high_word", "philox", "words"):
        source: Any = getattr(draws, name)
        function = source.py_func
        plain[name] = uncompiled(type(function)(function.__code__, plain, name))
    return plain["words"]


@settings(deadline=None)  # the first call compiles
@given(st.tuples(WHOLE, WHOLE, st.integers(0, 23), WHOLE, WHOLE, WHOLE))
def test_draws_are_the_same_to_the_bit(key: tuple[int, ...]) -> None:
    assert plain_words()(*key) == draws.words(*key)


def test_numbers_inside_wrap_and_divide_in_silence_and_come_back_as_pythons() -> None:
    @uncompiled
    def rule(whole: Any, real: Any) -> Any:
        return whole + whole, real / 0.0, inner(whole)

    @uncompiled
    def inner(whole: Any) -> Any:
        assert isinstance(whole, np.int64)
        return np.uint64(7) - np.uint64(8)

    most = 2**62
    answer = rule(most, 1.0)

    assert answer == (-(2**63), np.inf, 2**64 - 1)
    assert [type(number) for number in answer] == [int, float, int]


def test_a_rule_that_fails_leaves_the_next_one_as_it_was() -> None:
    @uncompiled
    def rule(whole: Any) -> Any:
        if whole == 0:
            raise ValueError("nothing")
        return whole * np.int64(2**62)

    with pytest.raises(ValueError, match="nothing"):
        rule(0)

    assert rule(4) == 0


def test_a_rule_of_one_source_stays_python_for_python_and_is_compiled_into_compiled_code() -> None:
    class Counted:
        times = 1

    @from_one_source
    def count(row: Any) -> Any:
        row.times += 1
        return row.times

    rows = np.zeros(1, [("times", np.int32)])

    @numba.njit
    def twice(rows: Any) -> Any:
        count(rows[0])
        return count(rows[0])

    counted = Counted()
    assert (count(counted), counted.times) == (2, 2)
    assert (twice(rows), int(rows["times"][0])) == (2, 2)
    assert type(count(counted)) is int


@pytest.mark.parametrize("inner", [linked, inlined, from_one_source])
def test_compiled_code_alone_can_call_a_function_inside_it(
    inner: Callable[[Whole], Whole], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A way in from Python would take as long to compile as the function, and nobody uses it."""
    monkeypatch.setattr(kept_rules, "cache_folder", lambda *_: None)  # compiled here, not read

    @inner
    def more(number: int) -> int:
        return number + 1

    @compiled
    def twice(number: int) -> int:
        found: int = more(more(number))
        return found

    assert twice(1) == more(more(1)) == 3
    assert ways_in(twice) == 1
    assert ways_in(more) == 0


def ways_in(rule: Any) -> int:
    """Count the functions by which Python enters the compiled code of a rule."""
    (made,) = rule.dispatcher.overloads.values()
    return sum("cpython" in each.name for each in made.library._final_module.functions)


class Two(NamedTuple):
    """Arrays that are passed on together."""

    one: Any
    other: Any


def added(both: Any) -> Any:
    """Add up two arrays, as a rule does that was given them by its caller."""
    return both.one.sum() + both.other[0]


@pytest.mark.parametrize(
    ("compile_it", "counts"), [(compiled, True), (compiled_on_arrays, False)], ids=["all", "arrays"]
)
def test_only_a_function_that_works_on_given_arrays_counts_no_references(
    compile_it: Any, counts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_rules, "cache_folder", lambda *_: None)  # compiled here, not read
    rule = compile_it(added)
    numbers = np.arange(4)

    assert rule(Two(numbers, numbers[1:])) == 7

    (code,) = rule.dispatcher.inspect_llvm().values()
    assert ("NRT_incref" in code or "NRT_decref" in code) is counts
