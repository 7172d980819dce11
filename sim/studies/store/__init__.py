"""Finished runs on disk: each is found by its inputs, is whole, and is made only once.

Read in this order: `batches` (a file of runs), `sessions` (who is at work, and who is gone),
`claims` (who makes which run), `owning` (whose
store it is), `store` (all of it together), `status` (how far a study is).
"""

from sim.studies.store.batches import Record
from sim.studies.store.owning import StoreError
from sim.studies.store.store import SpoiledError, Store

__all__ = ["Record", "SpoiledError", "Store", "StoreError"]
