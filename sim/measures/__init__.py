"""Measures: pure functions of an event log and a window.

What a measure is called can be asked without loading what works it out, and with that Numba.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.lazily import lazily

if TYPE_CHECKING:
    from sim.measures.measuring import EVERYONE, Row, measure

__all__ = ["EVERYONE", "Row", "measure"]

__getattr__ = lazily(__name__, dict.fromkeys(__all__, "sim.measures.measuring"))
