"""Analyses: questions that need further runs, which are chosen from the results of earlier runs.

`written` defines the blocks of a study file, and `base` what all analyses have in common. Every
other module handles one question. It refuses a question that cannot be answered before the first
run, gives the largest number of runs that the question may need, turns the settings of a statistic
into arms, and calls the statistic.
"""
