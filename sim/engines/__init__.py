"""Engines: choreographies that turn a resolved arm into an event log."""
