"""Values and keys that somebody might write by mistake or in malice."""

from __future__ import annotations

import random
import re
from typing import Any

from tests.hostile.trees import Block, Raw

NUMBERS: tuple[Any, ...] = (
    *(0, -1, 1, 2, 0.5, 1.5, -0.0, 3, 7, 1_000, 10**6, 2**31, 2**53 + 1, 2**63, 10**30, 10**400),
    *(1e308, -1e308, 5e-324, 1e-12, 0.1 + 0.2, 0.9999999999),
    *map(Raw, (".nan", ".inf", "-.inf", "1e999", "0x10", "0o17", "1_000", "1,000", "1e", "+5")),
)
TIMES = (
    *("0 days", "1 minute", "-1 days", "nan days", "inf days", "1e308 years", "99999999 years"),
    *("0.00001 minutes", "1e-300 years", "2 days", "100 years", "1 day per day", "6.5 weeks"),
    *("0 per day", "1 per minute", "1e9 per minute", "-1 per year", "1e-300 per year", "per day"),
    *("unlimited", "never", "forever", "1e400 days", "٣ days", "1 per 0 days", "1/0 days"),
)
TEXTS = (
    *("", " ", "x", "\n", "a\nb", "\t", "'", '"', "#", ":", "nowhere", "community", "default"),
    *("services", "mild", "crisis", "rest", "range", "everyone", "con", "NUL", "a" * 5_000),
    *("=1+1", "@SUM(A1)", "<script>alert(1)</script>", "]]>", "{{7*7}}", "{0}", "%s", "${HOME}"),
    *("$x$", "\\frac", "../../etc/passwd", "/etc/passwd", "/dev/zero", "a/b", "..", "~", "*", "."),
    *("\x00", "\x1b[31m", "\x7f", "\u2028", "\u202e", "\ufeff", "\ud800", "\ud83d\ude00", "\ufffe"),
    *("😀", "مرحبا", "é", "e\u0301", "İ", "ß", "\u00a0", "\u200d", "\U0001d518", "名前"),
)
SYNTAX = (
    *("", "[", "{a: ", "]", "}", "'", '"', "|", ">", "- - -", "? x", "&a [*a]", "*a", "%YAML 9.9"),
    *("!!python/object/apply:os.system ['true']", "!!binary AAAA", "!x y", "!!set {a, b}", "---"),
    *("&a {b: *a}", "2026-01-01", "12:30:00", "~", "null", "yes", "on", "{<<: {a: 1}}", "@", "`"),
    *("{? [a]: b}", "{[1]: 2}", "{1: 2}", "{null: 1}", "{.nan: 1}", "{true: 1}", "\t", "..."),
)
KEYS: tuple[Any, ...] = (
    *("", "services", "set", "value", "low", "source", "nowhere", "rest", "default", "a" * 5_000),
    *(
        "con",
        "a.b",
        "a b",
        "a/b",
        "__class__",
        "__init__",
        "self",
        "model_fields",
        "\x1b",
        "é",
        "😀",
    ),
    *(0, 1, -1, 2.5, True, None, Raw(".nan"), Raw("<<"), Raw("[1]"), Raw("? a"), Raw("&a b")),
)
NUMBER_IN_TEXT = re.compile(r"-?\d+(?:\.\d+)?")


def hostile(random_: random.Random) -> Any:
    """Any value at all."""
    kind = random_.randrange(10)
    if kind < 3:
        return random_.choice(NUMBERS)
    if kind < 5:
        return random_.choice(TIMES)
    if kind < 7:
        return random_.choice(TEXTS)
    if kind < 8:
        return Raw(random_.choice(SYNTAX))
    return random_.choice(
        (None, True, False, [], Block(), [None], Block([["", None]]), [[]], deep(random_))
    )


def deep(random_: random.Random) -> Raw:
    """Brackets within brackets."""
    many = random_.choice((3, 50, 900, 20_000))
    opening, closing = random_.choice((("[", "]"), ("{a: ", "}"), ("[{a: ", "}]")))
    return Raw(opening * many + "1" + closing * many)


def alike(random_: random.Random, value: Any) -> Any:
    """Another value of the same type, which may be as good as the first."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return random_.choice((0, 1, 2, value + 1, value - 1, -value, value * 10, value * 10**6))
    if isinstance(value, float):
        return random_.choice((0.0, 1.0, value / 2, 1 - value, -value, value * 1e6, value / 1e6))
    if isinstance(value, str) and (found := NUMBER_IN_TEXT.search(value)):
        number = float(found[0])
        others = (0, 1, number / 2, number * 3, -number, number * 1e4, number * 1e9, number / 1e6)
        return f"{value[: found.start()]}{random_.choice(others):g}{value[found.end() :]}"
    if isinstance(value, str):
        return random_.choice((value.upper(), value[:-1], f"{value}s", f"{value} ", f"the {value}"))
    return hostile(random_)
