"""Repeating runs, pairing arms, and saying what the difference is worth."""
