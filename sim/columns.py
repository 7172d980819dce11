"""Describe what a column of a resolved arm holds, and from which key of a scenario it comes.

The description is the annotation of the column in `sim.resolved`. It is written only there. It is
read by the code that resolves a scenario, writes the settings of a log, and makes random worlds.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

MINUTES, A_MINUTE, SHARE, RATIO, COUNT = "minutes", "per minute", "share", "ratio", "number"
LAW, LAW_OF_NUMBER = "law of a time", "law of a number"
FLAG, LEVEL, SERVICE, GROUP, ATTRIBUTES = "yes or no", "level", "service", "group", "attributes"
ROUTE, AREA = "route", "area"

LEVEL_NAMES = ("settled", "mild", "severe", "crisis")
"""The names of the levels of need, 0 to 3, in everything that is written or read."""

NO_KEY = ""
UNSET = -1
"""The value of `resolved.MISSING`. That module imports this one, so it cannot be imported here."""


class PerService(NamedTuple):
    """The description of a column with one value, or one row of values, for each service."""

    what: str | type[enum.IntEnum]
    unit: str = ""
    key: str = NO_KEY  # of a service's block, with dots, where the value is just what it says
    unset: float = UNSET  # the value where the key, or a block that it is in, is not there
    more_axes: tuple[str, ...] = ()
    off: float | None = None  # where every value is this one, the mechanism is off: not told


@cache
def columns_of(table: type) -> Mapping[str, tuple[Any, PerService]]:
    """Return the columns of a table of services that have a description, in their order.

    Returns
    -------
    Mapping
        For each column, by its name: the type of the array, such as `laws.Ints`, and the
        description.
    """
    found: dict[str, tuple[Any, PerService]] = {}
    for name, hint in get_type_hints(table, include_extras=True).items():
        for each in hint.__metadata__ if get_origin(hint) is Annotated else ():
            if isinstance(each, PerService):
                found[name] = get_args(hint)[0], each
    return found
