"""Who is referred again, read a third time in worlds of minutes, with a year of two hours."""

from __future__ import annotations

import math

import pytest

from sim.engines import fast
from sim.engines.choosing import Engine
from sim.measures import measure, re_referrals
from sim.studies.engines import ENGINES
from tests.third_reading import activity
from tests.third_reading.agreement import as_reading, differences
from tests.third_reading.reading import Reading, read
from tests.third_reading.worlds import SEED, awkward

WORLDS = (3, 5, 9, 17, 19, 29, 30, 38, 44, 45, 56, 57, 62, 66)
YEAR = 120
NAME = "re_referred_12_months."


def only(reading: Reading) -> Reading:
    return {key: value for key, value in reading.items() if key[1].startswith(NAME)}


@pytest.fixture(autouse=True)
def _short_year(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(re_referrals, "REFERRED_WITHIN", YEAR)
    monkeypatch.setattr(activity, "A_YEAR", YEAR)


@pytest.mark.parametrize("number", WORLDS)
def test_the_page_and_both_ways_of_measuring_agree(number: int) -> None:
    resolved = awkward(number)
    run = fast.run(resolved, SEED, 0)
    mine = only(read(run, resolved))

    assert not differences(only(as_reading(measure(run, resolved))), mine)
    streamed = ENGINES[Engine.FAST].measure(resolved, SEED, 0)
    assert not differences(only(as_reading(streamed)), mine)


def test_some_are_referred_again_in_these_worlds_and_some_are_not() -> None:
    values = []
    for number in WORLDS:
        resolved = awkward(number)
        run = fast.run(resolved, SEED, 0)
        values += [value for value, _ in only(as_reading(measure(run, resolved))).values()]

    shares = [each for each in values if not math.isnan(each)]
    assert len(shares) > 15
    assert sum(0 < each < 1 for each in shares) > 8
