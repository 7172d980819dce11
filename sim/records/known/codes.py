"""The words for which codes stand, and the national codes for them.

Sources: attendance, rejection and closure in the NHS Data Dictionary and in NHS England's code for
monthly statistics and data quality; Talking Therapies in that of the Strategy Unit. The texts of
the closure codes were not seen: the groups are those of NHS England's dashboard.
"""

from __future__ import annotations

from enum import IntEnum

from sim.measures.recorded.tables import Closed, How, Outcome, Rejected, Source

Codes = dict[str, dict[str, str]]
"""By column: from a code, in which `*` stands for anything, to its word."""

LEFT_OUT = "left_out"
"""A word for rows that are not counted, such as contacts that are still to come, or by letter."""
DUPLICATE = "duplicate"
"""A word for referrals that were rejected because the person is known already: no rejections."""


def _words(kind: type[IntEnum], *others: str) -> tuple[str, ...]:
    return (*(each.name.lower() for each in kind), *others)


WORDS: dict[str, tuple[str, ...]] = {
    "outcome": _words(Outcome, LEFT_OUT),
    "how": _words(How, LEFT_OUT),
    "rejected": _words(Rejected, DUPLICATE),
    "closed": _words(Closed),
    "source": _words(Source),
}
"""The words that codes of a column may stand for."""
NUMBERS: dict[str, type[IntEnum]] = {
    "outcome": Outcome,
    "how": How,
    "rejected": Rejected,
    "closed": Closed,
    "source": Source,
}
STRICT = ("outcome", "how")
"""Columns that decide what is counted: a code without a word is a fault there."""
NAMED = ("group", "area")
"""Columns whose words the author of the mapping chooses."""


def _of(**codes: str) -> dict[str, str]:
    """Return the words by code, from the codes of each word."""
    return {code: word for word, listed in codes.items() for code in listed.split()}


ATTENDANCE = _of(
    attended="5 6", missed="3 7", cancelled_by_person="2", cancelled_by_provider="4", left_out="0"
)
REJECTION = _of(duplicate="1", inappropriate="2", incomplete="3")
CLOSURE = _of(
    complete="2 4", referred_on="1 8", asked_or_moved="3 7", not_attending="5 9", not_recorded="6"
)
SOURCE = _of(internal="I* J* K* L* N* P*", outside="A* B* C* D* E* F* G* H* M* Q*")
MEDIA = _of(face_to_face="1", telephone="2", talk_type="4", video="11")
"""What NHS England counts as a contact; by other media none is, since October 2021."""
MEDIA_LEFT_OUT = _of(left_out="3 5 6 9 10 12 13 98 INVALID MISSING")

MHSDS: Codes = {
    "outcome": ATTENDANCE,
    "how": {**MEDIA, **MEDIA_LEFT_OUT},
    "rejected": REJECTION,
    "closed": CLOSURE,
    "source": SOURCE,
}
MHSDS_V4: Codes = {
    **MHSDS,
    # Before October 2021 any medium counted but email and text messages.
    "how": {
        **MEDIA,
        "3": "video",
        "98": "not_recorded",
        **_of(left_out="5 6 INVALID MISSING"),
    },
}
TALKING_THERAPIES: Codes = {
    "outcome": ATTENDANCE,
    "closed": _of(
        complete="46 12",
        referred_on="11 13",
        asked_or_moved="14 47 48",
        not_attending="16 50",
        died="17 49",
        not_recorded="10 95 96",
    ),
}
PLAIN: Codes = {column: {word.upper(): word for word in words} for column, words in WORDS.items()}
