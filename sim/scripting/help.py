"""Add the default values of a question to the help of its function.

The values are taken from the model that defines them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sim.scenario.parts import Part

F = TypeVar("F", bound=Callable[..., Any])
PLACE = "{defaults}"


def with_defaults_of(kind: type[Part]) -> Callable[[F], F]:
    """In a function's docstring, replace ``{defaults}`` by the default values of a block."""

    def decorated(function: F) -> F:
        if function.__doc__:  # none when Python was started with -OO
            function.__doc__ = function.__doc__.replace(PLACE, defaults_in_words(kind))
        return function

    return decorated


def defaults_in_words(kind: type[Part]) -> str:
    """Return a readable list of every default value of a block, except those that are None."""
    found = {name: field.get_default() for name, field in kind.model_fields.items()}
    shown = (
        f"{name}={value!r}"
        for name, value in found.items()
        if isinstance(value, (bool, int, float, str))
    )
    return ", ".join(shown)
