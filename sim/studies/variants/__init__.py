"""Labelled variants of a scenario: whether the answer turns if a few values are other ones.

Read the modules in this order: `planning` (the runs of each variant), `running` (making them),
`turns` (which verdicts are another).
"""
