"""Define the suggestions for a text that was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Reading(NamedTuple):
    """One way to understand a text: what to write instead, and under which condition."""

    text: str
    condition: str = ""  # as it follows "if"; empty when the text can mean nothing else


class Answer(NamedTuple):
    """All ways to understand a text, with an optional note."""

    readings: tuple[Reading, ...] = ()
    note: str = ""
    ends: tuple[str, str] | None = None  # of a range, each as it may be written in a file

    def only(self, accepted: Callable[[str], bool]) -> Answer:
        """Return the answer without suggestions that would also be refused."""
        return self._replace(readings=tuple(each for each in self.readings if accepted(each.text)))

    def sentence(self, quote: str = '"') -> str:
        """Return the answer as a sentence.

        For one suggestion it is a question. For several it says what to write under which
        condition.
        """
        each = [(f"{quote}{text}{quote}", condition) for text, condition in self.readings]
        if len(each) == 1 and not each[0][1]:
            said = f"Did you mean {each[0][0]}?"
        elif each:
            ways = " or ".join(f"{text} if {condition}" for text, condition in each)
            said = f"Write {ways}."
        else:
            said = ""
        return " ".join(part for part in (said, self.note) if part)
