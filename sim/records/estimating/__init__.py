"""Estimate the numbers of the model from records, each with its error.

Read `estimate` first: what an estimate is. One module estimates one number, or those that belong
together.
"""

from sim.records.estimating.estimate import Estimate, Estimates, Family, Law, Untold

__all__ = ["Estimate", "Estimates", "Family", "Law", "Untold"]
