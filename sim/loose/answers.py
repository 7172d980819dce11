"""What is offered instead of a text that was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Reading(NamedTuple):
    """One way to read a text: what to write for it, and when that is what was meant."""

    text: str
    condition: str = ""  # as it follows "if"; empty when the text can mean nothing else


class Answer(NamedTuple):
    """Every reading of a text, and what has to be said beside them."""

    readings: tuple[Reading, ...] = ()
    note: str = ""
    ends: tuple[str, str] | None = None  # of a range, each as it may be written in a file

    def only(self, accepted: Callable[[str], bool]) -> Answer:
        """The answer without readings that would be refused in their turn."""
        return self._replace(readings=tuple(each for each in self.readings if accepted(each.text)))

    def sentence(self, quote: str = '"') -> str:
        """In words: a question when there is one reading, else what to write for each."""
        each = [(f"{quote}{text}{quote}", condition) for text, condition in self.readings]
        if len(each) == 1 and not each[0][1]:
            said = f"Did you mean {each[0][0]}?"
        elif each:
            ways = " or ".join(f"{text} if {condition}" for text, condition in each)
            said = f"Write {ways}."
        else:
            said = ""
        return " ".join(part for part in (said, self.note) if part)
