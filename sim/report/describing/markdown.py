"""Write texts and tables as Markdown, so that nothing in a text is taken for markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$])")
AT_THE_START = re.compile(r"^(\d*)([-+.)=])(?=[-=\s]|$)")
"""What would begin a list or underline a heading; digits before it are no markup."""


def plain(text: object) -> str:
    """Return a text as one line of Markdown that shows the same characters."""
    line = SPECIAL.sub(r"\\\1", " ".join(str(text).split()))
    return AT_THE_START.sub(r"\1\\\2", line)


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, each as one line of Markdown."""
    return [plain(each) for each in re.split(r"\n\s*\n", text) if each.strip()]


def code(text: str) -> str:
    """Return a name or a path as code; it holds no character that could end the code."""
    return f"`{text.replace('`', chr(39)).replace('|', '/')}`"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are Markdown already; "" without rows."""
    lines = [f"| {' | '.join(each)} |" for each in rows]
    if not lines:
        return ""
    head = f"| {' | '.join(columns)} |"
    return "\n".join([head, f"|{'---|' * len(columns)}", *lines])


def bullets(lines: Iterable[str]) -> str:
    """Return a list of lines that are Markdown already."""
    return "\n".join(f"- {each}" for each in lines)


def fenced(text: str, kind: str) -> str:
    """Return lines of code of a kind; none of them may begin with a fence."""
    return f"```{kind}\n{text.rstrip()}\n```"
