"""Values of Python, NumPy, pandas and polars are taken where their meaning is plain."""

import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import sim
from tests.scripting.cafes import PLACES, RATE, STAY, api, swept

TAKEN: dict[str, tuple[Any, list[Any]]] = {
    "a list": ([2, 3], [2, 3]),
    "whole floats": ([2.0, 3.0], [2, 3]),
    "an array": (np.array([2, 3]), [2, 3]),
    "linspace": (np.linspace(2, 4, 3), [2, 3, 4]),
    "arange": (np.arange(2, 4), [2, 3]),
    "scalars of NumPy": ([np.int64(2), np.float32(3)], [2, 3]),
    "a column of pandas": (pd.Series([2, 3]), [2, 3]),
    "an index of pandas": (pd.Index([2, 3]), [2, 3]),
    "a column of polars": (pl.Series([2, 3]), [2, 3]),
    "a range": (range(2, 4), [2, 3]),
    "a generator": ((n for n in (2, 3)), [2, 3]),
    "a map": (map(int, "23"), [2, 3]),
    "decimals": ([Decimal(2), Decimal("3.0")], [2, 3]),
    "fractions": ([Fraction(2), Fraction(3)], [2, 3]),
    "a pair, which is a range": ((np.int64(2), 3.0), [2, 3]),
    "a dict with values": ({"values": np.array([2, 3])}, [2, 3]),
    "a dict with ends": ({"low": 2, "high": np.float64(3)}, [2, 3]),
    "several paths": ({"sets": [PLACES], "values": (2, 3)}, [2, 3]),
}


@pytest.mark.parametrize("name", list(TAKEN))
def test_values_with_a_plain_meaning_are_taken(cafes: sim.Scenario, name: str) -> None:
    over, expected = TAKEN[name]
    found = swept(cafes, {PLACES: over}, design="grid")
    assert [row[1] for row in found.settings if row[1] != 4] == [e for e in expected if e != 4]


@pytest.mark.parametrize(
    "design",
    [
        pd.DataFrame({PLACES: [2.0, 3.0]}),
        pd.DataFrame({PLACES: pd.array([2, 3], dtype="Int64")}),
        pd.DataFrame({PLACES: [2, 3]}, dtype=object),
        pl.DataFrame({PLACES: [2, 3]}),
        {"table": None},
    ],
)
def test_whole_numbers_of_a_frame_are_whole_numbers(
    cafes: sim.Scenario, design: Any, tmp_path: Path
) -> None:
    if isinstance(design, dict):
        (tmp_path / "d.csv").write_text(f"{PLACES}\n2.0\n3e0\n")
        design = {"table": tmp_path / "d.csv"}
    assert list(swept(cafes, design=design).settings) == [(1, 2), (2, 3)]


def test_names_and_numbers_with_a_plain_meaning_are_taken(cafes: sim.Scenario) -> None:
    found = api.run(
        cafes, replications=np.int64(2), execution=api.Execution(seed=np.uint8(3), arms="one_room")
    )
    again = api.run(
        cafes, replications=2.0, execution=api.Execution(seed=3.0, arms=(a for a in ["one_room"]))
    )
    for table in (found.means, again.means):
        assert set(table.sql("SELECT arm, max(runs) FROM this GROUP BY arm")) == {("one_room", 2)}
    assert list(found.measures) == list(again.measures)
    one = swept(cafes, {PLACES: [2]}, outcomes="list_length", arms=np.array(["one_room"]))
    assert len(one.outcomes) == 1


def test_lengths_of_time_of_python_and_numpy_are_lengths(cafes: sim.Scenario) -> None:
    for value in (datetime.timedelta(days=3), np.timedelta64(72, "h"), pd.Timedelta("3D")):
        changed = cafes.with_values({STAY: value})
        stay = changed.services["group"].ends.stay
        assert stay.exponential is not None
        assert stay.exponential.mean.written == "3 days"


def test_a_flag_of_numpy_is_a_flag(cafes: sim.Scenario) -> None:
    changed = cafes.with_values({"services.group.opt_out_if_settled": np.bool_(True)})
    assert changed.services["group"].opt_out_if_settled is True


def test_settings_of_a_sweep_are_taken_as_the_design_of_another(cafes: sim.Scenario) -> None:
    first = swept(cafes, {PLACES: [2, 3], RATE: "range", STAY: ["4 days", "1 week"]})
    frame = first.settings.to_pandas().drop(columns="setting")
    assert {f"{RATE}.unit", f"{STAY}.unit"} < set(frame.columns)
    again = swept(cafes, design=frame)
    assert list(again.settings) == list(first.settings)
    assert list(again.outcomes) == list(first.outcomes)
