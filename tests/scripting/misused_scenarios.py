"""What a script may do wrong with a scenario, and words of the answer."""

import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from tests.scripting.cafes import PLACES, Misuse, api
from tests.studies.sweeps.studies import HERE

OF_SCENARIOS: dict[str, tuple[Misuse, str]] = {
    "load nothing": (lambda s: api.Scenario.load(None), "not the path of a scenario file"),
    "load a number": (lambda s: api.Scenario.load(3), "not the path of a scenario file"),
    "load a missing file": (lambda s: api.Scenario.load("nowhere.yaml"), "There is no file"),
    "load a folder": (lambda s: api.Scenario.load(HERE.parent), "is a folder"),
    "load what is no YAML": (lambda s: api.Scenario.load(__file__), Path(__file__).name),
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
}
