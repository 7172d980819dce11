"""Worlds from a table: each is a row, whole; what the table lacks is drawn as ever."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.scenario import Scenario
from sim.studies.planning import Choices
from sim.studies.running import plan
from sim.studies.sizes import Size
from sim.studies.worlds.planning import plan_worlds, wanted
from sim.studies.worlds.sampling import sample
from sim.studies.worlds.tabled import Tabled, from_the_table
from sim.studies.worlds.uncertain import uncertain_numbers
from tests.studies.worlds.small import (
    ATTEND_GP,
    ATTEND_TEAM,
    CLINIC,
    NOWHERE,
    RATE,
    ROUTES,
    TEAM,
    scenario,
)

SHARE = {"value": 0.8, "low": 0.6, "high": 0.95}
UNSURE = {ATTEND_GP: SHARE, ATTEND_TEAM: SHARE}


def tabled(contents: str, values: dict[str, Any] | None = None, **top: Any) -> Scenario:
    table = {"from_table": {"file": "fitted.csv", "contents": contents}}
    return scenario(UNSURE | (values or {}), worlds=table, **top)


def worlds(of: Scenario, many: int) -> list[dict[str, Any]]:
    found, table = from_the_table(of, uncertain_numbers(of, of.arm_names)[0])
    return list(sample(found, many, 1, table).values)


def test_as_many_worlds_as_rows_are_the_rows() -> None:
    of = tabled(f"{RATE},{ATTEND_GP}\n3 per week,0.7\n2 per week,0.9\n2 per week,0.61\n")

    found = worlds(of, 3)

    rows = {("3 per week", 0.7), ("2 per week", 0.9), ("2 per week", 0.61)}
    assert {(each[RATE], each[ATTEND_GP]) for each in found} == rows
    assert len({each[ATTEND_TEAM] for each in found}) == 3, "no column: drawn as ever"


def test_what_the_table_lacks_is_what_it_is_without_the_table() -> None:
    of = tabled(f"{RATE}\n3 per week\n2 per week\n")
    plain = scenario(UNSURE)
    drawn = sample(uncertain_numbers(plain, plain.arm_names)[0], 8, 1).values

    assert [each[ATTEND_GP] for each in worlds(of, 8)] == [each[ATTEND_GP] for each in drawn]


def test_fewer_worlds_than_rows_take_some_once_and_more_repeat_them() -> None:
    rows = "\n".join(f"{each / 100}" for each in range(60, 70))
    of = tabled(f"{ATTEND_GP}\n{rows}\n")

    few, many = worlds(of, 5), worlds(of, 20)

    assert len({each[ATTEND_GP] for each in few}) == 5
    assert sorted(each[ATTEND_GP] for each in many) == [
        at / 100 for at in range(60, 70) for _ in "ab"
    ]


def test_rows_count_by_their_weight() -> None:
    of = tabled(f"{ATTEND_GP},weight\n0.7,1\n0.8,6\n0.9,1\n")

    found = [each[ATTEND_GP] for each in worlds(of, 8)]

    assert sorted(found) == [0.7, *[0.8] * 6, 0.9]


@settings(deadline=None, max_examples=40)
@given(
    rows=st.lists(
        st.tuples(st.integers(1, 999), st.integers(1, 999), st.integers(1, 400), st.integers(1, 9)),
        min_size=2,
        max_size=30,
    )
)
def test_every_world_has_all_values_of_one_row(rows: list[tuple[int, int, int, int]]) -> None:
    lines = [f"{a / 1000},{b / 1000},{r / 100} per week,{w}" for a, b, r, w in rows]
    of = tabled(f"{ATTEND_GP},{ATTEND_TEAM},{RATE},weight\n" + "\n".join(lines) + "\n")
    known = {(a / 1000, b / 1000, f"{r / 100:g} per week") for a, b, r, _ in rows}

    for each in worlds(of, 50):
        assert (each[ATTEND_GP], each[ATTEND_TEAM], each[RATE]) in known


@pytest.mark.parametrize("second", ["0.61,0.62", "0.62,0.61"])
def test_numbers_that_move_together_have_the_values_of_the_row(second: str) -> None:
    one, other = second.split(",")
    of = tabled(
        f"{ATTEND_GP},{ATTEND_TEAM}\n0.7,{one}\n0.9,{other}\n",
        together=[[ATTEND_GP, ATTEND_TEAM]],
    )

    found = {(each[ATTEND_GP], each[ATTEND_TEAM]) for each in worlds(of, 2)}

    assert found == {(0.7, float(one)), (0.9, float(other))}


def test_a_row_of_shares_adds_up_to_one_around_the_share_of_the_table() -> None:
    row = {"team": 0.5, "clinic": 0.2, "nowhere": 0.3, "dirichlet": {"weight": 20}}
    of = tabled(f"{TEAM}\n0.9\n0.05\n", {ROUTES: row})

    found = worlds(of, 6)

    assert sorted(each[TEAM] for each in found) == [0.05] * 3 + [0.9] * 3
    for each in found:
        assert sum(each[path] for path in (TEAM, CLINIC, NOWHERE)) == pytest.approx(1)


def test_a_structure_has_the_option_of_the_row() -> None:
    variants = {"busy": {"label": "Busy", "set": {RATE: "9 per week"}}}
    of = tabled(
        f"demand,{ATTEND_GP}\nbusy,0.7\nas_written,0.8\n",
        variants=variants,
        structures={"demand": {"as_written": 0.9, "busy": 0.1}},
    )

    found = worlds(of, 2)

    assert {each[ATTEND_GP]: each[RATE] == "9 per week" for each in found} == {
        0.7: True,
        0.8: False,
    }


def test_columns_of_what_no_world_varies_change_nothing() -> None:
    of = tabled(f"{RATE}\n3 per week\n2 per week\n").with_values({RATE: "1 per week"})

    found, table = from_the_table(of, uncertain_numbers(of, of.arm_names)[0])

    assert table is None
    assert RATE not in [each.name for each in found]


def test_rows_at_even_steps_of_weight_are_taken_as_often_as_they_weigh() -> None:
    weights = np.array([0.1, 0.2, 0.3, 0.4])
    table = Tabled(np.full((4, 1), 0.5), weights)

    counts = np.bincount(table.rows(1000), minlength=4)

    assert (abs(counts - 1000 * weights) <= 1).all()


def test_a_table_whose_rows_go_to_and_fro_is_not_taken_by_halves() -> None:
    table = Tabled(np.full((100, 1), 0.5), np.full(100, 0.01))

    even = (table.rows(50) % 2 == 0).sum()

    assert 15 < even < 35


def test_a_plan_of_worlds_says_how_its_rows_were_taken() -> None:
    arms = {"one": {}, "two": {"set": {"services": {"gp": {"contacts": {"every": "5 weeks"}}}}}}
    rows = "0.7\n0.8\n0.9\n" * 10
    of = tabled(f"{ATTEND_GP}\n{rows}", arms=arms, workforce={"unequal": "a test"})
    found = wanted(plan(of, Choices()), Size(20, 1))

    assert found is not None
    assert found.from_rows == (30, 20, 1)
    made = plan_worlds(plan(of, Choices()), found)
    assert {world[ATTEND_GP] for world in made.sample.values} == {0.7, 0.8, 0.9}
