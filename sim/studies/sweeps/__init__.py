"""Sweeps: the same arms at many settings, described in a file or a script.

Read the modules in this order: `specification` (what a sweep has to do), `planning` (the runs that
it needs), `running` (making them), `results` (the outcomes), `study_file` (a sweep as people write
it).
"""
