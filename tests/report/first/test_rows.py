"""Page one says of worlds from a table where they come from, and how many rows they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.report.first.basis import basis_words
from sim.report.view import View
from sim.scenario import Scenario
from sim.studies.study import Study
from sim.studies.worlds_result import FromRows
from tests.report.worlds import DELAY, with_worlds

ARM, DAYS = "lasting", "unmet_need_days"
TABLE = {"file": "fitted.csv", "contents": f"{DELAY}\n2 weeks\n3 weeks\n"}


def said(study: Study, taken: FromRows, kind: str = "fitted") -> str:
    """The basis of page one, of worlds that are rows of a table."""
    made = with_worlds(study, {(ARM, DAYS): lambda shares: shares[:, 0] * 0 - 40})
    data = study.scenario.to_dict()
    about = {"kind": kind, "reference": "fitted to 3 figures of services today."}
    data["sources"] = {**data["sources"], "rows": about}
    data["worlds"] = {"from_table": TABLE, "source": "rows"}
    assert made.worlds is not None
    worlds = made.worlds._replace(from_rows=taken)
    return " ".join(basis_words(View(replace(made, scenario=Scenario.of(data), worlds=worlds))))


def test_worlds_of_a_fit_are_called_so_with_what_they_were_fitted_to(small_study: Study) -> None:
    words = said(small_study, FromRows(rows=300, used=120, numbers=1))

    assert "We ran each way of care in 120 worlds that fit what is known, 2 times each." in words
    assert (
        "In each world 1 uncertain number has its value from one row of fitted.csv, fitted to 3 "
        "figures of services today." in words
    )
    assert "1 other differs within the ranges written." in words
    assert "The table has 300 rows, of which 120 were run." in words


@pytest.mark.parametrize("used", [120, 100])
def test_rows_that_were_taken_again_are_said_to_be(small_study: Study, used: int) -> None:
    words = said(small_study, FromRows(rows=used, used=used, numbers=2))

    again = f"The table has {used} rows, so that some worlds have the same numbers and differ by"
    assert (again in words) == (used < 120)
    assert "2 uncertain numbers have their values from one row" in words
    assert "within the ranges written" not in words


def test_a_table_that_is_no_fit_is_not_called_one(small_study: Study) -> None:
    words = said(small_study, FromRows(rows=300, used=120, numbers=1), kind="expert")

    assert "120 worlds, 2 times each" in words
