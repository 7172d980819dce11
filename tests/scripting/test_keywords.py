"""A keyword that a function does not have is answered; its signature and help stay."""

from __future__ import annotations

import inspect
from typing import TypedDict, Unpack

import pytest

import sim
from sim.scripting.keywords import keywords_of, known_keywords


class Further(TypedDict, total=False):
    """Settings beside the arguments."""

    colour: str


class Oven:
    """What belongs into an argument."""

    def __init__(self, *, degrees: int = 200) -> None:
        self.degrees = degrees


@known_keywords(oven=Oven)
def bake(cake: str, *, minutes: int = 30, oven: Oven | None = None, **more: Unpack[Further]) -> str:
    """Bake a cake."""
    return f"{cake} {minutes} {oven.degrees if oven else 0} {more.get('colour')}"


def test_what_is_known_reaches_the_function() -> None:
    assert bake("pie", minutes=3, oven=Oven(degrees=9), colour="red") == "pie 3 9 red"
    assert keywords_of(bake) == ["cake", "minutes", "oven", "colour"]


def test_signature_name_and_help_stay() -> None:
    assert list(inspect.signature(bake).parameters) == ["cake", "minutes", "oven", "more"]
    assert (bake.__name__, bake.__doc__) == ("bake", "Bake a cake.")
    assert {"scenario", "execution"} <= set(inspect.signature(sim.run).parameters)
    assert "seed" in inspect.signature(sim.Execution).parameters


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"minuets": 3}, "Did you mean `minutes`?"),
        ({"color": "red"}, "Did you mean `colour`?"),
        ({"degrees": 9}, "Write `oven=sim.Oven(degrees=9)`."),
        ({"degres": 9}, "Write `oven=sim.Oven(degrees=9)`."),
        ({"degrees": "9"}, "Write `oven=sim.Oven(degrees='9')`."),
        ({"degrees": [1, "x"]}, "Write `oven=sim.Oven(degrees=[1, 'x'])`."),
        ({"degrees": object()}, "Write `oven=sim.Oven(degrees=...)`."),
        ({"degrees": "9" * 99}, "Write `oven=sim.Oven(degrees=...)`."),
        ({"sugar": 1}, "It takes `cake`, `minutes`, `oven` and `colour`."),
    ],
)
def test_what_is_not_known_is_answered_with_what_was_meant(
    given: dict[str, object], words: str
) -> None:
    with pytest.raises(sim.SimError) as caught:
        bake("pie", **given)  # type: ignore[arg-type]
    (name,) = given
    assert str(caught.value) == f"{name}: `bake` has no argument of this name.\n  {words}"


def test_a_call_that_lacks_an_argument_says_which() -> None:
    with pytest.raises(sim.SimError, match=r"cake: `bake` needs it\.\n  It takes `cake`"):
        bake()  # type: ignore[call-arg]
    with pytest.raises(sim.SimError, match="scenario: `run` needs it"):
        sim.run()  # type: ignore[call-arg]
    with pytest.raises(sim.SimError, match="unit: `measure` needs it"):
        sim.measure(lambda log, window: 1)  # type: ignore[call-arg, arg-type]


def test_too_many_arguments_without_a_name_are_told() -> None:
    with pytest.raises(sim.SimError, match="arguments: `bake` was given more of them"):
        bake("pie", 3)  # type: ignore[call-arg]
    with pytest.raises(sim.SimError, match="arguments: `Execution` was given more of them"):
        sim.Execution(3)  # type: ignore[call-arg]
