"""Sweeps: the same arms at many settings, described in a file or a script.

Read the modules in this order: `specification` (the description of a sweep), `planning` (the runs
that it needs), `running` (making them), `results` (the outcomes), `study_file` (the file in which
people describe a sweep).
"""
