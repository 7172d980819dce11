"""Read each named part once, however many versions of a tree hold the same block of it.

The versions of a scenario (its arms, its groups, its variants) share every block that they do not
change. `Remembered` gives the part that was read from such a block before, and says the same of it.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, GetCoreSchemaHandler, ValidationInfo, ValidatorFunctionWrapHandler
from pydantic_core import CoreSchema, core_schema

from sim.scenario.written import Block

MEMORY = "memory"
"""Where pydantic's context holds the memory of a reading; without it nothing is remembered."""


class Memory:
    """The parts that were read without a fault, each with the block it was read from.

    It holds the blocks, so that no other block can take the place of one in the computer's memory.
    It is right as long as nobody alters a block of a tree that has been read.

    Parameters
    ----------
    earlier
        A memory that is looked into as well, and to which nothing is added. What is found there is
        remembered here too.
    """

    def __init__(self, earlier: Memory | None = None) -> None:
        self._parts: dict[tuple[Any, ...], tuple[Block, Any]] = {}
        self._earlier = earlier

    def part(self, key: tuple[Any, ...], block: Block) -> Any:
        """Return the part that was read from a block under a key; None if none was."""
        found = self._parts.get((id(block), *key))
        if found is not None:
            return found[1]
        part = None if self._earlier is None else self._earlier.part(key, block)
        if part is not None:
            self.keep(key, block, part)
        return part

    def alone(self) -> Memory:
        """Return this memory without the earlier one: only what was asked of it or kept in it.

        It is for a version of a scenario that outlives the one it was made from, so that a chain
        of versions does not keep all of them.
        """
        self._earlier = None
        return self

    def keep(self, key: tuple[Any, ...], block: Block, part: Any) -> None:
        """Remember a part that was read from a block."""
        self._parts[id(block), *key] = (block, part)


class Remembered:
    """An annotation of a kind of part that is looked for in the memory before it is read."""

    def __get_pydantic_core_schema__(self, kind: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema of the kind, which asks the memory first if the kind is a part."""
        schema = handler(kind)
        if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
            return schema

        def read(value: Any, inner: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
            context = info.context or {}
            memory = context.get(MEMORY)
            if memory is None or not isinstance(value, Block):
                return inner(value)
            # What is read also depends on the rest of the context, which is the date of minute 0.
            key = (kind, *(each for name, each in context.items() if name != MEMORY))
            part = memory.part(key, value)
            if part is None:
                part = inner(value)
                memory.keep(key, value, part)
            return part

        return core_schema.with_info_wrap_validator_function(read, schema)
