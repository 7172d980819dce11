"""Analyses: questions that a study answers from results as they come, with runs of its own.

`written` is how people write them, `asking` what they have in common; each other file is one
question: it refuses what cannot be answered before the first run, says how many runs it may take,
turns what a statistic calls a setting into arms, and asks the statistic.
"""
