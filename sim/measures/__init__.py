"""Measures: pure functions of an event log and a window."""
