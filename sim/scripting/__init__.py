"""What scripts and notebooks use: run, compare and sweep, with results as lazy tables.

All of it is reached as `sim.run`, `sim.compare` and so on; nothing is loaded before it is used.
"""
