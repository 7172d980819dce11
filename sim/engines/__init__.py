"""Engines: they run a resolved arm and write its event log."""
