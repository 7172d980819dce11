"""Whatever a script gives to a function that cannot be used is answered in the script's words."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import sim
from tests.studies.sweeps.studies import HERE

PLACES = "services.group.capacity.places"
RATE = "people.arrivals.newcomers.rate"
STAY = "services.group.ends.stay.exponential.mean"
SHARE = "services.talk.routes.finished_settled.group"
SWITCHES = HERE.with_name("switches.yaml")


@pytest.fixture(scope="module")
def cafes() -> sim.Scenario:
    return sim.Scenario.load(HERE).with_values({"run.length": "12 weeks"})


def swept(scenario: sim.Scenario, over: Any = None, **more: Any) -> sim.Sweep:
    settings: dict[str, Any] = {"arms": ["one_room"], "outcomes": ["list_length"]}
    return sim.sweep(scenario, over, **settings | {"replications": 1} | more)


def endless() -> Any:
    while True:
        yield 1


Misuse = Callable[[sim.Scenario], object]
MISUSES: dict[str, tuple[Misuse, str]] = {
    "load nothing": (lambda s: sim.Scenario.load(None), "not the path of a scenario file"),  # type: ignore[arg-type]
    "load a number": (lambda s: sim.Scenario.load(3), "not the path of a scenario file"),  # type: ignore[arg-type]
    "load a missing file": (lambda s: sim.Scenario.load("nowhere.yaml"), "There is no file"),
    "load a folder": (lambda s: sim.Scenario.load(HERE.parent), "is a folder"),
    "load what is no YAML": (lambda s: sim.Scenario.load(__file__), "test_misuse.py"),
    "load a path with a nul": (lambda s: sim.Scenario.load("a\0b"), "cannot be read"),
    "values that are None": (lambda s: s.with_values(None), "does not say what is set"),  # type: ignore[arg-type]
    "values that are a list": (lambda s: s.with_values([PLACES]), "type list does not say"),  # type: ignore[arg-type]
    "a path that is a number": (lambda s: s.with_values({1: 2}), "1 is not a path"),  # type: ignore[dict-item]
    "a value that is a function": (lambda s: s.with_values({PLACES: lambda: 3}), "type function"),
    "a value that is an object": (lambda s: s.with_values({PLACES: object()}), "type object"),
    "a value that is a set": (lambda s: s.with_values({PLACES: {3}}), "A set has no order"),
    "a value that is bytes": (lambda s: s.with_values({PLACES: b"3"}), "type bytes"),
    "a value that is nan": (lambda s: s.with_values({PLACES: float("nan")}), "no value here"),
    "a value that is NA": (lambda s: s.with_values({PLACES: pd.NA}), "There is no value here"),
    "a value that is NaT": (lambda s: s.with_values({PLACES: pd.NaT}), "There is no value here"),
    "a value that is infinite": (lambda s: s.with_values({PLACES: np.inf}), "inf is not a number"),
    "a value that is a date": (
        lambda s: s.with_values({PLACES: datetime.date(2027, 1, 1)}),
        "type date means nothing",
    ),
    "a value that is complex": (lambda s: s.with_values({PLACES: 1j}), "type complex"),
    "a value that is half a place": (lambda s: s.with_values({PLACES: 2.5}), "not a whole number"),
    "a truth value for a number": (
        lambda s: s.with_values({PLACES: np.True_}),
        "`true` is not a whole number",
    ),
    "a block with a strange key": (lambda s: s.with_values({PLACES: {None: 1}}), "not a name"),
    "values for an unknown arm": (
        lambda s: s.with_values({PLACES: 3}, arms=["one_rom"]),
        "There is no arm `one_rom`",
    ),
    "an arm that is None": (lambda s: s.arm(None), "not the name of an arm"),  # type: ignore[arg-type]
    "an arm that is a list": (lambda s: s.arm(["one_room"]), "not the name of an arm"),  # type: ignore[arg-type]
    "an unknown arm": (lambda s: s.arm("one_rom"), "Did you mean `one_room`"),
    "an unknown group": (lambda s: s.group("nrth"), "Did you mean `north`"),
    "run nothing": (lambda s: sim.run(None), "scenario: None is not a scenario"),  # type: ignore[arg-type]
    "run a file": (lambda s: sim.run("queue.yaml"), 'scenario: "queue.yaml" is not a scenario'),  # type: ignore[arg-type]
    "compare a dict": (lambda s: sim.compare({}), "scenario: a value of the type dict"),  # type: ignore[arg-type]
    "sweep a frame": (lambda s: sim.sweep(pd.DataFrame()), "scenario: a value of the type"),  # type: ignore[arg-type]
    "an unknown arm to run": (lambda s: sim.run(s, arms=["one_rom"]), "arms: `one_rom` is not"),
    "no arm to run": (lambda s: sim.run(s, arms=[]), "arms: nothing is named"),
    "arms as a number": (lambda s: sim.run(s, arms=3), "arms: 3 is not a list of names"),  # type: ignore[arg-type]
    "arms as numbers": (lambda s: sim.run(s, arms=[1, 2]), "arms: 1 is not a name"),  # type: ignore[list-item]
    "arms as a dict": (
        lambda s: sim.run(s, arms={"one_room": 1}),
        "arms: a value of the type dict",
    ),  # type: ignore[arg-type]
    "arms twice": (lambda s: sim.run(s, arms=["one_room"] * 2), "arms: `one_room` is named twice"),
    "no replications": (lambda s: sim.run(s, replications=0), "replications: 0 is out of range"),
    "replications below 0": (lambda s: sim.run(s, replications=-1), "replications: -1 is out of"),
    "half a replication": (
        lambda s: sim.run(s, replications=2.5),
        "replications: 2.5 is not a whole",
    ),  # type: ignore[arg-type]
    "replications in words": (lambda s: sim.run(s, replications="3"), 'replications: "3" is not'),  # type: ignore[arg-type]
    "replications as a list": (lambda s: sim.run(s, replications=[3]), "replications: a value of"),  # type: ignore[arg-type]
    "replications as a flag": (
        lambda s: sim.run(s, replications=True),
        "replications: True is not",
    ),
    "replications missing": (lambda s: sim.run(s, replications=pd.NA), "replications: there is no"),
    "a seed below 0": (lambda s: sim.run(s, seed=-1), "seed: -1 is out of range"),
    "a seed in words": (lambda s: sim.run(s, seed="x"), 'seed: "x" is not a whole number'),  # type: ignore[arg-type]
    "a huge seed": (lambda s: sim.run(s, seed=2**80), "seed: 12089258196146291747061"),
    "a generator as a seed": (
        lambda s: sim.run(s, seed=np.random.default_rng(1)),  # type: ignore[arg-type]
        "seed: a value of the type Generator means nothing",
    ),
    "an unknown engine": (lambda s: sim.run(s, engine="quick"), 'engine: "quick" is not'),  # type: ignore[arg-type]
    "an engine that is a list": (lambda s: sim.run(s, engine=["fast"]), "engine: a value of"),  # type: ignore[arg-type]
    "an engine that is None": (lambda s: sim.run(s, engine=None), "engine: None is not"),  # type: ignore[arg-type]
    "no workers": (lambda s: sim.run(s, workers=0), "workers: 0 is too few"),
    "workers in words": (lambda s: sim.run(s, workers="two"), 'workers: "two" is not a whole'),  # type: ignore[arg-type]
    "workers that are None": (lambda s: sim.run(s, workers=None), "workers: None is not a whole"),  # type: ignore[arg-type]
    "an executor that cannot": (lambda s: sim.run(s, executor=4), "executor: 4 cannot make runs"),  # type: ignore[arg-type]
    "progress that cannot": (lambda s: sim.run(s, progress=4), "progress: 4 cannot be called"),  # type: ignore[arg-type]
    "a store that is a number": (lambda s: sim.run(s, store=4), "store: 4 is not the path"),  # type: ignore[arg-type]
    "a store that is a file": (lambda s: sim.run(s, store=__file__), "store: the folder"),
    "a store with a nul": (lambda s: sim.run(s, store="a\0b"), "store: the folder"),
    "a store with no name": (lambda s: sim.run(s, store=""), 'store: "" is not the path'),
    "nothing varied": (swept, "nothing is varied"),
    "over as a list": (lambda s: swept(s, [PLACES]), "over: a value of the type list has no names"),
    "over as a path": (lambda s: swept(s, PLACES), "over: "),
    "over by a number": (lambda s: swept(s, {1: [2]}), "over: 1\n  1 is not a path"),
    "over an unknown path": (lambda s: swept(s, {"services.grup": [2]}), "Did you mean `group`"),
    "over no values": (lambda s: swept(s, {PLACES: []}), "nothing to try"),
    "over None": (lambda s: swept(s, {PLACES: None}), "neither values nor a range"),
    "over one value": (lambda s: swept(s, {PLACES: 3}), "neither values nor a range"),
    "over three in a pair": (lambda s: swept(s, {PLACES: (1, "x", 3)}), '"x" is not a whole'),
    "over a function": (lambda s: swept(s, {PLACES: lambda: 3}), "neither values nor a range"),
    "over functions": (lambda s: swept(s, {PLACES: [lambda: 3]}), "type function"),
    "over without an end": (lambda s: swept(s, {PLACES: endless()}), "more than 1,000,000 values"),
    "over a set": (lambda s: swept(s, {PLACES: {2, 3}}), "A set has no order"),
    "over missing values": (lambda s: swept(s, {PLACES: [2, np.nan]}), "There is no value here"),
    "over a range of missing": (lambda s: swept(s, {PLACES: (2, pd.NA)}), "There is no value here"),
    "over an unknown key": (
        lambda s: swept(s, {PLACES: {"low": 1, "hgh": 2}}),
        "`hgh` is not known",
    ),
    "over two sources": (
        lambda s: swept(s, {PLACES: {"values": [1], "low": 1, "high": 2}}),
        "two ways to say what is tried",
    ),
    "over one number twice": (
        lambda s: swept(s, {PLACES: [2], "p": {"sets": [PLACES], "values": [3]}}),
        f"`{PLACES}` is set by `{PLACES}` too",
    ),
    "over what an arm sets": (
        lambda s: swept(s, {"services.talk.capacity.places": [1, 2]}, arms=["two_rooms"]),
        "Arm `two_rooms` (",
    ),
    "over what another arm has": (
        lambda s: swept(s, {"arms.two_rooms.label": ["a", "b"]}),
        "changes nothing in `one_room`",
    ),
    "over a column of the table": (
        lambda s: swept(s, {"value": {"sets": [PLACES], "values": [2]}}),
        "there is one called `value` already",
    ),
    "over a share alone": (lambda s: swept(s, {SHARE: [0.3, 0.6]}), "rest: nowhere"),
    "over a share with too much": (
        lambda s: swept(s, {SHARE: {"values": [1.5], "rest": "nowhere"}}),
        "leaves less than nothing",
    ),
    "rest for no share": (
        lambda s: swept(s, {PLACES: {"values": [2], "rest": "nowhere"}}),
        "This is not one share of a row",
    ),
    "an unknown rest": (
        lambda s: swept(s, {SHARE: {"values": [0.5], "rest": "nowere"}}),
        "Did you mean `nowhere`",
    ),
    "an unknown design": (lambda s: swept(s, {PLACES: [2]}, design="gird"), "Did you mean `grid`"),
    "a design that is None": (lambda s: swept(s, {PLACES: [2]}, design=None), "NoneType is not a"),
    "a design that is a list": (
        lambda s: swept(s, {PLACES: [2]}, design=[[2]]),
        "type list is not",
    ),
    "a size for a grid": (lambda s: swept(s, {PLACES: [2]}, size=4), "a grid has as many settings"),
    "a size in words": (
        lambda s: swept(s, {PLACES: (2, 5)}, design="sobol", size="4"),
        '"4" is not a whole number',
    ),
    "a size below 0": (
        lambda s: swept(s, {PLACES: (2, 5)}, design="latin hypercube", size=-4),
        "-4 settings cannot be made",
    ),
    "a table that is not there": (lambda s: swept(s, design="x.csv"), "cannot be read"),
    "a table that lacks a lever": (
        lambda s: swept(s, {RATE: "range"}, design=pd.DataFrame({PLACES: [2]})),
        f"no column for `{RATE}`",
    ),
    "a table that tries another value": (
        lambda s: swept(s, {PLACES: [2, 3]}, design=pd.DataFrame({PLACES: [2, 5]})),
        "has 5 for",
    ),
    "a table with a gap": (
        lambda s: swept(s, design=pd.DataFrame({PLACES: [2.0, None]})),
        "row 2 of the table: There is no value here",
    ),
    "a table with a gap of polars": (
        lambda s: swept(s, design=pl.DataFrame({PLACES: [2, None]})),
        "row 2 of the table: there is no value",
    ),
    "a table with numbered columns": (
        lambda s: swept(s, design=pd.DataFrame([[2]])),
        "a column of the table is called 0",
    ),
    "a table with a column twice": (
        lambda s: swept(s, design=pd.DataFrame([[2, 3]], columns=[PLACES, PLACES])),
        "has two columns",
    ),
    "a table with an unknown column": (
        lambda s: swept(s, design=pd.DataFrame({"services.grup": [2]})),
        "Did you mean `group`",
    ),
    "a table without rows": (lambda s: swept(s, design=pd.DataFrame({PLACES: []})), "has no rows"),
    "an unknown outcome": (lambda s: swept(s, {PLACES: [2]}, outcomes=["x"]), "not a measure"),
    "an outcome twice": (
        lambda s: swept(s, {PLACES: [2]}, outcomes=["list_length"] * 2),
        "outcomes: `list_length` is named twice",
    ),
    "outcomes as a number": (lambda s: swept(s, {PLACES: [2]}, outcomes=4), "outcomes: 4 is not"),
    "precision as a number": (
        lambda s: swept(s, {PLACES: [2]}, replications=None, precision=0.5),
        "precision: 0.5 has no names",
    ),
    "precision and replications": (
        lambda s: swept(s, {PLACES: [2]}, precision={"within": {"list_length": 1}}),
        "replications: `precision` decides",
    ),
    "too many runs": (
        lambda s: swept(s, {PLACES: [2, 3]}, max_runs=1),
        "max_runs: the study takes",
    ),
    "max_runs in words": (lambda s: swept(s, {PLACES: [2]}, max_runs="1"), 'max_runs: "1" is not'),
    "an unknown person": (lambda s: sim.lives(s, ["cohort 1"]), "people: nobody is called"),
    "a person that is a number": (lambda s: sim.lives(s, [1]), "people: 1 is not a name"),  # type: ignore[list-item]
    "replication 0 of lives": (lambda s: sim.lives(s, replication=0), "replication: 0 is out of"),
    "explain an unknown arm": (lambda s: sim.explain(s, "two_rom"), "Did you mean `two_rooms`"),
    "explain an arm that is a number": (lambda s: sim.explain(s, 3), "explain: arm\n  3 is not"),  # type: ignore[arg-type]
    "explain in no way": (lambda s: sim.explain(s, "two_rooms", how=3), "not a choice here"),  # type: ignore[arg-type]
    "break even on nothing": (
        lambda s: sim.break_even(s, None, "list_length"),
        "`lever` is missing",
    ),  # type: ignore[arg-type]
    "break even on an object": (
        lambda s: sim.break_even(s, object(), "list_length"),  # type: ignore[arg-type]
        "type object",
    ),
    "break even where an arm sets it": (
        lambda s: sim.break_even(
            s, "services.talk.capacity.places", "list_length", low=1, high=9, arm="two_rooms"
        ),
        "Arm `two_rooms` (",
    ),
    "break even between missing": (
        lambda s: sim.break_even(s, PLACES, "list_length", low=pd.NA, high=9, arm="two_rooms"),
        "There is no value here",
    ),
    "break even with a margin in words": (
        lambda s: sim.break_even(s, PLACES, "list_length", low=2, high=9, margin="x"),  # type: ignore[arg-type]
        '"x" is not a number',
    ),
    "sensitivity over None": (
        lambda s: sim.sensitivity(s, None, arm="two_rooms"),  # type: ignore[arg-type]
        "Name some under `over`",
    ),
    "sensitivity over a list": (
        lambda s: sim.sensitivity(s, {PLACES: [2, 3]}, arm="two_rooms"),
        "under `over`",
    ),
    "sensitivity by an unknown method": (
        lambda s: sim.sensitivity(s, {RATE: "range"}, arm="two_rooms", method="sobel"),
        "Did you mean `sobol`",
    ),
    "select by an unknown measure": (
        lambda s: sim.select(s, "list_lenght", zone=1),
        "Did you mean `list_length`",
    ),
    "select with a zone of None": (lambda s: sim.select(s, "list_length", zone=None), "`zone` is"),  # type: ignore[arg-type]
    "select with a zone in words": (
        lambda s: sim.select(s, "list_length", zone="1"),  # type: ignore[arg-type]
        '"1" is not a number',
    ),
    "select from unknown arms": (
        lambda s: sim.select(s, "list_length", zone=1, arms=["one_rom"]),
        "arms: `one_rom` is not one of them",
    ),
    "select in a store that is a file": (
        lambda s: sim.select(s, "list_length", zone=1, store=__file__),
        "store: the folder",
    ),
}


@pytest.mark.parametrize("name", list(MISUSES))
def test_a_misuse_is_answered_in_words_of_python(cafes: sim.Scenario, name: str) -> None:
    misuse, words = MISUSES[name]
    with pytest.raises(sim.SimError) as caught:
        misuse(cafes)
    said = str(caught.value)
    assert words in said, said
    assert " --" not in said
    assert not said.startswith("--")


@pytest.mark.parametrize(
    "call",
    [
        lambda s: sim.run(s, replication=3),
        lambda s: sim.run(),
        lambda s: sim.sweep(s, overs={}),
        lambda s: sim.select(s, "list_length"),
        lambda s: sim.Scenario.load(),
    ],
)
def test_an_argument_that_is_not_known_or_missing_is_told_by_python(
    cafes: sim.Scenario, call: Misuse
) -> None:
    with pytest.raises(TypeError, match="argument"):
        call(cafes)


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
    found = sim.run(cafes, arms="one_room", replications=np.int64(2), seed=np.uint8(3))
    again = sim.run(cafes, arms=(a for a in ["one_room"]), replications=2.0, seed=3.0)  # type: ignore[arg-type]
    for table in (found.means, again.means):
        assert set(table.sql("SELECT arm, max(runs) FROM this GROUP BY arm")) == {("one_room", 2)}
    assert list(found.measures) == list(again.measures)
    one = swept(cafes, {PLACES: [2]}, outcomes="list_length", arms=np.array(["one_room"]))
    assert len(one.outcomes) == 1


def test_lengths_of_time_of_python_and_numpy_are_lengths(cafes: sim.Scenario) -> None:
    for value in (datetime.timedelta(days=3), np.timedelta64(72, "h"), pd.Timedelta("3D")):
        changed = cafes.with_values({STAY: value})
        assert changed.services["group"].ends.stay.exponential.mean.written == "3 days"  # type: ignore[union-attr]


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
