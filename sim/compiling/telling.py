"""Saying that something is about to be compiled: the first run on a machine takes its time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sim.compiling.having import NO_NUMBA

if not NO_NUMBA:
    from numba.core import event


@contextmanager
def telling(tell: Callable[[], object]) -> Iterator[None]:
    """Call `tell` once, before the first thing that is compiled inside; never if nothing is.

    What is found on disk is not compiled. Only this process is listened to.
    """
    if NO_NUMBA:
        yield
        return
    told = False

    class Ear(event.Listener):
        def on_start(self, event: Any) -> None:
            nonlocal told
            if not told:
                told = True
                tell()

        def on_end(self, event: Any) -> None:
            pass

    with event.install_listener("numba:compile", Ear()):
        yield
