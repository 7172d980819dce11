"""Measures of one's own from a script: made, taken everywhere, kept under what they do."""

import functools
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import sim
from sim.measures.own import OwnMeasure
from tests.scenarios.shipped import FOLDER


@sim.measure("starts", unit="per person-year", better="lower")
def starts(log: sim.RunLog, window: Any) -> float | None:
    """How often a spell starts."""
    return len(log.events("SPELL_STARTED")) / log.person_years if log.person_years else None


def counting(factor: float) -> OwnMeasure:
    """A measure that closes over a number."""

    @sim.measure("counted", unit="rows", better="higher")
    def counted(log: sim.RunLog, window: Any) -> float:
        return factor * len(log.rows)

    return counted


@pytest.fixture(scope="module")
def queue() -> sim.Scenario:
    return sim.Scenario.load(FOLDER / "queue.yaml").with_values({"run.length": "2 years"})


@pytest.fixture(scope="module")
def community() -> sim.Scenario:
    short = {
        "run.length": "30 weeks",
        "run.change": "10 weeks",
        "people.cohort": 300,
        "people.arrivals.newcomers.rate": "10 per year",
    }
    return sim.Scenario.load(FOLDER / "cen_community.yaml").with_values(short)


def values(results: sim.Results, measure: str, group: str = "everyone") -> list[float]:
    query = f"SELECT value FROM this WHERE measure = '{measure}' AND \"group\" = '{group}'"
    return [value for (value,) in results.measures.sql(query)]


def test_it_is_in_every_run_beside_the_measures_that_are_always_there(
    community: sim.Scenario,
) -> None:
    plain = sim.run(community, replications=2)
    more = sim.run(community, replications=2, measures=[starts])
    assert list(plain.measures.sql("SELECT DISTINCT measure FROM this ORDER BY 1")) == [
        row
        for row in more.measures.sql("SELECT DISTINCT measure FROM this ORDER BY 1")
        if row != ("starts",)
    ]
    same = "SELECT * FROM this WHERE measure <> 'starts'"
    assert list(more.measures.sql(same)) == list(plain.measures)
    groups = {
        group
        for (group,) in more.measures.sql("SELECT \"group\" FROM this WHERE measure = 'starts'")
    }
    assert groups == {"everyone", *community.people.groups}
    expected = [
        number / years for number, years in zip(values(plain, "spells"), np.ones(8), strict=True)
    ]
    assert values(more, "starts") == pytest.approx(expected, rel=1e-12)


def test_both_engines_and_all_ways_of_working_give_the_same(queue: sim.Scenario) -> None:
    ways = [
        sim.Execution(),
        sim.Execution(workers=2),
        sim.Execution(engine="reference"),
        sim.Execution(engine="reference", workers=2),
    ]
    found = [
        list(sim.run(queue, replications=2, measures=[starts, counting(2)], execution=way).measures)
        for way in ways
    ]
    assert found[0] == found[1] == found[2] == found[3]
    assert any(row[3] == "counted" and row[5] > 0 for row in found[0])


def test_an_executor_gets_the_measure_wherever_it_was_written(queue: sim.Scenario) -> None:
    local = counting(3)
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as executor:
        way = sim.Execution(executor=executor)
        there = sim.run(queue, replications=2, measures=[local, starts], execution=way)
    here = sim.run(queue, replications=2, measures=[local, starts])
    assert list(there.measures) == list(here.measures)


def test_a_measure_survives_the_way_to_another_process() -> None:
    again = pickle.loads(pickle.dumps(starts))
    assert (again.name, again.unit, again.better) == ("starts", "per person-year", "lower")
    assert again.digest == starts.digest
    assert pickle.loads(pickle.dumps(counting(4))).digest == counting(4).digest


def test_finished_runs_are_taken_from_the_store_until_the_measure_changes(
    queue: sim.Scenario, tmp_path: Path
) -> None:
    made: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        made.append((done, total))

    def runs(measure: OwnMeasure) -> int:
        made.clear()
        how = sim.Execution(store=tmp_path, progress=progress)
        sim.run(queue, replications=2, measures=[measure], execution=how)
        return sum(done < total for done, total in made)

    assert runs(counting(1)) > 0
    assert runs(counting(1)) == 0
    assert runs(counting(2)) > 0
    assert runs(counting(2)) == 0


