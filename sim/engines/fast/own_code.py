"""Compile a user's own rule, so that the program can call it by its address.

The program stays as it is: it asks, at each decision that a rule can make, whether there is an
address. A rule is compiled once in each process, and is not kept on disk.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, NamedTuple, cast, get_type_hints

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.core.errors import NumbaError
from numba.extending import intrinsic

from sim.engines.fast.memory import LLVM_INT64, view
from sim.engines.fast.own_records import COLUMNS, COUNT, arrays_of, record_of
from sim.functions.travelling import line_of
from sim.own_rules import Hook, OwnRule, OwnRuleError

PLAIN = {np.int64: types.int64, np.float64: types.float64}
LONGEST_REASON = 300
OPENINGS = ("Failed in", "- Resolution failure")
"""How lines of a message of Numba begin that say nothing about the function."""


class _Compiled(NamedTuple):
    address: int
    keep: Any  # the machine code, which must stay where it is


_compiled: dict[tuple[Hook, str], _Compiled] = {}
_compiling = threading.Lock()


def address_of(rule: OwnRule) -> int:
    """Return the address of a rule's machine code; compile it when it is first asked for.

    The code is a function of the addresses of a state's row (`own_records.record_of`) and of its
    arrays of whole and of real numbers. It returns the answer as a real number, NaN if the function
    fails. Of a route it returns the position among the targets, and -1 for any other service.

    Raises
    ------
    OwnRuleError
        If Numba cannot compile the function.
    """
    with _compiling:
        known = (rule.hook, rule.digest)
        if known not in _compiled:
            _compiled[known] = _made(rule)
        return _compiled[known].address


def _made(rule: OwnRule) -> _Compiled:
    """Compile a rule."""
    state = _state_type(rule.hook)
    function: Any = numba.njit(nogil=True)(rule.function)
    try:
        function.compile((state,))
    except (NumbaError, NotImplementedError) as error:
        raise _refused(rule, error) from None
    answer = function.overloads[(state,)].signature.return_type
    whole = (types.Boolean, types.Integer)
    if not isinstance(answer, whole if rule.hook is Hook.ROUTE else (*whole, types.Float)):
        raise _refused(rule, TypeError(f"it can answer a value of the Numba type `{answer}`"))
    call = _route_caller if rule.hook is Hook.ROUTE else _caller
    signature = types.float64(types.int64, types.int64, types.int64)
    callback: Any = numba.cfunc(signature)(call(function, _reader(rule.hook)))
    return _Compiled(int(callback.address), callback)


def _caller(function: Any, state_at: Any) -> Callable[[int, int, int], float]:
    def called(row: int, whole: int, real: int) -> float:
        try:
            return np.float64(function(state_at(row, whole, real)))
        except Exception:
            return np.nan

    return called


def _route_caller(function: Any, state_at: Any) -> Callable[[int, int, int], float]:
    def called(row: int, whole: int, real: int) -> float:
        try:
            state = state_at(row, whole, real)
            answer = function(state)
            for position in range(state.targets.shape[0]):
                if state.targets[position] == answer:
                    return np.float64(position)
            return -1.0
        except Exception:
            return np.nan

    return called


def _refused(rule: OwnRule, error: Exception) -> OwnRuleError:
    """Return the error for a rule that Numba cannot compile, with the line and the way out."""
    code = rule.function.__code__
    line = getattr(getattr(error, "loc", None), "line", None) or code.co_firstlineno
    lines = [each.strip() for each in str(error).splitlines() if each.strip()]
    reason = next((each for each in lines if not each.startswith(OPENINGS)), "no reason given")
    return OwnRuleError(
        f"own rule {rule.words}: Numba cannot compile it for the fast engine: "
        f"{reason[:LONGEST_REASON]}\n  {line_of(code.co_filename, line)}\n"
        "  Write it with numbers, NumPy and functions compiled by `numba.njit`. The reference "
        'engine takes it as it is: sim.Execution(engine="reference").'
    )


def _kinds(hook: Hook) -> list[Any]:
    """Return the Numba types of a state's fields; its arrays cannot be changed."""
    arrays = arrays_of(hook)
    return [
        types.Array(PLAIN[arrays[name]], 1, "C", readonly=True)
        if name in arrays
        else PLAIN[COLUMNS[kind]]
        for name, kind in get_type_hints(hook.state).items()
    ]


def _state_type(hook: Hook) -> Any:
    return types.BaseTuple.from_types(_kinds(hook), hook.state)


def _reader(hook: Hook) -> Any:
    """Return a function of the addresses of a row and its arrays that returns the state."""
    names, kinds, made = hook.state._fields, _kinds(hook), _state_type(hook)
    columns = record_of(hook).fields
    assert columns is not None

    @intrinsic
    def state_at(typing_context: Any, row: Any, whole: Any, real: Any) -> Any:
        def generate(context: Any, builder: Any, _: Any, arguments: Any) -> Any:
            row, *tables = arguments
            tables = dict(zip((types.int64, types.float64), tables, strict=True))
            first = dict.fromkeys(tables, ir.Constant(LLVM_INT64, 0))

            def number(name: str, kind: Any) -> Any:
                at = builder.add(row, ir.Constant(LLVM_INT64, columns[name][1]))
                return builder.load(builder.inttoptr(at, _pointer(context, kind)))

            count = number(COUNT, types.int64)
            values = []
            for name, kind in zip(names, kinds, strict=True):
                if isinstance(kind, types.Array):
                    begins, of = first[kind.dtype], tables[kind.dtype]
                    values.append(view(context, builder, kind, of, begins, count))
                    first[kind.dtype] = builder.add(begins, count)
                else:
                    values.append(number(name, kind))
            return context.make_tuple(builder, made, values)

        return made(types.int64, types.int64, types.int64), generate

    return state_at


def _pointer(context: Any, kind: Any) -> Any:
    return context.get_value_type(kind).as_pointer()


@intrinsic
def _called(typing_context: Any, address: Any, row: Any, whole: Any, real: Any) -> Any:
    """Call the machine code of a rule, and return its answer."""

    def generate(context: Any, builder: Any, _: Any, arguments: Any) -> Any:
        kind = ir.FunctionType(ir.DoubleType(), [LLVM_INT64, LLVM_INT64, LLVM_INT64])
        return builder.call(builder.inttoptr(arguments[0], kind.as_pointer()), arguments[1:])

    given = [types.int64] * 4
    return types.float64(*given), generate


called = cast(Callable[[int, int, int, int], float], _called)
