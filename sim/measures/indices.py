"""Continuity indices of each person's contacts in a window, for many people at once.

N is the number of contacts, M is the number of distinct providers, and n_j is the number of
contacts with provider j. s_i is 1 if contacts i and i + 1 have the same provider, otherwise 0. A
provider is a worker, a team or a service; see `sim.measures.continuity`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.laws import Ints

Floats = NDArray[np.float64]

LEAST = 3
"""The fewest contacts with which a person is part of a summary.

With two contacts the indices jump between extremes.
"""


class Sequences(NamedTuple):
    """The counts from which indices are computed, by person, shape (people with contacts,)."""

    person: Ints
    contacts: Ints  # N
    providers: Ints  # M
    largest: Ints  # max n_j
    squares: Ints  # sum of n_j ** 2
    same: Ints  # sum of s_i


class Indices(NamedTuple):
    """Continuity indices from 0 to 1, or NaN for a person with fewer than two contacts.

    The sources are in docs/reference/measures.md.
    """

    upc: Floats  # usual provider: the share of contacts with the provider seen most
    coc: Floats  # Bice and Boxerman: the chance that two contacts share a provider
    secon: Floats  # Steinwachs: the share of steps from contact to contact without a change
    mmci: Floats  # modified modified continuity index, Magill and Senf
    mci: Floats  # modified continuity index, Godkin and Rice
    hhi: Floats  # Herfindahl-Hirschman: the sum of squared shares
    k: Floats  # Ejlertsson and Berg


def sequences(person: Ints, provider: Ints) -> Sequences:
    """Count each person's contacts with each provider. Contacts are in order of time."""
    order = np.argsort(person, kind="stable")
    person, provider = person[order].astype(np.int64), provider[order].astype(np.int64)
    who, first = np.unique(person, return_index=True)
    same = (person[1:] == person[:-1]) & (provider[1:] == provider[:-1])
    spread = int(provider.max(initial=0)) + 1
    pairs, times = np.unique(person * spread + provider, return_counts=True)
    line = np.searchsorted(who, pairs // spread)
    largest = np.zeros(who.size, np.int64)
    np.maximum.at(largest, line, times)
    squares = np.zeros(who.size, np.int64)
    np.add.at(squares, line, times**2)
    repeats = np.zeros(who.size, np.int64)
    np.add.at(repeats, np.searchsorted(who, person[1:][same]), 1)
    return Sequences(
        person=who,
        contacts=np.diff(np.append(first, person.size)),
        providers=np.bincount(line, minlength=who.size),
        largest=largest,
        squares=squares,
        same=repeats,
    )


def indices(of: Sequences) -> Indices:
    """Return the indices of each person, by the formulas in docs/reference/measures.md."""
    defined = of.contacts >= 2
    n = np.where(defined, of.contacts, np.nan)
    m = of.providers.astype(np.float64)
    return Indices(
        upc=of.largest / n,
        coc=(of.squares - n) / (n * (n - 1)),
        secon=of.same / (n - 1),
        mmci=(1 - m / (n + 0.1)) / (1 - 1 / (n + 0.1)),
        mci=1 - m / (n + 0.1),
        hhi=of.squares / n**2,
        k=(n - m) / (n - 1),
    )
