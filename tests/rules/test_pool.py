"""Which member of a pool a uniform number chooses, and the numbers of staff."""

from __future__ import annotations

from hypothesis import given, strategies as st

from sim.events import FIRST_OF_POOL, MOST_IN_POOL, NOBODY
from sim.rules.pool import has_pool, member_of_pool, staff_number

pools = st.integers(1, MOST_IN_POOL)


@given(u=st.floats(0, 1, exclude_min=True, exclude_max=True), pool=pools)
def test_a_member_is_one_of_the_pool(u: float, pool: int) -> None:
    assert FIRST_OF_POOL - pool < member_of_pool(u, pool) <= FIRST_OF_POOL


@given(pool=pools, member=st.integers(0, MOST_IN_POOL - 1))
def test_each_member_has_the_same_share(pool: int, member: int) -> None:
    member %= pool

    assert member_of_pool((member + 0.5) / pool, pool) == FIRST_OF_POOL - member


@given(
    staff=st.lists(
        st.tuples(st.integers(0, 50), st.integers(-1 - MOST_IN_POOL, 1_000)), min_size=2, max_size=9
    )
)
def test_staff_have_one_number_if_and_only_if_they_are_the_same(
    staff: list[tuple[int, int]],
) -> None:
    for service, worker in staff:
        for elsewhere, other in staff:
            same = worker == other and (worker >= NOBODY or service == elsewhere)
            numbers = staff_number(worker, service), staff_number(other, elsewhere)
            assert (numbers[0] == numbers[1]) == same


def test_only_services_without_workers_have_pools() -> None:
    assert has_pool(3, -1)
    assert not has_pool(3, 0)
    assert not has_pool(0, -1)
