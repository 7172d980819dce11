"""Answer a call with an unknown keyword by naming the keyword that was probably meant."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar, get_args, get_type_hints

from sim.errors import listed, nearest
from sim.scripting.arguments import MOST_SHOWN, ArgumentError

P = ParamSpec("P")
R = TypeVar("R")


def known_keywords(**parts: type) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function explain what is wrong in a call that does not fit its signature.

    The signature stays the same.

    Parameters
    ----------
    parts
        For some arguments of the function, the class of the argument. If a keyword that belongs to
        this class is given to the function by mistake, the message says where to write it.

    Raises
    ------
    ArgumentError
        Raised by the function when it is called with an unknown keyword, without a required
        argument, or with too many positional arguments. For an unknown keyword the message names
        the most similar keyword, or the argument that takes it.
    """

    def decorated(function: Callable[P, R]) -> Callable[P, R]:
        known = keywords_of(function)
        inside = {each: (name, kind) for name, kind in parts.items() for each in keywords_of(kind)}
        title = function.__qualname__.removesuffix(".__init__")

        @wraps(function)
        def answering(*args: P.args, **kwargs: P.kwargs) -> R:
            unknown = [name for name in kwargs if name not in known]
            if unknown:
                raise _answer(title, unknown[0], kwargs[unknown[0]], known, inside)
            _see_that_all_are_there(title, function, args, kwargs)
            return function(*args, **kwargs)

        return answering

    return decorated


def keywords_of(function: Callable[..., Any]) -> list[str]:
    """Return the keywords that a function or class accepts, including those of ``**settings``."""
    found = []
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            (settings,) = get_args(get_type_hints(function)[name])
            found += list(settings.__annotations__)
        else:
            found.append(name)
    return [name for name in found if name != "self"]


def _see_that_all_are_there(
    title: str,
    function: Callable[..., Any],
    args: tuple[object, ...],
    kwargs: Mapping[str, object],
) -> None:
    """Refuse a call without a required argument, or with too many positional arguments."""
    signature = inspect.signature(function)
    takes = f"It takes {listed(f'`{each}`' for each in keywords_of(function))}."
    try:
        given = signature.bind_partial(*args, **kwargs).arguments
    except TypeError:
        problem = f"`{title}` was given more of them without a name than it takes."
        raise ArgumentError("arguments", problem, takes, "Write names.") from None
    for name, parameter in signature.parameters.items():
        is_settings = parameter.kind is inspect.Parameter.VAR_KEYWORD
        if parameter.default is inspect.Parameter.empty and name not in given and not is_settings:
            raise ArgumentError(name, f"`{title}` needs it.", takes)


def _answer(
    title: str,
    name: str,
    value: object,
    known: list[str],
    inside: Mapping[str, tuple[str, type]],
) -> ArgumentError:
    """Return the error for an unknown keyword; it names the keyword that was probably meant."""
    problem = f"`{title}` has no argument of this name."
    meant = name if name in inside else nearest(name, [*known, *inside])
    if meant is None:
        return ArgumentError(name, problem, f"It takes {listed(f'`{each}`' for each in known)}.")
    if meant not in inside:
        return ArgumentError(name, problem, "", f"Did you mean `{meant}`?")
    argument, kind = inside[meant]
    way_out = f"Write `{argument}=sim.{kind.__name__}({meant}={_shown(value)})`."
    return ArgumentError(name, problem, way_out)


def _shown(value: object) -> str:
    """Return a plain and short value as it may have been typed; for any other value, "..."."""
    parts = value if isinstance(value, (list, tuple)) else [value]
    plain = all(isinstance(each, (str, int, float)) or each is None for each in parts)
    written = repr(value) if plain else ""
    return written if 0 < len(written) <= MOST_SHOWN else "..."
