"""Sweeps: the same arms at many settings, from a file or a script.

Read in this order: `specification` (what a sweep is asked to do), `planning` (which runs that
takes), `running` (making them), `results` (what came out), `study_file` (a sweep as people write
it).
"""