def test_a_verdict_goes_by_its_direction_and_its_family(community: sim.Scenario) -> None:
    judged = community.with_values({"analysis_plan.headline": ["starts", "unmet_need_days"]})
    found = sim.compare(judged, replications=4, measures=[starts])
    query = "SELECT verdict FROM this WHERE measure = 'starts'"
    verdicts = list(found.comparison.sql(query))
    assert verdicts
    for (verdict,) in verdicts:
        assert verdict in {
            "better",
            "worse",
            "identical",
            "cannot tell",
            "higher, not certain",
            "lower, not certain",
            "too small to matter",
        }
    assert "starts" in found._repr_html_()
    with pytest.raises(sim.ScenarioFaults, match='"starts" is not a measure'):
        sim.compare(judged, replications=2)


def test_the_report_tells_it_in_its_own_words(community: sim.Scenario, tmp_path: Path) -> None:
    found = sim.compare(community, replications=3, measures=[starts])
    page = found.report(tmp_path).read_text(encoding="utf-8")
    assert "Measures of your own" in page
    assert "How often a spell starts." in page
    plain = sim.compare(community, replications=3).report(tmp_path / "plain")
    assert "Measures of your own" not in plain.read_text(encoding="utf-8")


def test_sweeps_look_at_it(queue: sim.Scenario, tmp_path: Path) -> None:
    over = {"services.group.ends.stay.exponential.mean": ["6 days", "8 days"]}
    every: list[Any] = [None, [starts, "list_length"], ["starts", "list_length"]]
    for outcomes in every:
        sweep = sim.sweep(queue, over, replications=2, outcomes=outcomes, measures=[starts])
        query = "SELECT count(*) FROM this WHERE measure = 'starts' AND value > 0"
        assert list(sweep.outcomes.sql(query)) == [(8,)]
    assert "Starts" in sweep.report(tmp_path).read_text(encoding="utf-8")
    with pytest.raises(sim.SimError, match='outcomes: "starts" is not a measure'):
        sim.sweep(queue, over, replications=2, outcomes=["starts"])
    with pytest.raises(sim.SimError, match="Did you mean `starts`"):
        sim.sweep(queue, over, replications=2, outcomes=["start"], measures=[starts])


def test_questions_are_asked_about_it(queue: sim.Scenario) -> None:
    over = {"people.arrivals.newcomers.rate": ("0.4 per day", "0.6 per day")}
    answer = sim.sensitivity(queue, over, outcomes=[starts], measures=[starts], replications=2)
    assert "starts" in " ".join(answer.words)
    assert set(answer.table.sql("SELECT measure, unit FROM this")) == {
        ("starts", "per person-year")
    }
    crossing = sim.break_even(
        queue,
        "people.arrivals.newcomers.rate",
        starts,
        low="0.4 per day",
        high="0.6 per day",
        values=2,
        first=3,
        ceiling=3,
        measures=[starts],
    )
    assert "starts" in " ".join(crossing.words)


def test_the_best_arm_is_chosen_by_it(community: sim.Scenario) -> None:
    found = sim.select(community, starts, 0.5, first=3, ceiling=4, measures=[starts])
    assert set(found.table.sql("SELECT measure FROM this")) == {("starts",)}


def test_a_measure_that_fails_is_told_with_its_line(queue: sim.Scenario) -> None:
    @sim.measure("broken", unit="rows")
    def broken(log: sim.RunLog, window: Any) -> float:
        return 1 / (len(log.rows) * 0)

    with pytest.raises(sim.SimError) as told:
        sim.run(queue, replications=1, measures=[broken])
    text = str(told.value)
    assert "the measure `broken` failed: ZeroDivisionError: division by zero" in text
    assert "test_measuring.py:" in text
    assert "return 1 / (len(log.rows) * 0)" in text


@pytest.mark.parametrize("value", ["many", True, [1], {"everyone": 1}])
def test_a_measure_gives_one_number(queue: sim.Scenario, value: Any) -> None:
    @sim.measure("odd", unit="rows")
    def odd(log: sim.RunLog, window: Any) -> Any:
        return value

    with pytest.raises(sim.SimError, match="`odd` gave a value of the type"):
        sim.run(queue, replications=1, measures=[odd])


@pytest.mark.parametrize("value", [None, float("nan"), np.float32(3), np.int64(3), 3])
def test_undefined_values_and_those_of_numpy_are_numbers(queue: sim.Scenario, value: Any) -> None:
    @sim.measure("odd", unit="rows")
    def odd(log: sim.RunLog, window: Any) -> Any:
        return value

    arms = sim.Execution(arms="three_chairs")
    found = values(sim.run(queue, replications=1, measures=[odd], execution=arms), "odd")
    assert found == ([3.0] if value == 3 else [None])


