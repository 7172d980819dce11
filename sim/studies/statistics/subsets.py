"""Which subsets of an arm's mechanisms to run: all of them, a fraction, or those along orders.

A subset is a row of flags, one for each mechanism. Fractions are the regular two-level designs of
resolution V or more of Box, Hunter & Hunter 2005, Statistics for Experimenters, chapter 6: no
effect of one mechanism or of two together is mixed up with another one of these.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from sim.resolved import Flags

GENERATORS: dict[int, tuple[str, ...]] = {
    5: ("abcd",),
    6: ("abcde",),
    7: ("abcdef",),
    8: ("abcd", "abef"),
    9: ("acdfg", "bcefg"),
    10: ("abcg", "bcde", "acdf"),
    11: ("abcg", "bcde", "acdf", "abcdefg"),
}
"""By number of mechanisms: each further mechanism is the product of some of the first ones."""


def every(count: int) -> Flags:
    """All subsets of so many mechanisms, shape (2**count, count); row m has the bits of m."""
    rows = np.arange(2**count)
    found: Flags = (rows[:, None] >> np.arange(count)) & 1 == 1
    return found


def fraction(count: int) -> Flags:
    """A resolution V fraction of all subsets, shape (runs, count).

    Raises
    ------
    ValueError
        For fewer than 5 mechanisms, of which all subsets are run, or more than 11.
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
    """A random order of the mechanisms, as positions in `names`: a function of its key only.

    The order of two mechanisms does not depend on which others there are.
    """

    def tie_break(position: int) -> bytes:
        return hashlib.sha256(f"{seed}/{replication}/{names[position]}".encode()).digest()

    return sorted(range(len(names)), key=tie_break)


def along(positions: Sequence[int]) -> Flags:
    """The subsets met when mechanisms join in this order: none, one, ... all of them."""
    found = np.zeros((len(positions) + 1, len(positions)), np.bool_)
    for step, position in enumerate(positions):
        found[step + 1 :, position] = True
    return found
