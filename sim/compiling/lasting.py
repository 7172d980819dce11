"""Read the numbers of a map that a program never changes, so that a lean program has them built in.

Compiled code asks for such a number by a function without a body. A program gives it one: it reads
the map, or it is a number, which lets everything go that the number rules out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from llvmlite import binding as llvm, ir
from numba import types
from numba.core import cgutils
from numba.core.datamodel.models import PointerModel
from numba.core.datamodel.registry import register_default
from numba.extending import lower_builtin

INT64 = ir.IntType(64)
NOWHERE = 1
"""An address at which there is nothing."""
READ = """
define i64 @{symbol}(ptr %map) alwaysinline {{
  %place = getelementptr i64, ptr %map, i64 {position}
  %number = load i64, ptr %place, !invariant.load !0
  ret i64 %number
}}
"""
BUILT_IN = """
define i64 @{symbol}(ptr %map) alwaysinline {{
  ret i64 {number}
}}
"""


class MapType(types.CPointer):
    """The type of the map of one program.

    Parameters
    ----------
    program
        The name of the program.
    lasting
        The positions of numbers that compiled code never changes.
    """

    def __init__(self, program: str, lasting: Iterable[int]) -> None:
        super().__init__(types.int64)  # type: ignore[no-untyped-call]
        self.program, self.lasting = program, frozenset(lasting)
        self.name = f"map of {program}"

    @property
    def key(self) -> tuple[str, frozenset[int]]:
        """Return what tells one type of map from another."""
        return self.program, self.lasting

    def symbol(self, position: int) -> str:
        """Return the symbol of the function that returns the number at a position."""
        return f"{self.program}_number_{position}"

    def declare(self) -> None:
        """Let machine code refer to the functions that have no body yet. It is never run."""
        for position in self.lasting:
            llvm.add_symbol(self.symbol(position), NOWHERE)

    def bodies(self, built_in: Mapping[int, int]) -> str:
        """Return the functions in LLVM's language, for a program that has these numbers built in.

        `built_in` maps a position of the map to the number that is there.
        """
        each = (
            BUILT_IN.format(symbol=self.symbol(position), number=built_in[position])
            if position in built_in
            else READ.format(symbol=self.symbol(position), position=position)
            for position in sorted(self.lasting)
        )
        return "".join(each) + "\n!0 = !{}\n"


register_default(MapType)(PointerModel)


def _number(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    """Emit code for a lasting number of a map; of the others, Numba reads the memory itself."""
    the_map, position = arguments
    of = signature.args[0]
    if position not in of.lasting:
        raise NotImplementedError
    kind = ir.FunctionType(INT64, [the_map.type])
    function = cgutils.get_or_insert_function(builder.module, kind, of.symbol(position))
    function.attributes.add("readnone")
    function.attributes.add("nounwind")
    return builder.call(function, [the_map])


_emitted: Any = lower_builtin("static_getitem", MapType, types.IntegerLiteral)
_emitted(_number)
