"""Measures: pure functions of an event log and a window."""

from sim.measures.measuring import EVERYONE, Row, measure

__all__ = ["EVERYONE", "Row", "measure"]
