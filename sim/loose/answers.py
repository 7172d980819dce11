"""The suggestions for a text that was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Reading(NamedTuple):
    """One way to read a text: what to write instead, and under which condition."""

    text: str
    condition: str = ""  # as it follows "if"; empty when the text can mean nothing else


class Answer(NamedTuple):
    """All ways to read a text, with an optional note."""

    readings: tuple[Reading, ...] = ()
    note: str = ""
    ends: tuple[str, str] | None = None  # of a range, each as it may be written in a file

    def only(self, accepted: Callable[[str], bool]) -> Answer:
        """Return the answer without readings that would be refused too."""
        return self._replace(readings=tuple(each for each in self.readings if accepted(each.text)))

    def sentence(self, quote: str = '"') -> str:
        """Return a sentence: a question for one reading, otherwise what to write for each."""
        each = [(f"{quote}{text}{quote}", condition) for text, condition in self.readings]
        if len(each) == 1 and not each[0][1]:
            said = f"Did you mean {each[0][0]}?"
        elif each:
            ways = " or ".join(f"{text} if {condition}" for text, condition in each)
            said = f"Write {ways}."
        else:
            said = ""
        return " ".join(part for part in (said, self.note) if part)
