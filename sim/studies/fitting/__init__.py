"""Fitting: the worlds within the ranges written that agree with what is recorded.

The order is: `known`, `given`, `scales` and `noise` (what is known of each target), `bank` (runs of
today's arm over the ranges), `usable`, `comparable`, `summaries` and `adjusting` (the worlds that
agree), then what is told of them: `hiding`, `telling`, `pairs`, `misfit`. `fit` puts them together
for arrays, `fitting` for a scenario with `again` (runs of the fitted worlds). `fitted` has the form
of the result.
"""
