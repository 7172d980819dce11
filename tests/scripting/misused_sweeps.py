"""What a script may do wrong where it asks for a sweep, and words of the answer."""

import numpy as np
import pandas as pd
import polars as pl

from tests.scripting.cafes import PLACES, RATE, SHARE, Misuse, endless, swept

OF_SWEEPS: dict[str, tuple[Misuse, str]] = {
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
}
