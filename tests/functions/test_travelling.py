"""A user's function travels with what it reads, and says where it failed."""

from __future__ import annotations

import pickle

from sim.functions.travelling import packed, place_of, unpacked

FACTOR = 3


def three_times(value: int) -> int:
    return FACTOR * value


def divides(value: int) -> float:
    return 1 / value


def test_a_function_that_travelled_gives_the_same() -> None:
    again = unpacked(pickle.loads(pickle.dumps(packed(three_times))))  # type: ignore[arg-type]
    assert again(5) == 15
    assert again.__code__.co_filename == three_times.__code__.co_filename


def test_an_error_is_told_with_its_line() -> None:
    try:
        divides(0)
    except ZeroDivisionError as error:
        said = place_of(error, divides)  # type: ignore[arg-type]
    assert said.endswith("return 1 / value")


def test_an_error_elsewhere_has_no_line() -> None:
    assert place_of(ValueError("x"), divides) == ""  # type: ignore[arg-type]
