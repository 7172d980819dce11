"""Read keys, texts and words of a choice from cells."""

from __future__ import annotations

import datetime
import re
import unicodedata

from pydantic_core import PydanticCustomError

from sim.area.columns import Column
from sim.area.reading.raw import Raw, see_that_it_can_be_shown, shown
from sim.area.reading.refusing import Refused
from sim.errors import did_you_mean, listed
from sim.scenario.labels import LONGEST_LABEL, LONGEST_TITLE
from sim.scenario.words import check_name
from sim.units import plain_number

LONGEST_TEXT = 30_000
LONGEST = {"title": LONGEST_TITLE, "label": LONGEST_LABEL, "currency": LONGEST_LABEL}
"""Texts for headings and pictures, which stand on one line."""


def squeezed(text: str) -> str:
    """Return a text by which names are compared: small letters and digits alone."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def read_text(raw: Raw, column: Column) -> str:
    """Read a text. A number or a date in its place is read as it is shown.

    Raises
    ------
    Refused
        If the text is too long, or holds a character that cannot be shown.
    """
    value = raw.value
    if isinstance(value, bool):
        raise Refused(f"{shown(value)} is not a text.", "Type an apostrophe before it.")
    if isinstance(value, (int, float)):
        return plain_number(value)
    if isinstance(value, datetime.date):
        return shown(value)
    text = see_that_it_can_be_shown(str(value))
    most = LONGEST.get(column.heading, LONGEST_TEXT)
    if len(text) > most:
        raise Refused(f"The text has {len(text):,} characters.", f"Write up to {most:,}.")
    if column.heading in LONGEST and len(text.splitlines()) > 1:
        raise Refused("The text goes over several lines.", "Write it on one line.")
    return text


def read_key(raw: Raw, column: Column) -> str:
    """Read a key: small letters, digits and underscores, a letter first.

    Raises
    ------
    Refused
        If the cell holds anything else.
    """
    value = raw.value
    text = see_that_it_can_be_shown(value if isinstance(value, str) else shown(value))
    try:
        return check_name(text)
    except PydanticCustomError as error:
        words = error.context or {}
        raise Refused(words["problem"], words["allowed"], words["remedy"]) from None


def read_word(raw: Raw, column: Column) -> str:
    """Read one of the column's words, whatever its case and spaces.

    Raises
    ------
    Refused
        If the cell holds anything else.
    """
    known = {squeezed(word): word for word in column.words}
    text = see_that_it_can_be_shown(raw.value if isinstance(raw.value, str) else shown(raw.value))
    if squeezed(text) not in known:
        choices = listed(f"`{word}`" for word in column.words)
        raise Refused(
            f"{shown(text)} is not a choice here.",
            f"Choices: {choices}.",
            did_you_mean(text, column.words),
        )
    return known[squeezed(text)]
