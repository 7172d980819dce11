"""Make keyed draws: a random number depends only on its owner and its purpose.

There is no generator with a state. The order of events, or one more person, service or arm,
therefore does not change anyone else's random numbers. The generator is Philox4x64-10 and agrees
bit for bit with ``numpy.random.Philox``; see Salmon et al. 2011, doi:10.1145/2063384.2063405.

A draw's counter is (ordinal, subject, purpose, name) and its key is (seed, replication). All are
non-negative 63-bit whole numbers, so that compiled code sees one type. *Name* is the number made
from the name of the service or need that a draw concerns (`NO_NAME` for none), never its position
in a list.
"""

from __future__ import annotations

import enum
import hashlib

import numpy as np

from sim.compiling import compiled, compiled_in_place

NO_NAME = 0
LARGEST_KEY = 2**63 - 1


class Purpose(enum.IntEnum):
    """The purpose of a draw. Append only: renumbering changes every published result."""

    TIE_BREAK = 0
    GROUP = 1
    NEED_START = 2
    TRUST_START = 3
    CANDIDATE = 4
    ARRIVAL = 5
    EXIT = 6
    SEEK_DELAY = 7
    ENTRY = 8
    RESEEK_DELAY = 9
    DECISION_DELAY = 10
    ACCEPTED = 11
    PATIENCE = 12
    STAY = 13
    CONTACT_LENGTH = 14
    ATTENDANCE = 15
    STIGMA = 16
    ROUTE = 17
    EXIT_DELAY = 18
    FOLLOW_UP = 19
    TENURE = 20
    VACANCY = 21
    FILL = 22
    CRISIS_ROUTE = 23
    WANTED = 24
    CANCELLED = 25
    AWAY = 26  # of a worker: how long the n-th absence lasts
    AT_WORK = 27  # and how long they are at work before it
    SEEN_BY = 29  # which of the pool of a service holds a contact
    MATCH = 31  # of a person and a worker: name 0, the ordinal is the key of the worker
    PLAN_CARRIES = 32  # of a person and a worker: name 0, the ordinal is the key of the worker
    PLAN_PHASE = 33
    RECURRENCE = 34
    AWAY_AT_START = 35  # name 0: whether somebody is away; else the state of the need
    AREA = 36
    SETTLED_SHARE = 43
    # For rules that a user writes (`sim.own_rules`), one for each kind of decision.
    OWN_ACCEPTANCE = 44
    OWN_ROUTE = 45  # the ordinal is twice the route's, plus 1 in a crisis
    OWN_NEXT_CONTACT = 46
    OWN_ASSIGNED = 47  # the ordinal is the minute
    OWN_ENDING = 48
    OWN_NEED_RATE = 49
    OWN_TENURE = 50  # of a worker: the ordinal is the minute
    VACANT_AT_START = 51  # of a post's first worker: is it vacant at minute 0, and how long yet


M0, M1 = np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157)
W0, W1 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBB67AE8584CAA73B)
LOW, HALF, TOP52 = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(12)
LOT_BITS = np.uint64(33)


@compiled_in_place
def high_word(a, b):
    """Return the upper 64 bits of the 128-bit product."""
    a_low, a_high, b_low, b_high = a & LOW, a >> HALF, b & LOW, b >> HALF
    middle = a_high * b_low + ((a_low * b_low) >> HALF)
    return a_high * b_high + (middle >> HALF) + (((middle & LOW) + a_low * b_high) >> HALF)


@compiled_in_place
def philox(c0, c1, c2, c3, k0, k1):
    """Apply ten rounds of Philox4x64 to one counter and key; return four 64-bit words."""
    for _ in range(10):
        high0, low0 = high_word(M0, c0), M0 * c0
        high1, low1 = high_word(M1, c2), M1 * c2
        c0, c1, c2, c3 = high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0
        k0, k1 = k0 + W0, k1 + W1
    return c0, c1, c2, c3


@compiled_in_place
def words(seed, replication, purpose, name, subject, ordinal):
    """Return the four words of one draw."""
    return philox(
        np.uint64(ordinal),
        np.uint64(subject),
        np.uint64(purpose),
        np.uint64(name),
        np.uint64(seed),
        np.uint64(replication),
    )


@compiled_in_place
def unit(word):
    """Return a word as a number strictly between 0 and 1. It has 52 bits, so 0.5 is exact."""
    return (np.float64(word >> TOP52) + 0.5) / 4503599627370496.0


@compiled_in_place
def uniform(seed, replication, purpose, name, subject, ordinal):
    """Return one number strictly between 0 and 1."""
    return unit(words(seed, replication, purpose, name, subject, ordinal)[0])


@compiled_in_place
def uniform_pair(seed, replication, purpose, name, subject, ordinal):
    """Return two independent numbers strictly between 0 and 1, for one purpose that needs both."""
    first, second, _, _ = words(seed, replication, purpose, name, subject, ordinal)
    return unit(first), unit(second)


@compiled
def tie_break(seed, replication, name, subject, minute):
    """Return a whole number from 0 to 2**31 - 1 that decides a tie between people.

    It differs for each minute and service. If ties were decided by the person's number, or by one
    draw for the whole run, the same people would measurably be disadvantaged every time.
    """
    word = words(seed, replication, np.int64(0), name, subject, minute)[0]
    return np.int64(word >> LOT_BITS)


def name_key(name: str) -> int:
    """Return the number of a name, from 1 to 2**63 - 1. It depends on nothing but the name."""
    digest = hashlib.sha256(name.encode()).digest()
    return int.from_bytes(digest[:8], "big") % LARGEST_KEY + 1
