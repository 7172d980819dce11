"""Analyses: questions of a study that need runs of their own, chosen from earlier results.

`written` holds the blocks of a study file, and `base` what all analyses have in common. Each other
file is one question. It refuses what cannot be answered before the first run, says how many runs it
may need, turns the settings of a statistic into arms, and calls the statistic.
"""
