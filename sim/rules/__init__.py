"""Decisions: compiled functions of numbers and keyed draws, without state."""
