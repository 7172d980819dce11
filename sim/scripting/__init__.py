"""Functions for scripts and notebooks: run, compare and sweep scenarios.

Results are tables that are read only when they are used. Call the functions as `sim.run`,
`sim.compare` and so on. Each module is imported when it is first used.
"""
