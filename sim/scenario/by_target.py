"""How long a place is held after an ending: one time for all, or a time for each next service."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Tag

from sim.errors import nearest
from sim.scenario.distributions import Time, always
from sim.scenario.foreign_names import FAMILIES, MOMENTS, NO_SUCH_FAMILY
from sim.scenario.words import Name
from sim.scenario.written import Block

OTHERWISE = "otherwise"
"""The key that stands for all services that are not named."""

OF_DISTRIBUTIONS = frozenset(
    word
    for table in (FAMILIES, MOMENTS, dict.fromkeys(NO_SUCH_FAMILY, ""))
    for entry in table.items()
    for text in entry
    for word in text.split()
)
"""Words that occur in distributions; a block with one of them as a key does not name services."""

ALIKE, BY_TARGET = "alike", "by target"


def _how_written(value: Any) -> str:
    """Return whether a block names services or is one distribution, which may be misspelt."""
    if not isinstance(value, dict) or "value" in value or OTHERWISE in value:
        return BY_TARGET if isinstance(value, dict) and OTHERWISE in value else ALIKE
    known = Time.known_keys()
    families = (str(key).lower() in OF_DISTRIBUTIONS or nearest(str(key), known) for key in value)
    return ALIKE if any(families) else BY_TARGET


def _with_all_others(value: Any) -> Any:
    block = value.without_nulls() if isinstance(value, Block) else dict(value)
    return block if OTHERWISE in block else {**block, OTHERWISE: always("0 days")}


ExitDelay = Annotated[
    Annotated[Time, Tag(ALIKE)]
    | Annotated[dict[Name, Time], BeforeValidator(_with_all_others), Tag(BY_TARGET)],
    Discriminator(_how_written),
]
