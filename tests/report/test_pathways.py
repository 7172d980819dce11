"""The map of services in words: which moves have an arrow, and what is said of the others."""

from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given, strategies as st

from sim.charts.pathway import FROM_DOOR, LOOKS, Move
from sim.report.pathways import MOST_ARROWS, drawn_moves, left_out_words

NAMES: Any = SimpleNamespace(service_labels=("GP", "Team", "Ward"))


@st.composite
def moves(draw: st.DrawFn) -> list[Move]:
    ends = st.tuples(st.integers(FROM_DOOR, 14), st.integers(0, 14))
    pairs = draw(st.lists(st.tuples(ends, st.sampled_from(sorted(LOOKS))), max_size=60))
    rates = draw(st.lists(st.floats(0.01, 1e4), min_size=len(pairs), max_size=len(pairs)))
    made = [
        Move(*pair, rate, kind)
        for (pair, kind), rate in zip(dict.fromkeys(pairs), rates, strict=False)
    ]
    return sorted(made, key=lambda move: -move.rate)


@given(moves())
def test_every_service_that_people_move_to_or_from_has_an_arrow(every: list[Move]) -> None:
    shown = drawn_moves(every)
    between = [move for move in every if move.origin != move.target]

    assert {end for move in shown for end in move[:2]} == {e for m in between for e in m[:2]}
    assert shown[:MOST_ARROWS] == between[:MOST_ARROWS]
    assert len(shown) <= MOST_ARROWS + 15


def test_what_is_left_out_is_counted_in_a_sentence() -> None:
    largest = [Move(0, 1, 100.0 - n, "cold") for n in range(MOST_ARROWS)]
    rest = [Move(1, 0, 4.0, "warm"), Move(0, 1, 2.0, "sent"), Move(1, 1, 3.0, "sent")]
    every = sorted([*largest, *rest], key=lambda move: -move.rate)

    (said,) = left_out_words(every, NAMES, "a year")

    total = round(sum(move.rate for move in every))
    assert "2 smaller kinds of move, together 6 of " in said
    assert f"of {total:,} moves a year, none above 4." in said
    assert "3 moves a year lead back to the same service." in said
    assert said.endswith("Nobody moved to or from Ward.")


def test_where_nothing_is_left_out_that_is_said_and_where_nobody_moves_nothing() -> None:
    all_there = cast(Any, SimpleNamespace(service_labels=("GP",)))
    assert left_out_words([Move(FROM_DOOR, 0, 2.0, "seeking")], all_there, "a year") == [
        "Every move is on the map."
    ]
    assert left_out_words([], NAMES, "a year") == []
