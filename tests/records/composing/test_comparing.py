"""Targets are what comes of the model's numbers, and none of them, as they may be written."""

from __future__ import annotations

import csv
import io

import numpy as np

from sim.area.composing import COVARIANCE, TARGETS
from sim.measures.words.recorded import SAME_AS
from sim.scenario.target_tables import COLUMNS
from tests.records.composing.extracts import made


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made().composed.tables[TARGETS])))


def test_the_table_has_what_a_target_needs_and_what_people_want_to_know() -> None:
    assert {"measure", "group", "service", "value", "standard_error", "n"} <= rows()[0].keys()
    assert {"from_day", "to_day", "definition", "role"} <= rows()[0].keys()
    assert rows()[0].keys() <= set(COLUMNS)


def test_the_last_three_months_are_for_a_check() -> None:
    by_role = {each["role"]: (each["from_day"], each["to_day"]) for each in rows()}
    assert by_role == {"fit": ("2024-04-01", "2024-12-31"), "check": ("2025-01-01", "2025-03-31")}


def test_no_number_is_both_estimate_and_target() -> None:
    assert not any(each["measure"].startswith(tuple(SAME_AS)) for each in rows())
    assert not any("handed_on" in each["measure"] for each in rows())  # the routes are made of it


def test_values_and_errors_have_two_digits_and_n_is_rounded() -> None:
    for each in rows():
        for name in ("value", "standard_error"):
            assert float(f"{float(each[name]):.2g}") == float(each[name])
        assert int(each["n"]) % 5 == 0
        assert float(each["standard_error"]) > 0


def test_the_covariance_is_in_the_order_of_the_targets() -> None:
    head, *lines = csv.reader(io.StringIO(made().composed.tables[COVARIANCE]))
    names = [each["target"] for each in rows()]
    assert head == ["target", *names]
    assert [line[0] for line in lines] == names
    matrix = np.array([[float(each) for each in line[1:]] for line in lines])
    errors = np.array([float(each["standard_error"]) for each in rows()])
    assert np.allclose(np.sqrt(np.diag(matrix)), errors, rtol=0.06)
    assert np.allclose(matrix, matrix.T)
