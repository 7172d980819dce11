"""Parts of posts: what they have of a whole one."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from sim.resolved import WHOLE_POST
from sim.rules.posts import chance_vacant, part_of, share_of

amounts = st.integers(0, 10_000_000)
shares = st.integers(1, WHOLE_POST)


@given(whole=amounts)
def test_a_whole_post_has_all_of_it(whole: int) -> None:
    assert part_of(whole, WHOLE_POST) == whole


@given(whole=amounts, share=shares)
def test_a_part_is_rounded_down_to_at_least_one_of_what_there_is(whole: int, share: int) -> None:
    part = part_of(whole, share)

    assert part <= max(1, whole * share / WHOLE_POST)
    assert part > whole * share / WHOLE_POST - 1
    assert (part > 0) == (whole > 0)


@given(whole=amounts, one=shares, other=shares)
def test_a_larger_part_never_has_less(whole: int, one: int, other: int) -> None:
    smaller, larger = sorted((one, other))

    assert part_of(whole, smaller) <= part_of(whole, larger)


@given(posts=st.integers(1, 50), last_share=shares)
def test_only_the_last_post_is_a_part(posts: int, last_share: int) -> None:
    found = [int(share_of(post, posts, last_share)) for post in range(posts)]

    assert found == [WHOLE_POST] * (posts - 1) + [last_share]


@given(posts=st.integers(1, 30), last_share=shares, vacant=st.integers(0, 31_000))
def test_vacant_posts_add_up_on_average_and_at_most_one_is_left_to_chance(
    posts: int, last_share: int, vacant: int
) -> None:
    chances = [chance_vacant(post, posts, last_share, vacant) for post in range(posts)]
    sizes = [int(share_of(post, posts, last_share)) for post in range(posts)]

    there = sum(chance * size for chance, size in zip(chances, sizes, strict=True))
    assert there == pytest.approx(min(vacant, sum(sizes)))
    assert sum(0 < chance < 1 for chance in chances) <= 1
    assert chances == sorted(chances)
