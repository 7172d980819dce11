"""Rules are compiled when they are needed, whoever asks first, and not before."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numba
import pytest

from sim.compiling import compiled, linked, rules, without_compiling


def test_a_rule_is_not_compiled_before_it_is_called() -> None:
    @compiled
    def rule(a: float) -> float:
        return a + 1.0

    with without_compiling():
        assert rule(1.0) == 2.0
    assert rule._dispatcher is None  # type: ignore[attr-defined]
    assert rule(1.0) == 2.0
    assert rule.dispatcher.signatures  # type: ignore[attr-defined]


def test_outside_a_look_rules_are_compiled_again() -> None:
    @compiled
    def rule(a: float) -> float:
        return a + 1.0

    with without_compiling(), pytest.raises(ZeroDivisionError):
        raise ZeroDivisionError
    rule(1.0)
    assert rule.dispatcher.signatures  # type: ignore[attr-defined]


def test_compiled_code_calls_rules_that_are_not_compiled_yet() -> None:
    @linked
    def inner(a: float) -> float:
        return a * 3.0

    @compiled
    def outer(a: float) -> float:
        return inner(a) + 1.0

    def by_another(a: float) -> float:
        return outer(a) + 0.0

    compiler: Any = numba.njit

    assert compiler(by_another)(2.0) == 7.0
    assert outer(2.0) == 7.0


def test_threads_that_ask_at_once_get_one_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.compiling.kept_rules.cache_folder", lambda *_: None)
    together = threading.Barrier(8)

    @compiled
    def rule(a: float) -> float:
        return a + 1.0

    def ask(number: int) -> tuple[float, int]:
        together.wait()
        return rule(float(number)), id(rule.dispatcher)  # type: ignore[attr-defined]

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(8)))

    assert [value for value, _ in answers] == [number + 1.0 for number in range(8)]
    assert len({each for _, each in answers}) == 1


def test_a_rule_keeps_the_words_of_its_source() -> None:
    @compiled
    def rule(a: float) -> float:
        """What it does."""
        return a

    assert isinstance(rule, rules.Rule)
    assert rule.__doc__ == "What it does."
    assert rule.__name__ == "rule"
