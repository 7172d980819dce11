import itertools
from collections import defaultdict

import pytest
from hypothesis import given, strategies as st

from sim.records.disclosure import Group, group, rounded, written

counts = st.integers(0, 400)
MOST = 14
"""All groups with cells up to it are tried."""


@given(counts)
def test_a_count_under_5_is_hidden_and_any_other_is_rounded_to_5(count: int) -> None:
    shown = rounded(count)
    if count < 5:
        assert shown is None
        assert written(shown) == "*"
    else:
        assert shown is not None
        assert shown % 5 == 0
        assert abs(shown - count) <= 2
        assert written(shown) == str(shown)


@given(st.lists(counts, min_size=2, max_size=12))
def test_no_group_has_a_single_hidden_cell(cells: list[int]) -> None:
    hidden = group(cells).cells.count(None)
    assert hidden != 1
    assert hidden >= sum(each < 5 for each in cells)


@given(st.lists(counts, min_size=1, max_size=12))
def test_what_is_not_hidden_is_the_rounded_count(cells: list[int]) -> None:
    made = group(cells)
    for cell, shown in zip(cells, made.cells, strict=True):
        assert shown in (None, rounded(cell))
    assert made.total in (None, rounded(sum(cells)))


@given(st.lists(st.integers(5, 400), min_size=1, max_size=12))
def test_a_group_without_small_counts_hides_nothing(cells: list[int]) -> None:
    assert None not in (*group(cells).cells, group(cells).total)


def test_the_next_smallest_is_hidden_beside_a_small_count() -> None:
    assert group((2, 60, 31, 45)) == Group((None, 60, None, 45), None)


@given(st.lists(counts, min_size=1, max_size=12))
def test_a_total_is_told_where_no_cell_is_hidden(cells: list[int]) -> None:
    made = group(cells)
    assert (made.total is None) == (None in made.cells)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_no_combination_of_printed_cells_gives_a_hidden_one(size: int) -> None:
    """A reader tries every group there may be, and knows which cells are small."""
    alike: dict[tuple[Group, tuple[bool, ...]], list[set[int]]] = defaultdict(
        lambda: [set() for _ in range(size)]
    )
    for cells in itertools.product(range(MOST + 1), repeat=size):
        seen = alike[group(cells), tuple(each < 5 for each in cells)]
        for values, cell in zip(seen, cells, strict=True):
            values.add(cell)
    for cells in itertools.product(range(MOST + 1), repeat=size):
        small = tuple(each < 5 for each in cells)
        for values, is_small in zip(alike[group(cells), small], small, strict=True):
            assert not is_small or values == {0, 1, 2, 3, 4}, cells


@given(st.lists(counts, min_size=1, max_size=12), st.data())
def test_what_is_printed_does_not_depend_on_how_small_a_small_count_is(
    cells: list[int], data: st.DataObject
) -> None:
    others = [data.draw(st.integers(0, 4)) if each < 5 else each for each in cells]
    assert group(others) == group(cells)