def test_what_it_reads_has_to_be_followed(queue: sim.Scenario) -> None:
    frame = pd.DataFrame({"limit": [1]})

    @sim.measure("limited", unit="rows")
    def limited(log: sim.RunLog, window: Any) -> float:
        return float(frame["limit"][0])

    with pytest.raises(sim.SimError, match="`limited` reads `frame`, and changes of a value of "):
        sim.run(queue, replications=1, measures=[limited])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": "list_length"}, "name: every run has a measure `list_length`"),
        ({"name": "wait_to_start.gp.mean"}, "every run has a measure `wait_to_start.gp.mean`"),
        ({"name": "Long waits"}, 'name: "Long waits" cannot be the name of a measure'),
        ({"name": 3}, "name: 3 cannot be the name of a measure"),
        ({"unit": ""}, 'unit: "" is not a unit'),
        ({"unit": None}, "unit: None is not a unit"),
        ({"better": "lowr"}, "Did you mean `lower`"),
        ({"better": 1}, "better: 1 is no direction"),
        ({"label": 3}, "label: 3 is not a text"),
        ({"definition": ""}, 'definition: "" is not a text'),
    ],
)
def test_words_that_cannot_be_are_refused(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(sim.SimError, match=words):
        sim.measure(**{"name": "long_waits", "unit": "days", **wrong})


@pytest.mark.parametrize("function", [3, "starts", len, lambda log: 1, functools.partial(max, 1)])
def test_what_is_no_function_of_log_and_window_is_refused(function: Any) -> None:
    with pytest.raises(sim.SimError, match=r"^function: .*\n  Write it as def quiet_days"):
        sim.measure("long_waits", "days")(function)


@pytest.mark.parametrize(
    ("measures", "words"),
    [
        (3, "measures: 3 is not a list of measures"),
        ("starts", 'measures: "starts" is not a list of measures'),
        (["list_length"], "measures: every run has `list_length`"),
        (["starts"], 'measures: "starts" is not a measure of your own'),
        ([starts, starts], "measures: two are called `starts`"),
        ([len], "measures: a value of the type builtin_function_or_method is not a measure"),
    ],
)
def test_what_are_no_measures_are_refused(queue: sim.Scenario, measures: Any, words: str) -> None:
    with pytest.raises(sim.SimError, match=words):
        sim.run(queue, replications=1, measures=measures)


def test_words_come_from_the_name_and_the_docstring_unless_given() -> None:
    assert (starts.label, starts.definition) == ("Starts", "How often a spell starts.")
    assert counting(1).definition == "A measure of your own."
    named = sim.measure("x", "days", label="Long waits", definition="Waits of a year.")
    made = named(lambda log, window: 1)
    assert (made.label, made.definition) == ("Long waits", "Waits of a year.")


@pytest.mark.parametrize("value", [-0.1, 1.5, 7])
def test_a_share_outside_0_to_1_is_refused(queue: sim.Scenario, value: float) -> None:
    @sim.measure("odd", unit="share")
    def odd(log: sim.RunLog, window: Any) -> float:
        return value

    with pytest.raises(sim.SimError, match="and a share is a number from 0 to 1"):
        sim.run(queue, replications=1, measures=[odd])


def test_rows_have_their_columns_as_attributes_and_as_items(queue: sim.Scenario) -> None:
    @sim.measure("same", unit="rows")
    def same(log: sim.RunLog, window: Any) -> float:
        rows = log.events("SPELL_STARTED")
        assert (rows.person == rows["person"]).all()
        assert (log.rows.time == log.rows["time"]).all()
        return float(len(rows))

    assert all(value > 0 for value in values(sim.run(queue, measures=[same]), "same"))


def test_the_line_of_a_failure_is_told_from_another_process_too(queue: sim.Scenario) -> None:
    @sim.measure("broken", unit="rows")
    def broken(log: sim.RunLog, window: Any) -> float:
        return log.nothing  # type: ignore[attr-defined, no-any-return]

    way = sim.Execution(engine="reference", workers=2)
    with pytest.raises(sim.SimError) as told:
        sim.run(queue, replications=2, measures=[broken], execution=way)
    first, second, *_ = str(told.value).splitlines()
    assert "more runs failed" in first
    assert second.endswith("return log.nothing  # type: ignore[attr-defined, no-any-return]")


def test_a_closed_executor_is_told_in_a_sentence(queue: sim.Scenario) -> None:
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(sim.SimError, match=r"executor: it takes no work \(RuntimeError: cannot"):
        sim.run(queue, replications=1, execution=sim.Execution(executor=executor))
    with pytest.raises(sim.SimError, match=r"^executor: .* cannot make runs"):
        sim.Execution(executor=ThreadPoolExecutor)  # type: ignore[arg-type]
