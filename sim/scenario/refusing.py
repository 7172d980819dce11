"""Refuse a value with a message that explains how to correct it.

Messages are written by the check that refuses the value, not by pydantic. Therefore they state the
value, what is allowed, and a remedy.
"""

from __future__ import annotations

from pydantic_core import PydanticCustomError


def wrong(problem: str, allowed: str = "", remedy: str = "") -> Exception:
    """Return an error for pydantic that contains the words of the message."""
    context = {"problem": problem, "allowed": allowed, "remedy": remedy}
    return PydanticCustomError("wrong", "{problem} {allowed} {remedy}", context)


FOLLOWS = "follows"


def follows() -> Exception:
    """Return an error that only follows from another fault, so that it is not reported."""
    return PydanticCustomError(FOLLOWS, "follows from another fault")


def shown(value: object) -> str:
    """Return a value as it appears in a message: short, and as it was written."""
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, dict):
        return "a block"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    text = str(value)
    text = text if len(text) <= 60 else f"{text[:57]}…"
    return f'"{text}"' if isinstance(value, str) else text


LENGTHS = "Write a number and a unit: minutes, hours, days, weeks, months or years."
