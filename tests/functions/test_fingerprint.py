"""A digest changes with whatever changes what a function does, and with nothing else."""

import os
import subprocess
import sys
import types
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pandas as pd
import pytest

from sim.functions.fingerprint import NotFollowed, fingerprint


def built(text: str, **around: Any) -> types.FunctionType:
    """The function `f` of a piece of program, with other things in its module."""
    names: dict[str, Any] = {"__name__": "__main__", **around}
    exec(compile(text, "a_cell", "exec"), names)
    found = names["f"]
    assert isinstance(found, types.FunctionType)
    return found


class Shade(Enum):
    LIGHT = 1
    DARK = 2


@dataclass
class Bounds:
    low: float
    high: float


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("def f(x): return x + 1", "def f(x): return x + 2"),
        ("def f(x): return x + 1", "def f(x): return x - 1"),
        ("def f(x, y=1): return x", "def f(x, y=2): return x"),
        ("def f(x, *, y=1): return x", "def f(x, *, y=2): return x"),
        ("def f(x): return x.size", "def f(x): return x.shape"),
        ("def f(x): return (lambda y: y + 1)(x)", "def f(x): return (lambda y: y + 2)(x)"),
        ("def f(x): return [y for y in x if y > 1]", "def f(x): return [y for y in x if y > 2]"),
        ("def f(x): return x in {1, 2}", "def f(x): return x in {1, 3}"),
        ("k = 1\ndef f(x): return x + k", "k = 2\ndef f(x): return x + k"),
        ("k = 1\ndef f(x): return x + k", "k = 1.0\ndef f(x): return x + k"),
        ("k = [1, 2]\ndef f(x): return x in k", "k = [2, 1]\ndef f(x): return x in k"),
        ("k = {'a': 1}\ndef f(x): return k[x]", "k = {'a': 2}\ndef f(x): return k[x]"),
        ("def g(x): return 1\ndef f(x): return g(x)", "def g(x): return 2\ndef f(x): return g(x)"),
        (
            "def h(x): return 1\ndef g(x): return h(x)\ndef f(x): return g(x)",
            "def h(x): return 2\ndef g(x): return h(x)\ndef f(x): return g(x)",
        ),
        (
            "def g(k):\n  def f(x): return x + k\n  return f\nf = g(1)",
            "def g(k):\n  def f(x): return x + k\n  return f\nf = g(2)",
        ),
        (
            "k = 1\ndef f(x):\n  def inner(): return k\n  return inner()",
            "k = 2\ndef f(x):\n  def inner(): return k\n  return inner()",
        ),
        (
            "class C:\n  def m(self): return 1\ndef f(x): return C().m()",
            "class C:\n  def m(self): return 2\ndef f(x): return C().m()",
        ),
        (
            "class C:\n  limit = 1\ndef f(x): return C.limit",
            "class C:\n  limit = 2\ndef f(x): return C.limit",
        ),
        ("f_ = 1\ndef f(x): return f(x - f_)", "f_ = 2\ndef f(x): return f(x - f_)"),
    ],
)
def test_what_is_done_otherwise_has_another_digest(one: str, other: str) -> None:
    assert fingerprint(built(one)) == fingerprint(built(one))
    assert fingerprint(built(one)) != fingerprint(built(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (np.array([1, 2]), np.array([1, 3])),
        (np.array([1, 2]), np.array([1.0, 2.0])),
        (np.float64(1), np.float64(2)),
        (Shade.LIGHT, Shade.DARK),
        (Bounds(1, 2), Bounds(1, 3)),
        ({1, 2}, {1, 3}),
        ((1, (2, 3)), ((1, 2), 3)),
        (None, 0),
        (np.mean, np.median),
        (len, max),
        (np.add, np.subtract),
        (partial(max, 1), partial(max, 2)),
    ],
)
def test_other_values_around_it_give_another_digest(one: Any, other: Any) -> None:
    text = "def f(x): return k"
    assert fingerprint(built(text, k=one)) == fingerprint(built(text, k=one))
    assert fingerprint(built(text, k=one)) != fingerprint(built(text, k=other))


def test_a_function_that_numba_compiled_counts_by_its_code() -> None:
    one, other, again = (numba.njit(built(f"def f(x): return x + {n}")) for n in (1, 2, 1))
    digests = [
        fingerprint(built("def f(x): return g(x)", g=helper)) for helper in (one, other, again)
    ]
    assert digests[0] == digests[2] != digests[1]


def test_comments_and_things_it_does_not_read_change_nothing() -> None:
    plain = fingerprint(built("k = 1\ndef f(x): return x + 1"))
    assert fingerprint(built("k = 2\n# why\ndef f(x):\n    # because\n    return x + 1")) == plain


def test_a_function_that_calls_itself_or_another_in_a_circle_has_a_digest() -> None:
    text = "def g(x): return f(x - {})\ndef f(x): return g(x) if x else 0"
    one, other = built(text.format(1)), built(text.format(2))
    assert fingerprint(one) == fingerprint(built(text.format(1)))
    assert fingerprint(one) != fingerprint(other)


@pytest.mark.parametrize("value", [pd.DataFrame({"a": [1]}), iter([1]), object()])
def test_what_cannot_be_followed_is_named(value: Any) -> None:
    with pytest.raises(NotFollowed) as told:
        fingerprint(built("def f(x): return k", k=value))
    assert told.value.name == "k"
    assert told.value.kind == type(value).__name__


def test_a_module_of_ones_own_counts_by_its_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    file = tmp_path / "my_limits.py"
    found = []
    for text in ("LIMIT = 1\n", "LIMIT = 2\n"):
        file.write_text(text, encoding="utf-8")
        module = types.ModuleType("my_limits")
        module.__file__ = str(file)
        found.append(fingerprint(built("def f(x): return my_limits.LIMIT", my_limits=module)))
    assert found[0] != found[1]


def test_the_digest_is_the_same_in_every_process() -> None:
    program = (
        "from sim.functions.fingerprint import fingerprint\n"
        "k = {'a', 'b', 'c', 'd'}\n"
        "def f(x):\n    return x in {'p', 'q', 'r'} or x in k\n"
        "print(fingerprint(f))\n"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1
