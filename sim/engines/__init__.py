"""Engines: they simulate a resolved arm and write its event log."""
