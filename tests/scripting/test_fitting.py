"""A sample as a distribution in a scenario, from a script."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import sim
from sim.scripting.fitting import FAMILIES, UNITS
from tests.scenarios.shipped import FOLDER

STAYS = [3, 5, 2, 9, 4, 4, 6]
PATH = "services.group.ends.stay"


@pytest.fixture(scope="module")
def queue() -> sim.Scenario:
    return sim.Scenario.load(FOLDER / "queue.yaml")


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("family", [*FAMILIES, "table"])
def test_every_family_in_every_unit_is_one_that_scenarios_take(
    queue: sim.Scenario, family: str, unit: str
) -> None:
    fitted = sim.fit_distribution(STAYS, family=family, unit=unit, reference="ward book, May")
    changed = queue.with_values(fitted.at(PATH))
    stay = changed.services["group"].ends.stay
    assert stay.family == family
    name = "fitted_ward_book_may"
    assert changed.sources[name].reference == "ward book, May"
    assert changed.sources[name].kind == "local_data"
    assert {q.source for path, q in changed.quantities() if path.startswith(PATH)} == {name}
    assert changed != queue


def test_ranges_come_with_the_numbers_and_can_be_varied(queue: sim.Scenario) -> None:
    fitted = sim.fit_distribution(STAYS, family="weibull")
    changed = queue.with_values(fitted.at(PATH))
    shape = dict(changed.quantities())[f"{PATH}.weibull.shape"]
    assert shape.low < shape.value < shape.high  # type: ignore[attr-defined]


def test_the_mean_that_is_simulated_is_the_mean_of_the_sample(queue: sim.Scenario) -> None:
    block = sim.fit_distribution(STAYS, family="exponential").block
    assert block["exponential"]["mean"]["value"] == f"{np.mean(STAYS):.6g} days"


@pytest.mark.parametrize(
    "sample",
    [
        tuple(STAYS),
        np.array(STAYS),
        pd.Series(STAYS),
        (each for each in STAYS),
        [f"{each} days" for each in STAYS],
        [timedelta(days=each) for each in STAYS],
    ],
    ids=["tuple", "array", "series", "generator", "texts", "timedeltas"],
)
def test_a_sample_may_be_whatever_holds_durations(sample: Any) -> None:
    assert sim.fit_distribution(sample).block == sim.fit_distribution(STAYS).block


def test_weeks_and_days_give_the_same_distribution() -> None:
    days = sim.fit_distribution([each * 7 for each in STAYS], family="gamma")
    weeks = sim.fit_distribution(STAYS, family="gamma", unit="weeks")
    assert weeks.fits[0].distance == pytest.approx(days.fits[0].distance)


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        ([1, 2, 3], "it has 3 values"),
        ([], "it has 0 values"),
        ([4] * 9, "all its values are 4 days.\n  Write `4 days` instead"),
        ([1, 2, 3, 4, float("nan")], "there is no value here"),
        ([1, 2, 3, 4, -5], "-5 is not 0 or more"),
        ([1, 2, 3, 4, "soon"], "soon"),
        ([1, 2, 3, 4, True], "True is not a duration"),
        ([1, 2, 3, 4, [5]], "is not a duration"),
        (7, "7 is not a sample"),
        ({1: 2}, "is not a sample"),
        ({1, 2, 3}, "a set has no order"),
        (None, "None is not a sample"),
    ],
)
def test_what_is_no_sample_is_refused_in_words(sample: Any, words: str) -> None:
    with pytest.raises(sim.SimError, match=r"^sample: ") as told:
        sim.fit_distribution(sample)
    assert words in str(told.value)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"unit": "day"}, r'unit: "day" is no unit(?s:.*)Did you mean `days`'),
        ({"unit": 3}, "unit: 3 is no unit"),
        ({"family": "gama"}, "Did you mean `gamma`"),
        ({"family": 3}, "family: 3 is not a family"),
    ],
)
def test_a_wrong_unit_or_family_is_answered_with_those_there_are(
    wrong: dict[str, Any], words: str
) -> None:
    with pytest.raises(sim.SimError, match=words):
        sim.fit_distribution(STAYS, **wrong)


def test_zeros_leave_the_families_that_can_have_them() -> None:
    fitted = sim.fit_distribution([0, *STAYS])
    assert fitted.family == "exponential"
    with pytest.raises(sim.SimError, match="has no duration of 0, and the sample has"):
        sim.fit_distribution([0, *STAYS], family="gamma")


def test_it_shows_itself_in_a_line_a_page_and_a_picture(tmp_path: Path) -> None:
    fitted = sim.fit_distribution(STAYS, family="lognormal")
    assert repr(fitted).startswith("<lognormal mu ")
    assert repr(fitted).endswith("fitted to 7 values>")
    page = fitted._repr_html_()
    assert all(family in page for family in FAMILIES)
    assert "lognormal (chosen)" in page
    figure = fitted.picture()
    labels = [line.get_label() for line in figure.axes[0].get_lines()]
    assert labels[0] == "sample of 7"
    assert "lognormal (chosen)" in labels
    assert figure.axes[0].get_xlabel() == "Value, in days"


def test_the_table_family_is_the_sample_itself(queue: sim.Scenario) -> None:
    fitted = sim.fit_distribution(STAYS, family="table")
    assert repr(fitted) == "<table, fitted to 7 values>"
    table = queue.with_values(fitted.at(PATH)).services["group"].ends.stay.table
    assert table is not None
    assert table.values == (2, 3, 4, 5, 6, 9)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ward book, May", "ward book, June"),
        ("病棟日誌、五月", "病棟日誌、六月"),
        (f"{'a very long title ' * 9}, May", f"{'a very long title ' * 9}, June"),
    ],
)
def test_two_fits_in_one_scenario_keep_their_own_sources(
    queue: sim.Scenario, first: str, second: str
) -> None:
    other = "services.first_talk.ends.stay"
    one = sim.fit_distribution(STAYS, reference=first)
    two = sim.fit_distribution([1, 2, 2, 3, 4], reference=second)
    changed = queue.with_values(one.at(PATH)).with_values(two.at(other))
    assert changed.sources[one.source].reference == first
    assert changed.sources[two.source].reference == second


@pytest.mark.parametrize("argument", ["source", "reference"])
def test_a_source_that_is_no_text_is_refused(argument: str) -> None:
    with pytest.raises(sim.SimError, match=f"{argument}: 3 is not a text"):
        sim.fit_distribution(STAYS, **{argument: 3})  # type: ignore[arg-type]


def test_a_fit_stands_in_data_with_its_source(queue: sim.Scenario) -> None:
    fitted = sim.fit_distribution(STAYS, family="gamma", reference="ward book")
    data = queue.to_dict()
    data["services"]["group"]["ends"]["stay"] = fitted.block
    data["sources"] |= fitted.sources
    stay = sim.Scenario.of(data).to_dict()["services"]["group"]["ends"]["stay"]
    assert stay == queue.with_values(fitted.at(PATH)).to_dict()["services"]["group"]["ends"]["stay"]


def test_a_whole_table_is_no_sample() -> None:
    with pytest.raises(sim.SimError, match=r"it is a whole table\.\n  Give one of its columns"):
        sim.fit_distribution(pd.DataFrame({"days": STAYS}))
