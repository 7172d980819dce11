"""Rows of shares in one world: every row with an uncertain share adds up to 1."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sim.scenario.closing import DIGITS, IN_PROPORTION, RowOf, closing_shares
from sim.studies.design.levers import nested
from sim.studies.design.rows import OfRow
from sim.studies.worlds.uncertain import Uncertain

ANY = RowOf((), "", (), False)


class Drawn(NamedTuple):
    """A share of a row, and how far it lies in its law in this world."""

    uncertain: Uncertain
    at: float


def in_rows(drawn: Sequence[Drawn], fixed: Mapping[str, Any]) -> dict[str, float]:
    """Return the shares by path that the uncertain shares of all rows give in one world.

    The share that `rest` names in the file is left out, because reading the file works it out. A
    row in which a structure sets something (``fixed``) is left as it is.
    """
    rows: dict[tuple[str, ...], dict[str, tuple[OfRow, Drawn]]] = {}
    for each in drawn:
        for row in each.uncertain.rows:
            rows.setdefault(row.container, {})[row.key] = (row, each)
    puts: dict[str, float] = {}
    for names, inside in rows.items():
        if any(nested(name, path) for name in names for path in fixed):
            continue
        row = next(iter(inside.values()))[0]
        unsure = {key: each for key, (_, each) in inside.items()}
        shares = _together(row, unsure) if row.together else _apart(row, unsure)
        puts |= {row.names[key]: share for key, share in shares.items() if key != row.rest}
    return puts


def _together(row: OfRow, unsure: Mapping[str, Drawn]) -> dict[str, float]:
    """Return the shares of a row that moves together: each a part of what the earlier leave."""
    some = [key for key in row.order if row.shares[key] > 0]
    left, found = 1.0, dict[str, float]()
    for key in some[:-1]:
        found[key] = round(_of_what_is_left(unsure[key], left), DIGITS)
        left = max(0.0, round(left - found[key], DIGITS))
    return {**found, some[-1]: left}


def _of_what_is_left(each: Drawn, left: float) -> float:
    """Return a share of a row that moves together, of what its earlier shares leave."""
    if each.uncertain.tabled:
        return min(float(each.uncertain.at(each.at)), left)
    part = each.uncertain.part
    assert part is not None  # only the last share has none
    return left * part.at(each.at)


def _apart(row: OfRow, unsure: Mapping[str, Drawn]) -> dict[str, float]:
    """Return the shares of a row of which some have ranges of their own, and what follows.

    A share that would make the row more than 1 is what the row has room for.
    """
    kept = [v for key, v in row.shares.items() if key not in unsure and key != row.rest]
    room = 1.0 - math.fsum(kept) if row.rest else 1.0
    found = {}
    for key, each in unsure.items():
        found[key] = round(min(each.uncertain.at(each.at), max(room, 0.0)), DIGITS)
        room = room - found[key]
    if row.rest:
        return found
    return found | closing_shares(row.shares | found, set(found), IN_PROPORTION, ANY)
