"""Estimate the numbers of the model from records, each with its error.

Read `estimate` first, then `estimating`. One module estimates one number, or those that belong
together.
"""

from sim.records.estimating.estimate import Estimate, Estimates, Family, Law, Untold
from sim.records.estimating.estimating import estimates
from sim.records.estimating.place import Known

__all__ = ["Estimate", "Estimates", "Family", "Known", "Law", "Untold", "estimates"]
