"""Characters that no text may hold, because a terminal, a page or a picture would not show them.

Control characters move the cursor or end a picture's XML; marks that turn the direction of writing
make a text look like another; separators of lines split a row of a table; halves of a surrogate
pair and codes that are no character cannot be written as UTF-8 at all. Tabs and line ends may stay.
"""

from __future__ import annotations

import re

PLANES = "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
KINDS = (
    ("a control character", "\x00-\x08\x0b-\x1f\x7f-\x9f"),
    ("a separator of lines or paragraphs", "\u2028\u2029"),
    ("a character that turns the direction of writing", "\u202a-\u202e\u2066-\u2069"),
    ("a byte order mark", "\ufeff"),
    ("half of a surrogate pair", "\ud800-\udfff"),
    ("a code that no character has", f"\ufdd0-\ufdef{PLANES}"),
)
REFUSED = re.compile(f"[{''.join(span for _, span in KINDS)}]")
REFUSED_IN_FILES = re.compile(f"(?!\r)[{''.join(span for _, span in KINDS)}]")
PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def joined(text: str) -> str:
    """The text with the pairs of surrogates that JSON writes for an emoji as one character each.

    Line ends of Windows become those of everyone else.
    """
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    return PAIR.sub(_one, text)


def _one(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def first_refused(text: str, in_file: bool = False) -> int | None:
    """Where the first character stands that no text may hold; None when there is none.

    In the text of a file, carriage returns may end lines.
    """
    found = (REFUSED_IN_FILES if in_file else REFUSED).search(text)
    return None if found is None else found.start()


def named(character: str) -> str:
    """What such a character is: ``U+0007, a control character``."""
    kind = next(kind for kind, span in KINDS if re.match(f"[{span}]", character))
    return f"U+{ord(character):04X}, {kind}"


def visible(text: str) -> str:
    """A text that may be printed: what it may not hold is written as its code, ``<U+0007>``."""
    return REFUSED.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)
