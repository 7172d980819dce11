"""One number or text of a scenario as a field: what it shows, and the change that an entry makes.

The number may stand bare, with its range and source, or as the mean of an exponential time. An
entry replaces it as a whole: its range and its sum belonged to the old number. Its source is then
that it was entered by hand, until somebody says where it comes from.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from sim.app.editing import Change, Value, at
from sim.app.projects.saving import ENTERED
from sim.scenario.distributions import Distribution
from sim.scenario.written import Block, Row, WrittenFloat
from sim.scenario.yaml_nodes import NUMBER, WHOLE

FAMILIES = frozenset(Distribution.model_fields)
EXPONENTIAL, MEAN, FIXED, VALUE = "exponential", "mean", "fixed", "value"
WORDS = frozenset(
    {
        *("title", "question", "about", "involvement", "label", "description", "kind", "currency"),
        *("reference", "agreed_by", "note", "to", "from", "area", "group", "rest", "measure"),
        *("source", "unequal"),
    }
)
"""Last keys of paths whose values are words, even if they look like numbers."""
SETTINGS = frozenset(
    {*("run", "compare", "measures", "workforce", "sources", "price_year", "throughline")}
)
"""Blocks whose values are no facts, and have no source."""
AMOUNT = re.compile(r"[+-]?[.\d]")


class Cell(NamedTuple):
    """A field of a page."""

    path: str  # where it stands, without the way the number is written
    shown: str  # as it is written; empty if it is not
    steps: tuple[str, ...]  # where an entry is written
    editable: bool = True  # whether one entry can stand for what is there
    source: str = ""
    low: str = ""
    high: str = ""
    note: str = ""

    @property
    def ranged(self) -> str:
        """The range in words; empty without one."""
        return f"{self.low} to {self.high}" if self.low and self.high else ""


def cell(content: Block, path: str, *, mean: bool = False) -> Cell:
    """Return the field of a path.

    Parameters
    ----------
    mean
        Whether an entry where nothing stands is the mean of an exponential time.
    """
    base = tuple(path.split("."))
    steps, node = base, at(content, base)
    if node is None and mean:
        return Cell(path, "", (*base, EXPONENTIAL, MEAN))
    while isinstance(node, Block) and VALUE not in node:
        inner = [key for key in node if key in FAMILIES]
        if inner == [FIXED]:
            steps, node = (*steps, FIXED), node[FIXED]
        elif inner == [EXPONENTIAL] and isinstance(node[EXPONENTIAL], Block):
            steps, node = (*steps, EXPONENTIAL, MEAN), node[EXPONENTIAL].get(MEAN)
        else:
            return Cell(path, shape_of(node), steps, editable=False)
    if isinstance(node, Row):
        return Cell(path, ", ".join(map(text_of, node)), steps, editable=False)
    if isinstance(node, Block):
        low, high, note = (text_of(node.get(key)) for key in ("low", "high", "note"))
        shown = text_of(node[VALUE])
        return Cell(path, shown, steps, True, str(node.source or ""), low, high, note)
    return Cell(path, text_of(node), steps, source=str(getattr(node, "source", "") or ""))


def shape_of(node: Block) -> str:
    """Return in a few words what a block holds that is no one number."""
    inner = [key for key in node if key in FAMILIES]
    return inner[0].replace("_", " ") if len(inner) == 1 else f"{len(node)} entries"


def text_of(value: Any) -> str:
    """Return a value as it was written, as far as a field shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, WrittenFloat) and value.text:
        return value.text
    return f"{len(value)} entries" if isinstance(value, Block) else str(value)


def typed(text: str) -> str | int | float | bool:
    """Return an entry as a number or truth value if it is one, else as a text."""
    if WHOLE.fullmatch(text):
        return int(text)
    if NUMBER.fullmatch(text):
        return float(text)
    return {"true": True, "false": False}.get(text, text)


def entry(field: Cell, text: str, *, mean: bool = False) -> Change | None:
    """Return the change that an entry makes; None if it is what is there.

    Words and settings stand as they are; a number that is a fact gets a source.

    Parameters
    ----------
    mean
        As in `cell`.
    """
    if text == field.shown:
        return None
    base = tuple(field.path.split("."))
    if not text:
        return Change(base, None)
    if base[-1] in WORDS or base[0] in SETTINGS:
        return Change(field.steps, text if base[-1] in WORDS else typed(text))
    value = typed(text)
    if isinstance(value, bool) or not AMOUNT.match(text):
        return Change(base, value)
    number: Value = {VALUE: value, "source": ENTERED}
    if mean and text.split(maxsplit=1)[0] == "0":
        return Change(base, number)
    if _was_a_word(field, mean):
        number = {EXPONENTIAL: {MEAN: number}}
    return Change(field.steps, number)


def _was_a_word(field: Cell, mean: bool) -> bool:
    """Return whether a word such as `never` stands where the mean of a time is entered."""
    return mean and field.shown != "" and not AMOUNT.match(field.shown) and field.steps[-1] != MEAN
