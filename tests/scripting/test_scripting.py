"""Three lines sweep any number, resume by themselves, and give tables every library can read."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import scipy.stats

import sim
from sim.scripting.tables import QueryError, Table, parquet_of
from sim.studies.design import DesignError
from sim.studies.planning import ChoiceError
from sim.studies.store import StoreError
from sim.studies.sweeps.specification import TooManyRunsError
from tests.studies.sweeps.studies import HERE

PLACES = "services.group.capacity.places"
RATE = "people.arrivals.newcomers.rate"


@pytest.fixture(scope="module")
def cafes() -> sim.Scenario:
    return sim.Scenario.load(HERE).with_values({"run.length": "12 weeks"})


@pytest.fixture(scope="module")
def swept(cafes: sim.Scenario) -> sim.Sweep:
    return sim.sweep(
        cafes,
        over={PLACES: [2, 3], RATE: "range"},
        outcomes=["list_length", "wait_to_start.median"],
        replications=2,
        execution=sim.Execution(arms=["one_room", "two_rooms"]),
    )


def test_a_run_gives_every_measure_of_every_run(cafes: sim.Scenario) -> None:
    found = sim.run(cafes, replications=2)

    assert found.measures.columns == ["arm", "replication", "group", "measure", "unit", "value"]
    assert list(found.measures.sql("SELECT DISTINCT arm FROM this ORDER BY arm")) == [
        ("one_room",),
        ("same_again",),
        ("two_rooms",),
    ]


def test_arms_with_other_means_may_be_run_but_not_compared(cafes: sim.Scenario) -> None:
    unequal = cafes.with_values({"workforce.unequal": None})

    assert len(sim.run(unequal, replications=1).measures)
    with pytest.raises(sim.SimError, match="do not have the same means"):
        sim.compare(unequal, replications=1)


def test_a_comparison_has_a_verdict_for_each_pair(cafes: sim.Scenario) -> None:
    found = sim.compare(
        cafes, replications=3, execution=sim.Execution(arms=["one_room", "same_again"])
    )

    known = "SELECT verdict FROM this WHERE difference IS NOT NULL"
    assert set(found.comparison.sql(known)) == {("identical",)}
    assert "<table>" in found._repr_html_()


def test_means_are_those_of_the_runs_with_their_intervals(cafes: sim.Scenario) -> None:
    found = sim.run(cafes, replications=3, execution=sim.Execution(arms=["one_room"]))
    where = "WHERE measure = 'list_length' AND \"group\" = 'everyone'"
    values = found.measures.sql(f"SELECT value FROM this {where}").to_numpy()["value"]
    ((mean, low, high, runs),) = found.means.sql(f"SELECT mean, low, high, runs FROM this {where}")

    assert mean == pytest.approx(values.mean())
    assert (low + high) / 2 == pytest.approx(mean)
    reach = scipy.stats.t.ppf(0.975, 2) * values.std(ddof=1) / np.sqrt(3)
    assert (high - low) / 2 == pytest.approx(reach)
    assert runs == 3
    judged = cafes.with_values({"compare.family": ["list_length"]})
    assert (
        f"{mean:.4g}"
        in sim.run(judged, replications=3, execution=sim.Execution(arms=["one_room"]))._repr_html_()
    )


def test_a_notebook_is_shown_what_the_scenario_judges(cafes: sim.Scenario) -> None:
    asked = cafes.with_values({"compare.family": ["list_length"]})
    found = sim.compare(
        asked, replications=2, execution=sim.Execution(arms=["one_room", "two_rooms"])
    )

    page = found._repr_html_()
    assert "<p>1 row</p>" in page
    assert ">list_length</td>" in page
    assert "The baseline is one_room." in page


def test_words_stand_left_and_numbers_right_and_long_tables_are_cut(cafes: sim.Scenario) -> None:
    page = sim.run(
        cafes, replications=1, execution=sim.Execution(arms=["one_room"])
    ).measures._repr_html_()

    assert '<td style="text-align: left">one_room</td>' in page
    assert '<td style="text-align: right">1</td>' in page
    assert page.count("<tr>") == 1 + 10
    assert "The first 10 of " in page


def test_a_sweep_has_tables_of_settings_outcomes_and_differences(swept: sim.Sweep) -> None:
    assert len(swept.settings) == 2 * 3  # of a range the ends, and what the scenario has
    assert swept.settings.columns == ["setting", PLACES, RATE, f"{RATE}.unit"]
    assert len(swept.outcomes) == 6 * 2 * 2 * 2
    assert len(swept.differences) == 6 * 1 * 2
    query = f'SELECT DISTINCT "{RATE}" AS rate FROM this ORDER BY rate'
    assert list(swept.settings.sql(query)) == [
        (0.5,),
        (1.0,),
        (2.0,),
    ]


def test_tables_are_read_by_every_library(swept: sim.Sweep) -> None:
    arrays = swept.outcomes.to_numpy()
    pandas, polars = swept.outcomes.to_pandas(), swept.outcomes.to_polars()

    assert list(pandas.columns) == polars.columns == list(arrays) == swept.outcomes.columns
    assert pandas["value"].to_numpy().tobytes() == arrays["value"].tobytes()
    assert polars["value"].to_numpy().tobytes() == arrays["value"].tobytes()
    assert polars["measure"].to_list() == pandas["measure"].tolist()
    assert "48 rows" in repr(swept.outcomes)
    assert ">one_room</td>" in swept.outcomes._repr_html_()


def test_what_is_undefined_is_null_in_sql_and_nan_in_arrays(swept: sim.Sweep) -> None:
    table = swept.outcomes.sql("SELECT CASE WHEN setting = 1 THEN value END AS shown FROM this")

    assert list(table.sql("SELECT count(shown) AS n FROM this")) == [(8,)]
    assert np.isnan(table.to_numpy()["shown"]).sum() == 40


def test_a_question_that_is_not_understood_is_answered(swept: sim.Sweep) -> None:
    with pytest.raises(QueryError, match="valeu"):
        swept.outcomes.sql("SELECT valeu FROM this")


def test_the_report_of_a_sweep_can_be_written(swept: sim.Sweep, tmp_path: Path) -> None:
    text = swept.report(tmp_path / "page").read_text()

    assert "What was varied" in text
    assert "0.5 per day to 2 per day" in text


def test_a_sweep_with_a_store_goes_on_where_it_was(cafes: sim.Scenario, tmp_path: Path) -> None:
    def swept_with(replications: int) -> list[tuple[int, int]]:
        seen: list[tuple[int, int]] = []
        sim.sweep(
            cafes,
            over={PLACES: [2, 3]},
            outcomes=["list_length"],
            replications=replications,
            execution=sim.Execution(
                arms=["one_room"],
                store=tmp_path / "store",
                progress=lambda done, total: seen.append((done, total)),
            ),
        )
        return seen

    assert swept_with(2)[0] == (0, 4)
    assert swept_with(2) == [(4, 4)]
    assert swept_with(3)[0] == (4, 6)
    with pytest.raises(StoreError, match="store of another scenario"):
        sim.run(cafes.with_values({PLACES: 9}), execution=sim.Execution(store=tmp_path / "store"))


def test_a_sweep_runs_in_any_executor(cafes: sim.Scenario) -> None:
    with ThreadPoolExecutor(2) as pool:
        found = sim.sweep(
            cafes,
            {PLACES: [2]},
            replications=2,
            outcomes=["list_length"],
            execution=sim.Execution(arms=["one_room"], executor=pool),
        )
    assert len(found.outcomes) == 2


@pytest.mark.parametrize("design", ["latin hypercube", "sobol", "morris"])
def test_designs_spread_over_ranges(cafes: sim.Scenario, design: str) -> None:
    found = sim.sweep(
        cafes,
        {PLACES: (2, 5), RATE: ("0.5 per day", "1 per day")},
        design=design,
        size=2 if design == "morris" else 4,
        outcomes=["list_length"],
        replications=1,
        execution=sim.Execution(arms=["one_room"]),
    )
    places = {int(row[0]) for row in found.settings.sql(f'SELECT "{PLACES}" FROM this')}
    assert len(found.settings) == (6 if design == "morris" else 4)
    assert places <= {2, 3, 4, 5}
    assert len(places) > 1


def test_a_frame_may_be_the_design(cafes: sim.Scenario, swept: sim.Sweep) -> None:
    query = "SELECT * EXCLUDE (setting) FROM this WHERE setting < 4"
    for frame in (swept.settings.sql(query).to_pandas(), swept.settings.sql(query).to_polars()):
        found = sim.sweep(
            cafes,
            design=frame,
            outcomes=["list_length"],
            replications=1,
            execution=sim.Execution(arms=["one_room"]),
        )
        assert len(found.settings) == 3


def test_every_fault_of_what_is_to_be_varied_is_told_at_once(cafes: sim.Scenario) -> None:
    with pytest.raises(sim.ScenarioFaults) as caught:
        sim.sweep(
            cafes,
            {
                "services.grup.capacity.places": "range",
                PLACES: (3, 3),
                "services.talk.capacity.places": "range",
            },
        )
    said = str(caught.value)
    for words in (
        "over: services.grup.capacity.places\n",
        "Did you mean `group`?",
        "The range 3 to 3 is empty.",
        "gives no range for `services.talk.capacity.places`",
        "3 faults found.",
    ):
        assert words in said

    with pytest.raises(sim.ScenarioFaults, match='In setting 2: "many" is not a whole number'):
        sim.sweep(cafes, {PLACES: [2, "many"]})


def test_what_cannot_be_is_said_before_anything_runs(cafes: sim.Scenario, tmp_path: Path) -> None:
    with pytest.raises(DesignError, match="nothing is varied"):
        sim.sweep(cafes)
    with pytest.raises(DesignError, match="Did you mean `latin hypercube`"):
        sim.sweep(cafes, {PLACES: [2]}, design="latin hypercub")
    with pytest.raises(ChoiceError, match="replications: 0 is out of range"):
        sim.sweep(cafes, {PLACES: [2]}, replications=0)
    with pytest.raises(ChoiceError, match="workers: 0 is too few"):
        sim.run(cafes, execution=sim.Execution(workers=0))
    with pytest.raises(ChoiceError, match='"quick" is not an engine'):
        sim.run(cafes, execution=sim.Execution(engine="quick"))  # type: ignore[arg-type]
    with pytest.raises(TooManyRunsError, match=r"takes 12 runs .* more than 10"):
        sim.sweep(cafes, {PLACES: [2, 3]}, replications=2, max_runs=10)
    with pytest.raises(sim.SimError, match="Did you mean `list_length`"):
        sim.sweep(cafes, {PLACES: [2]}, outcomes=["list_lenght"])


def test_a_missing_library_is_named_with_the_way_to_get_it(
    cafes: sim.Scenario, swept: sim.Sweep, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pandas", "polars", "SALib.sample.morris"):
        monkeypatch.setitem(__import__("sys").modules, name, None)

    with pytest.raises(sim.SimError, match=r"pip install 'throughline\[research\]'"):
        swept.outcomes.to_pandas()
    with pytest.raises(sim.SimError, match="pip install polars"):
        swept.outcomes.to_polars()
    with pytest.raises(DesignError, match=r"pip install 'throughline\[research\]'"):
        sim.sweep(cafes, {PLACES: (2, 5)}, design="morris")


def test_a_script_may_leave_the_replications_to_precision(cafes: sim.Scenario) -> None:
    def swept_until(precision: dict[str, object]) -> sim.Sweep:
        return sim.sweep(
            cafes,
            over={PLACES: [2]},
            outcomes=["list_length"],
            precision=precision,
            execution=sim.Execution(arms=["one_room", "two_rooms"]),
        )

    found = swept_until({"within": {"list_length": 0.001}, "floor": 3, "ceiling": 9})
    assert list(found.outcomes.sql("SELECT max(replication) FROM this")) == [(9,)]
    with pytest.raises(sim.ScenarioFaults, match="Did you mean `list_length`"):
        swept_until({"within": {"list_lenght": 1}})


def test_an_answer_has_words_a_table_and_a_page(cafes: sim.Scenario, tmp_path: Path) -> None:
    found = sim.select(cafes, "list_length", zone=2, first=3, ceiling=6)

    assert any("is best on people on waiting lists" in words for words in found.words)
    assert len(found.table) == 3
    assert "Which way of care is best" in found.report(tmp_path).read_text()
    assert "<table>" in found._repr_html_()


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda s: sim.explain(s, "two_rooms"), "differs from `one_room` only in what it sets"),
        (lambda s: sim.explain(s, how="oders", arm="two_rooms"), "Did you mean `orders`?"),
        (lambda s: sim.break_even(s, "services.grup.capacity.places", "list_length"), "`arm:`"),
        (lambda s: sim.sensitivity(s, {}, arm="two_rooms"), "no uncertain numbers"),
        (lambda s: sim.select(s, "list_lenght", zone=1), "Did you mean `list_length`?"),
        (lambda s: sim.select(s, "list_length", zone=0), "out of range"),
    ],
)
def test_a_question_that_cannot_be_asked_is_answered_with_the_way_out(
    cafes: sim.Scenario, ask: Callable[[sim.Scenario], object], words: str
) -> None:
    with pytest.raises(sim.ScenarioFaults) as caught:
        ask(cafes)
    assert words in str(caught.value)


def test_a_question_in_sql_is_answered_with_the_same_digits_and_order_each_time(
    tmp_path: Path,
) -> None:
    rng = np.random.default_rng(1)
    file = tmp_path / "many.csv"
    numbers = zip(
        rng.integers(0, 1000, 400_000), rng.lognormal(0, 3, 400_000).tolist(), strict=True
    )
    file.write_text("kind,value\n" + "\n".join(f"{kind},{value}" for kind, value in numbers))
    table = Table.of_file(parquet_of(file, tmp_path / "many.parquet", {"value": "DOUBLE"}))
    query = "SELECT kind, sum(value) FROM this GROUP BY kind"
    assert len({tuple(table.sql(query)) for _ in range(6)}) == 1


@pytest.mark.parametrize(
    "query",
    [
        "WITH a AS (SELECT * FROM this) SELECT count(*) AS many FROM a",
        "with a as (select * from this), b as (select * from a) select count(*) as many from b;",
        "WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a WHERE n < 3) "
        "SELECT count(*) * 0 + (SELECT count(*) FROM this) AS many FROM a",
    ],
)
def test_a_question_may_begin_with_tables_of_its_own(swept: sim.Sweep, query: str) -> None:
    assert list(swept.settings.sql(query)) == [(len(swept.settings),)]
