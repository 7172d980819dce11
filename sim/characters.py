"""Find characters that no text may contain, because they cannot be shown or are misleading.

Control characters move a terminal's cursor or make the XML of a picture invalid. Marks that change
the direction of writing make a text look like another. Line separators split a row of a table.
Surrogates and codes without a character cannot be written as UTF-8. Tabs and line ends are
allowed.
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
    """Join the surrogate pairs that JSON writes for an emoji into single characters.

    Windows line ends become line feeds.
    """
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    return PAIR.sub(_one, text)


def _one(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def first_refused(text: str, in_file: bool = False) -> int | None:
    """Return the position of the first character that is not allowed; None if there is none.

    With `in_file`, a carriage return may end a line.
    """
    found = (REFUSED_IN_FILES if in_file else REFUSED).search(text)
    return None if found is None else found.start()


def named(character: str) -> str:
    """Return the code and the name of a character: ``U+0007, a control character``."""
    kind = next(kind for kind, span in KINDS if re.match(f"[{span}]", character))
    return f"U+{ord(character):04X}, {kind}"


def visible(text: str) -> str:
    """Return a text that can be printed: characters that are not allowed become ``<U+0007>``."""
    return REFUSED.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)
