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

api: Any = sim  # these calls are wrong on purpose, so their types are not checked
PLACES = "services.group.capacity.places"
RATE = "people.arrivals.newcomers.rate"
STAY = "services.group.ends.stay.exponential.mean"
SHARE = "services.talk.routes.finished_settled.group"
SWITCHES = HERE.with_name("switches.yaml")


@pytest.fixture(scope="module")
def cafes() -> sim.Scenario:
    return sim.Scenario.load(HERE).with_values({"run.length": "12 weeks"})


def swept(
    scenario: sim.Scenario, over: Any = None, arms: Any = ("one_room",), **more: Any
) -> sim.Sweep:
    settings: dict[str, Any] = {"outcomes": ["list_length"], "replications": 1}
    return sim.sweep(scenario, over, execution=sim.Execution(arms=arms), **settings | more)


def endless() -> Any:
    while True:
        yield 1


Misuse = Callable[[Any], object]
MISUSES: dict[str, tuple[Misuse, str]] = {
    "load nothing": (lambda s: api.Scenario.load(None), "not the path of a scenario file"),
    "load a number": (lambda s: api.Scenario.load(3), "not the path of a scenario file"),
    "load a missing file": (lambda s: api.Scenario.load("nowhere.yaml"), "There is no file"),
    "load a folder": (lambda s: api.Scenario.load(HERE.parent), "is a folder"),
    "load what is no YAML": (lambda s: api.Scenario.load(__file__), "test_misuse.py"),
    "load a path with a nul": (
        lambda s: api.Scenario.load("a\0b"),
        "characters that no name of a file",
    ),
    "values that are None": (lambda s: s.with_values(None), "does not say what is set"),
    "values that are a list": (lambda s: s.with_values([PLACES]), "type list does not say"),
    "a path that is a number": (lambda s: s.with_values({1: 2}), "1 is not a path"),
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
        "A number stands here, and no date",
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
    "an arm that is None": (lambda s: s.arm(None), "not the name of an arm"),
    "an arm that is a list": (lambda s: s.arm(["one_room"]), "not the name of an arm"),
    "an unknown arm": (lambda s: s.arm("one_rom"), "Did you mean `one_room`"),
    "an unknown group": (lambda s: s.group("nrth"), "Did you mean `north`"),
    "run nothing": (lambda s: api.run(None), "scenario: None is not a scenario"),
    "run a file": (lambda s: api.run("queue.yaml"), 'scenario: "queue.yaml" is not a scenario'),
    "compare a dict": (lambda s: api.compare({}), "scenario: a value of the type dict"),
    "sweep a frame": (lambda s: api.sweep(pd.DataFrame()), "scenario: a value of the type"),
    "run with a seed beside": (
        lambda s: api.run(s, seed=3),
        "seed: `run` has no argument of this name.\n  Write `execution=sim.Execution(seed=3)`.",
    ),
    "compare in an executor beside": (
        lambda s: api.compare(s, executor=object()),
        "Write `execution=sim.Execution(executor=...)`.",
    ),
    "sweep arms beside": (
        lambda s: api.sweep(s, {PLACES: [2]}, arms=["one_room"]),
        "Write `execution=sim.Execution(arms=['one_room'])`.",
    ),
    "select with workers beside": (
        lambda s: api.select(s, "list_length", zone=1, workers=2),
        "workers: `select` has no argument of this name.\n"
        "  Write `execution=sim.Execution(workers=2)`.",
    ),
    "lives with worker beside": (
        lambda s: api.lives(s, worker=2),
        "Write `execution=sim.Execution(workers=2)`.",
    ),
    "run one replication": (
        lambda s: api.run(s, replication=3),
        "replication: `run` has no argument of this name.\n  Did you mean `replications`?",
    ),
    "sweep overs": (lambda s: api.sweep(s, overs={}), "Did you mean `over`?"),
    "run backwards": (
        lambda s: api.run(s, backwards=True),
        "It takes `scenario`, `replications`, `execution`, `measures` and `log`.",
    ),
    "break even with a misspelt setting": (
        lambda s: api.break_even(s, PLACES, "list_length", cieling=3),
        "cieling: `break_even` has no argument of this name.\n  Did you mean `ceiling`?",
    ),
    "select with a misspelt setting": (
        lambda s: api.select(s, "list_length", zone=1, confidense=0.9),
        "Did you mean `confidence`?",
    ),
    "execute with a misspelt word": (
        lambda s: api.Execution(sed=3),
        "sed: `Execution` has no argument of this name.\n  Did you mean `seed`?",
    ),
    "execute by a number": (
        lambda s: api.run(s, execution=3),
        "execution: 3 does not say how runs are made.",
    ),
    "ask with a dict to execute": (
        lambda s: api.explain(s, "two_rooms", execution={"seed": 3}),
        "execution: a value of the type dict does not say how runs are made.",
    ),
    "an unknown arm to run": (
        lambda s: api.run(s, execution=api.Execution(arms=["one_rom"])),
        "arms: `one_rom` is not",
    ),
    "no arm to run": (
        lambda s: api.run(s, execution=api.Execution(arms=[])),
        "arms: nothing is named",
    ),
    "arms as a number": (
        lambda s: api.run(s, execution=api.Execution(arms=3)),
        "arms: 3 is not a list of names",
    ),
    "arms as numbers": (
        lambda s: api.run(s, execution=api.Execution(arms=[1, 2])),
        "arms: 1 is not a name",
    ),
    "arms as a dict": (
        lambda s: api.run(s, execution=api.Execution(arms={"one_room": 1})),
        "arms: a value of the type dict",
    ),
    "arms twice": (
        lambda s: api.run(s, execution=api.Execution(arms=["one_room"] * 2)),
        "arms: `one_room` is named twice",
    ),
    "no replications": (lambda s: api.run(s, replications=0), "replications: 0 is out of range"),
    "replications below 0": (lambda s: api.run(s, replications=-1), "replications: -1 is out of"),
    "half a replication": (
        lambda s: api.run(s, replications=2.5),
        "replications: 2.5 is not a whole",
    ),
    "replications in words": (lambda s: api.run(s, replications="3"), 'replications: "3" is not'),
    "replications as a list": (lambda s: api.run(s, replications=[3]), "replications: a value of"),
    "replications as a flag": (
        lambda s: api.run(s, replications=True),
        "replications: True is not",
    ),
    "replications missing": (lambda s: api.run(s, replications=pd.NA), "replications: there is no"),
    "a seed below 0": (
        lambda s: api.run(s, execution=api.Execution(seed=-1)),
        "seed: -1 is out of range",
    ),
    "a seed in words": (
        lambda s: api.run(s, execution=api.Execution(seed="x")),
        'seed: "x" is not a whole number',
    ),
    "a huge seed": (
        lambda s: api.run(s, execution=api.Execution(seed=2**80)),
        "seed: 12089258196146291747061",
    ),
    "a generator as a seed": (
        lambda s: api.run(s, execution=api.Execution(seed=np.random.default_rng(1))),
        "seed: a value of the type Generator means nothing",
    ),
    "an unknown engine": (
        lambda s: api.run(s, execution=api.Execution(engine="quick")),
        'engine: "quick" is not',
    ),
    "an engine that is a list": (
        lambda s: api.run(s, execution=api.Execution(engine=["fast"])),
        "engine: a value of",
    ),
    "an engine that is None": (
        lambda s: api.run(s, execution=api.Execution(engine=None)),
        "engine: None is not",
    ),
    "no workers": (
        lambda s: api.run(s, execution=api.Execution(workers=0)),
        "workers: 0 is too few",
    ),
    "workers in words": (
        lambda s: api.run(s, execution=api.Execution(workers="two")),
        'workers: "two" is not a whole',
    ),
    "workers that are None": (
        lambda s: api.run(s, execution=api.Execution(workers=None)),
        "workers: None is not a whole",
    ),
    "an executor that cannot": (
        lambda s: api.run(s, execution=api.Execution(executor=4)),
        "executor: 4 cannot make runs",
    ),
    "progress that cannot": (
        lambda s: api.run(s, execution=api.Execution(progress=4)),
        "progress: 4 cannot be called",
    ),
    "a store that is a number": (
        lambda s: api.run(s, execution=api.Execution(store=4)),
        "store: 4 is not the path",
    ),
    "a store that is a file": (
        lambda s: api.run(s, execution=api.Execution(store=__file__)),
        "store: the folder",
    ),
    "a store with a nul": (
        lambda s: api.run(s, execution=api.Execution(store="a\0b")),
        "store: the folder",
    ),
    "a store with no name": (
        lambda s: api.run(s, execution=api.Execution(store="")),
        'store: "" is not the path',
    ),
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
    "a table that is not there": (lambda s: swept(s, design="x.csv"), "There is no file `x.csv`"),
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
    "an unknown person": (lambda s: api.lives(s, ["cohort 1"]), "people: nobody is called"),
    "a person that is a number": (lambda s: api.lives(s, [1]), "people: 1 is not a name"),
    "replication 0 of lives": (lambda s: api.lives(s, replication=0), "replication: 0 is out of"),
    "explain an unknown arm": (lambda s: api.explain(s, "two_rom"), "Did you mean `two_rooms`"),
    "explain an arm that is a number": (lambda s: api.explain(s, 3), "explain: arm\n  3 is not"),
    "explain in no way": (lambda s: api.explain(s, "two_rooms", how=3), "not a choice here"),
    "break even on nothing": (
        lambda s: api.break_even(s, None, "list_length"),
        "`lever` is missing",
    ),
    "break even on an object": (
        lambda s: api.break_even(s, object(), "list_length"),
        "type object",
    ),
    "break even where an arm sets it": (
        lambda s: api.break_even(
            s, "services.talk.capacity.places", "list_length", low=1, high=9, arm="two_rooms"
        ),
        "Arm `two_rooms` (",
    ),
    "break even between missing": (
        lambda s: api.break_even(s, PLACES, "list_length", low=pd.NA, high=9, arm="two_rooms"),
        "There is no value here",
    ),
    "break even with a margin in words": (
        lambda s: api.break_even(s, PLACES, "list_length", low=2, high=9, margin="x"),
        '"x" is not a number',
    ),
    "sensitivity over None": (
        lambda s: api.sensitivity(s, None, arm="two_rooms"),
        "Name some under `over`",
    ),
    "sensitivity over a list": (
        lambda s: api.sensitivity(s, {PLACES: [2, 3]}, arm="two_rooms"),
        "under `over`",
    ),
    "sensitivity by an unknown method": (
        lambda s: api.sensitivity(s, {RATE: "range"}, arm="two_rooms", method="sobel"),
        "Did you mean `sobol`",
    ),
    "select by an unknown measure": (
        lambda s: api.select(s, "list_lenght", zone=1),
        "Did you mean `list_length`",
    ),
    "select with a zone of None": (lambda s: api.select(s, "list_length", zone=None), "`zone` is"),
    "select with a zone in words": (
        lambda s: api.select(s, "list_length", zone="1"),
        '"1" is not a number',
    ),
    "select from unknown arms": (
        lambda s: api.select(s, "list_length", zone=1, execution=api.Execution(arms=["one_rom"])),
        "arms: `one_rom` is not one of them",
    ),
    "select in a store that is a file": (
        lambda s: api.select(s, "list_length", zone=1, execution=api.Execution(store=__file__)),
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
        lambda s: api.run(),
        lambda s: api.select(s, "list_length"),
        lambda s: api.Execution("fast"),
    ],
)
def test_an_argument_that_is_missing_or_without_a_name_is_told(
    cafes: sim.Scenario, call: Misuse
) -> None:
    with pytest.raises(sim.SimError, match=r"needs it\.|more of them without a name") as told:
        call(cafes)
    assert "It takes `" in str(told.value)


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
