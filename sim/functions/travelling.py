"""Send a user's function to another process, and find the place in it where an error occurred."""

from __future__ import annotations

import linecache
import sys
from types import FunctionType
from typing import NamedTuple

import cloudpickle

from sim.functions.fingerprint import is_library


class Packed(NamedTuple):
    """A function as bytes, and the path of the file in which it was written."""

    data: bytes
    file: str


def packed(function: FunctionType) -> Packed:
    """Return a function as bytes, together with its module if the user wrote it."""
    module = sys.modules.get(function.__module__ or "")
    travels = module is not None and module.__name__ != "__main__" and not is_library(module)
    if travels:
        cloudpickle.register_pickle_by_value(module)
    try:
        data = bytes(cloudpickle.dumps(function))
    finally:
        if travels:
            cloudpickle.unregister_pickle_by_value(module)
    return Packed(data, function.__code__.co_filename)


def unpacked(sent: Packed) -> FunctionType:
    """Return the function that `packed` packed. Its file is the one in which it was written."""
    function: FunctionType = cloudpickle.loads(sent.data)
    function.__code__ = function.__code__.replace(co_filename=sent.file)
    return function


def place_of(error: Exception, function: FunctionType) -> str:
    """Return the place in a function's file where an error occurred, on a line of its own.

    Returns an empty text if the error did not occur in that file.
    """
    file, line = function.__code__.co_filename, None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    return "" if line is None else f"\n  {line_of(file, line)}"


def line_of(file: str, line: int) -> str:
    """Return a line of a file as ``file:line: text``."""
    text = linecache.getline(file, line).strip()
    return f"{file}:{line}: {text}" if text else f"{file}:{line}"
