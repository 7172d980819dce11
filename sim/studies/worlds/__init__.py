"""Worlds: samples of what is uncertain in a scenario, to be run with each arm."""
