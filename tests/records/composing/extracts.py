"""An extract made by hand of enough people for all of it to be told."""

from __future__ import annotations

import datetime
import functools
from random import Random

import numpy as np

from sim.records.composing import Made, scenario
from sim.records.extract import Dropped, Extract, Signs
from sim.records.known.shapes import Shape
from sim.records.mapping.mapping import Mapping, Period, Service
from tests.records.tables import Making

SERVICES = ("access_point", "community_team", "ward")
PERIOD = Period(datetime.date(2024, 4, 1), datetime.date(2025, 3, 31), datetime.date(2025, 5, 30))


def mapping(services: tuple[str, ...] = SERVICES) -> Mapping:
    """What a mapping file would say of the extract."""
    named = tuple(Service(key, key.replace("_", " ").capitalize()) for key in services)
    return Mapping(Shape.PLAIN, PERIOD, named, {}, {})


def extract(people: int = 400, services: tuple[str, ...] = SERVICES, seed: int = 1) -> Extract:
    """The extract of some people."""
    nothing = np.array([], np.int64)
    return Extract(
        recorded=Making(Random(seed), True, services).recorded(people),
        dropped=(Dropped("are exact copies of another row", "referrals", 37, 1200),),
        remarks=("Minutes are on 92 % of contacts.",),
        signs=Signs(nothing, nothing, nothing, nothing),
        codes=(),
        has=frozenset(),
    )


@functools.cache
def made() -> Made:
    """The scenario of the extract, made once for all tests."""
    return scenario(extract(), mapping(), "extract")
