"""Choose which subsets of an arm's mechanisms to run: all, a fraction, or those along orders.

A subset is a row of flags, one for each mechanism. Fractions are the regular two-level designs of
resolution V or more in Box, Hunter & Hunter 2005, Statistics for Experimenters, chapter 6. In
them, effects of one mechanism or of two mechanisms are not confounded with each other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from sim.laws import Flags

GENERATORS: dict[int, tuple[str, ...]] = {
    5: ("abcd",),
    6: ("abcde",),
    7: ("abcdef",),
    8: ("abcd", "abef"),
    9: ("acdfg", "bcefg"),
    10: ("abcg", "bcde", "acdf"),
    11: ("abcg", "bcde", "acdf", "abcdefg"),
}
"""The generators of the fractions, by number of mechanisms.

Each word defines one further mechanism: the product of the mechanisms that its letters stand for.
"""


def every(count: int) -> Flags:
    """Return all subsets of this many mechanisms, shape (2**count, count).

    Row m consists of the bits of the number m.
    """
    rows = np.arange(2**count)
    found: Flags = (rows[:, None] >> np.arange(count)) & 1 == 1
    return found


def fraction(count: int) -> Flags:
    """Return a resolution V fraction of all subsets, shape (runs, count).

    Raises
    ------
    ValueError
        For fewer than 5 mechanisms, because all of their subsets are run. For more than 11
        mechanisms.
    """
    if count not in GENERATORS:
        raise ValueError(f"there are fractions for 5 to 11 mechanisms, not for {count}")
    basic = every(count - len(GENERATORS[count]))
    columns = [basic[:, i] for i in range(basic.shape[1])]
    for word in GENERATORS[count]:
        signs = [np.where(columns[ord(letter) - ord("a")], 1, -1) for letter in word]
        columns.append(np.prod(signs, axis=0) > 0)
    return np.stack(columns, axis=1)


def order(names: Sequence[str], seed: int, replication: int) -> list[int]:
    """Return a random order of the mechanisms, as positions in `names`.

    It depends only on the seed, the replication and the names. The order of two mechanisms does not
    depend on the other mechanisms.
    """

    def tie_break(position: int) -> bytes:
        return hashlib.sha256(f"{seed}/{replication}/{names[position]}".encode()).digest()

    return sorted(range(len(names)), key=tie_break)


def along(positions: Sequence[int]) -> Flags:
    """Return the subsets that arise when mechanisms are added one by one, from none to all.

    `positions` gives the order.
    """
    found = np.zeros((len(positions) + 1, len(positions)), np.bool_)
    for step, position in enumerate(positions):
        found[step + 1 :, position] = True
    return found
