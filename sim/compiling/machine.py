"""Provide processor instructions that Python does not have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

INT32, INT64 = ir.IntType(32), ir.IntType(64)


@intrinsic
def _lowest_bit(typing_context: Any, word: Any) -> Any:
    """Return the position of the lowest set bit of a word that is not 0."""

    def generate(context: Any, builder: Any, _: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.int64), generate


@intrinsic
def _bring_near(typing_context: Any, address: Any) -> Any:
    """Prefetch the memory at an address; any address is allowed."""

    def generate(context: Any, builder: Any, _: Any, arguments: Any) -> Any:
        pointer = builder.inttoptr(arguments[0], cgutils.voidptr_t)
        kind = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, INT32, INT32, INT32])
        prefetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        read, keep, data = (ir.Constant(INT32, value) for value in (0, 3, 1))
        builder.call(prefetch, [pointer, read, keep, data])
        return context.get_dummy_value()

    return types.void(types.int64), generate


# As compiled code calls them: Numba gives the typing context itself.
lowest_bit = cast(Callable[[Any], int], _lowest_bit)
bring_near = cast(Callable[[Any], None], _bring_near)
