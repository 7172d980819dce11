"""Fitting: the worlds within the ranges written that agree with what is recorded.

The order is: `columns`, `given` and `noise` (what is known), `bank` (runs of the history arm over
the ranges), `summaries` and `adjusting` (worlds that agree), then what is told of them: `coverage`,
`telling`, `pairs`, `misfit`. `fitting` puts them together; `fitted` has the form of the result.
"""
