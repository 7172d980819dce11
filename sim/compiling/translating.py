"""Translate one function into LLVM code that a whole program can be made from.

Numba can compile a function for C. It then makes machine code of every function by itself, and
calls the function from a wrapper that is kept apart from it. Neither is of use in a program, whose
functions are optimised together; so the wrapper is made here, and no machine code at all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba.core.compiler import Flags, compile_extra
from numba.core.compiler_lock import global_compiler_lock
from numba.core.registry import cpu_target

from sim.compiling.rules import OPTIONS


def translated(symbol: str, function: Callable[..., Any], signature: Any) -> Any:
    """Return an LLVM module in which a function of machine types has this symbol.

    The functions that it calls are in the module, or are declared there by their symbols.
    """
    flags: Any = Flags()
    cpu_target.options.parse_as_flags(flags, OPTIONS)
    flags.enable_pyobject = False
    flags.no_cpython_wrapper = flags.no_cfunc_wrapper = flags.no_compile = True
    with global_compiler_lock:
        made = compile_extra(
            cpu_target.typing_context,
            cpu_target.target_context,
            function,
            args=signature.args,
            return_type=signature.return_type,
            flags=flags,
            locals={},
        )
        library = made.library
        library.add_ir_module(_called_like_c(symbol, made.fndesc))
        whole = library._final_module
        for each in dict.fromkeys(library._linking_libraries):
            whole.link_in(each._get_module_for_linking(), preserve=True)
    return whole


def _called_like_c(symbol: str, translation: Any) -> Any:
    """Return a module with a function that calls one of Numba's, with arguments as in C.

    Numba's function also returns whether it has raised an error, of which nobody could hear in a
    program. It never does; if it did, the process would be stopped, rather than go on with a number
    that is wrong.
    """
    context = cpu_target.target_context
    module = context.create_module(symbol)
    result, kinds = translation.restype, translation.argtypes
    callee = ir.Function(
        module, context.call_conv.get_function_type(result, kinds), translation.llvm_func_name
    )
    kind = ir.FunctionType(context.get_value_type(result), map(context.get_value_type, kinds))
    outer = ir.Function(module, kind, symbol)
    builder = ir.IRBuilder(outer.append_basic_block())
    status, answer = context.call_conv.call_function(builder, callee, result, kinds, outer.args)
    with builder.if_then(status.is_error, likely=False):
        trap = module.declare_intrinsic("llvm.trap", fnty=ir.FunctionType(ir.VoidType(), []))
        builder.call(trap, [])
        builder.unreachable()
    builder.ret(answer)
    return module
