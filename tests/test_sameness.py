"""Nests of arrays and plain values are the same only if every part is, to the bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.sameness import same

PADDED = np.dtype([("flag", np.int8), ("number", np.int64)], align=True)


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        (np.array([1.0, np.nan]), np.array([1.0, np.nan]), True),
        (np.array([0.0]), np.array([-0.0]), False),
        (np.array([1, 2]), np.array([1.0, 2.0]), False),
        (np.array([1, 2]), np.array([[1, 2]]), False),
        (np.array([1]), 1, False),
        ((1, (np.array([2]), "a")), (1, (np.array([2]), "a")), True),
        ((1, (np.array([2]), "a")), (1, (np.array([3]), "a")), False),
        ((1, 2), (1, 2, 3), False),
        ("a", "b", False),
    ],
)
def test_every_part_must_be_the_same(one: Any, other: Any, are: bool) -> None:
    assert same(one, other) is are


def test_unused_bytes_between_columns_do_not_count() -> None:
    one, other = np.zeros(2, PADDED), np.full(2 * PADDED.itemsize, 255, np.uint8).view(PADDED)
    other["flag"], other["number"] = 0, 0
    assert one.tobytes() != other.tobytes()

    assert same(one, other)

    other["number"][1] = 5
    assert not same(one, other)
